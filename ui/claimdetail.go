package ui

import (
	"fmt"

	"akoya-tui/flows/visible"
)

// detail explains the row under the cursor in at most height lines: its whole
// value, what changed, what it means, and what to do when it is wrong.
func (s *inspectScreen) detail(now subject, rows tokenRows, c scene, height int) []string {
	at, ok := s.chosen(rows, s.filter.in(rows))
	if !ok || height < 1 {
		return nil
	}
	t, row := c.theme, rows.list[at]
	width := c.width - 2
	value := visible.Line(cutBytes(row.full))
	if !row.moment.IsZero() {
		value += "  =  " + times(row.moment, c, 999)
	}
	value = row.name + "  " + value
	own := len(wrapMost(value, width, max(1, height/2), c.glyphs)) // lines that are kept for the value
	var below []string
	add := func(text string, paint ink) {
		lines := wrap(visible.Line(text), width)
		if own+len(below)+len(lines) > height {
			return
		}
		for _, line := range lines {
			below = append(below, " "+s.filter.mark(line, paint, t.found))
		}
	}
	paint := t.muted
	if row.warn {
		paint = t.warn
	}
	meaning := row.part.Meaning
	if source := row.source(height > 5); source != "" {
		meaning += " (" + source + ")"
	}
	add(meaning, paint)
	if since := row.sinceWords(now, c); since != "" {
		add(since, t.warn)
	}
	if row.part.IfWrong != "" {
		add("If it is wrong: "+lowerFirst(row.part.IfWrong), t.muted)
	}
	var lines []string
	for _, line := range wrapMost(value, width, max(1, height-len(below)), c.glyphs) {
		lines = append(lines, " "+s.filter.mark(line, t.text, t.found))
	}
	return append(lines, below...)
}

// source names where the meaning of a row stands.
func (r tokenRow) source(both bool) string {
	document, rfc := r.part.Document, r.part.RFC
	switch {
	case document == "":
		return rfc
	case both && rfc != "":
		return document + "; " + rfc
	}
	return document
}

// sinceWords says how the row differs from the token before; "" when it does not.
func (r tokenRow) sinceWords(now subject, c scene) string {
	if now.before == nil {
		return ""
	}
	set := fmt.Sprintf("set #%d", now.before.Number)
	switch {
	case r.gone:
		return "This token does not have it any more: the value is that of " + set + "."
	case r.since == "new":
		return "New since " + set + ", which does not have it."
	case !r.differs():
		return ""
	}
	was := visible.Line(cutBytes(r.was))
	if moment, ok := numericTime(r.was); ok && !r.moment.IsZero() {
		return r.since + " since " + set + ": it was " + was + "  =  " + moment.In(c.location).Format("2006-01-02 15:04:05 -0700")
	}
	return "Changed since " + set + ": it was " + cutMiddle(was, 120, c.glyphs)
}
