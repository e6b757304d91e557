package ui

import (
	"fmt"
	"strings"

	"akoya-tui/flows/cases"
	"akoya-tui/flows/visible"
)

// view implements screen: the list, or the open case.
func (s *casesScreen) view(c scene) []string {
	if s.replay != nil {
		return s.replay.view(c)
	}
	lines := s.header(c)
	if s.open {
		if chosen, ok := s.chosen(); ok {
			return append(lines, s.detail(c, chosen, c.height-len(lines))...)
		}
	}
	return append(lines, s.list(c, c.height-len(lines))...)
}

// header says what is on view and how the run stands.
func (s *casesScreen) header(c scene) []string {
	t, g := c.theme, c.glyphs
	hold, failed, run := s.counts()
	sums := fmt.Sprintf("%d cases", len(s.all))
	parts := []string{t.muted.paint(sums)}
	if run > 0 {
		parts = append(parts, t.ok.paint(fmt.Sprintf("%s %d hold", g.ok, hold)))
		if failed > 0 {
			parts = append(parts, t.bad.paint(fmt.Sprintf("%s %d mismatch", g.bad, failed)))
		}
		if left := len(s.all) - run; left > 0 {
			parts = append(parts, t.muted.paint(fmt.Sprintf("%d not run", left)))
		}
	}
	lines := []string{spread(t.strong.paint("Test cases"), strings.Join(parts, "  "), c.width, g)}
	group := string(s.filter.group)
	if group == "" {
		group = "all"
	}
	filter := t.muted.paint("filter ")
	for i, kind := range kinds() {
		if i > 0 {
			filter += t.muted.paint(" " + g.dot + " ")
		}
		if kind == s.filter.kind {
			filter += t.accent.paint(g.focus) + t.strong.paint(kind)
		} else {
			filter += t.muted.paint(kind)
		}
	}
	filter += t.muted.paint("   group ") + t.text.paint(group)
	switch {
	case s.search != nil:
		filter += t.muted.paint("   text ") + s.search.view(20, g)
	case s.filter.text != "":
		filter += t.muted.paint("   text ") + t.text.paint(visible.Line(s.filter.text))
	}
	lines = append(lines, filter)
	if s.batch != nil {
		share := float64(s.batch.done) / float64(max(1, s.batch.total))
		words := fmt.Sprintf("%d of %d  ", s.batch.done, s.batch.total)
		switch {
		case s.batch.broken:
			words += "breaking off "
		case s.batch.stopping:
			words += "stopping after "
		}
		return append(lines, t.accent.paint(words)+bar(share, 24, t.accent, t, g)+"  "+t.muted.paint(s.batch.current))
	}
	if c.height >= 28 {
		return append(append(lines, s.matrix(c)...), "")
	}
	return append(lines, "")
}

// matrix shows every case as one glyph, in the order of the catalogue, in as
// many lines as its groups need.
func (s *casesScreen) matrix(c scene) []string {
	t, g := c.theme, c.glyphs
	var lines []string
	line, used := "", 0
	for _, group := range cases.Groups() {
		text, width := t.muted.paint(string(group)+" "), cells(string(group))+1
		for _, one := range s.all {
			if one.Group != group {
				continue
			}
			glyph, paint := g.dot, t.rule
			if o, ok := s.latest(one.ID); ok {
				glyph, paint = verdictGlyph(o, c)
			}
			text += paint.paint(glyph)
			width++
		}
		if used > 0 && used+width+3 > c.width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line, used = line+"   ", used+3
		}
		line, used = line+text, used+width
	}
	return append(lines, line)
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
		if !o.Judged {
			return g.bad, t.warn
		}
		return g.bad, t.bad
	case cases.Skipped, cases.NotRun:
	}
	return g.row, t.muted
}

