package ui

import (
	"fmt"
	"strings"

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
		m.state, m.answer, m.paint = messageAnswered, answer.short(c.glyphs), answer.ink(c.theme)
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
	if c.running != nil && c.running.owner == s.id {
		other = t.muted.paint("WHAT CAME BACK  ") + t.accent.paint("waiting for the answer"+g.ellipsis) + "  " + t.accent.paint("esc") + t.muted.paint(" cancels at once")
	} else if answer := s.state().answer; answer != nil {
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

// requestPane shows the request, or what it lacks.
func (s *flowScreen) requestPane(c scene, width, height int) []string {
	v := s.state()
	request, err := s.shown(c)
	if err != nil {
		return s.blockedPane(c, err, width)
	}
	label, note := "WHAT WILL BE SENT", s.variant().Title
	switch {
	case v.answer != nil:
		label, note = "WHAT WAS SENT", v.answer.title
		if v.answer.kept() {
			label = "WHAT WAS NOT SENT"
		}
		if !sameRequest(v.answer.base, request) {
			note = "changed"
		}
	case v.request.edited != nil:
		note = "changed " + c.glyphs.dot + " u undoes"
	}
	if cells(note) > width-cells(label)-2 {
		note = strings.TrimPrefix(note, "the ")
	}
	head := heading(label, c.theme.muted.paint(note), !s.answerFocus, c, width)
	shown := requestPane{base: s.base(c, request), focus: !s.answerFocus, tight: v.answer != nil}
	return append([]string{head}, v.request.view(c, request, shown, width, height-1)...)
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
		status := answer.status(t, c.glyphs)
		if cells(stripped(status)) > width-18 {
			short := answer.short(c.glyphs)
			if answer.end() != "" {
				short = c.glyphs.bad + " " + short
			}
			status = answer.ink(t).paint(short)
		}
		lines := []string{heading("WHAT CAME BACK", status, s.answerFocus, c, width)}
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
	for i, line := range wrapMost(visible.Line(answer.advice), c.width-3, most, c.glyphs) {
		lead := "  "
		if i == 0 {
			lead = mark + " "
		}
		lines = append(lines, " "+lead+paint.paint(line))
	}
	if answer.meaning.RFC != "" {
		for _, line := range wrapMost(visible.Line(answer.meaning.RFC), c.width-3, max(1, most+1-len(lines)), c.glyphs) {
			lines = append(lines, "   "+t.muted.paint(line))
		}
	}
	return lines
}
