package ui

import (
	"fmt"
	"slices"
	"sort"

	"akoya-tui/akoya"
	"akoya-tui/flows/explain"
	"akoya-tui/flows/visible"
)

// requestPane says how a request is shown.
type requestPane struct {
	base  akoya.Request // what changes are compared with
	focus bool          // the cursor is seen
	tight bool          // the field's explanation goes where room is short
}

// view lists the parts of the request in at most height lines, the cursor on
// one of them, and explains that one.
func (e *requestEditor) view(c scene, request akoya.Request, pane requestPane, width, height int) []string {
	var lines []string
	list := rows(request)
	cursor := min(e.cursor, len(list)-1)
	left := leftOutRows(pane.base, request)
	column := namesOf(append(slices.Clone(list), left...)).column(width)
	ends := rowEnds(list, column)
	count := ends[len(list)-1]
	room := valueRoom(column, width) - cells(pane.suffix(c, list[cursor]))
	help := e.rowHelp(c, request, list[cursor], room, width, max(2, height-count-1))
	if count+len(left)+len(help) > height && pane.tight {
		help = nil
	}
	gone := leftOutLines(c, left, column, width)
	gone = gone[:min(len(gone), max(0, height-len(help)-3))]
	room = height - len(help) - len(gone)
	top := max(0, min(ends[cursor]-1-room/2, count-room)) // the first line on view
	for i := sort.SearchInts(ends, top+1); i < len(list) && len(lines) < room; i++ {
		drawn := e.rowLines(c, pane, list[i], i == cursor, column, width)
		lines = append(lines, drawn[max(0, top-ends[i]+len(drawn)):]...)
	}
	lines = append(lines[:min(len(lines), max(0, room))], gone...)
	room += len(gone)
	if e.editing != nil && e.editing.add {
		lines = append(lines[:max(0, min(len(lines), room-1))], c.theme.accent.paint(c.glyphs.focus)+e.editing.input.view(width-1, c.glyphs))
	}
	if len(lines)+len(help) < height && len(help) > 0 {
		lines = append(lines, "")
	}
	return append(lines, help...)
}

// namesOf returns how wide the names in front of the rows are.
func namesOf(list []row) nameWidths {
	var names nameWidths
	for _, at := range list {
		if at.kind != rowLine {
			names = names.with(visible.Line(at.field.Name))
		}
	}
	return names
}

// rowEnds returns, for each row, how many lines there are up to its end: a name
// that is too long for its column has a line of its own.
func rowEnds(list []row, column int) []int {
	ends := make([]int, len(list))
	count := 0
	for i, at := range list {
		count++
		if at.kind != rowLine && cells(visible.Line(at.field.Name)) > column {
			count++
		}
		ends[i] = count
	}
	return ends
}

// valueRoom is how wide a value beside its name can be.
func valueRoom(column, width int) int { return width - 1 - column - nameGap }

// suffix says what is to be known of a row's value: that it was changed, or which
// token set it belongs to.
func (pane requestPane) suffix(c scene, at row) string {
	if rowChanged(pane.base, at) {
		return "  changed"
	}
	if of := origin(c, at); of != "" {
		return "  " + of
	}
	return ""
}

// rowLines draws a row in lines of width cells.
func (e *requestEditor) rowLines(c scene, pane requestPane, at row, cursor bool, column, width int) []string {
	t, g := c.theme, c.glyphs
	mark := " "
	if cursor && pane.focus {
		mark = t.accent.paint(g.focus)
	}
	name, names := visible.Line(at.field.Name), t.muted
	typed := cursor && e.editing != nil && !e.editing.add
	if typed {
		names = t.accent
	}
	if at.kind == rowLine {
		if typed { // it needs all the room there is
			return []string{mark + e.editing.input.view(width-1, g)}
		}
		changed := t.warn.paint(pane.suffix(c, at))
		return []string{mark + t.strong.paint(name) + " " + t.text.paint(cutMiddle(visible.Line(akoya.RedactText(at.field.Value.Reveal())), width-cells(name)-4-cells(changed), g)) + changed}
	}
	var lines []string
	if cells(name) > column {
		lines = []string{mark + names.paint(cutMiddle(name, width-1, g))}
		mark, name = " ", ""
	}
	mark += cell(name, column+nameGap, names, g)
	if typed {
		return append(lines, mark+e.editing.input.view(valueRoom(column, width), g))
	}
	return append(lines, mark+e.rowValue(c, pane, at, valueRoom(column, width)))
}

