package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/control"
)

// runTimeout ends a request that neither answers nor fails.
const runTimeout = 45 * time.Second

// callTimeout ends a call to the local Akoya's control API.
const callTimeout = 10 * time.Second

// Messages of commands. Each carries what it takes to drop it when it is late.
type (
	sentMsg struct {
		run     int
		owner   screenID
		arrival int
		sent    flows.Sent
	}
	localStartedMsg struct {
		local Local
		err   error
	}
	authorizedMsg struct {
		id       int
		auth     flows.Authorization
		listener *callback.Listener
		why      error // why nobody listens
		err      error // why there is no authorize request
	}
	listeningMsg struct {
		id       int
		listener *callback.Listener
		why      error
	}
	callbackMsg struct {
		id    int
		event callback.Event
		err   error
	}
	approvedMsg struct {
		id     int
		url    string // the authorize URL that was followed
		answer control.Authorized
		err    error
	}
	controlMsg struct {
		id     int             // calls are numbered in their order
		of     *control.Client // whom it comes from
		state  *control.State  // as it is now; nil when nobody asked
		offset *time.Duration
		note   string
		reset  bool
		err    error
	}
	openedMsg   struct{ err error }
	copiedMsg   struct{ err error }
	searchOnMsg struct{} // the filter of the history may go on
)

// newRun makes the run of a request, or of many: its id, its context and its cancel.
func (a *App) newRun(owner screenID, label string, timeout time.Duration) (context.Context, *run) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	a.runs++
	a.run = &run{id: a.runs, cancel: cancel, what: running{owner: owner, label: label, since: a.deps.Now()}}
	return ctx, a.run
}

func (a *App) sendCommand(ctx context.Context, id int, i send) tea.Cmd {
	runner, session, keeper := a.runner, a.session, a.profile.Keeper
	return func() tea.Msg {
		a.sending.begin()
		defer a.sending.end()
		return sentMsg{run: id, owner: i.owner, arrival: i.arrival, sent: runner.RunKept(ctx, i.plan, session, keeper)}
	}
}

func (a *App) startLocal() tea.Cmd {
	if a.starting {
		return a.say("The local Akoya is being started.", false)
	}
	if a.local != nil {
		return a.enter(a.local.Profile, screenAuthorize)
	}
	if a.deps.StartLocal == nil {
		return a.say("This program was started without a local Akoya.", true)
	}
	a.starting = true
	start := a.deps.StartLocal
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
		defer cancel()
		local, err := start(ctx)
		return localStartedMsg{local, err}
	}
}

// authorizeCommand makes an authorize request and listens for its callback; an
// earlier listener is closed before.
func (a *App) authorizeCommand(id int, old *callback.Listener, ask func() (flows.Authorization, error)) tea.Cmd {
	redirect := a.session.App.RedirectURI
	return func() tea.Msg {
		if old != nil {
			_ = old.Close()
		}
		auth, err := ask()
		if err != nil {
			return authorizedMsg{id: id, err: err}
		}
		listener, why := callback.Listen(context.Background(), redirect, auth.State, callback.Options{})
		return authorizedMsg{id: id, auth: auth, listener: listener, why: why}
	}
}

// listenAgain listens anew for the callback of the authorize request, after the
// test cases had the port.
func (a *App) listenAgain() tea.Cmd {
	auth := a.session.Authorization
	if auth == nil || auth.Answered || a.listener != nil || a.making || a.asks() != nil {
		return nil
	}
	a.wait.why, a.making = "", true
	id, redirect, state := a.listenID, a.session.App.RedirectURI, auth.State
	return func() tea.Msg {
		listener, why := callback.Listen(context.Background(), redirect, state, callback.Options{})
		return listeningMsg{id: id, listener: listener, why: why}
	}
}

// awaitCallback waits for the next event of a listener; the App asks again
// after each one.
func awaitCallback(id int, listener *callback.Listener) tea.Cmd {
	return func() tea.Msg {
		event, err := listener.Next(context.Background())
		return callbackMsg{id: id, event: event, err: err}
	}
}

