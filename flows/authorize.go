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
