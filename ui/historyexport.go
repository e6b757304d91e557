package ui

import (
	"io"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/report"
)

// exportFormat is a file that the history can be written to. Every format masks
// every secret.
type exportFormat int

const (
	exportHAR exportFormat = iota // HTTP archive 1.2
	exportMarkdown
)

// exportHistory writes round trips into a new file: masking and writing happen
// in the command, on a history that does not change.
func (a *App) exportHistory(i writeHistory) tea.Cmd {
	history, now, version := a.session.History, a.deps.Now().In(a.deps.Location), a.deps.Version
	if history.Len() == 0 {
		return a.say("Nothing has been sent yet: there is nothing to write.", true)
	}
	numbers, what := []int{i.number}, requests(1)
	if s, ok := a.screens[screenHistory].(*historyScreen); ok && i.number == 0 {
		if !s.filter.done(history) {
			return a.say("The filter is still searching. Write once it is done.", true)
		}
		numbers, what = s.listed(history)
	}
	if len(numbers) == 0 {
		return a.say("The filter shows no request: there is nothing to write. esc ends the filter.", true)
	}
	title := "Session with " + a.profile.Name + ", " + now.Format("2006-01-02 15:04:05 -0700")
	name, ending := "akoya-tui", ".har"
	render := func(w io.Writer) error { return report.HAR(w, tripsOf(history, numbers), version) }
	if i.format == exportMarkdown {
		name, ending = "akoya-tui-session", ".md"
		if len(numbers) < history.Len() {
			title += ", " + what
		}
		render = func(w io.Writer) error { return report.Session(w, title, tripsOf(history, numbers)) }
	}
	return tea.Batch(a.say("Writing "+what+a.glyphs.ellipsis, false), export(what, name, ending, now, render))
}

// listed returns the numbers of the entries on the list, oldest first, and how
// many they are in words.
func (s *historyScreen) listed(h flows.History) (numbers []int, words string) {
	if !s.filter.on() {
		numbers = make([]int, h.Len())
		for i := range numbers {
			numbers[i] = i + 1
		}
		return numbers, requests(h.Len())
	}
	for i := s.filter.count() - 1; i >= 0; i-- {
		numbers = append(numbers, s.filter.number(i))
	}
	return numbers, commas(len(numbers)) + " of " + requests(h.Len())
}

// requests writes a number of requests in words.
func requests(n int) string {
	if n == 1 {
		return "1 request"
	}
	return commas(n) + " requests"
}

// tripsOf returns the round trips of those numbers.
func tripsOf(h flows.History, numbers []int) []akoya.RoundTrip {
	trips := make([]akoya.RoundTrip, 0, len(numbers))
	for _, number := range numbers {
		trips = append(trips, h.Newest(h.Len()-number).RoundTrip)
	}
	return trips
}