func (a *App) openURL(url string) tea.Cmd {
	open := a.deps.OpenBrowser
	if open == nil {
		return func() tea.Msg { return openedMsg{errors.New("no browser can be opened from here")} }
	}
	return func() tea.Msg { return openedMsg{open(url)} }
}

// copy puts text on the clipboard twice over: through the terminal (OSC 52),
// which works over SSH, and through the system, for terminals that lack it.
func (a *App) copy(text string) tea.Cmd {
	system := a.deps.Copy
	if system == nil {
		return tea.SetClipboard(text)
	}
	return tea.Batch(tea.SetClipboard(text), func() tea.Msg { return copiedMsg{system(text)} })
}

func (a *App) approveHere(i approveHere) tea.Cmd {
	auth := a.session.Authorization
	if a.local == nil || auth == nil {
		return a.say("Only the local Akoya can be answered from here.", true)
	}
	client, id := a.local.Control, a.listenID
	a.wait.problem, a.wait.page = "", errorPage{}
	order := control.Authorization{URL: auth.URL, User: i.user, Deny: !i.approve}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
		defer cancel()
		answer, err := client.Authorize(ctx, order)
		return approvedMsg{id: id, url: order.URL, answer: answer, err: err}
	}
}

func (a *App) moveClock(by time.Duration) tea.Cmd {
	return a.controlCommand(func(ctx context.Context, client *control.Client) controlMsg {
		state, err := client.Advance(ctx, by)
		return controlMsg{state: &state, offset: &state.Offset, note: "The local Akoya's clock moved " + clock(by) + " forward.", err: err}
	})
}

func (a *App) withdrawConsent() tea.Cmd {
	set, ok := a.session.Current()
	if !ok {
		return a.say("There is no consent to end yet. Authorize and obtain first.", true)
	}
	return a.controlCommand(func(ctx context.Context, client *control.Client) controlMsg {
		_, err := client.Revoke(ctx, control.Consent{RefreshToken: set.RefreshToken})
		return controlMsg{note: "The person ended the consent at the bank. The app is not told: the next data call answers 602.", err: err}
	})
}

func (a *App) resetLocal() tea.Cmd {
	return a.controlCommand(func(ctx context.Context, client *control.Client) controlMsg {
		_, err := client.Reset(ctx)
		return controlMsg{note: "The local Akoya is as new: its clock, codes, tokens and faults are reset. The history and the test results stay.", reset: true, err: err}
	})
}

func (a *App) injectFault(f faultChoice) tea.Cmd {
	return a.controlCommand(func(ctx context.Context, client *control.Client) controlMsg {
		state, err := client.AddFaults(ctx, f.fault)
		return controlMsg{state: &state, offset: &state.Offset, note: upperFirst(f.title) + ".", err: err}
	})
}

// clearFaults makes the local Akoya forget the faults that wait.
func (a *App) clearFaults() tea.Cmd {
	return a.controlCommand(func(ctx context.Context, client *control.Client) controlMsg {
		state, err := client.ClearFaults(ctx)
		return controlMsg{state: &state, offset: &state.Offset, note: "The local Akoya answers as documented again.", err: err}
	})
}

// lookLocal asks the local Akoya for its state: another program may have
// changed it.
func (a *App) lookLocal() tea.Cmd {
	return a.controlCommand(func(ctx context.Context, client *control.Client) controlMsg {
		state, err := client.State(ctx)
		return controlMsg{state: &state, offset: &state.Offset, err: err}
	})
}

func (a *App) controlCommand(call func(context.Context, *control.Client) controlMsg) tea.Cmd {
	if a.local == nil {
		return a.say("Only the local Akoya has these controls.", true)
	}
	a.controls++
	client, id := a.local.Control, a.controls
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
		defer cancel()
		msg := call(ctx, client)
		msg.id, msg.of = id, client
		return msg
	}
}
