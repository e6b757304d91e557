package journeys

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/ui"
)

// TestProduction opens a production profile: it asks once in a session, is red,
// leaves out what ends a consent, and keeps to the rate that live servers allow.
func TestProduction(t *testing.T) {
	t.Parallel()
	server := startIDP(t)
	v, _ := faultyVault(t)
	settings := server.settings("shop", vaultKeychain)
	settings.Environment = akoya.EnvironmentProduction
	settings.URLs.Keys = strings.Replace(settings.URLs.Token, "/token", "/keys", 1) // so that every request is counted
	for _, to := range []*string{&settings.URLs.Authorize, &settings.URLs.Token, &settings.URLs.Revoke, &settings.URLs.ServiceToken, &settings.URLs.Accounts, &settings.URLs.Keys} {
		*to = strings.Replace(*to, "127.0.0.1", "idp.example.test", 1) // a live host, by a dialer of the test
	}
	if err := v.Create(t.Context(), settings, server.credentials()); err != nil {
		t.Fatal(err)
	}
	server.store(t, v, "shop", tokensOf(1, server.consent(t)))
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		_, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
	}
	live := akoya.NewClient(akoya.ClientOptions{MaxPerSecond: 4, Dial: dial})
	t.Cleanup(live.Close)
	unlimited := make(chan string, 64)
	other := akoya.NewClient(akoya.ClientOptions{Dial: func(_ context.Context, _, address string) (net.Conn, error) {
		unlimited <- address
		return nil, context.Canceled
	}})
	t.Cleanup(other.Close)
	p := start(t, v, func(d *ui.Deps) { d.Live, d.Client = live, other })

	p.open("shop")
	p.says("Profile shop is PRODUCTION: real consumers, real banks, real consents. Open it?")
	p.Type("n")
	p.WaitGone("is PRODUCTION")
	p.Type("enter")
	p.says("Profile shop is PRODUCTION")
	p.Type("y")
	p.WaitFor(" PRODUCTION ", "Set #1 has no id_token")
	p.Type("0")
	p.open("shop") // asked once
	p.WaitFor("Set #1 has no id_token")

	for range 5 {
		p.refresh("200 OK", "claimed")
	}
	server.mu.Lock()
	times := server.times
	server.mu.Unlock()
	took := times[len(times)-1].Sub(times[0])
	if least := time.Duration(len(times)-1) * 250 * time.Millisecond; took < least*8/10 {
		t.Errorf("%d requests in %v: live servers allow four a second", len(times), took)
	}
	measured(t, "production: asked once; 5 refreshes and what checks their signatures, %d requests in %v: %.2f a second", len(times), took.Round(time.Millisecond), float64(len(times)-1)/took.Seconds())

	p.Type("7")
	p.WaitFor("R run all")
	p.Type("/")
	p.Paste("revoke.ok")
	p.Type("enter")
	p.WaitFor("revoke.ok")
	p.Type("enter")
	p.says("skipped", "It ends the consent, so it runs only when asked (key D)")
	p.Type("D")
	p.says("This is production: it is the consent of a real consumer")
	p.Type("y", "enter")
	p.says("That is not the name")
	p.Type("backspace", "p", "r", "o", "d", "u", "c", "t", "i", "o", "n", "enter")
	p.says("Cases that end the consent are INCLUDED")
	p.Type("D")
	p.WaitGone("INCLUDED")
	select {
	case address := <-unlimited:
		t.Errorf("a live server at %s was asked without the limit", address)
	default:
	}
	p.quit()
}
