package flows

import (
	"time"

	"akoya-tui/akoya"
)

// Code is an authorization code that came back from the browser.
type Code struct {
	Value      akoya.Secret
	Verifier   akoya.Secret // of PKCE; empty when it was off
	Nonce      string       // of the authorize request; "" when it was off
	Redirect   string       // the redirect_uri of the authorize request; "" when it had none
	ReceivedAt time.Time    // in the environment's time
	UsedAt     time.Time    // zero while it has not been exchanged
	Via        string       // "listener", "paste", "local"
	Unchecked  bool         // its state could not be compared; a person took it all the same
}

// ExpiresAt returns when the code stops working, at the latest: its life began
// before it was received.
func (c Code) ExpiresAt() time.Time { return c.ReceivedAt.Add(akoya.CodeLifetime) }

// CodeState says whether a code can still be exchanged.
type CodeState string

// The states of a code.
const (
	CodeFresh   CodeState = "fresh"
	CodeUsed    CodeState = "used"
	CodeExpired CodeState = "expired"
)

// StateAt returns the state of the code at now, in the environment's time.
func (c Code) StateAt(now time.Time) CodeState {
	switch {
	case !c.UsedAt.IsZero():
		return CodeUsed
	case !now.Before(c.ExpiresAt()):
		return CodeExpired
	}
	return CodeFresh
}
