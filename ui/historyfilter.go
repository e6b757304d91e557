package ui

import (
	"fmt"
	"sort"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows"
)

// searchStep is how many entries are searched at once; the program draws and
// takes keys between two steps.
const searchStep = 500

// historyFilter finds the entries that hold every word of a text. It searches in
// steps, from the newest entry on, so no key waits for the whole history; what
// comes later is searched once, when it comes.
type historyFilter struct {
	words   words
	started bool
	low     int   // entries from low to high have been searched
	high    int   //
	older   []int // numbers found, from the newest one downwards
	newer   []int // numbers found among those that came later, upwards
}

// set starts over with another text; an empty one ends the filter.
func (f *historyFilter) set(text string) {
	*f = historyFilter{words: wordsOf(text)}
}

func (f *historyFilter) on() bool { return len(f.words) > 0 }

func (f *historyFilter) text() string { return f.words.String() }

// done reports whether everything has been searched.
func (f *historyFilter) done(h flows.History) bool {
	return !f.on() || f.started && f.high == h.Len() && f.low == 1
}

// step searches at most searchStep entries.
func (f *historyFilter) step(h flows.History) {
	if !f.on() {
		return
	}
	size := h.Len()
	if !f.started {
		f.started, f.low, f.high = true, size+1, size
	}
	for range searchStep {
		switch {
		case f.high < size:
			f.high++
			if f.holds(h.Newest(size - f.high)) {
				f.newer = append(f.newer, f.high)
			}
		case f.low > 1:
			f.low--
			if f.holds(h.Newest(size - f.low)) {
				f.older = append(f.older, f.low)
			}
		default:
			return
		}
	}
}

// searched returns how many entries have been looked at.
func (f *historyFilter) searched() int { return f.high - f.low + 1 }

// holds reports whether the entry has every word in its method, path, status,
// step, case or verdict.
func (f *historyFilter) holds(e flows.Entry) bool {
	text := strings.ToLower(e.RoundTrip.Method + " " + pathOf(e.RoundTrip.URL) + " " + statusWords(e.RoundTrip) + " " + e.Step + " " + e.Case + " " + e.Judged.Verdict)
	if e.Step == "" && e.Case == "" {
		text += byHand
	}
	return f.words.in(text)
}

// statusWords are what a round trip is found by: its status, and how it ended
// without a whole answer.
func statusWords(trip akoya.RoundTrip) string {
	if trip.Status == 0 {
		return tripEnd(trip)
	}
	return fmt.Sprint(trip.Status, " ", tripEnd(trip))
}

// count returns how many entries have been found.
func (f *historyFilter) count() int { return len(f.newer) + len(f.older) }

// number returns the number of the entry i places below the newest one found.
func (f *historyFilter) number(i int) int {
	if i < len(f.newer) {
		return f.newer[len(f.newer)-1-i]
	}
	return f.older[i-len(f.newer)]
}

// place returns where the entry stands, or the next older one.
func (f *historyFilter) place(number int) int {
	return sort.Search(f.count(), func(i int) bool { return f.number(i) <= number })
}
