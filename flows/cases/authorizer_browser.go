package cases

import (
	"context"
	"fmt"
	"io"
	"time"

	"akoya-tui/flows/callback"
	"akoya-tui/flows/visible"
)

// BrowserAuthorizer opens a browser and waits on the loopback redirect URI.
type BrowserAuthorizer struct {
	Open    func(url string) error
	Out     io.Writer     // told what to do in the browser; nil for nobody
	Timeout time.Duration // how long to wait for a person; 0 for five minutes
}

// Authorize implements Authorizer.
func (b *BrowserAuthorizer) Authorize(ctx context.Context, ask Ask) (Callback, error) {
	timeout := b.Timeout
	if timeout <= 0 {
		timeout = 5 * time.Minute
	}
	listener, err := callback.Listen(ctx, ask.RedirectURI, ask.State, callback.Options{Timeout: timeout})
	if err != nil {
		return Callback{}, cannotAuthorize("%s", err)
	}
	defer func() { _ = listener.Close() }()
	tell(b.Out, ask, "The browser opens this address:")
	if err := b.Open(ask.URL); err != nil {
		return Callback{}, cannotAuthorize("the browser cannot be opened: %s; use --authorize paste", err)
	}
	stray := ""
	for {
		event, err := listener.Next(ctx)
		if err != nil {
			if ctx.Err() != nil {
				return Callback{}, context.Cause(ctx)
			}
			return Callback{}, cannotAuthorize("%s%s", err, stray)
		}
		switch event := event.(type) {
		case callback.Accepted:
			return FromCallback(ask, event.Callback), nil
		case callback.Refused:
			switch event.Kind {
			case callback.WrongState, callback.MissingState:
				stray = " A callback came, but with another state: " + event.Reason
			case callback.StateUnchecked:
				stray = " A callback came, but without a state: " + event.Reason
			}
		}
	}
}

// FromCallback is the callback as the listener and the paste parser give it: they
// have compared the state already.
func FromCallback(ask Ask, c callback.Callback) Callback {
	return Callback{
		URI: mustURI(ask.RedirectURI), Code: c.Code, State: c.State.Reveal(),
		Error: c.Err, Description: c.ErrDescription, HasDescription: c.ErrDescription != "",
	}
}

func mustURI(redirectURI string) string {
	c, _ := ParseCallback(redirectURI)
	return c.URI
}

// tell writes what a person has to do. The URL holds no secret.
func tell(out io.Writer, ask Ask, intro string) {
	if out == nil {
		return
	}
	do := "approve"
	if ask.Deny {
		do = "DENY"
	}
	_, _ = fmt.Fprintf(out, "\n%s\n%s\n\n    %s\n\nLog in there and %s.\n", visible.Line(ask.Purpose), intro, visible.Line(ask.URL), do)
}
