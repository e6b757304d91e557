package cases

import (
	"context"
	"fmt"

	"akoya-tui/akoya"
	"akoya-tui/flows/control"
)

// Ask is what a person at the bank's pages is asked to do.
type Ask struct {
	URL         string // the authorize URL
	State       string // what must come back
	RedirectURI string
	Deny        bool   // deny instead of approve
	Purpose     string // what for, in a few words: "obtain.ok: a fresh code"
}

// Authorizer brings a person, or someone who stands in for one, to the authorize
// URL and returns the callback. An error says in a sentence why there is none.
type Authorizer interface {
	Authorize(ctx context.Context, ask Ask) (Callback, error)
}

// Sender sends requests. *akoya.Client is one. An error that is not the one in
// the round trip is the sender's own: it says why nothing was sent, or why the
// tokens in the answer could not be kept. The engine then sends nothing more.
type Sender interface {
	Send(ctx context.Context, r akoya.Request) (akoya.RoundTrip, error)
}

var (
	_ Authorizer = (*ControlAuthorizer)(nil)
	_ Authorizer = (*AutoAuthorizer)(nil)
	_ Authorizer = (*BrowserAuthorizer)(nil)
	_ Authorizer = (*PasteAuthorizer)(nil)
	_ Sender     = (*akoya.Client)(nil)
)

// CannotAuthorize says why there is no callback: a sentence.
type CannotAuthorize struct{ Why string }

// Error implements error.
func (e *CannotAuthorize) Error() string { return e.Why }

func cannotAuthorize(format string, a ...any) error {
	return &CannotAuthorize{Why: fmt.Sprintf(format, a...)}
}

// ControlAuthorizer approves and denies by the control API of a local Akoya.
type ControlAuthorizer struct {
	Control *control.Client
	User    string // "" for the local Akoya's first one
}

// Authorize implements Authorizer.
func (c *ControlAuthorizer) Authorize(ctx context.Context, ask Ask) (Callback, error) {
	answer, err := c.Control.Authorize(ctx, control.Authorization{URL: ask.URL, User: c.User, Deny: ask.Deny})
	if err != nil {
		return Callback{}, err
	}
	if answer.Redirect.IsZero() {
		return Callback{}, cannotAuthorize("the local Akoya shows a page with status %d instead: %s", answer.Status, answer.Refusal)
	}
	callback, ok := ParseCallback(answer.Redirect.Reveal())
	if !ok {
		return Callback{}, cannotAuthorize("the local Akoya sent the browser to something that is no address")
	}
	return callback, nil
}
