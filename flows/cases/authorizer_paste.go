package cases

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"akoya-tui/flows/callback"
)

// maxTries is how often a person may paste something that is no callback.
const maxTries = 3

// PasteAuthorizer prints the authorize URL and reads the callback URL from a
// line that a person pastes. It works over SSH and with any redirect URI.
type PasteAuthorizer struct {
	out   io.Writer
	lines chan string // closed when the input has ended
	in    *bufio.Reader
	begun bool
}

// maxLine is the longest line that is read.
const maxLine = 64 << 10

// NewPasteAuthorizer reads lines from in and writes to out.
func NewPasteAuthorizer(in io.Reader, out io.Writer) *PasteAuthorizer {
	return &PasteAuthorizer{out: out, in: bufio.NewReaderSize(in, maxLine), lines: make(chan string)}
}

// Authorize implements Authorizer.
func (p *PasteAuthorizer) Authorize(ctx context.Context, ask Ask) (Callback, error) {
	if !p.begun {
		p.begun = true
		go p.read() // ends with in; a read of a terminal cannot be interrupted
	}
	tell(p.out, ask, "Open this address in a browser:")
	for range maxTries {
		_, _ = fmt.Fprintf(p.out, "Then paste the address that the browser ends on, and press enter:\n")
		select {
		case <-ctx.Done():
			return Callback{}, context.Cause(ctx)
		case text, ok := <-p.lines:
			if !ok {
				return Callback{}, cannotAuthorize("nothing was pasted: the input has ended")
			}
			got, err := FromPaste(ask, text)
			if err == nil {
				return got, nil
			}
			_, _ = fmt.Fprintf(p.out, "%s\n", err)
		}
	}
	return Callback{}, cannotAuthorize("no callback was pasted in %d tries", maxTries)
}

// FromPaste reads what a person pasted as the answer to ask. The error says in
// sentences why it is none and what to do.
func FromPaste(ask Ask, text string) (Callback, error) {
	parsed, err := callback.Parse(text, ask.RedirectURI, ask.State)
	switch {
	case err == nil || parsed.IsError(): // an error without its state is judged as that
		return FromCallback(ask, parsed), nil
	case callback.KindOf(err) == callback.StateUnchecked:
		return Callback{}, &CannotAuthorize{Why: bareCode}
	}
	return Callback{}, err
}

// bareCode turns a code alone away. In a session a person may vouch for it;
// here the state is a part of what is judged, and nobody can vouch for that.
const bareCode = "This is a code alone. The state that came with it is compared too: paste the whole address."

func (p *PasteAuthorizer) read() {
	for {
		text, err := p.in.ReadSlice('\n')
		for errors.Is(err, bufio.ErrBufferFull) { // longer than any callback: drop the rest
			_, err = p.in.ReadSlice('\n')
			text = nil
		}
		if err != nil && len(text) == 0 {
			close(p.lines)
			return
		}
		p.lines <- string(text)
	}
}
