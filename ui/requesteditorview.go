package ui

import (
	"fmt"

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
	help := e.rowHelp(c, request, list[cursor], width, max(2, height-len(list)-1))
	if len(list)+len(help) > height && pane.tight {
		help = nil
	}
	room := height - len(help)
	first := max(0, min(cursor-room/2, len(list)-room))
	for i := first; i < len(list) && len(lines) < room; i++ {
		lines = append(lines, e.rowLine(c, pane, list[i], i == cursor, width))
	}
	if e.editing != nil && e.editing.add {
		lines = append(lines[:max(0, min(len(lines), room-1))], c.theme.accent.paint(c.glyphs.focus)+e.editing.input.view(width-1, c.glyphs))
	}
	if len(lines)+len(help) < height && len(help) > 0 {
		lines = append(lines, "")
	}
	return append(lines, help...)
}

// nameWidth is the width of the column of names in the request pane.
const nameWidth = 15

func (e *requestEditor) rowLine(c scene, pane requestPane, at row, cursor bool, width int) string {
	t, g := c.theme, c.glyphs
	mark := " "
	if cursor && pane.focus {
		mark = t.accent.paint(g.focus)
	}
	if e.editing != nil && !e.editing.add && cursor {
		name := visible.Line(at.field.Name)
		if at.kind == rowLine { // it needs all the room there is
			return mark + e.editing.input.view(width-1, g)
		}
		return mark + cell(name, nameWidth, t.accent, g) + " " + e.editing.input.view(width-nameWidth-2, g)
	}
	if at.kind == rowLine {
		changed := ""
		if rowChanged(pane.base, at) {
			changed = t.warn.paint("  changed")
		}
		method := visible.Line(at.field.Name)
		return mark + t.strong.paint(method) + " " + t.text.paint(cutMiddle(visible.Line(akoya.RedactText(at.field.Value.Reveal())), width-cells(method)-4-cells(changed), g)) + changed
	}
	value := visible.Line(at.field.Display())
	if at.field.Sensitive && c.revealed == revealItem(e.id, at) {
		value = visible.Line(at.field.Value.Reveal())
	}
	ink := t.text
	suffix := origin(c, at)
	if rowChanged(pane.base, at) {
		ink, suffix = t.warn, "changed"
	}
	if value == "" {
		value, ink = "(empty)", t.muted
	}
	room := width - nameWidth - 2
	if suffix != "" {
		room -= cells(suffix) + 2
		suffix = "  " + t.muted.paint(suffix)
	}
	return mark + cell(visible.Line(at.field.Name), nameWidth, t.muted, g) + " " + ink.paint(cutMiddle(value, room, g)) + suffix
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
func (e *requestEditor) rowHelp(c scene, request akoya.Request, at row, width, most int) []string {
	entry, ok := rowEntry(request, at)
	if !ok {
		return nil
	}
	text := entry.Meaning
	if entry.IfWrong != "" {
		text += " " + entry.IfWrong
	}
	whole := e.wholeValue(c, at, width, max(1, min(most-1, 4)))
	lines := wrapMost(text, width-1, min(6, max(1, most-len(whole))), c.glyphs)
	for i := range lines {
		lines[i] = " " + c.theme.muted.paint(lines[i])
	}
	return append(whole, lines...)
}

// wholeValue writes out a value that its row had to cut.
func (e *requestEditor) wholeValue(c scene, at row, width, most int) []string {
	value := visible.Line(akoya.RedactText(at.field.Value.Reveal()))
	switch {
	case at.field.Sensitive && c.revealed == revealItem(e.id, at):
		value = visible.Line(at.field.Value.Reveal())
	case at.field.Sensitive:
		return nil
	}
	if at.kind == rowLine && cells(value) <= width-10 || cells(value) <= width-nameWidth-2 {
		return nil
	}
	lines := wrapMost(value, width-1, most, c.glyphs)
	for i := range lines {
		lines[i] = " " + c.theme.text.paint(lines[i])
	}
	return lines
}

// rowEntry looks up what is known of a part of a request.
func rowEntry(request akoya.Request, at row) (explain.Entry, bool) {
	grant := ""
	if f, ok := request.Field("grant_type"); ok {
		grant = f.Value.Reveal()
	} else if _, ok := request.Field("token"); ok {
		grant = "revoke"
	}
	switch at.kind {
	case rowHeader:
		return explain.HTTPHeader(at.field.Name)
	case rowID:
		return explain.FormField(grant, "client_id")
	case rowSecret:
		return explain.FormField(grant, "client_secret")
	case rowForm:
		return explain.FormField(grant, at.field.Name)
	case rowLine:
	}
	return explain.Entry{Meaning: "Where the request goes. The path and the method can be changed too."}, true
}
