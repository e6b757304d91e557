package ui

import (
	"errors"

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
	editing     *editing
}

// stepView is what is on view of one step.
type stepView struct {
	variant int
	cursor  int            // the row under the cursor
	edited  *akoya.Request // the request as changed by hand; nil: as built
	answer  *answerView    // nil before the first answer
}

// editing is a row, or a new part, being typed.
type editing struct {
	input *input
	at    row
	add   bool
	from  akoya.Request
}

func newFlowScreen(id screenID, flowID string) *flowScreen {
	flow, _ := flows.FlowByID(flowID)
	return &flowScreen{id: id, flow: flow, steps: make([]stepView, len(flow.Steps))}
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
	case v.edited != nil:
		return *v.edited, nil
	}
	return s.built(c)
}

// base returns the request that changes are compared with.
func (s *flowScreen) base(c scene, shown akoya.Request) akoya.Request {
	if s.state().answer != nil && s.state().edited == nil {
		return shown
	}
	if base, err := s.built(c); err == nil {
		return base
	}
	return shown
}

func (s *flowScreen) opened(scene) intent {
	s.editing, s.answerFocus = nil, false
	return nil
}

func (s *flowScreen) received(before, after flows.Session, arrival int, sent flows.Sent) {
	s.steps[arrival].answer = newAnswerView(sent, flows.Explain(before, after, sent))
	s.steps[arrival].edited = nil
	if arrival == s.at {
		s.answerFocus = true
	}
}

func (s *flowScreen) bindings(c scene) []binding {
	v := s.state()
	request, err := s.shown(c)
	busy := ""
	if c.running != nil {
		busy = "A request is under way: esc cancels it."
	}
	blocked := busy
	var why *flows.Blocked
	if err != nil {
		blocked = err.Error()
		if !errors.As(err, &why) {
			why = nil
		}
	}
	list := []binding{}
	switch {
	case v.answer != nil:
		list = append(list,
			binding{keys: []string{"enter"}, word: "new request", rank: 2, why: busy, help: "Put the next request together; it is shown before it is sent.", intent: act(s.renew)},
			binding{keys: []string{"r"}, word: "same again", rank: 6, why: busy, help: "Send exactly the same request once more.", intent: s.sendIntent(request)})
	case why != nil && why.Unblock != "":
		list = append(list, binding{keys: []string{"enter"}, word: "go and get it", rank: 2, help: "Go to the screen that gives what is missing.", intent: goTo{screenOfFlow(why.Unblock)}})
	default:
		list = append(list, binding{keys: []string{"enter"}, word: "send", rank: 2, why: blocked, help: "Send the request exactly as shown.", intent: s.sendIntent(request)})
	}
	list = append(list, s.stepBindings(busy)...)
	list = append(list, s.editBindings(c, request, blocked)...)
	return append(list, s.moveBindings(c, request)...)
}

