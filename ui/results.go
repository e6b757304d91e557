package ui

import (
	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/vault"
)

// result takes what a command brought back.
func (a *App) result(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case sentMsg:
		return a.sent(msg)
	case localStartedMsg:
		if !a.starting { // another session was opened meanwhile
			return nil
		}
		a.starting = false
		if msg.err != nil {
			return a.say(msg.err.Error(), true)
		}
		a.local = &msg.local
		return a.enter(msg.local.Profile, screenAuthorize)
	case authorizedMsg:
		return a.authorized(msg)
	case listeningMsg:
		a.making = false
		if msg.id != a.listenID {
			return a.authorizeNext(msg.listener)
		}
		return a.listened(msg.id, msg.listener, msg.why)
	case callbackMsg:
		return a.heard(msg)
	case approvedMsg:
		if auth := a.session.Authorization; msg.id != a.listenID || auth == nil || msg.url != auth.URL {
			return nil
		}
		if msg.err != nil {
			a.wait.problem = msg.err.Error()
			return nil
		}
		return a.takeLocal(msg.answer)
	case controlMsg:
		return a.controlled(msg)
	case awakeMsg:
		return a.awake(msg)
	case openedMsg:
		if msg.err != nil {
			why := "No browser was opened: " + msg.err.Error() + ". Copy the address with y and open it where there is one."
			if now := a.asks(); now != nil && a.active == screenCases {
				now.problem = why
				return nil
			}
			return a.say(why, true)
		}
		return a.say("The browser was asked to open the page.", false)
	case profilesMsg, profileOpenedMsg, profileSavedMsg, profileGoneMsg, tokensSavedMsg, keychainMsg:
		return a.vaultResult(msg)
	case consentMsg:
		return a.consentNews(msg)
	case caseEventMsg:
		return a.caseEvent(msg)
	case casePreparedMsg:
		return a.casePrepared(msg)
	case caseStepMsg:
		return a.caseStep(msg)
	case exportedMsg:
		if msg.err != nil {
			return a.say("Nothing was written: "+msg.err.Error(), true)
		}
		what := ""
		if msg.what != "" {
			what = " (" + msg.what + ")"
		}
		return a.say("Written to "+msg.path+what+". Secrets in it are masked.", false)
	case searchOnMsg:
		if s, ok := a.screens[screenHistory].(*historyScreen); ok {
			return a.handle(s.searchAgain(a.scene()))
		}
	case copiedMsg:
		// The terminal's own clipboard has the text; a system without one is no news.
	}
	return nil
}

// sent takes an answer. One whose run has been canceled is dropped.
func (a *App) sent(msg sentMsg) tea.Cmd {
	if a.canceled[msg.run] {
		return a.canceledEnd(msg)
	}
	if a.run == nil || a.run.id != msg.run {
		return nil
	}
	a.run.cancel()
	a.run = nil
	before := a.session
	a.session = before.Apply(msg.sent)
	if msg.sent.SaveErr != nil {
		a.unsaved = msg.sent.SaveErr
	}
	if r, ok := a.screens[msg.owner].(receiver); ok {
		r.received(before, a.session, msg.arrival, msg.sent)
	}
	if msg.owner != a.active || msg.owner == screenHistory && !reached(msg.sent) {
		return a.say(outcome(msg.sent))
	}
	return nil
}

// reached reports whether the request left this program, so that the history has it.
func reached(sent flows.Sent) bool { return sent.Unsent == nil && sent.Moved == nil }

// outcome says in a sentence what came of a request, and whether that is bad.
func outcome(sent flows.Sent) (text string, bad bool) {
	label := requestLabel(sent.Request)
	switch {
	case sent.Unsent != nil:
		return label + " was not sent. " + vault.Sentence(sent.Unsent), true
	case sent.Moved != nil:
		return label + " was not sent: another program had refreshed already, and its set was taken.", false
	case sent.RoundTrip.Err != nil:
		return label + " has no answer. " + sentence(akoya.RedactText(sent.RoundTrip.Err.Error())), true
	}
	return label + " has been answered.", false
}

// canceledEnd takes the end of a canceled request. Its screen does not show it,
// but the history has it, and tokens are not lost by a key: a set that came all
// the same is taken, and a refresh that had left leaves its set unclear.
func (a *App) canceledEnd(msg sentMsg) tea.Cmd {
	delete(a.canceled, msg.run)
	before := a.session.Record()
	a.session = a.session.Apply(msg.sent)
	if a.session.Record().Equal(before) {
		return nil
	}
	if msg.sent.SaveErr != nil {
		a.unsaved = msg.sent.SaveErr
	}
	if msg.sent.Granted != nil {
		return a.say("The canceled request had been answered already: its tokens were taken, so that they are not lost.", false)
	}
	return a.say("The refresh was canceled after it had left: nobody knows whether the server rotated the token. The old one is kept; send it again to find out.", true)
}

func (a *App) controlled(msg controlMsg) tea.Cmd {
	if a.local == nil || msg.of != a.local.Control {
		return nil // of a session that is no more
	}
	if msg.err != nil {
		return a.say(msg.err.Error(), true)
	}
	if msg.reset {
		a.looked = msg.id
		a.startOver()
		return tea.Batch(closeListener(a.takeStale()), a.say(msg.note, false))
	}
	if msg.id < a.looked { // a later call has told a newer state already
		msg.offset, msg.state = nil, nil
	}
	if msg.offset != nil || msg.state != nil {
		a.looked = msg.id
	}
	if msg.offset != nil && *msg.offset != a.session.ClockOffset {
		a.session = a.session.Apply(flows.ClockMoved{Offset: *msg.offset})
	}
	if s, ok := a.screens[screenLocal].(*localScreen); ok && msg.state != nil {
		s.faults = msg.state.Faults
	}
	if msg.note == "" {
		return nil
	}
	return a.say(msg.note, false)
}
