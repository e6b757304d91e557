package ui

import (
	"fmt"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/visible"
)

// comparison shows two round trips beside each other, the older one left.
type comparison struct {
	scroll
	left, right tripRow
	all         []pairRow
	shown       []pairRow
	different   int  // rows that differ
	expected    int  // rows that differ between any two answers
	only        bool // only those are on view
}

// pairRow is one line of both round trips.
type pairRow struct {
	section     string // a heading; "" for a line
	label       string // the name of a header or field; "" for none
	left, right string
	kind        pairKind
	names       nameWidths // of the section
}

// pairKind says how the two sides of a row compare.
type pairKind int

const (
	pairSame pairKind = iota
	pairDiffers
	pairLeftOnly
	pairRightOnly
	pairExpected // differs between any two answers: a time, an id of the answer
)

func newComparison(a, b flows.Entry) *comparison {
	if a.Number > b.Number {
		a, b = b, a
	}
	p := &comparison{left: newTripRow(a), right: newTripRow(b)}
	p.all = comparePairs(a.RoundTrip.Redacted(), b.RoundTrip.Redacted())
	for _, row := range p.all {
		switch {
		case row.section != "", row.kind == pairSame:
		case row.kind == pairExpected:
			p.expected++
		default:
			p.different++
		}
	}
	p.shown = p.all
	return p
}

// comparePairs lines two round trips up: lines with lines, headers and fields by
// their names, bodies line by line.
func comparePairs(a, b akoya.Redacted) []pairRow {
	rows := []pairRow{{section: "REQUEST"}}
	rows = append(rows, pairOf("", a.RequestLine, b.RequestLine)...)
	rows = append(rows, pairHost(a.URL, b.URL)...)
	rows = append(rows, pairFields(a.Request, b.Request)...)
	formA, okA := formPairs(a)
	formB, okB := formPairs(b)
	if (okA || a.RequestBody == "") && (okB || b.RequestBody == "") {
		rows = append(rows, pairFields(formA, formB)...)
	} else {
		rows = append(rows, pairLines(bodyText(a.RequestBody), bodyText(b.RequestBody))...)
	}
	rows = append(rows, pairRow{section: "RESPONSE"})
	rows = append(rows, pairOf("", a.StatusLine+a.Error, b.StatusLine+b.Error)...)
	rows = append(rows, pairLines(bodyText(a.ResponseBody), bodyText(b.ResponseBody))...)
	rows = append(rows, pairFields(a.Response, b.Response)...)
	for from := 0; from < len(rows); {
		to, names := from+1, nameWidths(nil)
		for ; to < len(rows) && rows[to].section == ""; to++ {
			names = names.with(rows[to].label)
		}
		for i := from; i < to; i++ {
			rows[i].names = names
		}
		from = to
	}
	return rows
}

// changesAlways reports whether a header has another value in any two answers,
// and so says nothing about what differs between them.
func changesAlways(name string) bool {
	switch strings.ToLower(name) {
	case "date", "age", "x-akoya-interaction-id", "x-request-id", "x-correlation-id",
		"x-amzn-requestid", "x-amzn-trace-id", "x-amz-apigw-id", "x-amz-cf-id", "cf-ray", "traceparent", "server-timing":
		return true
	}
	return false
}

func bodyText(body string) []string {
	lines, _ := bodyLines(body)
	return lines
}

// pairHost tells two servers apart, which the request line does not.
func pairHost(a, b string) []pairRow {
	if hostOf(a) == hostOf(b) {
		return nil
	}
	return pairOf("server", hostOf(a), hostOf(b))
}

// pairOf makes the rows of one line of both sides; long ones take several.
func pairOf(label, left, right string) []pairRow {
	if left == right && left == "" {
		return nil
	}
	same := left == right
	l, r := chunks(visible.Line(left)), chunks(visible.Line(right))
	var rows []pairRow
	for i := range max(len(l), len(r)) {
		row := pairRow{label: clip(visible.Line(label)), left: firstAt(l, i), right: firstAt(r, i), kind: pairDiffers}
		switch {
		case same || row.left == row.right:
			row.kind = pairSame
		case left == "":
			row.kind = pairRightOnly
		case right == "":
			row.kind = pairLeftOnly
		}
		rows = append(rows, row)
		if label != "" {
			label = goesOn
		}
	}
	return rows
}

