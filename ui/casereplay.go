package ui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/visible"
)

// replay is a case that is sent by hand: each request is on view and can be
// changed before it goes out, and the case judges the answer all the same.
type replay struct {
	engine   *cases.Engine // used by one command at a time
	prepared cases.Prepared
	at       int // the step on view
	steps    []cases.StepOutcome
	editor   requestEditor
	recorder *flows.Recorder
	person   *caseAuthorizer // nil where nobody has to be asked
	changed  bool            // a person changed a request before it was sent
	started  time.Time
}

func newReplay(engine *cases.Engine, prepared cases.Prepared, recorder *flows.Recorder, now time.Time) *replay {
	return &replay{engine: engine, prepared: prepared, recorder: recorder, editor: requestEditor{id: screenCases}, started: now}
}

// outcome puts the steps together as the engine would.
func (r *replay) outcome(local bool) cases.Outcome {
	o := cases.Outcome{
		Case: r.prepared.Case, Judged: r.prepared.Case.Judged(local), Steps: r.steps,
		Notes: []string{cases.NoteByHand}, ByHand: r.changed,
		Setup: r.prepared.Setup, Started: r.started,
	}
	for _, step := range r.steps { // not the time spent on editing
		o.Elapsed += step.RoundTrip.Timings.Total
	}
	o.Verdict = cases.Worst(r.steps)
	return o
}

// request returns the request on view.
func (r *replay) request() akoya.Request {
	if r.editor.edited != nil {
		return *r.editor.edited
	}
	return r.prepared.Steps[r.at].Request
}

// took takes the outcome of a step and reports whether the case is done.
func (r *replay) took(step cases.StepOutcome) (done bool) {
	r.steps = append(r.steps, step)
	r.changed = r.changed || r.editor.edited != nil
	if !step.Verdict.Holds() || r.at+1 == len(r.prepared.Steps) {
		return true
	}
	r.at++
	r.editor = requestEditor{id: screenCases}
	return false
}

func (r *replay) bindings(s *casesScreen, c scene) []binding {
	busy := busyWhy(c)
	request := r.request()
	list := []binding{
		{keys: []string{"enter"}, word: "send and judge", rank: 1, why: busy, help: "Send the request exactly as shown; the case judges the answer.", intent: sendCase{r, request}},
	}
	list = append(list, r.editor.bindings(c, request, busy)...)
	return append(list,
		r.editor.revealBinding(request),
		binding{keys: []string{"down", "j"}, word: "down", hidden: true, help: "Next field.", intent: r.editor.down(request)},
		binding{keys: []string{"up", "k"}, word: "up", hidden: true, help: "Field before.", intent: r.editor.up(request)},
		binding{keys: []string{"esc"}, word: "leave", rank: 2, why: busy, help: "Back to the case; nothing is sent.", intent: act(func() { s.replay = nil })},
	)
}

func (r *replay) typing() bool { return r.editor.typing() }

func (r *replay) key(_ scene, k tea.KeyPressMsg) intent { return r.editor.key(k) }

func (r *replay) paste(_ scene, text string) intent {
	r.editor.paste(text)
	return nil
}

func (r *replay) view(c scene) []string {
	t, g := c.theme, c.glyphs
	one, step := r.prepared.Case, r.prepared.Steps[r.at]
	place := ""
	if len(r.prepared.Steps) > 1 {
		place = fmt.Sprintf("step %d of %d", r.at+1, len(r.prepared.Steps))
	}
	lines := append(caseTitle(c, one, place), t.muted.paint(visible.Line(step.Step.Title)))
	lines = append(append(lines, tamperLines(c, step.Step)...), "")
	request := r.request()
	expected := cases.StepOutcome{Step: step.Step}
	below := append([]string{"", " " + t.muted.paint("EXPECTED")}, differenceLines(c, expected)...)
	if c.running != nil {
		below = append([]string{"", " " + t.accent.paint("waiting for the answer"+g.ellipsis)}, below...)
	}
	room := max(6, c.height-len(lines)-len(below))
	pane := r.editor.view(c, request, requestPane{base: step.Request, focus: true}, c.width, room)
	lines = append(lines, pane...)
	return append(lines, below...)
}
