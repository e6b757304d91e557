package ui

import (
	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows"
)

// flowScreen shows any flow: what will be sent, what came back, what it means.
// It knows no particular flow.
type flowScreen struct {
	id    screenID
	flow  flows.Flow
	at    int // the step on view
	steps []stepView

	answerFocus bool // the answer has the focus, not the request
}

// stepView is what is on view of one step.
type stepView struct {
	variant int
	request requestEditor
	answer  *answerView // nil before the first answer
}

func newFlowScreen(id screenID, flowID string) *flowScreen {
	flow, _ := flows.FlowByID(flowID)
	s := &flowScreen{id: id, flow: flow, steps: make([]stepView, len(flow.Steps))}
	for i := range s.steps {
		v := &s.steps[i]
		v.request = requestEditor{
			id:       id,
			onType:   func() { s.answerFocus = false },
			onChange: func() { v.answer, s.answerFocus = nil, false },
		}
	}
	return s
}

func (s *flowScreen) step() flows.Step       { return s.flow.Steps[s.at] }
func (s *flowScreen) state() *stepView       { return &s.steps[s.at] }
func (s *flowScreen) variant() flows.Variant { return s.step().Variants[s.state().variant] }

// built returns the request as the step builds it, or why it cannot.
func (s *flowScreen) built(c scene) (akoya.Request, error) {
	return s.variant().Build(c.session, c.now)
}

// shown returns the request on view: the one that was answered, the one being
// changed, or the one as built.
func (s *flowScreen) shown(c scene) (akoya.Request, error) {
	v := s.state()
	switch {
	case v.answer != nil:
		return v.answer.sent.Request, nil
	case v.request.edited != nil:
		return *v.request.edited, nil
	}
	return s.built(c)
}

// base returns the request that changes are compared with.
func (s *flowScreen) base(c scene, shown akoya.Request) akoya.Request {
	if v := s.state(); v.answer != nil && v.request.edited == nil {
		return v.answer.base
	}
	if base, err := s.built(c); err == nil {
		return base
	}
	return shown
}

func (s *flowScreen) opened(c scene) intent {
	s.overtake(c)
	s.state().request.editing, s.answerFocus = nil, false
	return nil
}

func (s *flowScreen) received(before, after flows.Session, arrival int, sent flows.Sent) {
	v, step := &s.steps[arrival], s.flow.Steps[arrival]
	v.answer = newAnswerView(sent, flows.Explain(before, after, sent))
	v.answer.base, v.answer.title = sent.Request, ""
	v.answer.news = newsOf(step, after, sent.At)
	for _, variant := range step.Variants {
		if variant.ID == sent.Variant {
			v.answer.title = variant.Title
			if built, err := variant.Build(before, sent.At); err == nil {
				v.answer.base = built
			}
		}
	}
	v.request.edited = nil
	if arrival == s.at {
		s.answerFocus = true
	}
}

func (s *flowScreen) bindings(c scene) []binding {
	v := s.state()
	request, err := s.shown(c)
	busy := busyWhy(c)
	blocked := busy
	if err != nil {
		blocked = err.Error()
	}
	wayOut, leads := s.wayOut(c, err)
	list := []binding{}
	switch {
	case v.answer != nil:
		again := 6
		if trip := v.answer.sent.RoundTrip; trip.Err != nil || trip.Status >= 500 {
			again = 1 // nobody knows what became of it: the same request tells
		}
		list = append(list,
			binding{keys: []string{"enter"}, word: "new request", rank: 2, why: busy, help: "Put the next request together; it is shown before it is sent.", intent: act(s.renew)},
			binding{keys: []string{"r"}, word: "same again", rank: again, why: busy, help: "Send exactly the same request once more.", intent: s.sendIntent(request)})
	case leads:
		list = append(list, wayOut.binding)
	default:
		list = append(list, binding{keys: []string{"enter"}, word: "send", rank: 2, why: blocked, help: "Send the request exactly as shown.", intent: s.sendIntent(request)})
	}
	list = append(list, s.stepBindings(c, busy)...)
	list = append(list, v.request.bindings(c, request, blocked)...)
	return append(list, s.moveBindings(c, request)...)
}

// stepBindings choose the step and its variant.
func (s *flowScreen) stepBindings(c scene, busy string) []binding {
	v := s.state()
	var list []binding
	if len(s.flow.Steps) > 1 {
		next := s.flow.Steps[(s.at+1)%len(s.flow.Steps)]
		list = append(list, binding{
			keys: []string{"n"}, word: lowerFirst(next.Title), rank: 3, why: busy,
			help: "Go to the flow's next step.", intent: act(func() { s.at = (s.at + 1) % len(s.flow.Steps); s.answerFocus = false }),
		})
	}
	if variants := s.step().Variants; len(variants) > 1 {
		next := variants[(v.variant+1)%len(variants)]
		list = append(list, binding{
			keys: []string{"x"}, word: next.Title, rank: 4, why: orWords(busy, s.notYet(c, next)),
			help: "Choose another way to send this step: " + variantTitles(variants) + ".",
			intent: act(func() {
				v.variant = (v.variant + 1) % len(variants)
				s.renew()
			}),
		})
	}
	return list
}

func variantTitles(variants []flows.Variant) string {
	titles := ""
	for i, v := range variants {
		if i > 0 {
			titles += ", "
		}
		titles += v.Title
	}
	return titles
}

// moveBindings move the cursor and the focus, and reveal what is under it.
func (s *flowScreen) moveBindings(c scene, request akoya.Request) []binding {
	v := s.state()
	down, up := v.request.down(request), v.request.up(request)
	page := max(4, c.height/3)
	scroll := func(by int) act {
		return func() {
			if v.answer != nil {
				v.answer.scroll(by)
			}
		}
	}
	tab := ""
	if v.answer == nil {
		tab = "There is no answer yet."
	}
	if s.answerFocus {
		down, up = scroll(1), scroll(-1)
	}
	return []binding{
		v.request.revealBinding(request),
		{keys: []string{"tab"}, word: "other pane", rank: 7, why: tab, help: "Move between the request and the answer.", intent: act(func() { s.answerFocus = !s.answerFocus })},
		{keys: []string{"down", "j"}, word: "down", hidden: true, help: "Next field, or scroll the answer.", intent: down},
		{keys: []string{"up", "k"}, word: "up", hidden: true, help: "Field before, or scroll the answer.", intent: up},
		{keys: []string{"pgdown", "space"}, word: "page down", hidden: true, help: "Scroll the answer.", intent: scroll(page)},
		{keys: []string{"pgup"}, word: "page up", hidden: true, help: "Scroll the answer back.", intent: scroll(-page)},
	}
}

func (s *flowScreen) sendIntent(request akoya.Request) intent {
	step := s.step()
	return send{owner: s.id, arrival: s.at, plan: flows.Plan{Step: step.ID, Variant: s.variant().ID, Request: request}}
}

// renew forgets the answer and what was changed: the next request is on view.
func (s *flowScreen) renew() {
	v := s.state()
	v.answer, v.request.edited, s.answerFocus = nil, nil, false
}

func (s *flowScreen) typing() bool { return s.state().request.typing() }

func (s *flowScreen) key(_ scene, k tea.KeyPressMsg) intent { return s.state().request.key(k) }

func (s *flowScreen) paste(_ scene, text string) intent {
	s.state().request.paste(text)
	return nil
}

// screenOfFlow returns the screen of a flow.
func screenOfFlow(id string) screenID {
	switch id {
	case "authorize":
		return screenAuthorize
	case "refresh":
		return screenRefresh
	}
	return screenID(id)
}