// firstAt returns one of a list, and nothing behind its end.
func firstAt(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// pairFields lines fields up by name, and by turn where a name stands twice.
func pairFields(a, b []akoya.RedactedField) []pairRow {
	type place struct {
		name string
		turn int
	}
	index := func(list []akoya.RedactedField) (order []place, values map[place]string) {
		values = map[place]string{}
		turns := map[string]int{}
		for _, f := range list {
			name := strings.ToLower(f.Name)
			at := place{name, turns[name]}
			turns[name]++
			order, values[at] = append(order, at), f.Value
		}
		return order, values
	}
	orderA, valuesA := index(a)
	orderB, valuesB := index(b)
	var rows []pairRow
	for _, at := range orderA {
		value, ok := valuesB[at]
		rows = append(rows, pairField(at.name, valuesA[at], value, true, ok)...)
	}
	for _, at := range orderB {
		if _, ok := valuesA[at]; !ok {
			rows = append(rows, pairField(at.name, "", valuesB[at], false, true)...)
		}
	}
	return rows
}

// pairField is pairOf for a field that may be missing on one side.
func pairField(name, left, right string, inLeft, inRight bool) []pairRow {
	rows := pairOf(name, left, right)
	if len(rows) == 0 {
		rows = []pairRow{{label: clip(visible.Line(name))}}
	}
	for i := range rows {
		switch {
		case !inLeft:
			rows[i].kind = pairRightOnly
		case !inRight:
			rows[i].kind = pairLeftOnly
		case rows[i].kind != pairSame && changesAlways(name):
			rows[i].kind = pairExpected
		case rows[i].kind != pairSame:
			rows[i].kind = pairDiffers
		}
	}
	return rows
}

func (p *comparison) bindings(s *historyScreen, c scene) []binding {
	page := max(4, c.height-6)
	word := "differences only"
	if p.only {
		word = "all lines"
	}
	none := ""
	if p.different == 0 {
		none = "The two are the same, but for what always differs."
		if p.expected == 0 {
			none = "The two are the same."
		}
	}
	return []binding{
		{keys: []string{"down", "j"}, label: "↑↓", word: "scroll", rank: 4, help: "Scroll.", intent: act(func() { p.by(1) })},
		{keys: []string{"up", "k"}, word: "up", hidden: true, help: "Scroll back.", intent: act(func() { p.by(-1) })},
		{keys: []string{"pgdown", "space"}, word: "page down", hidden: true, help: "One page on.", intent: act(func() { p.by(page) })},
		{keys: []string{"pgup"}, word: "page up", hidden: true, help: "One page back.", intent: act(func() { p.by(-page) })},
		{keys: []string{"g", "home"}, word: "start", hidden: true, help: "To the start.", intent: act(p.start)},
		{keys: []string{"G", "end"}, word: "end", hidden: true, help: "To the end.", intent: act(p.end)},
		{keys: []string{"d"}, word: word, rank: 5, why: none, help: "Show all lines, or only those that differ.", intent: act(p.toggle)},
		{keys: []string{"esc", "c"}, word: "back", rank: 3, help: "Back to where the second one was chosen.", intent: act(func() { s.pair = nil })},
	}
}

// toggle shows all lines, or only those that differ.
func (p *comparison) toggle() {
	p.only = !p.only
	p.top, p.shown = 0, p.all
	if !p.only {
		return
	}
	p.shown = nil
	for _, row := range p.all {
		if row.section != "" || row.kind != pairSame && row.kind != pairExpected {
			p.shown = append(p.shown, row)
		}
	}
}

// verdict says in words how much differs; what differs each time is no difference.
func (p *comparison) verdict(c scene) string {
	t, g := c.theme, c.glyphs
	always := ""
	if p.expected > 0 {
		always = t.muted.paint(fmt.Sprintf("   %s %s always differ", g.dot, commas(p.expected)))
	}
	switch p.different {
	case 0:
		return t.ok.paint(g.ok+" the same, line by line") + always
	case 1:
		return t.warn.paint(g.differ+" 1 line differs") + always
	}
	return t.warn.paint(fmt.Sprintf("%s %s lines differ", g.differ, commas(p.different))) + always
}
