package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows/cases"
)

// personTimeout ends a run in which a person may be asked: people take their time.
const personTimeout = 4 * time.Hour

// asking is a consent that a person is asked for, as the screen shows it.
type asking struct {
	*consent
	known     bool // whether somebody listens is known
	listening bool
	why       string   // why nobody listens
	refused   []string // newest last
	problem   string   // of the last paste, or of the browser
	input     *input   // a callback address being typed
}

// whyAsking is why the authorize screen has no listener meanwhile.
const whyAsking = "The test cases wait for a callback on the redirect URI. It is free again when they are done."

// asks returns what a person is asked for; nil for nothing.
func (a *App) asks() *asking {
	if s, ok := a.screens[screenCases].(*casesScreen); ok {
		return s.asking
	}
	return nil
}

// consentNews takes news of a consent. What is blocking about it is done in a
// command: the App's own listener may hold the port.
func (a *App) consentNews(msg consentMsg) tea.Cmd {
	screen, ok := a.screens[screenCases].(*casesScreen)
	if !ok || a.run == nil || a.run.id != msg.run {
		return nil
	}
	news := msg.news
	if news.begun {
		return tea.Batch(msg.next, a.beginAsking(screen, news.of))
	}
	now := screen.asking
	if now == nil || now.consent != news.of {
		return msg.next
	}
	switch {
	case news.over:
		screen.asked()
	case news.refused != "":
		now.refused = append(now.refused, news.refused)
		now.refused = now.refused[max(0, len(now.refused)-maxRefused):]
	default:
		now.known, now.listening, now.why = true, news.listening, news.why
	}
	return msg.next
}

func (a *App) beginAsking(screen *casesScreen, k *consent) tea.Cmd {
	if screen.batch != nil && screen.batch.stopping {
		k.answer(stopped())
		return nil
	}
	screen.asking = &asking{consent: k}
	old := a.listener
	if old != nil {
		a.listener, a.wait.open, a.wait.why = nil, false, whyAsking
	}
	handOver := func() tea.Msg { k.hand(old); return nil }
	if a.active == screenCases {
		return handOver
	}
	return tea.Batch(handOver, a.say("The test cases ask for a person: "+screen.asking.words()+" 7 shows it.", false))
}

// handleAsking acts on the intents of a person who is asked.
func (a *App) handleAsking(i intent) tea.Cmd {
	screen, ok := a.screens[screenCases].(*casesScreen)
	if !ok || screen.asking == nil {
		return nil
	}
	now := screen.asking
	switch i := i.(type) {
	case takeConsent:
		got, err := cases.FromPaste(now.Ask, i.text)
		if err == nil {
			now.answer(consentAnswer{callback: got})
			screen.asked()
			return nil
		}
		now.problem = err.Error()
		if a.active != screenCases {
			return a.say("The pasted text is no callback for the test cases: "+now.problem, true)
		}
	case leaveOut:
		now.answer(withoutPerson(now.Ask, i.all))
		screen.asked()
	}
	return nil
}

// asked ends the asking on view.
func (s *casesScreen) asked() {
	s.asking = nil
	if s.batch != nil {
		s.batch.persons = 0 // they were told
	}
}

// withoutPerson is the answer for a case that is left out, or for all that would ask.
func withoutPerson(ask cases.Ask, all bool) consentAnswer {
	why := "left out: nobody approved"
	if ask.Deny {
		why = "left out: nobody denied"
	}
	if all { // the engine asks for no other one then
		return consentAnswer{err: &cases.CannotAuthorize{Why: why}, all: true}
	}
	return consentAnswer{err: &cases.SkipError{Why: why}}
}

// stopped is the answer when the run was stopped.
func stopped() consentAnswer {
	return consentAnswer{err: &cases.CannotAuthorize{Why: "it was stopped"}}
}

// persons counts the cases that need a person to approve or deny. One case more
// does when there are no tokens, and no other case brings any.
func (a *App) persons(screen *casesScreen, list []cases.Case) int {
	if a.local != nil {
		return 0
	}
	needs := func(c cases.Case, any ...cases.Need) bool {
		return slices.ContainsFunc(c.Needs, func(n cases.Need) bool { return slices.Contains(any, n) })
	}
	current, ok := a.session.Current()
	has := ok && current.Live()
	count, wants, brings := 0, false, false
	for _, c := range list {
		switch {
		case c.Destroys() && !screen.endings && !a.session.Environment.IsLocal():
			// It does not run.
		case needs(c, cases.NeedConsent, cases.NeedDenial, cases.NeedFreshCode, cases.NeedUsedCode):
			count++
			brings = brings || needs(c, cases.NeedUsedCode) || slices.ContainsFunc(c.Steps, func(s cases.Step) bool {
				return s.Base == cases.BaseObtain && len(s.Tampers) == 0
			})
		case needs(c, cases.NeedTokens, cases.NeedSecondTokens):
			wants = true
		}
	}
	if wants && !has && !brings {
		count++
	}
	return count
}