// stepBindings choose the step and its variant.
func (s *flowScreen) stepBindings(busy string) []binding {
	v := s.state()
	var list []binding
	if len(s.flow.Steps) > 1 {
		next := s.flow.Steps[(s.at+1)%len(s.flow.Steps)]
		list = append(list, binding{
			keys: []string{"n"}, word: next.Title, rank: 3, why: busy,
			help: "Go to the flow's next step.", intent: act(func() { s.at = (s.at + 1) % len(s.flow.Steps); s.answerFocus = false }),
		})
	}
	if variants := s.step().Variants; len(variants) > 1 {
		next := variants[(v.variant+1)%len(variants)]
		list = append(list, binding{
			keys: []string{"x"}, word: next.Title, rank: 4, why: busy,
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

// editBindings change the request.
func (s *flowScreen) editBindings(c scene, request akoya.Request, blocked string) []binding {
	v := s.state()
	list := rows(request)
	at := list[min(v.cursor, len(list)-1)]
	drop, back := blocked, blocked
	if at.kind == rowLine && drop == "" {
		drop = "The request line cannot be dropped; e changes it."
	}
	if v.edited == nil && back == "" {
		back = "Nothing was changed."
	}
	style := request.AuthStyle()
	return []binding{
		{keys: []string{"e"}, word: "edit", rank: 5, why: blocked, help: "Change the field under the cursor: any header, field, the method, the URL. A secret is typed or pasted unseen.", intent: act(func() { s.edit(c, request, at) })},
		{keys: []string{"d"}, word: "drop", rank: 9, why: drop, help: "Leave the field under the cursor out.", intent: act(func() { s.change(withoutRow(request, at)) })},
		{keys: []string{"a"}, word: "add", rank: 12, why: blocked, help: "Add a form field (name=value) or a header (Name: value).", intent: act(func() {
			s.editing = &editing{input: newInput("", "name=value, or Name: value for a header", false, c.theme), add: true, from: request}
		})},
		{keys: []string{"b"}, word: "credentials: " + string(nextStyle(style)), rank: 11, why: blocked, help: "Move the client credentials: Authorization header, form body, none.", intent: act(func() { s.change(request.WithAuthStyle(nextStyle(style))) })},
		{keys: []string{"u"}, word: "undo", rank: 10, why: back, help: "Put every change back.", intent: act(func() { v.edited, v.answer = nil, nil })},
		{keys: []string{"y"}, word: "copy as curl", rank: 8, why: blocked, help: "Copy the request as a curl line; secrets stand as $VARIABLES.", intent: copyText{request.Curl(), "Copied as curl. Secrets stand as $AKOYA_… variables."}},
	}
}

func nextStyle(s akoya.AuthStyle) akoya.AuthStyle {
	switch s {
	case akoya.AuthBasic:
		return akoya.AuthBody
	case akoya.AuthBody:
		return akoya.AuthNone
	}
	return akoya.AuthBasic
}

// moveBindings move the cursor and the focus, and reveal what is under it.
func (s *flowScreen) moveBindings(c scene, request akoya.Request) []binding {
	v := s.state()
	last := len(rows(request)) - 1
	down, up := act(func() { v.cursor = min(v.cursor+1, last) }), act(func() { v.cursor = max(min(v.cursor, last)-1, 0) })
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
	at := rows(request)[min(v.cursor, last)]
	item := ""
	if at.field.Sensitive {
		item = revealItem(s.id, at)
	}
	hide := ""
	if item == "" {
		hide = "There is nothing hidden in this field."
	}
	return []binding{
		{keys: []string{"v"}, word: "reveal", rank: 13, why: hide, help: "Show the secret under the cursor for ten seconds.", intent: reveal{item}},
		{keys: []string{"tab"}, word: "other pane", rank: 7, why: tab, help: "Move between the request and the answer.", intent: act(func() { s.answerFocus = !s.answerFocus })},
		{keys: []string{"down", "j"}, word: "down", hidden: true, help: "Next field, or scroll the answer.", intent: down},
		{keys: []string{"up", "k"}, word: "up", hidden: true, help: "Field before, or scroll the answer.", intent: up},
		{keys: []string{"pgdown", "space"}, word: "page down", hidden: true, help: "Scroll the answer.", intent: scroll(page)},
		{keys: []string{"pgup"}, word: "page up", hidden: true, help: "Scroll the answer back.", intent: scroll(-page)},
	}
}

// revealItem names a row for the reveal of its secret.
func revealItem(id screenID, at row) string { return string(id) + "/" + at.field.Name }

func (s *flowScreen) sendIntent(request akoya.Request) intent {
	step := s.step()
	return send{owner: s.id, arrival: s.at, plan: flows.Plan{Step: step.ID, Variant: s.variant().ID, Request: request}}
}

// renew forgets the answer and what was changed: the next request is on view.
func (s *flowScreen) renew() {
	v := s.state()
	v.answer, v.edited, s.answerFocus = nil, nil, false
}

// change puts a changed request on view.
func (s *flowScreen) change(r akoya.Request) {
	v := s.state()
	v.edited, v.answer, s.answerFocus = &r, nil, false
	v.cursor = min(v.cursor, len(rows(r))-1)
}

// edit starts typing into a row. A secret starts empty: what is typed replaces
// it, and nothing typed leaves it as it is.
func (s *flowScreen) edit(c scene, request akoya.Request, at row) {
	value, placeholder := at.field.Display(), ""
	if at.field.Sensitive {
		value, placeholder = "", "type or paste; empty keeps "+at.field.Value.Mask()
	}
	if at.kind == rowLine {
		value = request.Method + " " + request.URL
	}
	s.answerFocus = false
	s.editing = &editing{input: newInput(value, placeholder, at.field.Sensitive, c.theme), at: at, from: request}
}

func (s *flowScreen) typing() bool { return s.editing != nil }

func (s *flowScreen) key(_ scene, k tea.KeyPressMsg) intent {
	switch k.String() {
	case "esc":
		s.editing = nil
	case "enter":
		return s.accept()
	default:
		s.editing.input.press(k)
	}
	return nil
}

func (s *flowScreen) paste(_ scene, text string) intent {
	s.editing.input.paste(text)
	return nil
}

func (s *flowScreen) accept() intent {
	e := s.editing
	s.editing = nil
	value := e.input.value()
	switch {
	case e.add:
		changed, ok := withAdded(e.from, value)
		if !ok {
			return say{"Write name=value for a form field, or Name: value for a header. Nothing was added."}
		}
		s.change(changed)
		s.state().cursor = len(rows(changed)) - 1
	case e.at.field.Sensitive && value == "":
	default:
		s.change(withRow(e.from, e.at, value))
	}
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
