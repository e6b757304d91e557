package ui

import (
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
)

// news is what a step would send after its answer came, and out of how many codes
// and token sets: by it one sees that something newer has come since.
type news struct {
	codes, set int
	next       akoya.Request
}

// newsOf looks at a step in a session.
func newsOf(step flows.Step, session flows.Session, now time.Time) news {
	n := news{codes: len(session.Codes())}
	if set, ok := session.Latest(); ok {
		n.set = set.Number
	}
	if next, err := step.Variants[0].Build(session, now); err == nil {
		n.next = next
	}
	return n
}

// since reports whether a code or a token set has come after the earlier news
// that the step is to be sent with.
func (n news) since(earlier news) bool {
	return (n.codes != earlier.codes || n.set != earlier.set) && !sameRequest(n.next, earlier.next)
}

// overtake puts away the answers about a code or a token set that a newer one has
// followed: the next request is on view then. Others stay.
func (s *flowScreen) overtake(c scene) {
	for i := range s.steps {
		v := &s.steps[i]
		if v.answer != nil && newsOf(s.flow.Steps[i], c.session, c.now).since(v.answer.news) {
			v.answer, v.request.edited, v.variant = nil, nil, 0
		}
	}
}