// rowValue draws the value of a row, a secret as a mask.
func (e *requestEditor) rowValue(c scene, pane requestPane, at row, room int) string {
	t := c.theme
	value, ink := visible.Line(at.field.Display()), t.text
	if at.field.Sensitive && c.revealed == revealItem(e.id, at) {
		value = visible.Line(at.field.Value.Reveal())
	}
	if rowChanged(pane.base, at) {
		ink = t.warn
	}
	if value == "" {
		value, ink = "(empty)", t.muted
	}
	suffix := pane.suffix(c, at)
	return ink.paint(cutMiddle(value, room-cells(suffix), c.glyphs)) + t.muted.paint(suffix)
}

// origin says which token set a token on view belongs to.
func origin(c scene, at row) string {
	if !at.field.Sensitive || at.field.Value.IsZero() {
		return ""
	}
	for _, set := range c.session.Sets() {
		if set.RefreshToken.Equal(at.field.Value) || at.kind == rowHeader && at.field.Value.Mask() == set.IDToken.Mask() {
			return fmt.Sprintf("set #%d", set.Number)
		}
	}
	return ""
}

// rowHelp explains the field under the cursor: its whole value where the row had
// to cut it, then what it is.
func (e *requestEditor) rowHelp(c scene, request akoya.Request, at row, room, width, most int) []string {
	entry, ok := rowEntry(request, at, e.browser)
	if !ok {
		return e.wholeValue(c, at, room, width, max(1, min(most, 4)))
	}
	text := entry.Meaning
	if entry.IfWrong != "" {
		text += " " + entry.IfWrong
	}
	whole := e.wholeValue(c, at, room, width, max(1, min(most-1, 4)))
	lines := wrapMost(text, width-1, min(6, max(1, most-len(whole))), c.glyphs)
	for i := range lines {
		lines[i] = " " + c.theme.muted.paint(lines[i])
	}
	return append(whole, lines...)
}

// wholeValue writes out a value that its row had to cut.
func (e *requestEditor) wholeValue(c scene, at row, room, width, most int) []string {
	value := visible.Line(akoya.RedactText(at.field.Value.Reveal()))
	switch {
	case at.field.Sensitive && c.revealed == revealItem(e.id, at):
		value = visible.Line(at.field.Value.Reveal())
	case at.field.Sensitive:
		return nil
	}
	if at.kind == rowLine && cells(value) <= width-10 || at.kind != rowLine && cells(value) <= room {
		return nil
	}
	lines := wrapMost(value, width-1, most, c.glyphs)
	for i := range lines {
		lines[i] = " " + c.theme.text.paint(lines[i])
	}
	return lines
}

// rowEntry looks up what is known of a part of a request.
func rowEntry(request akoya.Request, at row, browser bool) (explain.Entry, bool) {
	grant := ""
	if f, ok := request.Field("grant_type"); ok {
		grant = f.Value.Reveal()
	} else if _, ok := request.Field("token"); ok {
		grant = "revoke"
	}
	switch {
	case browser && at.kind == rowForm:
		return explain.QueryParam(at.field.Name)
	case browser:
		return explain.Entry{Meaning: "Where the browser goes; the parameters below follow as its query. The arrow keys explain each of them."}, true
	}
	switch at.kind {
	case rowHeader:
		return explain.HTTPHeader(at.field.Name)
	case rowID:
		return misplaced(grant, "client_id", at)
	case rowSecret:
		return misplaced(grant, "client_secret", at)
	case rowForm:
		return misplaced(grant, at.field.Name, at)
	case rowLine:
	}
	return explain.Entry{Meaning: "Where the request goes. The path and the method can be changed too."}, true
}
