package ui

import (
	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows"
)

// historyScreen lists every round trip, newest first. One of them can be opened,
// sent again, changed, compared with another, copied and exported. Only the rows
// on view are read: a long history costs no more than a short one.
type historyScreen struct {
	cursor int // the number of the entry under the cursor; 0: the newest
	top    int // how many rows are above the pane
	page   int // how many rows the pane had when it was last drawn
	marked int // the number of the entry to compare with; 0: none
	filter historyFilter
	asked  bool            // the next step of the filter has been asked for
	input  *input          // the filter being typed
	rows   map[int]tripRow // what was drawn last, by number
	look   rowLook         // how lines were drawn
	lines  map[int]string  // those of rows, as drawn without a cursor
	widest rowWidths       // of the rows that were on view

	entry  *entryView  // open above the list
	pair   *comparison // open above the entry or the list
	resend *resend     // open above the entry or the list
}

func newHistoryScreen() *historyScreen {
	return &historyScreen{rows: map[int]tripRow{}, lines: map[int]string{}}
}

// maxKept is how many rows are kept: more than any terminal has lines.
const maxKept = 512

// count returns how many rows the list has.
func (s *historyScreen) count(c scene) int {
	if s.filter.on() {
		return s.filter.count()
	}
	return c.session.History.Len()
}

// number returns the number of the entry in a row.
func (s *historyScreen) number(c scene, i int) int {
	if s.filter.on() {
		return s.filter.number(i)
	}
	return c.session.History.Len() - i
}

// place returns the row of the cursor.
func (s *historyScreen) place(c scene) int {
	i := 0
	switch {
	case s.cursor == 0:
	case s.filter.on():
		i = s.filter.place(s.cursor)
	default:
		i = c.session.History.Len() - s.cursor
	}
	return max(0, min(i, s.count(c)-1))
}

// chosen returns the entry under the cursor.
func (s *historyScreen) chosen(c scene) (flows.Entry, bool) {
	if s.count(c) == 0 {
		return flows.Entry{}, false
	}
	return entryOf(c, s.number(c, s.place(c))), true
}

func entryOf(c scene, number int) flows.Entry {
	return c.session.History.Newest(c.session.History.Len() - number)
}

// to puts the cursor on a row. At the top it follows what comes.
func (s *historyScreen) to(c scene, i int) {
	i = max(0, min(i, s.count(c)-1))
	s.cursor = 0
	if i > 0 {
		s.cursor = s.number(c, i)
	}
}

// row returns what a row says, masked once and kept while it may be drawn again.
func (s *historyScreen) row(c scene, number int) tripRow {
	if row, ok := s.rows[number]; ok {
		return row
	}
	if len(s.rows) >= maxKept {
		clear(s.rows)
	}
	row := newTripRow(entryOf(c, number))
	s.rows[number] = row
	return row
}

// line returns a row as it is drawn; most rows are the same as the time before.
func (s *historyScreen) line(c scene, k historyColumns, number int, cursor bool) string {
	if cursor || number == s.marked {
		return s.row(c, number).line(c, k, cursor, number == s.marked)
	}
	if look := (rowLook{k, c.theme, c.glyphs}); look != s.look || len(s.lines) >= maxKept {
		s.look = look
		clear(s.lines)
	}
	line, ok := s.lines[number]
	if !ok {
		line = s.row(c, number).line(c, k, false, false)
		s.lines[number] = line
	}
	return line
}

func (s *historyScreen) opened(c scene) intent {
	s.input, s.resend, s.pair, s.entry = nil, nil, nil, nil
	s.widest = rowWidths{}
	return s.search(c)
}

// received opens the round trip that was sent from here. What was not sent is not
// there to be opened: the request stays as it is.
func (s *historyScreen) received(_, after flows.Session, _ int, sent flows.Sent) {
	if !reached(sent) {
		return
	}
	s.input, s.resend, s.pair = nil, nil, nil
	s.cursor, s.top = 0, 0
	s.entry = newEntryView(after.History.Newest(0), tabResponse)
}

// search takes the next step of the filter and asks for another one when there
// is more to search.
func (s *historyScreen) search(c scene) intent {
	s.filter.step(c.session.History)
	if s.asked || s.filter.done(c.session.History) {
		return nil
	}
	s.asked = true
	return searchOn{}
}

// searchAgain answers what search asked for.
func (s *historyScreen) searchAgain(c scene) intent {
	s.asked = false
	return s.search(c)
}

func (s *historyScreen) bindings(c scene) []binding {
	switch {
	case s.resend != nil:
		return s.resend.bindings(s, c)
	case s.pair != nil:
		return s.pair.bindings(s, c)
	case s.entry != nil:
		return s.entry.bindings(s, c)
	}
	return s.listBindings(c)
}

