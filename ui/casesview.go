package ui

import (
	"fmt"
	"slices"

	"akoya-tui/flows/cases"
	"akoya-tui/flows/visible"
)

// view implements screen: the list, the open case, or a question.
func (s *casesScreen) view(c scene) []string {
	if s.asking != nil && (s.replay != nil || c.height < 28) {
		return s.onlyAsking(c)
	}
	if s.replay != nil {
		return s.replay.view(c)
	}
	if s.ending != nil {
		lines := append(s.header(c)[:1], s.endingLines(c)...)
		if len(lines) > c.height { // the answer must be seen
			lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
		}
		return lines
	}
	if chosen, ok := s.chosen(); ok && s.open {
		lines := s.endingBanner(c)
		return append(lines, s.detail(c, chosen, c.height-len(lines))...)
	}
	return append(s.header(c), s.list(c)...)
}

// header says what is on view and how the run stands.
func (s *casesScreen) header(c scene) []string {
	t, g := c.theme, c.glyphs
	lines := []string{spread(t.strong.paint("Test cases"), s.sumWords(c), c.width, g)}
	lines = append(lines, s.endingBanner(c)...)
	if c.height < 28 {
		if s.batch != nil && s.search == nil {
			return append(append(lines, s.progress(c)), s.personLines(c)...)
		}
		return append(lines, s.filterLine(c))
	}
	lines = append(append(lines, s.filterLine(c)), s.matrix(c)...)
	if s.asking != nil {
		if s.batch != nil {
			lines = append(lines, s.progress(c))
		}
		lines = append(append(lines, ""), s.asking.lines(c, s.personWords(), c.height/2)...)
		return append(lines, "")
	}
	if s.batch != nil {
		return append(append(lines, s.progress(c)), s.personLines(c)...)
	}
	return append(lines, "")
}

// sumWords counts the cases that are listed and what came of them.
func (s *casesScreen) sumWords(c scene) string {
	t, g := c.theme, c.glyphs
	list := s.visibleCases()
	words := fmt.Sprintf("%d cases", len(s.all))
	if s.filter.on() {
		words = fmt.Sprintf("%d of %d cases", len(list), len(s.all))
	}
	text := t.muted.paint(words)
	n := s.sums(list)
	if n.run == 0 {
		return text
	}
	room := c.width - cells("Test cases") - 1 - cells(words)
	for _, part := range []struct {
		count int
		paint ink
		words string
	}{
		{n.hold, t.ok, fmt.Sprintf("  %s %d hold", g.ok, n.hold)},
		{n.failed, t.bad, fmt.Sprintf("  %s %d mismatch", g.bad, n.failed)},
		{n.informational, t.warn, fmt.Sprintf("  %s %d info only", g.bad, n.informational)},
		{n.skipped, t.muted, fmt.Sprintf("  %s %d skipped", g.row, n.skipped)},
		{len(list) - n.run, t.muted, fmt.Sprintf("  %d not run", len(list)-n.run)},
	} {
		if part.count == 0 {
			continue
		}
		if room -= cells(part.words); room < 0 {
			break
		}
		text += part.paint.paint(part.words)
	}
	return text
}

// filterLine says which cases are listed, or takes the text to search for.
func (s *casesScreen) filterLine(c scene) string {
	t, g := c.theme, c.glyphs
	if s.search != nil {
		return t.accent.paint(g.focus) + t.muted.paint("text ") + s.search.view(c.width-6, g)
	}
	line := t.muted.paint(" filter ")
	for i, kind := range kinds() {
		if i > 0 {
			line += t.muted.paint(" " + g.dot + " ")
		}
		if kind == s.filter.kind {
			line += t.accent.paint(g.focus) + t.strong.paint(kind)
		} else {
			line += t.muted.paint(kind)
		}
	}
	line += t.muted.paint("   group ") + t.text.paint(orWords(string(s.filter.group), "all"))
	if s.filter.text != "" {
		line += t.muted.paint("   text ")
		line += t.text.paint(cutMiddle(visible.Line(s.filter.text), c.width-cells(line), g))
	}
	return line
}

