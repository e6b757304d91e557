package ui

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/control"
	"akoya-tui/flows/vault"
	"akoya-tui/flows/visible"
)

// maxRefused is how many refused hits of the listener are kept on view.
const maxRefused = 5

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

func (a *App) authorized(msg authorizedMsg) tea.Cmd {
	a.making = false
	if msg.id != a.listenID {
		return a.authorizeNext(msg.listener)
	}
	if msg.err != nil {
		a.wait.why = msg.err.Error()
		return nil
	}
	a.session = a.session.Apply(flows.Authorized{Authorization: msg.auth})
	if s, ok := a.screens[screenAuthorize].(*authorizeScreen); ok {
		s.begun()
	}
	return a.listened(msg.id, msg.listener, msg.why)
}

// heard takes an event of the callback listener.
func (a *App) heard(msg callbackMsg) tea.Cmd {
	if msg.id != a.listenID || a.listener == nil {
		return nil
	}
	if msg.err != nil {
		a.wait.open = false
		if callback.KindOf(msg.err) != callback.Closed {
			a.wait.why = msg.err.Error()
		}
		return nil
	}
	next := awaitCallback(msg.id, a.listener)
	switch event := msg.event.(type) {
	case callback.Accepted:
		return tea.Batch(next, a.returned(event.Callback))
	case callback.Refused:
		a.wait.refused = append(a.wait.refused, event.Reason)
		if len(a.wait.refused) > maxRefused {
			a.wait.refused = a.wait.refused[len(a.wait.refused)-maxRefused:]
		}
	}
	return next
}

// takeLocal takes the redirect of an approval that was given here.
func (a *App) takeLocal(answer control.Authorized) tea.Cmd {
	auth := a.session.Authorization
	if auth == nil || auth.Answered {
		return nil
	}
	if answer.Redirect.IsZero() {
		a.wait.page = errorPage{strings.TrimSpace(fmt.Sprintf("%d %s", answer.Status, http.StatusText(answer.Status))), answer.Refusal}
		return nil
	}
	got, err := callback.ParseRedirect(answer.Redirect.Reveal(), a.redirectURI(), auth.State)
	if err != nil {
		a.wait.problem = err.Error()
		return nil
	}
	got.Via = viaLocal
	return a.returned(got)
}

// viaLocal marks a callback that came from an approval given in the program.
const viaLocal callback.Via = "local"

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

// Messages of the program's own timers.
type (
	tickMsg      struct{}
	noteEndMsg   struct{ id int }
	revealEndMsg struct{ id int }
)

// How long a note stays, and a revealed secret.
const (
	noteTime   = 4 * time.Second
	revealTime = 10 * time.Second
)

// longNote is how wide a note is that takes longer to read, in cells.
const longNote = 60

// say shows a note for some seconds; bad notes are refusals and problems.
func (a *App) say(text string, bad bool) tea.Cmd {
	a.noteID++
	a.note, a.noteBad = visible.Line(cutBytes(text)), bad
	id, stay := a.noteID, noteTime
	if bad || cells(a.note) > longNote {
		stay = 2 * noteTime
	}
	return a.noteTimer.start(stay, noteEndMsg{id})
}

// reveal shows one secret in clear; asked again it hides it.
func (a *App) reveal(item string) tea.Cmd {
	if a.revealed == item {
		a.revealed = ""
		return nil
	}
	a.revealID++
	a.revealed = item
	id := a.revealID
	return a.revealTimer.start(revealTime, revealEndMsg{id})
}

// tick keeps one chain of ticks alive, aligned to the second, while something
// on view counts.
func (a *App) tick() tea.Cmd {
	if a.ticking || !a.counting() {
		return nil
	}
	a.ticking = true
	return tea.Every(time.Second, func(time.Time) tea.Msg { return tickMsg{} })
}

// counting reports whether anything changes with time alone.
func (a *App) counting() bool {
	if a.run != nil {
		return true
	}
	now := a.deps.Now().Add(a.session.ClockOffset)
	if set, ok := a.session.Latest(); ok {
		if end := set.ExpiresAt(); !end.IsZero() && now.Before(end) {
			return true
		}
	}
	if code, ok := a.session.NewestCode(); ok && code.StateAt(now) == flows.CodeFresh {
		return true
	}
	s, ok := a.screens[a.active].(counter)
	return ok && s.counts(a.scene())
}
