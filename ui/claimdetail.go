package ui

import (
	"fmt"

	"akoya-tui/flows/visible"
)

// maxDetail is how many lines of a value are laid out at most.
const maxDetail = 24

// detailText is what is said of the row under the cursor, the most needed first.
type detailText struct {
	row    tokenRow
	value  string
	others []string // what it means, what changed; the last one is what to do when it is wrong
}

func (s *inspectScreen) detailText(now subject, rows tokenRows, c scene, both bool) (detailText, bool) {
	at, ok := s.chosen(rows, s.filter.in(rows))
	if !ok {
		return detailText{}, false
	}
	row := rows.list[at]
	d := detailText{row: row, value: visible.Line(cutBytes(row.full))}
	if !row.moment.IsZero() {
		d.value += "  =  " + times(row.moment, c, 999)
	}
	d.value = row.name + "  " + d.value
	meaning := row.part.Meaning
	if source := row.source(both); source != "" {
		meaning += " (" + source + ")"
	}
	wrong := ""
	switch {
	case row.warn:
		wrong = row.part.IfWrong
	case row.part.IfWrong != "":
		wrong = "If it is wrong: " + lowerFirst(row.part.IfWrong)
	}
	d.others = []string{visible.Line(meaning), visible.Line(row.sinceWords(now, c)), visible.Line(wrong)}
	return d, true
}

// detailHeight is how many lines the row under the cursor needs: its whole value,
// its meaning, and what changed.
func (s *inspectScreen) detailHeight(now subject, rows tokenRows, c scene) int {
	d, ok := s.detailText(now, rows, c, false)
	if !ok {
		return 0
	}
	width := c.width - 2
	height := len(wrapMost(d.value, width, maxDetail, c.glyphs)) + len(wrap(d.others[0], width))
	if d.others[1] != "" {
		height += len(wrap(d.others[1], width))
	}
	return height
}

// detail explains the row under the cursor in at most height lines: its whole
// value, what it means, what changed, and what to do when it is wrong.
func (s *inspectScreen) detail(now subject, rows tokenRows, c scene, height int) []string {
	d, ok := s.detailText(now, rows, c, height > 5)
	if !ok || height < 1 {
		return nil
	}
	t, width := c.theme, c.width-2
	meaning := wrap(d.others[0], width)
	value := wrapMost(d.value, width, max(1, min(maxDetail, height-len(meaning))), c.glyphs)
	var lines []string
	for _, line := range value {
		lines = append(lines, " "+s.filter.mark(line, t.text, t.found))
	}
	inks := []ink{t.muted, t.warn, t.muted}
	if d.row.warn {
		inks[0] = t.warn
	}
	for i, text := range d.others {
		wrapped := wrap(text, width)
		if text == "" || len(lines)+len(wrapped) > height {
			continue
		}
		for _, line := range wrapped {
			lines = append(lines, " "+s.filter.mark(line, inks[i], t.found))
		}
	}
	return lines
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
