package ui

import (
	"fmt"
	"strings"
)

// Widths of the columns of a token's rows, in cells.
const (
	maxName    = 20
	shortName  = 14 // what a name is cut to where there is no room
	maxMeaning = 34 // what flows/explain keeps to
	leastValue = 24
	timeValue  = 32 // "2026-11-21 14:03:29 · 18 min ago"
	rowGap     = 2
)

// columnWidths are how wide the columns of a token's rows are; of what a list
// wants, or of what it gets.
type columnWidths struct {
	name, value, meaning, since int
	words                       bool // what changed is said in words, not by a mark alone
}

// widen makes room for a row.
func (w *columnWidths) widen(row tokenRow) {
	if row.kind == partSignature {
		return
	}
	value := min(cells(row.short), 400)
	if !row.moment.IsZero() {
		value = timeValue
	}
	w.name, w.value = max(w.name, min(cells(row.name), maxName)), max(w.value, value)
	w.meaning, w.since = max(w.meaning, min(cells(row.part.Short), maxMeaning)), max(w.since, cells(row.since))
}

// fit shares width cells out: meanings are whole, values get what is left.
func (w columnWidths) fit(c scene, heading string) columnWidths {
	room := c.width - 1
	w.name = max(w.name, cells("HEADER"))
	w.meaning, w.value = max(w.meaning, cells("MEANING")), max(w.value, cells("VALUE"))
	switch {
	case w.since > 0 && c.width >= wideLayout:
		w.since, w.words = max(w.since, cells(heading)), true
		room -= w.since + rowGap
	case w.since > 0:
		w.since = cells(c.glyphs.differ)
		room -= w.since + 1
	}
	room -= w.name + w.meaning + 2*rowGap
	if room < leastValue { // more than explain keeps to, or a banner of names
		for _, column := range []struct {
			width *int
			least int
		}{{&w.name, shortName}, {&w.meaning, cells("MEANING")}} {
			cut := max(0, min(leastValue-room, *column.width-column.least))
			*column.width -= cut
			room += cut
		}
	}
	w.value = max(1, min(w.value, room))
	return w
}

// listItem is a line of the list: a row, or the heading of a part.
type listItem struct {
	row     int // -1: the heading
	heading string
}

// listItems returns the lines that the rows found take, the signature apart.
func listItems(rows tokenRows, found []int) []listItem {
	items := make([]listItem, 0, len(found)+2)
	heading := ""
	for _, i := range found {
		title := "CLAIM"
		switch rows.list[i].kind {
		case partSignature:
			continue
		case partHeader:
			title = "HEADER"
		case partClaim:
		}
		if title != heading {
			heading = title
			items = append(items, listItem{-1, title})
		}
		items = append(items, listItem{i, title})
	}
	return items
}

// claimList is what of a token's rows is on view.
type claimList struct {
	items    []listItem
	from, to int // of the items on view; before them the heading of the first one
}

// above and below name the rows that are not on view.
func (l claimList) above(rows tokenRows, c scene) string {
	return hiddenRows("↑", l.items[:l.from], rows, c)
}
func (l claimList) below(rows tokenRows, c scene) string {
	return hiddenRows("↓", l.items[l.to:], rows, c)
}

func hiddenRows(arrow string, items []listItem, rows tokenRows, c scene) string {
	count, names := 0, ""
	for _, item := range items {
		if item.row < 0 {
			continue
		}
		if count++; len(names) < 4*c.width { // the rest is cut off anyway
			names += rows.list[item.row].name + ", "
		}
	}
	names = strings.TrimSuffix(names, ", ")
	if count == 0 {
		return ""
	}
	return fit(fmt.Sprintf(" %s %s more: %s", arrow, commas(count), names), c.width, c.glyphs)
}

// window chooses height lines of the items, the row under the cursor among them.
func (s *inspectScreen) window(rows tokenRows, found []int, height int) claimList {
	l := claimList{items: listItems(rows, found)}
	if len(l.items) == 0 {
		return l
	}
	at, _ := s.chosen(rows, found)
	cursor, claims := 1, 1
	for i, item := range l.items {
		if item.row == at {
			cursor = i
		}
		if item.heading == "CLAIM" && item.row < 0 {
			claims = i + 1
		}
	}
	room := max(1, height-1)
	top := s.top
	if top < 0 {
		top = claims
	}
	top = max(cursor-room+1, min(top, cursor))
	top = max(1, min(top, len(l.items)-room))
	if l.items[top].row < 0 {
		top++
	}
	l.from, l.to = top, min(top+room, len(l.items))
	s.page = l.to - l.from
	if s.cursor >= 0 { // until the cursor moves, a terminal that grows shows more of the header
		s.top = top
	}
	return l
}

// draw draws the list; of each line it says which row it is, -1 for none.
func (l claimList) draw(s *inspectScreen, now subject, rows tokenRows, c scene) (lines []string, of []int) {
	if len(l.items) == 0 {
		return nil, nil
	}
	t, since := c.theme, ""
	if now.before != nil {
		since = fmt.Sprintf("SINCE #%d", now.before.Number)
	}
	w := rows.wants.fit(c, since)
	at, _ := s.chosen(rows, s.filter.in(rows))
	lines, of = append(lines, w.heading(l.items[l.from].heading, since, c)), append(of, -1)
	for _, item := range l.items[l.from:l.to] {
		if item.row < 0 {
			lines, of = append(lines, " "+t.muted.paint(item.heading)), append(of, -1)
			continue
		}
		lines = append(lines, s.drawRow(rows.list[item.row], item.row == at, w, c))
		of = append(of, item.row)
	}
	return lines, of
}

// heading draws the names of the columns.
func (w columnWidths) heading(first, since string, c scene) string {
	t, g := c.theme, c.glyphs
	gap := strings.Repeat(" ", rowGap)
	line := " " + cell(first, w.name, t.muted, g) + gap
	value := "VALUE"
	if w.since > 0 && !w.words {
		line += strings.Repeat(" ", w.since+1)
		value += "  " + g.differ + " not as in" + strings.TrimPrefix(since, "SINCE")
	}
	line += cell(value, w.value, t.muted, g) + gap + cell("MEANING", w.meaning, t.muted, g)
	if w.words {
		line += gap + cellRight(since, w.since, t.muted, g)
	}
	return line
}

func (s *inspectScreen) drawRow(row tokenRow, cursor bool, w columnWidths, c scene) string {
	t, g := c.theme, c.glyphs
	part := func(text string, width int, paint ink) string {
		return s.filter.mark(fit(text, width, g), paint, t.found)
	}
	gap := strings.Repeat(" ", rowGap)
	line := " "
	if cursor {
		line = t.accent.paint(g.focus)
	}
	line += part(cutMiddle(row.name, w.name, g), w.name, t.accent) + gap
	if w.since > 0 && !w.words {
		mark := " "
		if row.differs() {
			mark = g.differ
		}
		line += t.warn.paint(mark) + " "
	}
	value, paint := cutMiddle(row.short, w.value, g), t.text
	switch {
	case row.list:
		value = row.short
	case row.gone:
		paint = t.muted
	case !row.moment.IsZero():
		value = when(row.moment, c, w.value)
	}
	meaning := t.muted
	if row.warn {
		meaning = t.warn
	}
	line += part(value, w.value, paint) + gap + part(row.part.Short, w.meaning, meaning)
	if w.words {
		line += gap + cellRight(row.since, w.since, sinceInk(row, t), g)
	}
	return line
}

func sinceInk(row tokenRow, t theme) ink {
	if row.differs() {
		return t.warn
	}
	return t.muted
}
