package flows

import (
	"context"
	"errors"
	"sync"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// Recorder sends requests for the engine of the test cases by the same rules as
// a flow does: it remembers each with its answer, what was sent to meet a need
// included, and keeps the tokens of the session's profile while they change.
type Recorder struct {
	runner Runner
	plan   Plan
	keeper *vault.Keeper

	mu      sync.Mutex
	session Session
	sent    []Sent
}

// NewRecorder returns a recorder that begins with the session. Of plan it uses
// all but the request. keeper is nil when nobody keeps the tokens.
func NewRecorder(runner Runner, plan Plan, session Session, keeper *vault.Keeper) *Recorder {
	return &Recorder{runner: runner, plan: plan, session: session, keeper: keeper}
}

// errMoved says why a case was not sent.
var errMoved = errors.New("another program refreshed this profile meanwhile: run the case again with the newer tokens")

// Send sends a request. The error says why no whole answer came, or why nothing
// was sent: the keychain cannot be used, or another program has refreshed.
func (r *Recorder) Send(ctx context.Context, request akoya.Request) (akoya.RoundTrip, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	plan := r.plan
	plan.Request = request
	sent := r.runner.RunKept(ctx, plan, r.session, r.keeper)
	r.session = r.session.Apply(sent)
	r.sent = append(r.sent, sent)
	switch {
	case sent.Unsent != nil:
		return sent.RoundTrip, sent.Unsent
	case sent.Moved != nil:
		return sent.RoundTrip, errMoved
	case sent.SaveErr != nil:
		return sent.RoundTrip, &vault.Trouble{Err: sent.SaveErr}
	}
	return sent.RoundTrip, sent.RoundTrip.Err
}

// Take returns what was sent since the last call, marked with the case.
func (r *Recorder) Take(caseID string) []Sent {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.sent
	r.sent = nil
	for i := range list {
		list[i].Case = caseID
	}
	return list
}
