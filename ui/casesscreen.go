package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows/cases"
)

// casesScreen lists the test tables, runs them, and shows what came of each.
type casesScreen struct {
	all      []cases.Case
	outcomes map[string][]cases.Outcome // newest last, by the case's ID
	filter   caseFilter
	cursor   int
	open     bool // the case under the cursor is on view
	step     int  // of the open case
	top      int  // scroll of the open case
	search   *input
	batch    *batch  // the run of all cases, while it goes on
	replay   *replay // a case being sent by hand
}

// batch is how far a run of many cases is.
type batch struct {
	done, total int
	current     string
	stopping    bool
	broken      bool // stopping at once
}

// keptOutcomes is how many outcomes of one case are kept.
const keptOutcomes = 8

// caseFilter chooses what the list shows.
type caseFilter struct {
	kind  string // "all", "happy", "sad", "failed"
	group cases.Group
	text  string
}

func newCasesScreen(all []cases.Case) *casesScreen {
	return &casesScreen{all: all, outcomes: map[string][]cases.Outcome{}, filter: caseFilter{kind: "all"}}
}

// kinds are the filters in the order in which a key goes through them.
func kinds() []string { return []string{"all", "happy", "sad", "failed"} }

// latest returns the newest outcome of a case.
func (s *casesScreen) latest(id string) (cases.Outcome, bool) {
	list := s.outcomes[id]
	if len(list) == 0 {
		return cases.Outcome{}, false
	}
	return list[len(list)-1], true
}

// keep stores an outcome; one that was not run is no news.
func (s *casesScreen) keep(o cases.Outcome) {
	if o.Verdict == cases.NotRun {
		return
	}
	list := append(s.outcomes[o.Case.ID], o)
	s.outcomes[o.Case.ID] = list[max(0, len(list)-keptOutcomes):]
}

// visibleCases returns the cases that the filter lets through, those that
// destroy a grant last.
func (s *casesScreen) visibleCases() []cases.Case {
	list := make([]cases.Case, 0, len(s.all))
	for _, c := range s.all {
		if s.shows(c) {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b cases.Case) int {
		switch {
		case a.Destroys() == b.Destroys():
			return 0
		case a.Destroys():
			return 1
		}
		return -1
	})
	return list
}

func (s *casesScreen) shows(c cases.Case) bool {
	switch s.filter.kind {
	case "happy":
		if !c.Happy {
			return false
		}
	case "sad":
		if c.Happy {
			return false
		}
	case "failed":
		if o, ok := s.latest(c.ID); !ok || o.Verdict != cases.Mismatch {
			return false
		}
	}
	if s.filter.group != "" && c.Group != s.filter.group {
		return false
	}
	return s.filter.text == "" || c.Matches(s.filter.text)
}

// chosen returns the case under the cursor.
func (s *casesScreen) chosen() (cases.Case, bool) {
	list := s.visibleCases()
	if len(list) == 0 {
		return cases.Case{}, false
	}
	return list[min(s.cursor, len(list)-1)], true
}

func (s *casesScreen) opened(scene) intent {
	s.search = nil
	return nil
}

// counts returns how many cases hold and how many were run.
func (s *casesScreen) counts() (hold, failed, run int) {
	for _, c := range s.all {
		o, ok := s.latest(c.ID)
		if !ok {
			continue
		}
		run++
		switch {
		case o.Failed():
			failed++
		case o.Verdict.Holds():
			hold++
		}
	}
	return hold, failed, run
}

