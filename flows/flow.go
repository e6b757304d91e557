package flows

import (
	"time"

	"akoya-tui/akoya"
)

// Actor is one of the parties between which requests go.
type Actor string

// The actors of the flows. The IdP issues tokens, the STS service tokens, the
// bank's data comes through the data API.
const (
	You     Actor = "you"
	YourApp Actor = "your app"
	IdP     Actor = "Akoya IdP"
	STS     Actor = "Akoya STS"
	Bank    Actor = "bank"
)

// Document is a page of Akoya's documentation, or an RFC, and the place in it.
type Document struct {
	Title   string
	Section string
}

// String returns title and section as one line.
func (d Document) String() string {
	if d.Section == "" {
		return d.Title
	}
	return d.Title + ", " + d.Section
}

// Documents that steps cite.
const (
	docTokenReference   = "Token reference"
	docTestCases        = "Token test cases"
	docTokenErrors      = "Token API errors"
	docServiceReference = "Service token API v1.0.1"
	docIDTokenDetails   = "ID token details"
)

// Flow is a sequence of steps with one purpose.
type Flow struct {
	ID    string // "refresh"
	Title string
	Why   string // one or two sentences
	Steps []Step
}

// Step is one request of a flow: what it is for, how it is built, and what is
// expected back.
type Step struct {
	ID       string // unique over all flows
	Title    string
	What     string // what happens and why, one or two sentences
	Document Document
	To       Actor    // your app sends to this actor
	Expect   []string // what is documented to come back, line by line
	Variants []Variant
}

// Variant is one way to send a step: the documented one first, then others
// worth trying (the used refresh token, the other path, another scope).
type Variant struct {
	ID    string // unique within the step
	Title string // short: "the current refresh token"
	Note  string // what is to be seen by it; "" for the documented way
	Build func(Session, time.Time) (akoya.Request, error)
}

// Blocked is the error of a Variant that cannot be built yet.
type Blocked struct {
	Reason  string // a sentence: what is missing
	Unblock string // the ID of the flow that gives it, or "" when only time or another set does
}

// Error implements error.
func (b *Blocked) Error() string { return b.Reason }

// noEndpoint returns the error of a request to an endpoint that the environment
// does not have.
func noEndpoint(name string) *Blocked {
	return &Blocked{Reason: "This environment has no " + name + " URL. Set one in the profile."}
}

// noTokens says what brings the tokens that are missing: the code that waits for
// its exchange, or a person who approves. then says where they will be.
func noTokens(s Session, now time.Time, missing, then string) *Blocked {
	if code, ok := s.NewestCode(); ok && code.StateAt(now) == CodeFresh {
		return &Blocked{Reason: missing + " An authorization code waits for you. Obtain: " + then + ".", Unblock: "obtain"}
	}
	return &Blocked{Reason: missing + " Authorize, then obtain: " + then + ".", Unblock: "authorize"}
}

// Walk returns the flows in the order in which a newcomer takes them. Authorize
// goes before them; it happens in a browser and has no request of the app's own.
func Walk() []Flow {
	return []Flow{obtainFlow(), refreshFlow(), revokeFlow(), serviceFlow()}
}

// FlowByID returns the flow of that ID.
func FlowByID(id string) (Flow, bool) {
	for _, f := range Walk() {
		if f.ID == id {
			return f, true
		}
	}
	return Flow{}, false
}