// matrix shows every case as one glyph, in the order of the catalogue, in as
// many lines as its groups need.
func (s *casesScreen) matrix(c scene) []string {
	t := c.theme
	var lines []string
	line, used := "", 1
	for _, group := range cases.Groups() {
		text, width := t.muted.paint(string(group)+" "), cells(string(group))+1
		for _, one := range s.all {
			if one.Group != group {
				continue
			}
			glyph, paint := s.state(c, one)
			text += paint.paint(glyph)
			width++
		}
		if used > 1 && used+width+3 > c.width {
			lines = append(lines, line)
			line, used = "", 1
		}
		if used > 1 {
			line, used = line+"   ", used+3
		} else {
			line = " "
		}
		line, used = line+text, used+width
	}
	return append(lines, line)
}

// state returns the glyph of a case and its hue: how it ended, or that it runs.
func (s *casesScreen) state(c scene, one cases.Case) (string, ink) {
	if s.batch != nil && s.batch.current == one.ID {
		return c.glyphs.expiring, c.theme.accent
	}
	if o, ok := s.latest(one.ID); ok {
		return verdictGlyph(o, c)
	}
	return c.glyphs.dot, c.theme.muted
}

// verdictWord writes the verdict of an outcome. An answer that differs from what
// no document states informs only.
func verdictWord(o cases.Outcome) string {
	if o.Verdict == cases.Mismatch && !o.Failed() {
		return "info only"
	}
	return o.Verdict.Words()
}

// verdictGlyph returns the glyph and the hue of an outcome.
func verdictGlyph(o cases.Outcome, c scene) (string, ink) {
	t, g := c.theme, c.glyphs
	switch o.Verdict {
	case cases.Exact:
		return g.ok, t.ok
	case cases.SameError, cases.SameStatus:
		return g.ok, t.warn
	case cases.Mismatch:
		if !o.Failed() {
			return g.bad, t.warn
		}
		return g.bad, t.bad
	case cases.Skipped, cases.NotRun:
	}
	return g.row, t.muted
}

// list draws the cases that fit, the cursor's among them, under the names of
// their columns.
func (s *casesScreen) list(c scene) []string {
	list := s.visibleCases()
	if len(list) == 0 {
		return s.noCase(c)
	}
	k := newCaseColumns(c, s.all)
	lines := []string{k.head(c)}
	cursor, room := min(s.cursor, len(list)-1), s.room(c)
	first := firstRow(cursor, room, len(list))
	for i := first; i < first+room; i++ {
		line := ""
		if i < len(list) {
			line = s.row(c, k, list[i], i == cursor)
		}
		lines = append(lines, line)
	}
	return append(lines, s.foot(c, k, list[cursor])...)
}

// noCase says why the list is empty, and what shows cases again.
func (s *casesScreen) noCase(c scene) []string {
	t := c.theme
	text := "No case passes the filter."
	if s.filter == (caseFilter{kind: "failed"}) {
		text = "No case has failed."
		if s.sums(s.all).run == 0 {
			text = "No case was run yet, so none has failed."
		}
	}
	key := "esc"
	if c.running != nil { // it ends that
		key = "u"
	}
	return []string{"", " " + t.text.paint(text), "", " " + t.accent.paint(key) + t.text.paint(" shows all")}
}

// firstRow is the row at the top of a list in which the cursor stands in the
// middle where it can.
func firstRow(cursor, room, count int) int { return max(0, min(cursor-room/2, count-room)) }

// room returns how many cases are on view.
func (s *casesScreen) room(c scene) int {
	k := newCaseColumns(c, s.all)
	return max(1, c.height-len(s.header(c))-1-k.footLines())
}

func (s *casesScreen) rowAt(c scene, line int) intent {
	if s.open || s.replay != nil || s.ending != nil || s.asking != nil && c.height < 28 {
		return nil
	}
	list := s.visibleCases()
	top, room := len(s.header(c))+1, s.room(c)
	i := firstRow(min(s.cursor, max(0, len(list)-1)), room, len(list)) + line - top
	if line < top || line >= top+room || i < 0 || i >= len(list) {
		return nil
	}
	return act(func() { s.to(i) })
}
