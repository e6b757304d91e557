package akoya

import (
	"fmt"
	"strings"
)

// Error is an answer that refuses. It covers {"error","error_description"} of
// the token endpoints (RFC 6749 section 5.2), {"code","message"} of the data
// API, and answers that are neither (Code is empty then).
type Error struct {
	Status         int
	Code           string // "invalid_request", "602"
	Description    string // as sent; "" when absent
	HasDescription bool   // the field was there, even if empty
}

// Error implements error. The text comes from a server: escape it before it is shown.
func (e *Error) Error() string {
	switch {
	case e.Code == "":
		return fmt.Sprintf("the server answered %d", e.Status)
	case e.Description == "":
		return fmt.Sprintf("the server answered %d %s", e.Status, e.Code)
	}
	return fmt.Sprintf("the server answered %d %s: %s", e.Status, e.Code, e.Description)
}

// SameDescription reports whether two descriptions of an error say the same.
// White space and a final full stop do not count: one copy of the documents
// wraps its lines, and some rows of their tables drop the full stop.
func SameDescription(a, b string) bool { return foldDescription(a) == foldDescription(b) }

func foldDescription(s string) string {
	return strings.TrimRight(strings.TrimSuffix(strings.Join(strings.Fields(s), " "), "."), " ")
}

// TransportError says why no whole answer came. It never holds the URL's query
// or a body, so it is safe to show.
type TransportError struct {
	Phase     string // "queue" (for a turn), "lookup", "connect", "tls", "send", "wait", "body"
	Reason    string // what happened: "connection refused by 127.0.0.1:8080"
	Hint      string // what to do now: a sentence
	Canceled  bool   // the user ended it
	Timeout   bool
	MaybeSent bool  // the server may have acted on the request (a refresh may have rotated)
	Cause     error // for errors.Is; not printed
}

// Error implements error: reason, then hint.
func (e *TransportError) Error() string {
	if e.Hint == "" {
		return e.Reason
	}
	return e.Reason + ". " + e.Hint
}

// Unwrap returns the cause.
func (e *TransportError) Unwrap() error { return e.Cause }
