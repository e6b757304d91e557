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
	count := history.Len()
	if i.number != 0 {
		count = 1
	}
	if count == 0 {
		return a.say("Nothing has been sent yet: there is nothing to write.", true)
	}
	title := "Session with " + a.profile.Name + ", " + now.Format("2006-01-02 15:04:05 -0700")
	name, ending := "akoya-tui", ".har"
	render := func(w io.Writer) error { return report.HAR(w, tripsOf(history, i.number), version) }
	if i.format == exportMarkdown {
		name, ending = "akoya-tui-session", ".md"
		render = func(w io.Writer) error { return report.Session(w, title, tripsOf(history, i.number)) }
	}
	return tea.Batch(a.say("Writing "+requests(count)+a.glyphs.ellipsis, false), export(name, ending, now, render))
}

// requests writes a number of requests in words.
func requests(n int) string {
	if n == 1 {
		return "1 request"
	}
	return commas(n) + " requests"
}

// tripsOf returns the round trip of that number, or with 0 all, oldest first.
func tripsOf(h flows.History, number int) []akoya.RoundTrip {
	if number != 0 {
		return []akoya.RoundTrip{h.Newest(h.Len() - number).RoundTrip}
	}
	trips := make([]akoya.RoundTrip, 0, h.Len())
	for i := h.Len() - 1; i >= 0; i-- {
		trips = append(trips, h.Newest(i).RoundTrip)
	}
	return trips
}
