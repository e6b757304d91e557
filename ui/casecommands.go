package ui

import (
	"fmt"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows"
	"akoya-tui/flows/cases"
)

// batchTimeout ends a run of cases that does not come to an end by itself.
const batchTimeout = 30 * time.Minute

// Messages of case runs.
type (
	caseEventMsg struct {
		run     int
		event   caseEvent
		next    <-chan caseEvent
		stopped bool // no more events
	}
	casePreparedMsg struct {
		run    int
		replay *replay
		sent   []flows.Sent
		err    error
	}
	caseStepMsg struct {
		run    int
		replay *replay
		step   cases.StepOutcome
		sent   []flows.Sent
		err    error
	}
	exportedMsg struct {
		what string // "12 of 62 requests"; "" for nothing to say
		path string
		err  error
	}
)

// caseEvent is one step of a run of cases.
type caseEvent struct {
	progress cases.Progress
	sent     []flows.Sent
}

// handleCases acts on the intents of the cases screen.
func (a *App) handleCases(i intent) tea.Cmd {
	screen, ok := a.screens[screenCases].(*casesScreen)
	if !ok {
		return nil
	}
	switch i.(type) {
	case stopCases:
		if a.stopBatch == nil || screen.batch == nil {
			return nil
		}
		if screen.batch.stopping {
			screen.batch.broken = true
			a.run.cancel()
			return nil
		}
		screen.batch.stopping = true
		a.stopBatch()
		if screen.asking != nil { // nobody is waited for any more
			screen.asking.answer(stopped())
			screen.asking = nil
		}
		return nil
	case searchCases:
		screen.open = false // the search is of the list
		screen.search = newInput(screen.filter.text, "part of a title, an id, a cost or a document", false, a.theme)
		return nil
	case writeCases:
		return a.writeCases(screen)
	}
	if a.run != nil {
		return a.say("One request at a time: esc cancels the one under way.", true)
	}
	if a.unsaved != nil && a.rotates(i) {
		return a.say("No case that may trade the refresh token runs while the newest tokens are not saved: s saves them, S goes on in memory only.", true)
	}
	switch i := i.(type) {
	case runCase:
		return a.runCases(screen, []cases.Case{i.one})
	case runCases:
		return a.runCases(screen, i.list)
	case prepareCase:
		ctx, run := a.newRun(screenCases, i.one.ID, a.caseTimeout(runTimeout))
		engine, recorder, person := a.newEngine(screen)
		id, now := run.id, a.deps.Now
		return tea.Batch(person.await(ctx, id), func() tea.Msg {
			a.sending.begin()
			defer a.sending.end()
			prepared, err := engine.Prepare(ctx, i.one)
			replay := newReplay(engine, prepared, recorder, now())
			replay.person = person
			return casePreparedMsg{run: id, replay: replay, sent: recorder.Take(i.one.ID), err: err}
		})
	case sendCase:
		ctx, run := a.newRun(screenCases, i.replay.prepared.Case.ID, a.caseTimeout(runTimeout))
		id, r := run.id, i.replay
		return tea.Batch(r.person.await(ctx, id), func() tea.Msg {
			a.sending.begin()
			defer a.sending.end()
			step, err := r.engine.SendStep(ctx, r.prepared, r.at, i.request)
			return caseStepMsg{run: id, replay: r, step: step, sent: r.recorder.Take(r.prepared.Case.ID), err: err}
		})
	}
	return nil
}

// runCases runs cases one after another; every step comes back as a message.
func (a *App) runCases(screen *casesScreen, list []cases.Case) tea.Cmd {
	if len(list) == 0 {
		return nil
	}
	label := list[0].ID
	if len(list) > 1 {
		label = fmt.Sprintf("%d cases", len(list))
	}
	ctx, run := a.newRun(screenCases, label, a.caseTimeout(batchTimeout))
	engine, recorder, person := a.newEngine(screen)
	// All events have room: none may be lost when the run is broken off, for it may
	// bring the only copy of a token.
	events, stop := make(chan caseEvent, 2*len(list)+1), make(chan struct{})
	a.stopBatch = sync.OnceFunc(func() { close(stop) })
	screen.begin(list)
	if len(list) > 1 {
		screen.batch.persons = a.persons(screen, list)
	}
	work := func() tea.Msg {
		a.sending.begin()
		defer a.sending.end()
		defer close(events)
		engine.RunAll(ctx, list, func(p cases.Progress) bool {
			events <- caseEvent{progress: p, sent: recorder.Take(p.Case.ID)}
			select {
			case <-stop:
				return false
			default:
				return true
			}
		})
		return nil
	}
	return tea.Batch(work, awaitCase(run.id, events), person.await(ctx, run.id))
}

