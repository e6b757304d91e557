package ui

import (
	"fmt"

	"akoya-tui/flows/visible"
)

// scroll is the place in something longer than its pane. What it is made of is
// laid out only where it is seen.
type scroll struct {
	top  int // the first part on view
	last int // the largest top, as of the last drawing
}

// by moves the place; it stays within what there is.
func (s *scroll) by(n int) { s.top = min(max(s.top+n, 0), s.last) }

// start and end go to the first and the last part.
func (s *scroll) start() { s.top = 0 }
func (s *scroll) end()   { s.top = s.last }

// view draws at most height lines of count parts from the place on.
func (s *scroll) view(count, height int, draw func(i int) []string) []string {
	s.last = 0
	for i, used := count-1, 0; i >= 0; i-- {
		if used += len(draw(i)); used > height {
			s.last = min(i+1, count-1)
			break
		}
	}
	s.top = min(max(s.top, 0), s.last)
	var out []string
	for i := s.top; i < count && len(out) < height; i++ {
		out = append(out, draw(i)...)
	}
	return out[:min(len(out), height)]
}

// place says how far one is, and nothing when everything is on view.
func (s *scroll) place(count int) string {
	if s.last == 0 {
		return ""
	}
	return fmt.Sprintf("line %s of %s", commas(s.top+1), commas(count))
}

// document is a text on view: cut into lines when it is made, coloured and
// wrapped when it is drawn, so that a large one costs no more than a small one.
type document struct {
	scroll
	lines []docLine
	names nameWidths
}

// docLine is one line of a document, safe to draw.
type docLine struct {
	label string // the name of a field; "" for none
	text  string
	kind  docKind
}

// docKind says how a line of a document is coloured.
type docKind int

const (
	docText docKind = iota
	docTitle
	docMuted
	docWarn
	docBad
	docJSON
)

// add appends text from anywhere as one line.
func (d *document) add(kind docKind, text string) {
	for _, part := range chunks(visible.Line(text)) {
		d.lines = append(d.lines, docLine{text: part, kind: kind})
	}
}

// field appends a name with its value.
func (d *document) field(name, value string) {
	name = clip(visible.Line(name))
	d.names = d.names.with(name)
	for _, part := range chunks(visible.Line(value)) {
		d.lines = append(d.lines, docLine{label: name, text: part})
		name = goesOn
	}
}

// body appends a body: indented and coloured when it is JSON.
func (d *document) body(body string) {
	lines, isJSON := bodyLines(body)
	kind := docText
	if isJSON {
		kind = docJSON
	}
	for _, line := range lines {
		for _, part := range chunks(line) {
			d.lines = append(d.lines, docLine{text: part, kind: kind})
		}
	}
}

// gap appends an empty line.
func (d *document) gap() { d.lines = append(d.lines, docLine{}) }

// view draws what fits into the pane.
func (d *document) view(c scene, width, height int) []string {
	names := d.names.column(width)
	return d.scroll.view(len(d.lines), height, func(i int) []string { return d.lines[i].draw(c, names, width) })
}

// draw lays a line out in lines of width cells, the names in a column.
func (l docLine) draw(c scene, names, width int) []string {
	t := c.theme
	paint := t.text
	switch l.kind {
	case docJSON:
		return wrapSegments(jsonLine(l.text, t, c.location), width, indentOf(l.text)+2, t, c.glyphs)
	case docTitle:
		paint = t.strong
	case docMuted:
		paint = t.muted
	case docWarn:
		paint = t.warn
	case docBad:
		paint = t.bad
	case docText:
	}
	if l.label != "" {
		return fieldLines(c, l.label, l.text, paint, names, width)
	}
	return wrapSegments([]jsonSegment{{l.text, paint}}, width, 0, t, c.glyphs)
}

// indentOf returns how many spaces a line begins with.
func indentOf(line string) int {
	for i := range len(line) {
		if line[i] != ' ' {
			return i
		}
	}
	return len(line)
}

// commas writes a number with its thousands apart.
func commas(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
