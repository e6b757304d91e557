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
	batch    *batch  // the run of cases, while it goes on
	replay   *replay // a case being sent by hand
	asking   *asking // what a person is asked for, meanwhile

	endings bool    // cases that end a consent run on a live server, too
	ending  *ending // the question before that
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

// on reports whether the filter leaves cases out.
func (f caseFilter) on() bool { return f != caseFilter{kind: "all"} }

// latest returns the newest outcome of a case.
func (s *casesScreen) latest(id string) (cases.Outcome, bool) {
	list := s.outcomes[id]
	if len(list) == 0 {
		return cases.Outcome{}, false
	}
	return list[len(list)-1], true
}

// turned returns the outcome before the newest one, when its verdict was another.
func (s *casesScreen) turned(id string) (cases.Outcome, bool) {
	list := s.outcomes[id]
	if n := len(list); n > 1 && list[n-2].Verdict != list[n-1].Verdict {
		return list[n-2], true
	}
	return cases.Outcome{}, false
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
		if o, ok := s.latest(c.ID); !ok || !o.Failed() {
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

// to puts the cursor on a row. A run that goes on then no longer moves it.
func (s *casesScreen) to(row int) {
	s.cursor, s.step, s.top = row, 0, 0
	if s.batch != nil {
		s.batch.follows = false
	}
}

// toCase puts the cursor on a case, when it is listed.
func (s *casesScreen) toCase(id string) {
	if i := slices.IndexFunc(s.visibleCases(), func(c cases.Case) bool { return c.ID == id }); i >= 0 {
		s.cursor = i
	}
}

func (s *casesScreen) opened(scene) intent {
	s.search, s.ending = nil, nil
	return nil
}

// sums counts the outcomes of cases.
type sums struct {
	hold, failed, skipped, run int

	informational int // differ from what no document states, so they do not fail
}

func (s *casesScreen) sums(list []cases.Case) sums {
	var n sums
	for _, c := range list {
		o, ok := s.latest(c.ID)
		if !ok {
			continue
		}
		n.run++
		switch {
		case o.Failed():
			n.failed++
		case o.Verdict == cases.Mismatch:
			n.informational++
		case o.Verdict.Holds():
			n.hold++
		case o.Verdict == cases.Skipped:
			n.skipped++
		}
	}
	return n
}

func (s *casesScreen) typing() bool {
	return s.asking.typing() || s.search != nil || s.ending != nil && s.ending.input != nil || s.replay != nil && s.replay.typing()
}

func (s *casesScreen) key(c scene, k tea.KeyPressMsg) intent {
	switch {
	case s.asking.typing():
		return s.asking.key(k)
	case s.replay != nil:
		return s.replay.key(c, k)
	case s.ending != nil:
		s.answerEnding(k)
		return nil
	}
	last := max(0, len(s.visibleCases())-1)
	switch k.String() {
	case "esc":
		s.search, s.filter.text = nil, ""
	case "enter":
		s.search = nil
	case "down":
		s.to(min(s.cursor+1, last))
	case "up":
		s.to(max(min(s.cursor, last)-1, 0))
	default:
		s.search.press(k)
		s.filterText()
	}
	return nil
}

func (s *casesScreen) paste(c scene, text string) intent {
	switch {
	case s.asking != nil: // also while one searches: a code must not be drawn there
		s.asking.input = nil
		return takeConsent{text}
	case s.replay != nil:
		return s.replay.paste(c, text)
	case s.ending != nil:
		s.ending.input.paste(text)
		return nil
	}
	s.search.paste(text)
	s.filterText()
	return nil
}

// filterText takes the text that is being typed. The cursor goes to the top when
// it has changed.
func (s *casesScreen) filterText() {
	if text := strings.TrimSpace(s.search.value()); text != s.filter.text {
		s.filter.text = text
		s.to(0)
	}
}
