package ui

import (
	"akoya-tui/akoya"
	"akoya-tui/flows/explain"
	"akoya-tui/flows/visible"
)

// leftOutRows lists the parts of a request that are no longer in it.
func leftOutRows(base, now akoya.Request) []row {
	type part struct {
		kind rowKind
		name string
	}
	have := map[part]int{}
	for _, at := range rows(now) {
		have[part{at.kind, at.field.Name}]++
	}
	var left []row
	for _, at := range rows(base) {
		one := part{at.kind, at.field.Name}
		if have[one]--; have[one] < 0 && at.kind != rowLine && !moved(at, now) {
			left = append(left, at)
		}
	}
	return left
}

// moved reports whether a part of the credentials stands in their other place now.
func moved(at row, now akoya.Request) bool {
	name := at.field.Name
	switch at.kind {
	case rowID:
		name = "client_id"
	case rowSecret:
		name = "client_secret"
	case rowForm:
		return (name == "client_id" || name == "client_secret") && !now.Basic.IsZero()
	case rowHeader, rowLine:
		return false
	}
	_, there := now.Field(name)
	return there
}

// leftOutLines names what was left out, as the test cases do. The cursor does not
// go there: undo brings it back.
func leftOutLines(c scene, left []row, column, width int) []string {
	t, g := c.theme, c.glyphs
	var lines []string
	for _, at := range left {
		name := cutMiddle(visible.Line(at.field.Name), width-1-nameGap-cells("left out"), g)
		lines = append(lines, fit(t.warn.paint(g.differ)+cell(name, max(column, cells(name))+nameGap, t.muted, g)+t.warn.paint("left out"), width, g))
	}
	return lines
}

// misplaced explains a part of the credentials or of the form, and says so when
// credentials stand where they are not documented.
func misplaced(grant, name string, at row) (explain.Entry, bool) {
	entry, ok := explain.FormField(grant, name)
	if !ok || name != "client_id" && name != "client_secret" {
		return entry, ok
	}
	switch inBody := at.kind == rowForm; grant {
	case "authorization_code", "client_credentials":
		if inBody {
			entry.Meaning = "Now in the body. " + entry.Meaning
		}
	case "refresh_token", "revoke":
		if !inBody {
			entry.Meaning = "Now in the Authorization header. " + entry.Meaning
		}
	}
	return entry, ok
}
