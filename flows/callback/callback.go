package callback

import (
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/explain"
)

// Callback is the answer of the authorization endpoint (RFC 6749 section 4.1.2):
// a code, or an error. Exactly one of Code and Err is set.
type Callback struct {
	Code           akoya.Secret // its form is not documented: any text is a code
	State          akoya.Secret // as it came back; empty when it came without one
	Err            string       // "access_denied"; text of a server: escape it before it is shown
	ErrDescription string       // "" when absent; text of a server as well
	Via            Via
	At             time.Time // when it arrived here: the five minutes of a code run from about then
}

// Via says how a callback arrived.
type Via string

// The two ways, open at the same time.
const (
	ViaListener Via = "listener"
	ViaPaste    Via = "paste"
)

// IsError reports whether the callback carries an error instead of a code.
func (c Callback) IsError() bool { return c.Err != "" }

// Meaning returns a sentence that says what the callback means. It never holds
// text of a server.
func (c Callback) Meaning() string {
	if !c.IsError() {
		return "The person approved, and the authorization code is here."
	}
	if entry, ok := explain.CallbackError(c.Err); ok {
		return entry.Meaning
	}
	return "The authorization ended with an error that no document lists."
}

// Hint returns a sentence that says what to do now about an error callback, and
// "" for a callback with a code.
func (c Callback) Hint() string {
	if !c.IsError() {
		return ""
	}
	if entry, ok := explain.CallbackError(c.Err); ok {
		return entry.IfWrong
	}
	return "Read the description that came with it, then authorize again."
}
