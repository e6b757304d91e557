package ui

import (
	"fmt"
	"net/http"
	"strings"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/control"
)

// maxRefused is how many refused hits of the listener are kept on view.
const maxRefused = 5

// authorized takes the authorize request that was made, and its listener.
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
