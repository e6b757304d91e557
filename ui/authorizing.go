package ui

import (
	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/callback"
)

// beginAuthorize makes a new authorize request, as the profile says.
func (a *App) beginAuthorize() tea.Cmd {
	environment, app, p := a.session.Environment, a.session.App, a.profile
	now, offset := a.deps.Now, a.session.ClockOffset
	return a.authorizeAnew(waiting{}, func() (flows.Authorization, error) {
		return flows.NewAuthorization(environment, app, p.PKCE, p.Nonce, now().Add(offset))
	})
}

// authorizeAnew puts another authorize request in place of the one there is. Its
// values and its listener are made in the command; the earlier listener is
// closed there first. While one is being made the next one waits for it, because
// both listen at the same address.
func (a *App) authorizeAnew(wait waiting, ask func() (flows.Authorization, error)) tea.Cmd {
	if a.asks() != nil { // one request at a time owns the redirect URI
		if a.session.Authorization == nil {
			a.wait.why = whyAsking
		}
		return a.say("No new request now: the test cases ask a person to approve or deny. 7 shows it.", true)
	}
	a.listenID++
	a.wait = wait
	a.session = a.session.Apply(flows.Abandoned{})
	a.asked = ask
	if a.making {
		return nil
	}
	return a.authorizeNext(a.takeListener())
}

// authorizeNext makes the request that was asked for last, after the earlier
// listener is closed.
func (a *App) authorizeNext(old *callback.Listener) tea.Cmd {
	ask := a.asked
	a.asked = nil
	if now := a.asks(); now != nil { // the test cases have the redirect URI
		a.wait.why = whyAsking
		if old == nil {
			return nil
		}
		return func() tea.Msg { now.hand(old); return nil }
	}
	if ask == nil {
		return closeListener(old)
	}
	a.making = true
	return a.authorizeCommand(a.listenID, old, ask)
}

// takeListener returns the listener, which the App has no more.
func (a *App) takeListener() *callback.Listener {
	old := a.listener
	a.listener = nil
	a.wait.open = false
	return old
}

// closeListener returns the command that frees the listener's port.
func closeListener(l *callback.Listener) tea.Cmd {
	if l == nil {
		return nil
	}
	return func() tea.Msg { _ = l.Close(); return nil }
}

// changeAuthorize changes the authorize URL. While nobody has opened it and its
// state stays, it is the same request, and the listener stays too; else there is
// a new request, so that nothing of the earlier one is taken for it.
func (a *App) changeAuthorize(i changeAuthorize) tea.Cmd {
	if a.session.Authorization == nil {
		return nil
	}
	auth := *a.session.Authorization
	address := auth.AsMade()
	if i.to != nil {
		var err error
		if address, err = akoya.WithQuery(i.to.URL, i.to.Form); err != nil {
			return a.say(upperFirst(err.Error())+". Nothing was changed.", true)
		}
	}
	state := flows.Param(address, "state")
	switch own := state != flows.Param(auth.AsMade(), "state"); {
	case address == auth.URL && !auth.Answered:
		return nil
	case i.opened || auth.Answered:
		wait, now, offset := waiting{}, a.deps.Now, a.session.ClockOffset
		switch {
		case !i.opened || auth.Answered:
		case own && state == auth.State:
			wait.about = "The address was opened before it was changed, and the state stayed as you made it: an answer to the earlier one cannot be told apart."
		default:
			wait.about = "The address was opened before it was changed. This is a new request: an answer to the earlier one is refused."
		}
		return a.authorizeAnew(wait, func() (flows.Authorization, error) {
			return auth.Changed(address, i.opened, now().Add(offset))
		})
	case state != auth.State:
		return a.authorizeAnew(waiting{about: a.wait.about}, func() (flows.Authorization, error) {
			return auth.Changed(address, false, auth.StartedAt)
		})
	}
	changed, err := auth.Changed(address, false, auth.StartedAt)
	if err != nil {
		return a.say(upperFirst(err.Error())+". Nothing was changed.", true)
	}
	a.session = a.session.Apply(flows.Authorized{Authorization: changed})
	a.wait.problem, a.wait.page = "", errorPage{}
	return nil
}

// redirectURI is where the browser should end: the address in the authorize URL,
// or else that of the app.
func (a *App) redirectURI() string {
	if auth := a.session.Authorization; auth != nil {
		if sent := flows.Param(auth.URL, "redirect_uri"); sent != "" {
			return sent
		}
	}
	return a.session.App.RedirectURI
}

// listened takes the listener of the authorize request, or why there is none.
func (a *App) listened(id int, listener *callback.Listener, why error) tea.Cmd {
	if now := a.asks(); now != nil && listener != nil { // it was on its way when the asking began
		a.wait.why = whyAsking
		return func() tea.Msg { now.hand(listener); return nil }
	}
	if why != nil {
		a.wait.why = why.Error()
		return nil
	}
	a.listener = listener
	a.wait.open, a.wait.address, a.wait.why = true, a.session.App.RedirectURI, ""
	return awaitCallback(id, listener)
}

// takeCallback reads a pasted callback URL against the authorize request.
func (a *App) takeCallback(text string) tea.Cmd {
	auth := a.session.Authorization
	switch {
	case auth == nil:
		return a.say("There is no authorize request that this could answer. Press 1 first.", true)
	case auth.Answered:
		return a.say("This authorize request has been answered already: a second callback is not used. n makes a new one.", true)
	}
	if s, ok := a.screens[screenAuthorize].(*authorizeScreen); ok {
		s.unchecked = nil
	}
	got, err := callback.Parse(text, a.redirectURI(), auth.State)
	if err != nil {
		a.wait.problem = err.Error()
		if s, ok := a.screens[screenAuthorize].(*authorizeScreen); ok && callback.KindOf(err) == callback.StateUnchecked {
			s.unchecked = &got
		}
		if a.active != screenAuthorize {
			return a.say("The pasted text is no callback for the authorize request: "+err.Error(), true)
		}
		return nil
	}
	return a.returned(got)
}

// returned takes a callback into the session.
func (a *App) returned(got callback.Callback) tea.Cmd {
	if auth := a.session.Authorization; auth == nil || auth.Answered {
		return nil
	}
	a.session = a.session.Apply(flows.Returned{
		Code: got.Code, Error: got.Err, Via: string(got.Via), Unchecked: got.State.IsZero(),
		At: a.deps.Now().Add(a.session.ClockOffset),
	})
	a.wait.problem, a.wait.page = "", errorPage{}
	if s, ok := a.screens[screenAuthorize].(*authorizeScreen); ok {
		s.answered(got)
	}
	switch {
	case a.active == screenAuthorize: // it is on view
		return nil
	case got.IsError():
		return a.say("The callback came with an error: "+got.Meaning(), true)
	}
	return a.say("The authorization code is here: 2 obtains the tokens.", false)
}
