package ui

import (
	"akoya-tui/akoya"
	"akoya-tui/flows"
)

// resend is a copy of a request that was sent, to be changed and sent again.
type resend struct {
	editor requestEditor
	entry  flows.Entry
	row    tripRow
	answer document // what came back then
}

func newResend(e flows.Entry) *resend {
	return &resend{
		editor: requestEditor{id: screenHistory}, entry: e, row: newTripRow(e),
		answer: responseDocument(e.RoundTrip.Redacted()),
	}
}

// resendIntent sends a request by hand: it belongs to no step of a flow. What it
// changes is read off the request itself.
func resendIntent(r akoya.Request) intent {
	return send{owner: screenHistory, plan: flows.Plan{Request: r.Clone()}}
}

// request returns the request on view.
func (r *resend) request() akoya.Request {
	if r.editor.edited != nil {
		return *r.editor.edited
	}
	return r.entry.Request
}

func (r *resend) bindings(s *historyScreen, c scene) []binding {
	request := r.request()
	busy := busyWhy(c)
	list := []binding{{keys: []string{"enter"}, word: "send", rank: 2, why: busy, help: "Send the request exactly as shown.", intent: resendIntent(request)}}
	list = append(list, r.editor.bindings(c, request, busy)...)
	return append(list,
		r.editor.revealBinding(request),
		binding{keys: []string{"down", "j"}, label: "↑↓", word: "field", rank: 4, help: "Next field.", intent: r.editor.down(request)},
		binding{keys: []string{"up", "k"}, word: "up", hidden: true, help: "Field before.", intent: r.editor.up(request)},
		binding{keys: []string{"esc"}, word: "back", rank: 3, help: "Back without sending; what was changed is forgotten.", intent: act(func() { s.resend = nil })},
	)
}

// view draws the request, and beside it what came back the time before.
func (r *resend) view(c scene) []string {
	t, g := c.theme, c.glyphs
	title := t.strong.paint("Edit and resend") + t.muted.paint("  #"+commas(r.row.number)+"  ") + t.text.paint(cutMiddle(r.row.label, max(20, c.width*2/5), g))
	right := underway(c)
	if right == "" {
		right = t.muted.paint(cutMiddle(r.row.origin(), c.width/3, g))
	}
	lines := []string{spread(title, right, c.width, g), ""}
	room := c.height - len(lines)
	note := "as it was sent"
	if r.editor.edited != nil {
		note = "changed " + g.dot + " u undoes"
	}
	request := func(width, height int) []string {
		head := heading("WHAT WILL BE SENT", t.muted.paint(note), true, c, width)
		pane := requestPane{base: r.entry.Request, focus: true}
		return fitBlock(append([]string{head}, r.editor.view(c, r.request(), pane, width, height-1)...), width, height, g)
	}
	if c.width < wideLayout {
		then := " " + t.muted.paint("WHAT CAME BACK THEN  ") + r.row.outcome(c)
		return append(append(lines, request(c.width, room-1)...), then)
	}
	left := (c.width - 3) / 2
	width := c.width - 3 - left
	answer := []string{heading("WHAT CAME BACK THEN", r.row.ink(t).paint(r.row.code(g)), false, c, width)}
	for _, line := range r.answer.view(c, width-1, room-1) {
		answer = append(answer, " "+line)
	}
	return append(lines, beside(request(left, room), fitBlock(answer, width, room, g), t, g)...)
}
