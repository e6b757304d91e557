package ui

import (
	"fmt"
	"time"

	"akoya-tui/flows"
	"akoya-tui/flows/visible"
)

// view implements screen: what is open, or the list.
func (s *historyScreen) view(c scene) []string {
	switch {
	case s.resend != nil:
		return s.resend.view(c)
	case s.pair != nil:
		return s.pair.view(c)
	case s.entry != nil:
		return s.entry.view(c, s.marked)
	}
	return s.list(c)
}

func (s *historyScreen) list(c scene) []string {
	t, g := c.theme, c.glyphs
	h := c.session.History
	if h.Len() == 0 {
		return s.emptyList(c)
	}
	if s.filter.on() && s.filter.high < h.Len() { // what came since the last drawing
		s.filter.step(h)
	}
	lines := []string{spread(t.strong.paint("History"), s.placeWords(c), c.width, g)}
	lines = append(lines, s.noticeLine(c))
	if s.count(c) == 0 {
		return append(lines, s.nothingFound(c)...)
	}
	foot := s.foot(c)
	s.page = max(1, c.height-len(lines)-1-len(foot))
	at, count := s.place(c), s.count(c)
	s.top = max(at-s.page+1, min(s.top, at))
	s.top = max(0, min(s.top, count-s.page))
	end := min(s.top+s.page, count)
	for i := s.top; i < end; i++ {
		s.widest = s.widest.seen(c, s.row(c, s.number(c, i)))
	}
	k := newHistoryColumns(c, s.widest)
	lines = append(lines, k.head(c))
	for i := s.top; i < end; i++ {
		lines = append(lines, s.line(c, k, s.number(c, i), i == at))
	}
	for len(lines) < c.height-len(foot) {
		lines = append(lines, "")
	}
	return append(lines, foot...)
}

// placeWords says where the cursor is, and what is under way.
func (s *historyScreen) placeWords(c scene) string {
	t := c.theme
	if words := underway(c); words != "" {
		return words
	}
	at, count, size := s.place(c)+1, s.count(c), c.session.History.Len()
	if !s.filter.on() {
		return t.muted.paint(fmt.Sprintf("%s of %s %s newest first", commas(at), commas(size), c.glyphs.dot))
	}
	found := fmt.Sprintf("%s found in %s", commas(count), commas(size))
	if !s.filter.done(c.session.History) {
		found = fmt.Sprintf("%s found, %s of %s searched", commas(count), commas(s.filter.searched()), commas(size))
	}
	if count > 0 {
		found = commas(at) + " of " + found
	}
	return t.muted.paint(found)
}

// underway says how long a request of this screen is on its way.
func underway(c scene) string {
	if c.running == nil || c.running.owner != screenHistory {
		return ""
	}
	t := c.theme
	since := c.now.Sub(c.running.since.Add(c.session.ClockOffset))
	return t.accent.paint(fmt.Sprintf("waiting for the answer%s %d s", c.glyphs.ellipsis, int(max(0, since)/time.Second))) +
		"  " + t.accent.paint("esc") + t.muted.paint(" cancels")
}

// noticeLine is the filter, or what c waits for.
func (s *historyScreen) noticeLine(c scene) string {
	t, g := c.theme, c.glyphs
	switch {
	case s.input != nil:
		return t.accent.paint(g.focus) + t.muted.paint("filter ") + s.input.view(c.width-8, g)
	case s.filter.on():
		return " " + t.muted.paint("filter ") + t.accent.paint(visible.Line(s.filter.text())) + t.muted.paint("   esc shows all")
	case s.marked != 0:
		return " " + t.warn.paint(fmt.Sprintf("%s #%s is marked: c on another one compares the two", g.differ, commas(s.marked)))
	}
	return ""
}

// foot tells more of the row under the cursor than its line does.
func (s *historyScreen) foot(c scene) []string {
	t, g := c.theme, c.glyphs
	e, ok := s.chosen(c)
	if !ok {
		return nil
	}
	row := s.row(c, e.Number)
	at := " " + t.muted.paint(row.at.In(c.location).Format(s.widest.timeLayout(c))+"  ")
	second := at + row.outcome(c) + row.verdict(c) + t.muted.paint(connectionWords(e, g))
	switch {
	case row.problem != "" && row.status != 0:
		second = at + row.outcome(c) + t.muted.paint(" "+g.dot+" ") + t.bad.paint(row.problem)
	case row.problem != "":
		second = at + t.bad.paint(row.problem)
	}
	number := "#" + commas(row.number)
	return []string{
		t.rule.paint(repeat(g.row, c.width)),
		" " + t.muted.paint(number+"  ") + t.text.paint(cutMiddle(row.address, c.width-cells(number)-4, g)),
		second,
	}
}

// connectionWords says over what the round trip went.
func connectionWords(e flows.Entry, g glyphs) string {
	text := ""
	if e.RoundTrip.RemoteAddr != "" {
		text += " " + g.dot + " " + visible.Line(e.RoundTrip.RemoteAddr)
	}
	if e.RoundTrip.TLS != nil {
		text += " " + g.dot + " " + visible.Line(e.RoundTrip.TLS.Version)
	}
	return text
}

func (s *historyScreen) emptyList(c scene) []string {
	t := c.theme
	lines := []string{
		t.strong.paint("History"), "",
		" " + t.text.paint("Nothing has been sent yet."), "",
	}
	hint := func(key, text string) {
		lines = append(lines, " "+t.accent.paint(key)+t.text.paint(" "+text))
	}
	if code, ok := c.session.NewestCode(); ok && code.StateAt(c.now) == flows.CodeFresh {
		hint("2", "exchanges the code for the first token set")
	} else {
		hint("1", "authorizes, then 2 obtains the first token set")
	}
	hint("6", "asks for a service token: it needs nothing before it")
	lines = append(lines, "")
	for _, line := range wrap("Every request then stands here with its answer: to open, to send again as it was or changed, to compare with another, to copy as curl, to write to a file.", c.width-2) {
		lines = append(lines, " "+t.muted.paint(line))
	}
	return lines
}

// nothingFound says that no row is left, or not yet.
func (s *historyScreen) nothingFound(c scene) []string {
	t := c.theme
	if !s.filter.done(c.session.History) {
		return []string{"", " " + t.muted.paint("searching"+c.glyphs.ellipsis)}
	}
	return []string{
		"", " " + t.text.paint("No request holds this text."), "",
		" " + t.accent.paint("esc") + t.text.paint(" shows all of them") + t.muted.paint("   searched are method, path, status, step, case and verdict"),
	}
}
