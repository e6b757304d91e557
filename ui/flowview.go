package ui

import (
	"errors"
	"fmt"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/explain"
	"akoya-tui/flows/visible"
)

// view implements screen: title, what happens, the picture, the request beside
// the answer, what it means.
func (s *flowScreen) view(c scene) []string {
	t, g := c.theme, c.glyphs
	step := s.step()
	title := t.strong.paint(s.flow.Title)
	if len(s.flow.Steps) > 1 {
		title = t.strong.paint(step.Title) + t.muted.paint(fmt.Sprintf("  step %d of %d", s.at+1, len(s.flow.Steps)))
	}
	lines := []string{spread(title, t.muted.paint(step.Document.String()), c.width, g)}
	for _, line := range wrap(step.What, c.width) {
		lines = append(lines, t.text.paint(line))
	}
	roomy := c.height >= 28
	if roomy {
		lines = append(lines, "")
	}
	lines = append(lines, s.picture(c)...)
	lines = append(lines, "")
	meaning := s.meaningLines(c)
	room := c.height - len(lines) - len(meaning)
	if roomy {
		meaning = append([]string{""}, meaning...)
		room--
	}
	lines = append(lines, s.panes(c, max(room, 3))...)
	return append(lines, meaning...)
}

// picture draws who talks to whom.
func (s *flowScreen) picture(c scene) []string {
	m := message{to: s.step().To, label: s.step().Title}
	if request, err := s.shown(c); err == nil {
		m.label = visible.Line(requestLabel(request))
	}
	if c.running != nil && c.running.owner == s.id {
		m.state, m.since = messageUnderway, c.now.Sub(c.running.since.Add(c.session.ClockOffset))
	}
	if answer := s.state().answer; answer != nil {
		m.state, m.answer, m.paint = messageAnswered, answer.short(c.glyphs), c.theme.status(answer.sent.RoundTrip.Status)
		if answer.sent.RoundTrip.Err != nil {
			m.paint = c.theme.bad
		}
	}
	return m.draw(c)
}

// panes draws the request and the answer: side by side where there is room,
// else the one with the focus and one line of the other.
func (s *flowScreen) panes(c scene, height int) []string {
	t, g := c.theme, c.glyphs
	if c.width >= wideLayout {
		left := (c.width - 3) / 2
		right := c.width - 3 - left
		return beside(
			fitBlock(s.requestPane(c, left, height), left, height, g),
			fitBlock(s.answerPane(c, right, height), right, height, g), t, g)
	}
	if s.answerFocus {
		request, _ := s.shown(c)
		other := t.muted.paint("WHAT WAS SENT  ") + visible.Line(requestLabel(request)) + t.muted.paint("  tab shows it")
		return append([]string{" " + other}, fitBlock(s.answerPane(c, c.width, height-1), c.width, height-1, g)...)
	}
	other := t.muted.paint("WHAT CAME BACK  ") + t.muted.paint("nothing yet")
	if answer := s.state().answer; answer != nil {
		other = t.muted.paint("WHAT CAME BACK  ") + answer.status(t, g) + t.muted.paint("  tab shows it")
	}
	return append(fitBlock(s.requestPane(c, c.width, height-1), c.width, height-1, g), " "+other)
}

// heading draws the title of a pane, with the focus mark when it has the focus.
func heading(text, right string, focus bool, c scene, width int) string {
	mark := " "
	if focus {
		mark = c.theme.accent.paint(c.glyphs.focus)
	}
	return spread(mark+c.theme.muted.paint(text), right, width, c.glyphs)
}