func (s *casesScreen) bindings(c scene) []binding {
	if s.replay != nil {
		return s.replay.bindings(s, c)
	}
	if s.batch != nil {
		word, why := "stop after this one", ""
		if s.batch.stopping {
			word = "break off"
		}
		if s.batch.broken {
			why = "The run is being broken off."
		}
		return append([]binding{{keys: []string{"esc"}, word: word, rank: 0, why: why, help: "Stop after the case under way; once more breaks it off. What was done stays.", intent: stopCases{}}}, s.moves(c)...)
	}
	busy, none := "", ""
	if c.running != nil {
		busy = "A request is under way: esc cancels it."
	}
	chosen, ok := s.chosen()
	if !ok {
		none = "The filter lets no case through: f changes it."
	}
	both := orWords(none, busy)
	list := []binding{
		{keys: []string{"enter"}, word: "run", rank: 1, why: both, help: "Run this case: its needs are met, its requests sent, the answer judged.", intent: runCase{chosen}},
		{keys: []string{"e"}, word: "edit, then run", rank: 3, why: both, help: "Show the request first: change any header, field, the method, the URL, then send it. It is judged by the same case.", intent: prepareCase{chosen}},
		{keys: []string{"R"}, word: "run all", rank: 2, why: both, help: "Run every case that the filter shows, cheap ones first, those that end a consent last.", intent: runCases{s.visibleCases()}},
	}
	if s.open {
		list = append(list, binding{keys: []string{"esc", "left"}, label: "esc", word: "list", rank: 2, help: "Back to the list.", intent: act(func() { s.open = false })})
		if o, ok := s.latest(chosen.ID); ok && len(o.Steps) > 1 {
			list = append(list, binding{keys: []string{"n"}, word: "next step", rank: 3, help: "Show the next request of the case.", intent: act(func() { s.step, s.top = (s.step+1)%len(o.Steps), 0 })})
		}
	} else {
		list = append(list, binding{keys: []string{"right", "l"}, label: "→", word: "details", rank: 4, why: none, help: "Open the case: request, expected beside actual, the documents' words.", intent: act(func() { s.open, s.step, s.top = true, 0, 0 })})
	}
	return append(append(list, s.filterBindings()...), s.moves(c)...)
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
	if s.filter == (caseFilter{kind: "all"}) {
		back = "Nothing is filtered."
	}
	all := []string{"u"}
	if !s.open { // there esc leads back to the list
		all = append(all, "esc")
	}
	report := ""
	if _, _, run := s.counts(); run == 0 {
		report = "Nothing was run yet, so there is nothing to report."
	}
	return []binding{
		{keys: []string{"f"}, word: "filter", rank: 5, help: "Show all, happy, sad or failed cases.", intent: act(func() { s.filter.kind = next(kinds(), s.filter.kind); s.cursor, s.open = 0, false })},
		{keys: []string{"g"}, word: "group", rank: 6, help: "Show one group of cases, then the next.", intent: act(func() {
			s.filter.group = cases.Group(next(groups, string(s.filter.group)))
			s.cursor, s.open = 0, false
		})},
		{keys: []string{"/"}, word: "search", rank: 7, help: "Show the cases that have a text in their name.", intent: searchCases{}},
		{keys: all, word: "no filter", rank: 9, why: back, help: "Show every case again.", intent: act(func() { s.filter = caseFilter{kind: "all"}; s.cursor = 0 })},
		{keys: []string{"w"}, word: "write report", rank: 8, why: report, help: "Write what was run as a Markdown report, secrets masked, into the current folder.", intent: writeCases{}},
	}
}

func (s *casesScreen) moves(c scene) []binding {
	last := max(0, len(s.visibleCases())-1)
	page := max(1, c.height-8)
	move := func(by int) act {
		return func() { s.cursor, s.step, s.top = min(max(min(s.cursor, last)+by, 0), last), 0, 0 }
	}
	scroll := func(by int) act { return func() { s.top = max(0, s.top+by) } }
	none := ""
	if _, ok := s.chosen(); !ok {
		none = "The filter lets no case through: f changes it."
	}
	down, up, pageDown, pageUp := move(1), move(-1), move(page), move(-page)
	if s.open {
		pageDown, pageUp = scroll(5), scroll(-5)
	}
	return []binding{
		{keys: []string{"down", "j"}, label: "↑↓", word: "choose", rank: 8, why: none, help: "Next case.", intent: down},
		{keys: []string{"up", "k"}, word: "up", hidden: true, help: "Case before.", intent: up},
		{keys: []string{"pgdown", "space"}, word: "page down", hidden: true, help: "A page on, or scroll the open case.", intent: pageDown},
		{keys: []string{"pgup"}, word: "page up", hidden: true, help: "A page back, or scroll the open case back.", intent: pageUp},
	}
}

func (s *casesScreen) typingKeys() []binding {
	if s.replay != nil {
		return []binding{{keys: []string{"enter"}, word: "accept"}, {keys: []string{"esc"}, word: "put back"}}
	}
	return []binding{{keys: []string{"enter"}, word: "keep"}, {keys: []string{"esc"}, word: "show all"}}
}

func (s *casesScreen) typing() bool { return s.search != nil || s.replay != nil && s.replay.typing() }

func (s *casesScreen) key(c scene, k tea.KeyPressMsg) intent {
	if s.replay != nil {
		return s.replay.key(c, k)
	}
	switch k.String() {
	case "esc":
		s.search, s.filter.text = nil, ""
	case "enter":
		s.search = nil
	default:
		s.search.press(k)
		s.filter.text, s.cursor = strings.TrimSpace(s.search.value()), 0
	}
	return nil
}

func (s *casesScreen) paste(c scene, text string) intent {
	if s.replay != nil {
		return s.replay.paste(c, text)
	}
	s.search.paste(text)
	s.filter.text, s.cursor = strings.TrimSpace(s.search.value()), 0
	return nil
}
