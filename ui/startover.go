package ui

// startOver begins the session with the local Akoya anew, after its reset. What
// was sent and what the cases found is evidence and stays; codes and tokens of
// the time before are worth nothing any more.
func (a *App) startOver() {
	history, before := a.session.History, a.screens[screenCases]
	a.openSession(a.local.Profile)
	a.session.History = history
	fresh, ok := a.screens[screenCases].(*casesScreen)
	if old, was := before.(*casesScreen); ok && was {
		fresh.outcomes, fresh.filter, fresh.cursor = old.outcomes, old.filter, old.cursor
	}
}