// requestPane lists the parts of the request, the cursor on one of them.
func (s *flowScreen) requestPane(c scene, width, height int) []string {
	t := c.theme
	v := s.state()
	request, err := s.shown(c)
	if err != nil {
		return s.blockedPane(c, err, width)
	}
	label, note := "WHAT WILL BE SENT", s.variant().Title
	switch {
	case v.answer != nil:
		label = "WHAT WAS SENT"
	case v.edited != nil:
		note = "changed by hand " + c.glyphs.dot + " u undoes"
	}
	lines := []string{heading(label, t.muted.paint(note), !s.answerFocus, c, width)}
	list := rows(request)
	cursor := min(v.cursor, len(list)-1)
	help := s.rowHelp(c, request, list[cursor], width)
	if len(list)+len(help) >= height && v.answer != nil {
		help = nil
	}
	room := height - 1 - len(help)
	first := max(0, min(cursor-room/2, len(list)-room))
	base := s.base(c, request)
	for i := first; i < len(list) && len(lines) <= room; i++ {
		lines = append(lines, s.rowLine(c, base, list[i], i == cursor, width))
	}
	if s.editing != nil && s.editing.add {
		lines = append(lines[:min(len(lines), room)], t.accent.paint(c.glyphs.focus)+s.editing.input.view(width-1, c.glyphs))
	}
	if len(lines)+len(help) < height && len(help) > 0 {
		lines = append(lines, "")
	}
	return append(lines, help...)
}

// nameWidth is the width of the column of names in the request pane.
const nameWidth = 15

func (s *flowScreen) rowLine(c scene, base akoya.Request, at row, cursor bool, width int) string {
	t, g := c.theme, c.glyphs
	mark := " "
	if cursor && !s.answerFocus {
		mark = t.accent.paint(g.focus)
	}
	if s.editing != nil && !s.editing.add && cursor {
		name := visible.Line(at.field.Name)
		if at.kind == rowLine {
			name = "method URL"
		}
		return mark + cell(name, nameWidth, t.accent, g) + " " + s.editing.input.view(width-nameWidth-2, g)
	}
	if at.kind == rowLine {
		changed := ""
		if rowChanged(base, at) {
			changed = t.warn.paint("  changed")
		}
		method := visible.Line(at.field.Name)
		return mark + t.strong.paint(method) + " " + t.text.paint(cutMiddle(visible.Line(at.field.Value.Reveal()), width-cells(method)-4-cells(changed), g)) + changed
	}
	value := visible.Line(at.field.Display())
	if at.field.Sensitive && c.revealed == revealItem(s.id, at) {
		value = visible.Line(at.field.Value.Reveal())
	}
	ink := t.text
	suffix := s.origin(c, at)
	if rowChanged(base, at) {
		ink, suffix = t.warn, "changed"
	}
	if value == "" {
		value, ink = "(empty)", t.muted
	}
	room := width - nameWidth - 2
	if suffix != "" {
		room -= cells(suffix) + 2
		suffix = "  " + t.muted.paint(suffix)
	}
	return mark + cell(visible.Line(at.field.Name), nameWidth, t.muted, g) + " " + ink.paint(cutMiddle(value, room, g)) + suffix
}

// origin says which token set a token on view belongs to.
func (s *flowScreen) origin(c scene, at row) string {
	if !at.field.Sensitive || at.field.Value.IsZero() {
		return ""
	}
	for _, set := range c.session.Sets() {
		if set.RefreshToken.Equal(at.field.Value) || at.kind == rowHeader && at.field.Value.Mask() == set.IDToken.Mask() {
			return fmt.Sprintf("set #%d", set.Number)
		}
	}
	return ""
}

// rowHelp explains the field under the cursor in at most three lines.
func (s *flowScreen) rowHelp(c scene, request akoya.Request, at row, width int) []string {
	entry, ok := rowEntry(request, at)
	if !ok {
		return nil
	}
	text := entry.Meaning
	if entry.IfWrong != "" {
		text += " " + entry.IfWrong
	}
	lines := wrap(text, width-1)
	most := 3
	if c.height < 28 {
		most = 2
	}
	lines = lines[:min(len(lines), most)]
	for i := range lines {
		lines[i] = " " + c.theme.muted.paint(lines[i])
	}
	return append(wholeValue(c, at, width, most), lines...)
}

// wholeValue writes out a value that its row had to cut.
func wholeValue(c scene, at row, width, most int) []string {
	if at.field.Sensitive {
		return nil
	}
	value := visible.Line(at.field.Value.Reveal())
	if at.kind == rowLine && cells(value) <= width-10 || cells(value) <= width-nameWidth-2 {
		return nil
	}
	lines := wrap(value, width-1)
	lines = lines[:min(len(lines), most)]
	for i := range lines {
		lines[i] = " " + c.theme.text.paint(lines[i])
	}
	return lines
}

