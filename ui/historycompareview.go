package ui

import "strings"

// markCells is the width of the column that marks what differs.
const markCells = 2

// view draws both round trips: side by side where there is room, else what
// differs one below the other.
func (p *comparison) view(c scene) []string {
	t, g := c.theme, c.glyphs
	right := p.verdict(c)
	if place := p.place(len(p.shown)); place != "" {
		right = t.muted.paint(place+"   ") + right
	}
	lines := []string{spread(t.strong.paint("Compare"), right, c.width, g)}
	if c.width < wideLayout {
		lines = append(lines, " "+p.name(p.left, c, c.width-1), " "+p.name(p.right, c, c.width-1), "")
		rest := p.scroll.view(len(p.shown), c.height-len(lines), func(i int) []string { return p.stacked(c, p.shown[i]) })
		return append(lines, rest...)
	}
	left, width := p.halves(c)
	lines = append(lines, "", repeat(" ", markCells)+fit(p.name(p.left, c, left), left, g)+" "+t.rule.paint(g.column)+" "+p.name(p.right, c, width))
	rest := p.scroll.view(len(p.shown), c.height-len(lines), func(i int) []string { return p.beside(c, p.shown[i]) })
	return append(lines, rest...)
}

// halves returns the widths of the two columns.
func (p *comparison) halves(c scene) (left, right int) {
	left = (c.width - markCells - 3) / 2
	return left, c.width - markCells - 3 - left
}

// name heads the column of a round trip.
func (p *comparison) name(r tripRow, c scene, width int) string {
	t, g := c.theme, c.glyphs
	at := r.at.In(c.location).Format("15:04:05")
	number := "#" + commas(r.number)
	code := r.code(g)
	label := cutMiddle(r.label, max(8, width-cells(number)-cells(code)-cells(at)-6), g)
	return t.muted.paint(number) + "  " + t.strong.paint(label) + "  " + r.ink(t).paint(code) + "  " + t.muted.paint(at)
}

// beside draws a row with its two sides next to each other.
func (p *comparison) beside(c scene, row pairRow) []string {
	t, g := c.theme, c.glyphs
	left, right := p.halves(c)
	a, b := row.side(c, row.left, left, row.kind == pairRightOnly), row.side(c, row.right, right, row.kind == pairLeftOnly)
	if row.section != "" {
		a, b = []string{t.muted.paint(row.section)}, nil
	}
	lines := make([]string, max(len(a), len(b)))
	for i := range lines {
		mark := "  "
		if i == 0 {
			mark = row.mark(c)
		}
		lines[i] = mark + fit(firstAt(a, i), left, g) + " " + t.rule.paint(g.column) + " " + fit(firstAt(b, i), right, g)
	}
	return lines
}

// stacked draws a row whose sides differ as two lines, and one that is the same once.
func (p *comparison) stacked(c scene, row pairRow) []string {
	if row.section != "" {
		return []string{" " + c.theme.muted.paint(row.section)}
	}
	names := []string{"#" + commas(p.left.number), "#" + commas(p.right.number)}
	wide := max(cells(names[0]), cells(names[1]))
	var lines []string
	for i, text := range []string{row.left, row.right} {
		absent := i == 0 && row.kind == pairRightOnly || i == 1 && row.kind == pairLeftOnly
		for j, line := range row.side(c, text, c.width-markCells-wide-2, absent) {
			mark, name := "  ", repeat(" ", wide)
			if i == 0 && j == 0 {
				mark = row.mark(c)
			}
			if j == 0 && row.kind != pairSame {
				name = cell(names[i], wide, c.theme.muted, c.glyphs)
			}
			lines = append(lines, mark+name+"  "+line)
		}
		if row.kind == pairSame {
			break
		}
	}
	return lines
}

// mark is ≠ before a row that differs, · before one that differs each time.
func (r pairRow) mark(c scene) string {
	switch r.kind {
	case pairSame:
		return "  "
	case pairExpected:
		return c.theme.muted.paint(c.glyphs.dot) + " "
	}
	return c.theme.warn.paint(c.glyphs.differ) + " "
}

// side lays one side of a row out in lines of width cells.
func (r pairRow) side(c scene, text string, width int, absent bool) []string {
	t := c.theme
	paint := t.text
	switch {
	case absent:
		text, paint = "(not there)", t.muted
	case r.kind == pairExpected:
		paint = t.muted
	case r.kind != pairSame:
		paint = t.warn
	}
	if r.label == "" {
		return wrapSegments([]jsonSegment{{text, paint}}, width, indentOf(text)+2, t, c.glyphs)
	}
	return fieldLines(c, r.label, text, paint, r.names.column(width), width)
}

// repeat writes a text n times; not at all for less than one.
func repeat(s string, n int) string { return strings.Repeat(s, max(0, n)) }
