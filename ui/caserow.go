package ui

import (
	"fmt"
	"time"

	"akoya-tui/flows/cases"
	"akoya-tui/flows/visible"
)

// Widths of the columns of the list, in cells.
const (
	stateCells  = 13 // ✓ same status
	caseIDCells = 30
	costCells   = 8 // destroys
	caseTook    = 7 // 3012 ms
	hintLines   = 2
)

// caseColumns are the widths that follow from the pane. A narrow pane leaves the
// id and the cost to the lines below the list, where they stand for the case
// under the cursor.
type caseColumns struct {
	title, id, cost int
	gap             int
	cut             bool // titles do not fit, so that of the case under the cursor stands below
}

func newCaseColumns(c scene, all []cases.Case) caseColumns {
	longest := cells("CASE")
	for _, one := range all {
		longest = max(longest, cells(one.Title))
	}
	k := caseColumns{gap: 1}
	room := c.width - 3 - stateCells - caseTook // the marks take the three
	k.title = room - 2*k.gap
	if with := room - costCells - 3*columnGap; with >= longest {
		k.gap, k.cost, k.title = columnGap, costCells, with
	}
	if with := k.title - caseIDCells - k.gap; k.cost > 0 && with >= longest {
		k.id, k.title = caseIDCells, with
	}
	k.cut = k.title < longest
	k.title = max(k.title, 0)
	return k
}

// head names the columns.
func (k caseColumns) head(c scene) string {
	return k.line(c, " ", "  ", "VERDICT", "CASE", "ID", "COST", "TOOK", caseInks{c.theme.muted, c.theme.muted, c.theme.muted, c.theme.muted})
}

// caseInks are the hues of a line: of the verdict, the title, the cost and the rest.
type caseInks struct{ verdict, title, cost, rest ink }

// line puts a row together: whether the cursor is on it, what it was before, its
// columns.
func (k caseColumns) line(c scene, mark, was, verdict, title, id, cost, took string, i caseInks) string {
	g, gap := c.glyphs, repeat(" ", k.gap)
	line := mark + was + cell(verdict, stateCells, i.verdict, g) + gap + cell(title, k.title, i.title, g) + gap
	if k.id > 0 {
		line += cell(id, k.id, i.rest, g) + gap
	}
	if k.cost > 0 {
		line += cell(cost, costCells, i.cost, g) + gap
	}
	return line + cellRight(took, caseTook, i.rest, g)
}

func (s *casesScreen) row(c scene, k caseColumns, one cases.Case, cursor bool) string {
	t, g := c.theme, c.glyphs
	glyph, paint := s.state(c, one)
	word, took := cases.NotRun.Words(), ""
	if o, ok := s.latest(one.ID); ok {
		word = verdictWord(o)
		if len(o.Steps) > 0 {
			took = tookWords(o.Elapsed)
		}
	}
	if s.batch != nil && s.batch.current == one.ID {
		word, took = "running", ""
	}
	mark, title := " ", t.text
	if cursor {
		mark, title = t.accent.paint(g.focus), t.strong
	}
	was := "  "
	if before, ok := s.turned(one.ID); ok {
		old, ink := verdictGlyph(before, c)
		was = ink.paint(old) + t.muted.paint(g.right)
	}
	cost, costInk := costWord(one), t.muted
	if one.Destroys() {
		costInk = t.warn
	}
	return k.line(c, mark, was, glyph+" "+word, one.Title, one.ID, cost, took, caseInks{paint, title, costInk, t.muted})
}

// costWord says in one word what the case costs on a live grant.
func costWord(one cases.Case) string {
	switch {
	case one.MayDestroy:
		return "may end"
	case one.Cost == cases.CostNone:
		return "nothing"
	}
	return string(one.Cost)
}

// costWords say it in a sentence's part.
func costWords(one cases.Case) string {
	switch {
	case one.MayDestroy:
		return "may end the consent"
	case one.Cost == cases.CostCode:
		return "uses up a code"
	case one.Cost == cases.CostRotates:
		return "rotates the refresh token"
	case one.Cost == cases.CostDestroys:
		return "destroys the grant: it ends the consent"
	}
	return "costs nothing on a live grant"
}

// tookWords writes how long a case took, in at most seven cells.
func tookWords(d time.Duration) string {
	if d >= 10*time.Second {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return millis(d)
}

// footLines is how many lines stand below the list.
func (k caseColumns) footLines() int {
	if k.cut {
		return 3 + hintLines
	}
	return 2 + hintLines
}

// foot tells more of the case under the cursor than its row does.
func (s *casesScreen) foot(c scene, k caseColumns, one cases.Case) []string {
	t, g := c.theme, c.glyphs
	lines := []string{t.rule.paint(repeat(g.row, c.width))}
	if k.cut {
		lines = append(lines, " "+t.text.paint(one.Title))
	}
	facts := " " + t.strong.paint(one.ID) + t.muted.paint("   "+costWords(one))
	if before, ok := s.turned(one.ID); ok {
		glyph, paint := verdictGlyph(before, c)
		facts += "   " + t.muted.paint("was ") + paint.paint(glyph+" "+verdictWord(before))
	}
	lines = append(lines, facts)
	text, paint := one.Source().Document()+": "+orWords(one.DocumentSays, one.Departs), t.muted
	if o, ok := s.latest(one.ID); ok && o.Why != "" {
		text, paint = upperFirst(o.Why), t.warn
	}
	for _, line := range wrapMost(visible.Line(text), c.width-2, hintLines, g) {
		lines = append(lines, " "+paint.paint(line))
	}
	return lines
}