// rowEntry looks up what is known of a part of a request.
func rowEntry(request akoya.Request, at row) (explain.Entry, bool) {
	grant := ""
	if f, ok := request.Field("grant_type"); ok {
		grant = f.Value.Reveal()
	} else if _, ok := request.Field("token"); ok {
		grant = "revoke"
	}
	switch at.kind {
	case rowHeader:
		return explain.HTTPHeader(at.field.Name)
	case rowID:
		return explain.FormField(grant, "client_id")
	case rowSecret:
		return explain.FormField(grant, "client_secret")
	case rowForm:
		return explain.FormField(grant, at.field.Name)
	case rowLine:
	}
	return explain.Entry{Meaning: "Where the request goes. The path and the method can be changed too."}, true
}

// blockedPane says what is missing and the key that gets it.
func (s *flowScreen) blockedPane(c scene, err error, width int) []string {
	t := c.theme
	lines := []string{heading("WHAT WILL BE SENT", "", !s.answerFocus, c, width), ""}
	for _, line := range wrap(err.Error(), width-2) {
		lines = append(lines, " "+t.warn.paint(line))
	}
	var blocked *flows.Blocked
	if errors.As(err, &blocked) && blocked.Unblock != "" && screenOfFlow(blocked.Unblock) != s.id {
		lines = append(lines, "", " "+t.accent.paint("enter")+t.muted.paint(" goes there"))
	}
	return lines
}

// answerPane shows what came back, or what should.
func (s *flowScreen) answerPane(c scene, width, height int) []string {
	t := c.theme
	if c.running != nil && c.running.owner == s.id {
		return []string{
			heading("WHAT CAME BACK", "", s.answerFocus, c, width), "",
			" " + t.accent.paint("waiting for the answer"+c.glyphs.ellipsis),
			"", " " + t.accent.paint("esc") + t.muted.paint(" cancels at once"),
		}
	}
	if answer := s.state().answer; answer != nil {
		lines := []string{heading("WHAT CAME BACK", answer.status(t, c.glyphs), s.answerFocus, c, width)}
		for _, line := range answer.lines(c, width-1, height-1) {
			lines = append(lines, " "+line)
		}
		return lines
	}
	lines := []string{heading("WHAT SHOULD COME BACK", "", s.answerFocus, c, width), ""}
	for _, expect := range s.step().Expect {
		for i, line := range wrap(expect, width-4) {
			mark := "  "
			if i == 0 {
				mark = t.muted.paint(c.glyphs.dot) + " "
			}
			lines = append(lines, " "+mark+t.text.paint(line))
		}
	}
	if note := s.variant().Note; note != "" {
		lines = append(lines, "")
		for _, line := range wrap(note, width-2) {
			lines = append(lines, " "+t.warn.paint(line))
		}
	}
	return lines
}

// meaningLines says in words what the answer means.
func (s *flowScreen) meaningLines(c scene) []string {
	t := c.theme
	answer := s.state().answer
	if answer == nil {
		lines := []string{}
		for _, line := range wrap(s.flow.Why, c.width-1) {
			lines = append(lines, " "+t.muted.paint(line))
		}
		return lines
	}
	mark, paint := t.ok.paint(c.glyphs.ok), t.text
	if !answer.meaning.Good && !answer.meaning.Documented {
		mark = t.warn.paint(c.glyphs.bad)
	}
	most := 5
	if c.height < 28 {
		most = 4
	}
	lines := []string{" " + t.muted.paint("WHAT IT MEANS")}
	for i, line := range wrap(visible.Line(answer.meaning.Text), c.width-3) {
		lead := "  "
		if i == 0 {
			lead = mark + " "
		}
		lines = append(lines, " "+lead+paint.paint(line))
	}
	if answer.meaning.RFC != "" {
		for _, line := range wrap(answer.meaning.RFC, c.width-3) {
			lines = append(lines, "   "+t.muted.paint(line))
		}
	}
	return lines[:min(len(lines), most+1)]
}
