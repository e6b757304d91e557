package ui

import (
	"fmt"
	"slices"

	"akoya-tui/flows/cases"
)

func (s *casesScreen) bindings(c scene) []binding {
	if s.asking != nil {
		return s.whileAsking(c)
	}
	return s.ownBindings(c)
}

// ownBindings are the keys while nobody is asked.
func (s *casesScreen) ownBindings(c scene) []binding {
	switch {
	case s.replay != nil:
		return s.replay.bindings(s, c)
	case s.batch != nil:
		return append([]binding{s.stopBinding()}, s.whileRunning(c)...)
	case s.ending != nil:
		return s.endingAnswers()
	}
	return slices.Concat(s.runBindings(c), s.lookBindings(c), []binding{s.endingBinding(c)}, s.moves(c))
}

// whileRunning are the same keys while cases run: those that look work, those
// that run something do not, nor what says which cases may run.
func (s *casesScreen) whileRunning(c scene) []binding {
	refused := append(s.runBindings(c), s.endingBinding(c))
	for i := range refused {
		refused[i].why = "The test cases are running: esc stops them."
	}
	return slices.Concat(refused, s.lookBindings(c), s.moves(c))
}

// runBindings run cases.
func (s *casesScreen) runBindings(c scene) []binding {
	why := busyWhy(c)
	chosen, ok := s.chosen()
	if !ok {
		why = noneListed
	}
	return []binding{
		{keys: []string{"enter"}, word: "run", rank: 1, why: why, help: "Run this case: its needs are met, its requests sent, the answer judged.", intent: runCase{chosen}},
		{keys: []string{"e"}, word: "edit, then run", rank: 4, why: why, help: "Show the request first: change any header, field, the method, the URL, then send it. It is judged by the same case.", intent: prepareCase{chosen}},
		{keys: []string{"R"}, word: s.runWord(), rank: 2, why: why, help: "Run every case that is listed: all of them, or those that the filter and the search leave. Cheap ones first, those that end a consent last.", intent: runCases{s.visibleCases()}},
	}
}

// lookBindings open a case, and choose which ones are listed.
func (s *casesScreen) lookBindings(c scene) []binding {
	var list []binding
	chosen, ok := s.chosen()
	if s.open {
		back := []string{"esc", "left"}
		if c.running != nil { // esc ends that
			back = []string{"left"}
		}
		list = append(list, binding{keys: back, word: "list", rank: 2, during: true, help: "Back to the list.", intent: act(func() { s.open = false })})
		if o, ok := s.latest(chosen.ID); ok && len(o.Steps) > 1 {
			list = append(list, binding{keys: []string{"n"}, word: "next step", rank: 3, help: "Show the next request of the case.", intent: act(func() { s.step, s.top = (s.step+1)%len(o.Steps), 0 })})
		}
	} else {
		none := ""
		if !ok {
			none = noneListed
		}
		list = append(list, binding{keys: []string{"right", "l"}, label: "→", word: "details", rank: 5, why: none, during: true, help: "Open the case: request, expected beside actual, the documents' words.", intent: act(func() { s.to(s.cursor); s.open = true })})
	}
	return append(list, s.filterBindings()...)
}

// noneListed is why nothing works on a case when no case is listed.
const noneListed = "No case passes the filter: u shows all of them."

// runWord says what R runs: what is listed.
func (s *casesScreen) runWord() string {
	if !s.filter.on() {
		return "run all"
	}
	return fmt.Sprintf("run the %d listed", len(s.visibleCases()))
}

func (s *casesScreen) filterBindings() []binding {
	next := func(list []string, now string) string {
		return list[(slices.Index(list, now)+1)%len(list)]
	}
	groups := []string{""}
	for _, g := range cases.Groups() {
		groups = append(groups, string(g))
	}
	back := ""
	if !s.filter.on() {
		back = "Nothing is filtered."
	}
	all := []string{"esc", "u"}
	if s.open || s.batch != nil { // there esc leads back to the list, or ends the run
		all = []string{"u"}
	}
	report := ""
	if s.sums(s.all).run == 0 {
		report = "Nothing was run yet, so there is nothing to report."
	}
	return []binding{
		{keys: []string{"f"}, word: "filter", rank: 6, during: true, help: "Show all, happy, sad or failed cases.", intent: act(func() { s.filter.kind = next(kinds(), s.filter.kind); s.to(0); s.open = false })},
		{keys: []string{"tab"}, word: "group", rank: 7, help: "Show one group of cases, then the next.", intent: act(func() {
			s.filter.group = cases.Group(next(groups, string(s.filter.group)))
			s.to(0)
			s.open = false
		})},
		{keys: []string{"/"}, word: "search", rank: 8, during: true, help: "Show the cases that have every word of a text in their title, id, cost or document.", intent: searchCases{}},
		{keys: all, word: "show all", rank: 3, why: back, during: true, help: "End filter, group and search: every case again.", intent: act(func() { s.filter = caseFilter{kind: "all"}; s.to(0) })},
		{keys: []string{"w"}, word: "write report", rank: 9, why: report, help: "Write what was run as a Markdown report, secrets masked, into the current folder.", intent: writeCases{}},
	}
}

func (s *casesScreen) moves(c scene) []binding {
	last := len(s.visibleCases()) - 1
	none := ""
	if last < 0 {
		none = noneListed
	}
	list := listMoves("case", none, 10, min(s.cursor, max(last, 0)), last, max(1, s.room(c)-1), s.to)
	if !s.open {
		return list
	}
	scroll := func(to int) act { return func() { s.top = max(0, to) } }
	const page, end = 5, 1 << 20 // it ends where the text does
	return append(list[:2:2],
		binding{keys: []string{"pgdown", "space"}, word: "page down", hidden: true, help: "Scroll the open case.", intent: scroll(s.top + page)},
		binding{keys: []string{"pgup"}, word: "page up", hidden: true, help: "Scroll the open case back.", intent: scroll(s.top - page)},
		binding{keys: []string{"g", "home"}, word: "start", hidden: true, help: "To the start of the open case.", intent: scroll(0)},
		binding{keys: []string{"G", "end"}, word: "end", hidden: true, help: "To the end of the open case.", intent: scroll(end)},
	)
}

func (s *casesScreen) typingKeys() []binding {
	switch {
	case s.asking.typing():
		return []binding{{keys: []string{"enter"}, word: "use it"}, {keys: []string{"esc"}, word: "close"}}
	case s.replay != nil:
		return []binding{{keys: []string{"enter"}, word: "accept"}, {keys: []string{"esc"}, word: "put back"}}
	case s.ending != nil:
		return []binding{{keys: []string{"enter"}, word: "include them"}, {keys: []string{"esc"}, word: "no"}}
	}
	return []binding{{keys: []string{"enter"}, word: "keep"}, {keys: []string{"down"}, label: "↑↓", word: "choose"}, {keys: []string{"esc"}, word: "show all"}}
}