// caseTimeout ends a run of cases that does not end by itself. Where a person may
// be asked it leaves them time; a request has a limit of its own.
func (a *App) caseTimeout(limit time.Duration) time.Duration {
	if a.local != nil {
		return limit
	}
	return personTimeout
}

// awaitCase waits for the next step of a run; the App asks again after each one.
func awaitCase(run int, events <-chan caseEvent) tea.Cmd {
	return func() tea.Msg {
		event, more := <-events
		return caseEventMsg{run: run, event: event, next: events, stopped: !more}
	}
}

// caseEvent takes a step of a run. Of one that was canceled only what was sent
// counts: its tokens are not lost by a key.
func (a *App) caseEvent(msg caseEventMsg) tea.Cmd {
	canceled := a.canceled[msg.run]
	if !canceled && (a.run == nil || a.run.id != msg.run) {
		return nil
	}
	if msg.stopped {
		delete(a.canceled, msg.run)
		if canceled {
			return nil
		}
		return a.casesDone()
	}
	if p := msg.event.progress; p.Outcome != nil {
		judge(msg.event.sent, p.Outcome.Steps, p.Outcome.Judged)
	}
	a.applyAll(msg.event.sent)
	if screen, ok := a.screens[screenCases].(*casesScreen); ok && !canceled {
		screen.reached(msg.event.progress)
	}
	return awaitCase(msg.run, msg.next)
}

// judge writes to what a case sent how it judged the answers. What was sent to
// meet its needs was not judged.
func judge(sent []flows.Sent, steps []cases.StepOutcome, counts bool) {
	for _, step := range steps {
		for i := range sent {
			trip := sent[i].RoundTrip
			if step.Verdict != cases.NotRun && !trip.Started.IsZero() && trip.Started.Equal(step.RoundTrip.Started) && trip.URL == step.RoundTrip.URL {
				sent[i].Judged = flows.Judgement{Verdict: string(step.Verdict), Holds: step.Verdict.Holds(), Counts: counts}
			}
		}
	}
}

// casesDone ends a run, and says so to a person who is elsewhere.
func (a *App) casesDone() tea.Cmd {
	screen, ok := a.screens[screenCases].(*casesScreen)
	words := ""
	if ok && screen.batch != nil && a.active != screenCases {
		words = screen.batch.doneWords(screen.sums(screen.all))
	}
	a.cancel()
	if words == "" {
		return nil
	}
	return a.say(words, false)
}

// applyAll takes what a case sent into the session, and notices what could not be saved.
func (a *App) applyAll(list []flows.Sent) {
	for _, sent := range list {
		a.session = a.session.Apply(sent)
		if sent.SaveErr != nil {
			a.unsaved = sent.SaveErr
		}
	}
}

// caseEnded ends the run of a case that is sent by hand, and takes what it sent.
// It reports whether its result counts: that of a canceled one does not.
func (a *App) caseEnded(run int, sent []flows.Sent) bool {
	switch {
	case a.canceled[run]:
		delete(a.canceled, run)
		a.applyAll(sent)
		return false
	case a.run == nil || a.run.id != run:
		return false
	}
	a.cancel()
	a.applyAll(sent)
	return true
}

// casePrepared puts the first request of a case on view.
func (a *App) casePrepared(msg casePreparedMsg) tea.Cmd {
	if !a.caseEnded(msg.run, msg.sent) {
		return nil
	}
	if msg.err != nil {
		return a.say("This case cannot be prepared here: "+msg.err.Error(), true)
	}
	if screen, ok := a.screens[screenCases].(*casesScreen); ok {
		screen.replay = msg.replay
	}
	return nil
}

// caseStep takes the answer to a request of a case that was sent by hand.
func (a *App) caseStep(msg caseStepMsg) tea.Cmd {
	if msg.err == nil {
		judge(msg.sent, []cases.StepOutcome{msg.step}, msg.replay.prepared.Case.Judged(a.session.Environment.IsLocal()))
	}
	if !a.caseEnded(msg.run, msg.sent) {
		return nil
	}
	screen, ok := a.screens[screenCases].(*casesScreen)
	if !ok || screen.replay != msg.replay {
		return nil
	}
	if msg.err != nil {
		return a.say("The case was not judged: "+msg.err.Error(), true)
	}
	if msg.replay.took(msg.step) {
		screen.keep(msg.replay.outcome(a.session.Environment.IsLocal()))
		screen.replay, screen.open, screen.step, screen.top = nil, true, len(msg.replay.steps)-1, 0
	}
	return nil
}
