package linear

import (
	"context"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/cases"
)

// caseEvent is one step of a run, or its end.
type caseEvent struct {
	progress cases.Progress
	sent     []flows.Sent
	ended    bool
}

// runCases runs cases and keeps what came of each; tell is told of each that has
// ended, and may be nil.
func (t *talk) runCases(list []cases.Case, tell func(cases.Progress)) error {
	if t.unsaved != nil {
		t.out.say("No cases while the newest tokens are not saved: the main menu saves them, or goes on in memory only.")
		return nil
	}
	keeper := t.profile.Keeper
	if t.isLocal() {
		keeper = nil
	}
	plan := t.plan("", "", akoya.Request{})
	plan.Foreign = t.isLocal() // there the cases make tokens of their own
	recorder := flows.NewRecorder(t.runner, plan, t.session, keeper)
	engine := cases.NewEngine(t.caseOptions(recorder))
	ctx, cancel := context.WithTimeout(t.ctx, casesLimit)
	defer cancel()
	events := make(chan caseEvent, 1)
	go func() {
		engine.RunAll(ctx, list, func(p cases.Progress) bool {
			events <- caseEvent{progress: p, sent: recorder.Take(p.Case.ID)}
			return true
		})
		events <- caseEvent{sent: recorder.Take(""), ended: true}
	}()
	t.follow(events, tell)
	if t.unsaved != nil {
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
	for quiet := true; ; {
		select {
		case e := <-events:
			quiet = false
			for _, sent := range e.sent {
				t.session = t.session.Apply(sent)
				if sent.SaveErr != nil {
					t.unsaved = sent.SaveErr
				}
			}
			if e.ended {
				return
			}
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
func (t *talk) caseOptions(sender cases.Sender) cases.Options {
	now, offset := t.deps.Now, t.session.ClockOffset
	o := cases.Options{
		Client: sender, Environment: t.session.Environment, App: t.session.App, Service: t.session.Service,
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
	return o
}
