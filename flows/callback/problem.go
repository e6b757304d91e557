package callback

import (
	"errors"
	"fmt"
)

// Kind names what is wrong, for code that acts on it.
type Kind string

// What can be wrong with an answer, however it arrived.
const (
	NoCode         Kind = "no code"         // the right place, but neither a code nor an error
	WrongState     Kind = "wrong state"     // it belongs to another authorization
	MissingState   Kind = "missing state"   // a code without the state that was sent
	StateUnchecked Kind = "state unchecked" // a bare code, or an error without a state: ask the person
	CodeAndError   Kind = "code and error"  // both at once
	Duplicate      Kind = "duplicate"       // a parameter more than once (RFC 6749 section 3.1)
	TooLong        Kind = "too long"
	Token          Kind = "token" // a token where a code belongs
)

// What can be wrong with a pasted text only.
const (
	Empty        Kind = "empty"
	NotCallback  Kind = "not a callback" // neither an address nor a code
	OtherPlace   Kind = "other place"    // another address than the redirect URI
	AuthorizeURL Kind = "authorize url"  // the address that starts the flow
)

// Why a request to the listener is refused.
const (
	WrongHost   Kind = "wrong host" // DNS rebinding
	WrongPath   Kind = "wrong path"
	WrongMethod Kind = "wrong method"
	OtherOrigin Kind = "other origin" // a page in the browser made the request, not the person
	Repeated    Kind = "repeated"     // after the callback was received
	Unreadable  Kind = "unreadable"   // not HTTP, or headers beyond the limit
	Unfinished  Kind = "unfinished"   // a request that was begun and not ended
)

// Why there is no listener, or no more events.
const (
	CannotListen Kind = "cannot listen" // the redirect URI is not a loopback http address
	PortTaken    Kind = "port taken"
	TimedOut     Kind = "timed out"
	Closed       Kind = "closed"
)

// Problem says what happened and what to do now, each in a sentence. It never
// holds a code or any other text that came from outside.
type Problem struct {
	Kind  Kind
	What  string
	Hint  string
	Cause error // for errors.Is; not printed
}

// Error implements error: both sentences.
func (p *Problem) Error() string {
	if p.Hint == "" {
		return p.What
	}
	return p.What + " " + p.Hint
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Cause }

// KindOf returns the kind of the Problem in err, and "" when there is none.
func KindOf(err error) Kind {
	if problem, ok := errors.AsType[*Problem](err); ok {
		return problem.Kind
	}
	return ""
}

func problem(kind Kind, what, hint string, a ...any) *Problem {
	return &Problem{Kind: kind, What: fmt.Sprintf(what, a...), Hint: hint}
}
