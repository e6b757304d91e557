package linear

import (
	"context"
	"net/url"
	"time"

	"akoya-tui/flows/vault"
)

// Limits of what one waits for.
const (
	requestLimit = 45 * time.Second  // a request that neither answers nor fails
	callLimit    = 10 * time.Second  // a call of the local Akoya's control API
	vaultLimit   = 150 * time.Second // longer than the keychain's own limit for a person
	casesLimit   = 30 * time.Minute  // a run of all cases
	patience     = 5 * time.Second   // after which the wait is mentioned, again and again
)

// notice is something that the keychain says while it is waited for.
type notice struct{ text string }

// noticesOf passes on what the keychain waits for.
func noticesOf(ctx context.Context, v *vault.Vault) <-chan notice {
	out := make(chan notice, 4)
	go func() {
		for {
			select {
			case n := <-v.Notices():
				if !n.Waiting {
					continue
				}
				select {
				case out <- notice{n.Text}:
				default: // nobody looks
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// during does work with a limit and says from time to time that it goes on. The
// work ends soon after its context.
func during[T any](t *talk, limit time.Duration, work func(context.Context) T) T {
	ctx, cancel := context.WithTimeout(t.ctx, limit)
	defer cancel()
	done := make(chan T, 1)
	go func() { done <- work(ctx) }()
	tick := time.NewTicker(patience)
	defer tick.Stop()
	for waited := patience; ; {
		select {
		case result := <-done:
			return result
		case <-tick.C:
			t.out.say("Still waiting, for %s.", duration(waited))
			waited += patience
		case n := <-t.notices:
			t.out.say("%s", n.text)
		}
	}
}

// hostOf returns the host of an address.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// pathOf returns the path of an address, or the address when it has none.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Path == "" {
		return address
	}
	return u.Path
}