// list draws the cases that fit, the cursor's among them.
func (s *casesScreen) list(c scene, height int) []string {
	t := c.theme
	list := s.visibleCases()
	if len(list) == 0 {
		return []string{"", " " + t.text.paint("No case passes the filter."), " " + t.accent.paint("u") + t.muted.paint(" shows all")}
	}
	cursor := min(s.cursor, len(list)-1)
	room := s.room(height)
	first := max(0, min(cursor-room/2, len(list)-room))
	var lines []string
	for i := first; i < len(list) && i < first+room; i++ {
		lines = append(lines, s.row(c, list[i], i == cursor))
	}
	for len(lines) < room {
		lines = append(lines, "")
	}
	return append(lines, "", " "+t.text.paint(list[cursor].Title), " "+s.hint(list[cursor], c))
}

// hint explains the case under the cursor in one line.
func (s *casesScreen) hint(one cases.Case, c scene) string {
	if o, ok := s.latest(one.ID); ok && o.Why != "" {
		return c.theme.warn.paint(visible.Line(o.Why))
	}
	text := one.DocumentSays
	if text == "" {
		text = one.Departs
	}
	return c.theme.muted.paint(one.Source().Document() + ": " + text)
}

const (
	verdictCells = 11
	idCells      = 30
	costCells    = 8
	timeCells    = 8
	leastTitle   = 14
)

func (s *casesScreen) row(c scene, one cases.Case, cursor bool) string {
	t, g := c.theme, c.glyphs
	glyph, word, took, paint := g.dot, "not run", "", t.muted
	if o, ok := s.latest(one.ID); ok {
		glyph, paint = verdictGlyph(o, c)
		word = string(o.Verdict)
		if len(o.Steps) > 0 {
			took = millis(o.Elapsed)
		}
	}
	if s.batch != nil && s.batch.current == one.ID {
		glyph, word, paint = g.expiring, "running", t.accent
	}
	mark, name := " ", t.text
	if cursor {
		mark, name = t.accent.paint(g.focus), t.strong
	}
	cost, costInk := "", t.muted // what costs nothing says nothing
	if one.Cost != cases.CostNone {
		cost = string(one.Cost)
	}
	if one.Destroys() {
		costInk = t.warn
	}
	trail := s.trail(one.ID, c)
	title := c.width - verdictCells - idCells - costCells - timeCells - 8
	id, words := idCells, cell(one.Title, max(0, title-cells1(trail)), t.muted, g)
	if title-cells1(trail) < leastTitle { // the title of the case under the cursor stands below
		id, words = idCells+max(0, title-cells1(trail)), ""
	}
	return mark + paint.paint(glyph) + " " + cell(word, verdictCells, paint, g) + " " + cell(one.ID, id, name, g) + " " + words + trail + " " + cell(cost, costCells, costInk, g) + " " + cellRight(took, timeCells, t.muted, g)
}

// cells1 is the width of a trail that holds escape sequences.
func cells1(s string) int { return cells(stripped(s)) }

// trail shows the earlier verdicts of a case, oldest first.
func (s *casesScreen) trail(id string, c scene) string {
	list := s.outcomes[id]
	if len(list) < 2 {
		return ""
	}
	var out strings.Builder
	out.WriteString(c.theme.muted.paint(" was "))
	for _, o := range list[:len(list)-1] {
		glyph, paint := verdictGlyph(o, c)
		out.WriteString(paint.paint(glyph))
	}
	return out.String()
}

func (s *casesScreen) rowAt(c scene, line int) intent {
	if s.open || s.replay != nil {
		return nil
	}
	top := len(s.header(c))
	list := s.visibleCases()
	room := s.room(c.height - top)
	i := max(0, min(min(s.cursor, len(list)-1)-room/2, len(list)-room)) + line - top
	if line < top || line >= top+room || i < 0 || i >= len(list) {
		return nil
	}
	return act(func() { s.cursor, s.step, s.top = i, 0, 0 })
}

// room returns how many cases a list of that height shows.
func (s *casesScreen) room(height int) int { return max(1, height-3) }