func (s *historyScreen) listBindings(c scene) []binding {
	if c.session.History.Len() == 0 {
		next := binding{keys: []string{"enter"}, word: "authorize", rank: 2, help: "Go to the first step: nothing has been sent yet.", intent: goTo{screenAuthorize}}
		if code, ok := c.session.NewestCode(); ok && code.StateAt(c.now) == flows.CodeFresh {
			next.word, next.help, next.intent = "obtain", "Go and exchange the code: nothing has been sent yet.", goTo{screenObtain}
		}
		list := []binding{next}
		for _, b := range writeBindings() { // named here too, so that they can be found
			b.why = "Nothing has been sent yet: there is nothing to write."
			list = append(list, b)
		}
		return list
	}
	none := ""
	entry, ok := s.chosen(c)
	if !ok {
		none = "No request holds this text: esc shows all of them."
	}
	i, last, page := s.place(c), s.count(c)-1, max(1, s.page-1)
	move := func(row int) act { return func() { s.to(c, row) } }
	list := []binding{
		{keys: []string{"enter"}, word: "open", rank: 2, why: none, help: "Open the round trip: request, response, timings, raw.", intent: act(func() { s.entry = newEntryView(entry, tabResponse) })},
		{keys: []string{"down", "j"}, label: "↑↓", word: "choose", rank: 3, why: none, help: "The request before it in time.", intent: move(i + 1)},
		{keys: []string{"up", "k"}, word: "up", hidden: true, why: none, help: "The request after it in time.", intent: move(i - 1)},
		{keys: []string{"pgdown", "space"}, word: "page down", hidden: true, why: none, help: "One page down, to older requests.", intent: move(i + page)},
		{keys: []string{"pgup"}, word: "page up", hidden: true, why: none, help: "One page up, to newer requests.", intent: move(i - page)},
		{keys: []string{"g", "home"}, word: "newest", hidden: true, why: none, help: "The newest request; the cursor then follows what comes.", intent: move(0)},
		{keys: []string{"G", "end"}, word: "oldest", hidden: true, why: none, help: "The oldest request.", intent: move(last)},
		{keys: []string{"/"}, word: "filter", rank: 4, help: "Show only requests that hold every word: of method, path, status, step, case, verdict.", intent: act(func() {
			s.input = newInput(s.filter.text(), "method, path, status, step, case or verdict", false, c.theme)
		})},
	}
	switch {
	case s.filter.on():
		list = append(list, binding{keys: []string{"esc"}, word: "show all", rank: 3, help: "End the filter.", intent: act(func() { s.filter.set(""); s.top = 0 })})
	case s.marked != 0:
		list = append(list, binding{keys: []string{"esc"}, word: "unmark", rank: 3, help: "Do not compare.", intent: act(func() { s.marked = 0 })})
	}
	list = append(list, s.tripBindings(c, entry, none)...)
	return append(list, writeBindings()...)
}

// tripBindings do something with one round trip, in the list and when it is open.
func (s *historyScreen) tripBindings(c scene, e flows.Entry, none string) []binding {
	busy := orWords(none, busyWhy(c))
	word := "compare"
	switch {
	case s.marked == e.Number && s.marked != 0:
		word = "unmark"
	case s.marked != 0:
		word = "compare with #" + commas(s.marked)
	}
	return []binding{
		{keys: []string{"e"}, word: "edit and resend", rank: 5, why: busy, help: "Change any part of the request and send it.", intent: act(func() { s.resend = newResend(e) })},
		{keys: []string{"r"}, word: "resend", rank: 6, why: busy, help: "Send exactly the same request once more.", intent: resendIntent(e.Request)},
		{keys: []string{"c"}, word: word, rank: 7, why: none, help: "Mark this round trip; c on another one shows both side by side.", intent: act(func() { s.compare(c, e) })},
		{keys: []string{"y"}, word: "copy as curl", rank: 8, why: none, help: "Copy the request as a curl line; secrets stand as $VARIABLES.", intent: copyCurl{e.Request}},
	}
}

// writeBindings write the list into a file.
func writeBindings() []binding {
	return []binding{
		{keys: []string{"w"}, word: "write HAR", rank: 9, help: "Write the requests on the list, all or those that the filter shows, as an HTTP archive (HAR 1.2) into the current directory. Every secret is masked.", intent: writeHistory{format: exportHAR}},
		reportBinding(),
	}
}

func reportBinding() binding {
	return binding{keys: []string{"m"}, word: "write Markdown", rank: 10, help: "Write the requests on the list with their answers, oldest first, as a Markdown report into the current directory. Every secret is masked.", intent: writeHistory{format: exportMarkdown}}
}

// compare marks the entry, or opens it beside the one marked before.
func (s *historyScreen) compare(c scene, e flows.Entry) {
	switch s.marked {
	case 0:
		s.marked = e.Number
	case e.Number:
		s.marked = 0
	default:
		s.pair = newComparison(entryOf(c, s.marked), e)
		s.marked = 0
	}
}

func (s *historyScreen) typing() bool {
	return s.input != nil || s.resend != nil && s.resend.editor.typing()
}

func (s *historyScreen) key(c scene, k tea.KeyPressMsg) intent {
	if s.input == nil {
		return s.resend.editor.key(k)
	}
	switch k.String() {
	case "esc":
		s.input = nil
		s.filter.set("")
	case "enter":
		s.input = nil
	case "down":
		s.to(c, s.place(c)+1)
	case "up":
		s.to(c, s.place(c)-1)
	default:
		s.input.press(k)
		return s.refilter(c)
	}
	return nil
}

func (s *historyScreen) paste(c scene, text string) intent {
	if s.input == nil {
		s.resend.editor.paste(text)
		return nil
	}
	s.input.paste(text)
	return s.refilter(c)
}

// refilter starts the search over when the text has changed.
func (s *historyScreen) refilter(c scene) intent {
	before := s.filter.text()
	next := historyFilter{}
	next.set(s.input.value())
	if next.text() == before {
		return nil
	}
	s.filter, s.cursor, s.top = next, 0, 0
	return s.search(c)
}
