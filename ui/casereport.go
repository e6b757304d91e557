package ui

import (
	"io"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows/cases"
	"akoya-tui/flows/report"
)

// writeCases writes the newest outcomes as a report for a ticket.
func (a *App) writeCases(screen *casesScreen) tea.Cmd {
	result := cases.Report{
		Environment: a.session.Environment, ClientID: a.session.App.ClientID, Connector: a.session.App.Connector,
		Started: a.deps.Now(), Versions: []cases.Version{{Name: "akoya-tui", Version: a.deps.Version}},
	}
	for _, one := range screen.all {
		o, ok := screen.latest(one.ID)
		if !ok {
			o = cases.Outcome{Case: one, Verdict: cases.NotRun}
		} else if o.Started.Before(result.Started) {
			result.Started = o.Started
		}
		result.Elapsed += o.Elapsed
		result.Outcomes = append(result.Outcomes, o)
	}
	return export("", "akoya-tui-cases", ".md", a.deps.Now(), func(w io.Writer) error { return report.Markdown(w, result) })
}
