package flows

import (
	"time"

	"akoya-tui/akoya"
)

// NewAuthorization makes an authorize request: its URL, and the fresh values
// that must come back with the answer. PKCE and nonce are not documented by
// Akoya, so a profile turns them on. now is the environment's time.
func NewAuthorization(environment akoya.Environment, app akoya.App, pkce, nonce bool, now time.Time) (Authorization, error) {
	auth := Authorization{State: akoya.NewState(), StartedAt: now}
	options := akoya.AuthorizeOptions{State: auth.State}
	if pkce {
		auth.Verifier, options.CodeChallenge = akoya.NewPKCE()
	}
	if nonce {
		auth.Nonce = akoya.NewState()
		options.Nonce = auth.Nonce
	}
	address, err := akoya.AuthorizeURL(environment, app, options)
	auth.URL = address
	return auth, err
}

// Changed returns the authorize request with another URL, changed by hand. What
// must come back with the answer is read off that URL. One that has been answered
// becomes a new request, and so does one that a browser may have open already:
// the values that are still the program's own are then made anew, so that an
// answer to the earlier URL is not taken for one to this.
func (a Authorization) Changed(address string, opened bool, now time.Time) (Authorization, error) {
	made := a.AsMade()
	if opened || a.Answered {
		a.StartedAt = now
		verifier, challenge := akoya.NewPKCE()
		for name, fresh := range map[string]string{"state": akoya.NewState(), "nonce": akoya.NewState(), "code_challenge": challenge} {
			old := Param(made, name)
			if old == "" {
				continue
			}
			if name == "code_challenge" {
				a.Verifier = verifier
			}
			var err error
			if made, err = replaced(made, name, old, fresh); err != nil {
				return a, err
			}
			if address, err = replaced(address, name, old, fresh); err != nil {
				return a, err
			}
		}
	}
	a.URL, a.made = address, made
	a.State, a.Nonce = Param(address, "state"), Param(address, "nonce")
	a.Answered, a.Refusal = false, ""
	return a, nil
}

// AsMade returns the URL as it was before anybody changed it.
func (a Authorization) AsMade() string {
	if a.made == "" {
		return a.URL
	}
	return a.made
}

// Param returns the first parameter of that name in a URL's query; "" for none.
func Param(address, name string) string {
	for _, f := range akoya.Query(address) {
		if f.Name == name {
			return f.Display()
		}
	}
	return ""
}

// replaced returns the URL with a new value where a parameter has the old one.
func replaced(address, name, old, fresh string) (string, error) {
	list := akoya.Query(address)
	for i, f := range list {
		if f.Name == name && f.Display() == old {
			list[i] = akoya.Plain(name, fresh)
		}
	}
	return akoya.WithQuery(address, list)
}
