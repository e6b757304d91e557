package ui

import (
	"net/url"
	"slices"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/visible"
)

// requestLines lists a request, the parts that a tamper touched marked. A query
// stands as a table, as a form does.
func requestLines(c scene, request akoya.Request, targets []cases.Target) []string {
	t, g := c.theme, c.glyphs
	touched := func(place cases.Place, name string) bool {
		return slices.ContainsFunc(targets, func(target cases.Target) bool {
			return target.Place == place && strings.EqualFold(name, target.Name)
		})
	}
	target := browserRequest(request.URL)
	address := akoya.RedactText(target.URL)
	lead, ink := "  ", t.text
	if touched(cases.PlacePath, "") {
		lead, ink = t.warn.paint(g.differ+" "), t.warn
	}
	lines := []string{}
	method := visible.Line(request.Method)
	for i, text := range wrap(visible.Line(address), max(12, c.width-4-cells(method))) {
		if i == 0 {
			lines = append(lines, " "+lead+t.strong.paint(method)+" "+ink.paint(text))
			continue
		}
		lines = append(lines, repeat(" ", 4+cells(method))+ink.paint(text))
	}
	field := func(marked bool, name, value string) {
		mark, paint := "  ", t.text
		if marked {
			mark, paint = t.warn.paint(g.differ+" "), t.warn
		}
		for i, text := range wrap(visible.Line(value), max(12, c.width-fieldLead)) {
			if i > 0 {
				mark, name = "  ", ""
			}
			lines = append(lines, "  "+mark+cell(visible.Line(name), fieldCells, t.muted, g)+" "+paint.paint(text))
		}
	}
	for _, f := range target.Form {
		field(touched(cases.PlaceQuery, f.Name), "?"+f.Name, akoya.RedactText(f.Display()))
	}
	for _, at := range rows(request)[1:] {
		marked := false
		switch at.kind {
		case rowHeader:
			marked = touched(cases.PlaceHeader, at.field.Name)
		case rowID, rowSecret:
			marked = touched(cases.PlaceHeader, "Authorization")
		case rowForm:
			marked = touched(cases.PlaceForm, at.field.Name)
		case rowLine:
		}
		field(marked, at.field.Name, at.field.Display())
	}
	for _, target := range targets {
		if left, name := leftOut(request, target); left {
			field(true, name, "left out")
		}
	}
	return lines
}

// Widths of the fields of a request in the open case.
const (
	fieldCells = 18
	fieldLead  = 4 + fieldCells + 1
)

// leftOut reports whether a tamper took a field away, and names it.
func leftOut(request akoya.Request, target cases.Target) (bool, string) {
	switch target.Place {
	case cases.PlaceForm:
		_, there := request.Field(target.Name)
		return !there, target.Name
	case cases.PlaceQuery:
		u, err := url.Parse(request.URL)
		return err == nil && !u.Query().Has(target.Name), "?" + target.Name
	case cases.PlaceHeader, cases.PlacePath:
	}
	return false, ""
}
