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
	edited   *akoya.Request // of a step that a browser opens, whose editor keeps none
	recorder *flows.Recorder
	person   *caseAuthorizer // nil where nobody has to be asked
	changed  bool            // a person changed a request before it was sent
	started  time.Time
}

func newReplay(engine *cases.Engine, prepared cases.Prepared, recorder *flows.Recorder, now time.Time) *replay {
	r := &replay{engine: engine, prepared: prepared, recorder: recorder, started: now}
	r.edit()
	return r
}

// edit puts an editor on the step on view. What a browser opens is edited by its
// parameters.
func (r *replay) edit() {
	r.edited, r.editor = nil, requestEditor{id: screenCases}
	if len(r.prepared.Steps) == 0 || !r.prepared.Steps[r.at].Step.Base.Opened() {
		return
	}
	r.editor.browser = true
	r.editor.onPut = func(to *akoya.Request) intent {
		if to == nil {
			return act(func() { r.edited = nil })
		}
		address, err := akoya.WithQuery(to.URL, to.Form)
		if err != nil {
			return say{upperFirst(err.Error()) + ". Nothing was changed."}
		}
		changed := r.prepared.Steps[r.at].Request.Clone()
		changed.URL = address
		return act(func() { r.edited = &changed })
	}
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
	switch {
	case r.edited != nil:
		return *r.edited
	case r.editor.edited != nil:
		return *r.editor.edited
	}
	return r.prepared.Steps[r.at].Request
}

// shown returns a request as its editor takes it apart.
func (r *replay) shown(request akoya.Request) akoya.Request {
	if r.editor.browser {
		return browserRequest(request.URL)
	}
	return request
}

// took takes the outcome of a step and reports whether the case is done.
func (r *replay) took(step cases.StepOutcome) (done bool) {
	r.steps = append(r.steps, step)
	r.changed = r.changed || r.edited != nil || r.editor.edited != nil
	if !step.Verdict.Holds() || r.at+1 == len(r.prepared.Steps) {
		return true
	}
	r.at++
	r.edit()
	return false
}

func (r *replay) bindings(s *casesScreen, c scene) []binding {
	busy := busyWhy(c)
	request := r.request()
	list := []binding{
		{keys: []string{"enter"}, word: "send and judge", rank: 1, why: busy, help: "Send the request exactly as shown; the case judges the answer.", intent: sendCase{r, request}},
	}
	shown := r.shown(request)
	if r.editor.browser {
		list = append(list, r.editor.partBindings(c, shown, busy, r.edited != nil)...)
		list = append(list, binding{keys: []string{"y"}, word: "copy as curl", rank: 8, why: busy, help: "Copy the request as a curl line; secrets stand as $VARIABLES.", intent: copyCurl{request}})
	} else {
		list = append(list, r.editor.bindings(c, request, busy)...)
	}
	return append(list,
		r.editor.revealBinding(shown),
		binding{keys: []string{"down", "j"}, word: "down", hidden: true, help: "Next field.", intent: r.editor.down(shown)},
		binding{keys: []string{"up", "k"}, word: "up", hidden: true, help: "Field before.", intent: r.editor.up(shown)},
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
	pane := r.editor.view(c, r.shown(request), requestPane{base: r.shown(step.Request), focus: true}, c.width, room)
	lines = append(lines, pane...)
	return append(lines, below...)
}
