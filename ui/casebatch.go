package ui

import (
	"fmt"

	"akoya-tui/flows/cases"
)

// batch is how far a run of cases is.
type batch struct {
	done, total int
	current     string // the ID of the case that runs
	stopping    bool
	broken      bool   // stopping at once
	follows     bool   // the cursor goes with the case that runs
	home        string // the case to which it then goes back
	persons     int    // cases that need a person; 0 once one was asked
}

// begin starts to show a run. The cursor follows it through the list, unless a
// case is open.
func (s *casesScreen) begin(list []cases.Case) {
	s.batch = &batch{total: len(list), current: list[0].ID, follows: !s.open}
	if chosen, ok := s.chosen(); ok {
		s.batch.home = chosen.ID
	}
}

// reached shows how far the run is.
func (s *casesScreen) reached(p cases.Progress) {
	if p.Outcome != nil {
		s.keep(*p.Outcome)
	}
	if s.batch == nil {
		return
	}
	s.batch.done, s.batch.current = p.Done, p.Case.ID
	if s.batch.follows {
		s.toCase(p.Case.ID)
	}
}

// ended shows that the run is over. A cursor that went with it goes back.
func (s *casesScreen) ended() {
	if s.batch != nil && s.batch.follows {
		s.toCase(s.batch.home)
	}
	s.batch, s.asking = nil, nil
}

// stopBinding ends the run: after the case under way, then at once.
func (s *casesScreen) stopBinding() binding {
	word, why, help := "stop after this one", "", "Stop after the case under way; once more breaks it off. What was done stays."
	if s.asking != nil {
		word, help = "stop", "Stop the run here: nobody is asked any more. What was done stays."
	}
	if s.batch.stopping {
		word = "break off"
	}
	if s.batch.broken {
		why = "The run is being broken off."
	}
	return binding{keys: []string{"esc"}, word: word, rank: 0, why: why, help: help, intent: stopCases{}}
}

// progress draws how far the run is. The words come first and are never cut.
func (s *casesScreen) progress(c scene) string {
	t, g, b := c.theme, c.glyphs, s.batch
	words := fmt.Sprintf("%d of %d", b.done, b.total)
	switch {
	case b.broken:
		words += " " + g.dot + " breaking off"
	case b.stopping:
		words += " " + g.dot + " stopping after this one"
	}
	line, room := " "+t.accent.paint(words), c.width-1-cells(words)
	const least, most = 6, 24
	name := "  " + cutMiddle(b.current, max(0, room-2), g)
	if width := min(most, room-2-cells(name)); width >= least {
		line += "  " + bar(float64(b.done)/float64(max(1, b.total)), width, t.accent, t, g)
	}
	return line + t.muted.paint(name)
}

// doneWords say how the run ended, and how the test cases stand then.
func (b *batch) doneWords(n sums) string {
	words := fmt.Sprintf("The test cases are done: %d of %d were run.", b.done, b.total)
	if b.stopping {
		words = fmt.Sprintf("The test cases are stopped: %d of %d were run.", b.done, b.total)
	}
	words += fmt.Sprintf(" In all %d hold, %d mismatch", n.hold, n.failed)
	if n.informational > 0 {
		words += fmt.Sprintf(", %d info only", n.informational)
	}
	return words + ". 7 shows them."
}
