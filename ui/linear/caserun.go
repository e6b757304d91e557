package linear

import (
	"context"
	"errors"
	"sync"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/vault"
)

// recorder sends the requests of cases and takes each answer into a session, so
// that what a case sends to meet its needs is remembered too.
type recorder struct {
	runner flows.Runner
	plan   flows.Plan
	keeper *vault.Keeper // nil: nobody keeps the tokens

	mu      sync.Mutex
	session flows.Session // as it is after what was sent
	current string        // the ID of the case under way
	saveErr error         // why the newest tokens are in memory only
}

var _ cases.Sender = (*recorder)(nil)

// Send implements cases.Sender.
func (r *recorder) Send(ctx context.Context, request akoya.Request) (akoya.RoundTrip, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	plan := r.plan
	plan.Request, plan.Case = request, r.current
	sent := r.runner.RunKept(ctx, plan, r.session, r.keeper)
	r.session = r.session.Apply(sent)
	if sent.SaveErr != nil {
		r.saveErr = sent.SaveErr
	}
	switch {
	case sent.Unsent != nil:
		return sent.RoundTrip, sent.Unsent
	case sent.Moved != nil:
		return sent.RoundTrip, errors.New("another program refreshed this profile meanwhile: run the case again with the newer tokens")
	}
	return sent.RoundTrip, sent.RoundTrip.Err
}

func (r *recorder) begin(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.current = id
}

func (r *recorder) state() (flows.Session, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.session, r.saveErr
}

// caseEvent is one step of a run, or its end.
type caseEvent struct {
	progress cases.Progress
	ended    bool
}

// runCases runs cases and keeps what came of each; tell is told of each that has
// ended, and may be nil.
func (t *talk) runCases(list []cases.Case, tell func(cases.Progress)) error {
	if t.unsaved != nil {
		t.out.say("No cases while the newest tokens are not saved: the main menu saves them, or goes on in memory only.")
		return nil
	}
	now := t.session
	r := &recorder{runner: t.runner, session: now, plan: flows.Plan{
		Environment: now.Environment, ClockOffset: now.ClockOffset, Secrets: now.Secrets(), Foreign: t.isLocal(),
	}}
	if !t.isLocal() {
		r.keeper = t.profile.Keeper
	}
	engine := cases.NewEngine(t.caseOptions(r))
	ctx, cancel := context.WithTimeout(t.ctx, casesLimit)
	defer cancel()
	events := make(chan caseEvent, 1)
	go func() {
		engine.RunAll(ctx, list, func(p cases.Progress) bool {
			if p.Outcome == nil {
				r.begin(p.Case.ID)
			}
			events <- caseEvent{progress: p}
			return true
		})
		events <- caseEvent{ended: true}
	}()
	t.follow(events, tell)
	if t.session, t.unsaved = r.state(); t.unsaved != nil {
		t.out.say("The new tokens are in memory only: they could not be saved.")
		t.out.paragraph(problem(t.unsaved))
	}
	if t.ctx.Err() != nil {
		return errQuit
	}
	return nil
}

// follow takes the events of a run until it ends.
func (t *talk) follow(events <-chan caseEvent, tell func(cases.Progress)) {
	tick := time.NewTicker(patience)
	defer tick.Stop()
	quiet := true
	for {
		select {
		case e := <-events:
			if e.ended {
				return
			}
			quiet = false
			if o := e.progress.Outcome; o != nil {
				t.tested[o.Case.ID] = *o
				if tell != nil {
					tell(e.progress)
				}
			}
		case <-tick.C:
			if quiet {
				t.out.say("Still waiting.")
			}
			quiet = true
		}
	}
}

// caseOptions are those of a run: on the local Akoya it makes its own tokens,
// elsewhere it uses the session's.
func (t *talk) caseOptions(r *recorder) cases.Options {
	now, offset := t.deps.Now, t.session.ClockOffset
	o := cases.Options{
		Client: r, Environment: t.session.Environment, App: t.session.App, Service: t.session.Service,
		Now: func() time.Time { return now().Add(offset) },
	}
	if o.Service.IsZero() {
		o.Service = akoya.Basic{ClientID: t.session.App.ClientID, ClientSecret: t.session.App.ClientSecret}
	}
	if t.isLocal() {
		o.Control = t.local.Control
		return o
	}
	if set, ok := t.session.Current(); ok && set.Live() {
		o.Supplies.Current = cases.Tokens{RefreshToken: set.RefreshToken, IDToken: set.IDToken}
	}
	if set, ok := t.session.Claimed(); ok {
		o.Supplies.UsedRefreshToken = set.RefreshToken
	}
	o.Save = func(context.Context, cases.Tokens) error { // they were saved when they came, or were not
		_, err := r.state()
		return err
	}
	return o
}
