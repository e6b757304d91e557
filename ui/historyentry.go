package ui

import (
	"net/url"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/visible"
)

// entryTab is one side of a round trip.
type entryTab int

const (
	tabRequest entryTab = iota
	tabResponse
	tabTimings
	tabRaw
	tabCount
)

// entryView is one round trip, open. It is masked and cut into lines once.
type entryView struct {
	entry    flows.Entry
	row      tripRow
	tab      entryTab
	request  document
	response document
	raw      document
}

func newEntryView(e flows.Entry, tab entryTab) *entryView {
	shown := e.RoundTrip.Redacted()
	v := &entryView{entry: e, row: newTripRow(e), tab: tab}
	v.request = requestDocument(shown)
	v.response = responseDocument(shown)
	v.raw = rawDocument(shown)
	return v
}

// requestDocument is what was sent, its form field by field.
func requestDocument(r akoya.Redacted) document {
	var d document
	d.add(docTitle, r.Method+" "+r.URL)
	for _, h := range r.Request {
		d.field(h.Name, h.Value)
	}
	if r.RequestBody == "" {
		return d
	}
	d.gap()
	pairs, ok := formPairs(r)
	for _, p := range pairs {
		d.field(p.Name, p.Value)
	}
	if !ok {
		d.body(r.RequestBody)
	}
	return d
}

// formPairs splits a form into its fields; masks in it stay.
func formPairs(r akoya.Redacted) ([]akoya.RedactedField, bool) {
	form := false
	for _, h := range r.Request {
		form = form || strings.EqualFold(h.Name, "Content-Type") && strings.HasPrefix(strings.ToLower(h.Value), "application/x-www-form-urlencoded")
	}
	if !form {
		return nil, false
	}
	var list []akoya.RedactedField
	for part := range strings.SplitSeq(r.RequestBody, "&") {
		name, value, _ := strings.Cut(part, "=")
		list = append(list, akoya.RedactedField{Name: unescaped(name), Value: unescaped(value)})
	}
	return list, true
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// responseDocument is what came back: the body first, for it is what one looks for.
func responseDocument(r akoya.Redacted) document {
	var d document
	if r.Error != "" {
		d.add(docBad, upperFirst(r.Error))
	}
	if r.Status == 0 {
		return d
	}
	if r.Error != "" {
		d.gap()
	}
	if strings.TrimSpace(r.ResponseBody) == "" {
		d.add(docMuted, "(empty body)")
	}
	d.body(r.ResponseBody)
	if r.Truncated {
		d.add(docWarn, "The body is longer than 1 MiB; the rest was not read.")
	}
	d.gap()
	for _, h := range r.Response {
		d.field(h.Name, h.Value)
	}
	return d
}

// rawDocument is the exchange as it went over the wire, masked.
func rawDocument(r akoya.Redacted) document {
	var d document
	message := func(line string, headers []akoya.RedactedField, body string) {
		d.add(docTitle, line)
		for _, h := range headers {
			d.add(docText, h.Name+": "+h.Value)
		}
		d.gap()
		for line := range strings.SplitSeq(visible.Text(body), "\n") {
			if line != "" || body != "" {
				d.add(docText, line)
			}
		}
	}
	if r.RequestLine == "" {
		d.add(docMuted, "(nothing was sent)")
	} else {
		message(r.RequestLine, r.Request, r.RequestBody)
	}
	d.gap()
	if r.Error != "" {
		d.add(docBad, upperFirst(r.Error))
	}
	if r.Status != 0 {
		message(r.StatusLine, r.Response, r.ResponseBody)
	}
	if r.Truncated {
		d.add(docWarn, "The body is longer than 1 MiB; the rest was not read.")
	}
	return d
}

// current returns the document that the keys scroll; nil when the tab has none.
func (v *entryView) current() *document {
	switch v.tab {
	case tabRequest:
		return &v.request
	case tabResponse:
		return &v.response
	case tabRaw:
		return &v.raw
	case tabTimings, tabCount:
	}
	return nil
}

func (v *entryView) bindings(s *historyScreen, c scene) []binding {
	turn := func(by entryTab) act { return func() { v.tab = (v.tab + by + tabCount) % tabCount } }
	page := max(4, c.height-6)
	still := ""
	d := v.current()
	if d == nil {
		still, d = "Everything is on view.", &document{}
	}
	scroll := func(n int) act { return func() { d.by(n) } }
	older, newer := s.neighbour(c, v, 1), s.neighbour(c, v, -1)
	step := func(to int) act {
		return func() { s.to(c, to); s.entry = newEntryView(entryOf(c, s.number(c, to)), v.tab) }
	}
	noOlder, noNewer := "", ""
	if older < 0 {
		noOlder = "This is the oldest one."
	}
	if newer < 0 {
		noNewer = "This is the newest one."
	}
	list := []binding{
		{keys: []string{"right", "tab", "l"}, label: "←→", word: "sides", rank: 2, help: "The next side of the round trip: request, response, timings, raw.", intent: turn(1)},
		{keys: []string{"left", "shift+tab", "h"}, word: "side before", hidden: true, help: "The side before.", intent: turn(-1)},
		{keys: []string{"down", "j"}, label: "↑↓", word: "scroll", rank: 4, why: still, help: "Scroll.", intent: scroll(1)},
		{keys: []string{"up", "k"}, word: "up", hidden: true, why: still, help: "Scroll back.", intent: scroll(-1)},
		{keys: []string{"pgdown", "space"}, word: "page down", hidden: true, why: still, help: "One page on.", intent: scroll(page)},
		{keys: []string{"pgup"}, word: "page up", hidden: true, why: still, help: "One page back.", intent: scroll(-page)},
		{keys: []string{"g", "home"}, word: "start", hidden: true, why: still, help: "To the start.", intent: act(d.start)},
		{keys: []string{"G", "end"}, word: "end", hidden: true, why: still, help: "To the end.", intent: act(d.end)},
		{keys: []string{"n"}, word: "older", rank: 11, why: noOlder, help: "Open the request before this one in time.", intent: step(older)},
		{keys: []string{"p"}, word: "newer", rank: 12, why: noNewer, help: "Open the request after this one in time.", intent: step(newer)},
		{keys: []string{"esc"}, word: "list", rank: 3, help: "Back to the list.", intent: act(func() { s.entry = nil })},
	}
	list = append(list, s.tripBindings(c, v.entry, "")...)
	return append(list,
		binding{keys: []string{"w"}, word: "write HAR", rank: 9, help: "Write this round trip as an HTTP archive (HAR 1.2) into the current directory. Every secret is masked.", intent: writeHistory{format: exportHAR, number: v.entry.Number}},
		reportBinding())
}

// neighbour returns the row by places below that of the open entry; -1 for none.
func (s *historyScreen) neighbour(c scene, v *entryView, by int) int {
	i := c.session.History.Len() - v.entry.Number
	if s.filter.on() {
		i = s.filter.place(v.entry.Number)
		if by < 0 || i < s.count(c) && s.number(c, i) == v.entry.Number {
			i += by
		}
	} else {
		i += by
	}
	if i < 0 || i >= s.count(c) {
		return -1
	}
	return i
}
