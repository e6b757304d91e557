package callback

import "time"

// Event is what the listener saw: Accepted, once, or Refused.
type Event interface{ event() }

// Accepted is the callback that was waited for.
type Accepted struct{ Callback Callback }

// Refused is a request that was turned away. The texts are safe to show:
// control characters are visible, lengths are bounded, and the query, which may
// hold a code, is left out.
type Refused struct {
	At     time.Time
	From   string // address of the peer
	Method string // "" when the request could not be read; so is Path
	Path   string
	Kind   Kind
	Reason string // a sentence
}

func (Accepted) event() {}
func (Refused) event()  {}
