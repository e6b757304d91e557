package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/callback"
)

// handle acts on an intent. It changes the App and returns the command that
// does the I/O; nothing blocks here.
func (a *App) handle(i intent) tea.Cmd {
	switch i := i.(type) {
	case nil:
		return nil
	case act:
		i()
	case all:
		commands := make([]tea.Cmd, 0, len(i))
		for _, one := range i {
			commands = append(commands, a.handle(one))
		}
		return tea.Batch(commands...)
	case openProfile, newProfile, editProfile, saveProfile, forgetProfile, forgetAll, useMemory, saveTokens, dropKeeper:
		return a.handleVault(i)
	case quitProgram:
		if why := a.losing(); why != "" && !a.leaving && !i.now {
			a.leaving = true
			return a.say(why+" q once more leaves all the same.", true)
		}
		a.cancel()
		return tea.Quit
	case suspendProgram:
		return a.suspend()
	case goTo:
		return a.goTo(i.screen)
	case openHelp:
		a.help, a.helpTop = true, 0
	case toggleMouse:
		a.mouse = !a.mouse
		if a.mouse {
			return a.say("The mouse works on the map, the lists and the keys. M gives it back to the terminal.", false)
		}
		return a.say("The mouse selects text again.", false)
	case openPalette:
		a.help, a.palette = false, &palette{input: newInput("", "", false, a.theme)}
	case closeOverlay:
		a.help = false
	case startLocal:
		return a.startLocal()
	case resume:
		return a.goTo(a.where())
	case useProfile:
		return a.enter(i.profile, screenAuthorize)
	case send:
		return a.send(i)
	case cancelRun:
		if a.run != nil {
			what := a.run.what.label
			a.canceled[a.run.id] = true
			a.cancel()
			return a.say("Canceled: "+what+". What is known of it stands in the history.", false)
		}
	case beginAuthorize:
		return a.beginAuthorize()
	case listenAgain:
		return a.listenAgain()
	case changeAuthorize:
		return a.changeAuthorize(i)
	case openURL:
		return a.openURL(i.url)
	case copyCurl:
		return a.handle(copyText{i.request.Curl(), "Copied as curl. Secrets stand as $AKOYA_… variables."})
	case copyText:
		return tea.Batch(a.copy(i.text), a.say(i.note, false))
	case copySecret:
		return tea.Batch(a.copy(i.secret.Reveal()), a.say(i.note, false))
	case approveHere:
		return a.approveHere(i)
	case takeCallback:
		return a.takeCallback(i.text)
	case takeUnchecked:
		return a.returned(i.callback)
	case inspectText:
		a.inspect(i.text)
	case moveClock:
		return a.moveClock(i.by)
	case withdrawConsent:
		return a.withdrawConsent()
	case resetLocal:
		return a.resetLocal()
	case lookLocal:
		return a.lookLocal()
	case clearFaults:
		return a.clearFaults()
	case injectFault:
		return a.injectFault(i.fault)
	case scrollRevealed:
		i()
	case reveal:
		return a.reveal(i.item)
	case runCase, prepareCase, sendCase, runCases, stopCases, searchCases, writeCases:
		return a.handleCases(i)
	case takeConsent, leaveOut:
		return a.handleAsking(i)
	case writeHistory:
		return a.exportHistory(i)
	case searchOn:
		return func() tea.Msg { return searchOnMsg{} }
	case say:
		return a.say(i.text, true)
	}
	return nil
}

// losing says what leaving now would lose; "" for nothing that matters. What
// belongs to the local Akoya costs nothing to make anew.
func (a *App) losing() string {
	set, ok := a.session.Current()
	switch {
	case a.unsaved != nil:
		return "The newest tokens are NOT SAVED: s saves them."
	case a.stopBatch != nil && a.local == nil:
		return "Test cases are running: esc stops them."
	case a.open && a.local == nil && (a.profile.Keeper == nil || a.profile.InMemory) && ok && set.Live() && !set.RefreshToken.IsZero():
		return fmt.Sprintf("Set #%d is in memory only: leaving loses its refresh token, and so the consent.", set.Number)
	}
	return ""
}

// goTo opens a screen. What was revealed is hidden again.
func (a *App) goTo(id screenID) tea.Cmd {
	if !a.open && id != screenStart && id != screenInspect {
		return a.say("Choose an environment first: enter opens the local Akoya.", true)
	}
	a.leave(id)
	a.active, a.help, a.revealed = id, false, ""
	if v, ok := a.screens[id].(visitor); ok {
		return a.handle(v.opened(a.scene()))
	}
	return nil
}

// leave tells the active screen that another one is opened.
func (a *App) leave(to screenID) {
	if l, ok := a.screens[a.active].(leaver); ok && to != a.active {
		l.left()
	}
}

// where is the screen on which the open session goes on.
func (a *App) where() screenID {
	switch {
	case a.session.SetCount() > 0:
		return screenInspect
	default:
		return screenAuthorize
	}
}

// enter opens a session of a profile on a screen.
func (a *App) enter(p Profile, to screenID) tea.Cmd {
	a.openSession(p)
	return a.arrive(to)
}

// arrive goes to the first screen of a session. A listener of the session before
// is closed, unless an authorize request has taken over its place.
func (a *App) arrive(to screenID) tea.Cmd {
	return tea.Batch(a.goTo(to), closeListener(a.takeStale()))
}

// takeStale returns the listener if it belongs to an earlier session.
func (a *App) takeStale() *callback.Listener {
	if a.wait.open {
		return nil
	}
	return a.takeListener()
}

// openSession starts with an empty session; screens forget what they showed. What
// was asked in the session before is not taken any more.
func (a *App) openSession(p Profile) {
	a.cancel()
	a.listenID++
	a.asked = nil
	a.starting = false
	a.profile, a.open = p, true
	a.session = flows.NewSession(p.Environment, p.App)
	a.session.Service = p.Service
	start := a.screens[screenStart]
	a.screens = newScreens(a.deps)
	a.screens[screenStart] = start // it keeps the list of profiles
	a.unsaved = nil
	a.canceled = map[int]bool{}
	a.runner.Client = a.clientFor(p)
	a.wait = waiting{}
	if !p.Environment.IsLocal() {
		a.local = nil
	}
}

// clientFor returns the client of an environment: servers elsewhere limit the
// number of requests.
func (a *App) clientFor(p Profile) *akoya.Client {
	if a.deps.Live != nil && !p.Environment.OnThisMachine() {
		return a.deps.Live
	}
	return a.deps.Client
}

// send starts a request. The run's id, context and cancel are made here, in
// Update; the command gets copies.
func (a *App) send(i send) tea.Cmd {
	if a.run != nil {
		return a.say("One request at a time: esc cancels the one under way.", true)
	}
	if a.unsaved != nil && a.session.IsRefresh(i.plan.Request) {
		return a.say("No refresh while the newest tokens are not saved: s saves them, S goes on in memory only.", true)
	}
	if host := foreignHost(a.session.Environment, i.plan.Request); host != "" && a.foreign != host {
		a.foreign = host
		return a.say(host+" is no server of "+a.profile.Name+", and this request holds secrets. Send it once more to send it there.", true)
	}
	a.foreign = ""
	i.plan.Environment = a.session.Environment
	i.plan.ClockOffset = a.session.ClockOffset
	i.plan.Secrets = a.session.Secrets()
	ctx, run := a.newRun(i.owner, requestLabel(i.plan.Request), runTimeout)
	return a.sendCommand(ctx, run.id, i)
}

// cancel ends the request under way. A late answer finds no run and is dropped.
func (a *App) cancel() {
	if a.run != nil {
		a.run.cancel()
		a.run = nil
	}
	a.stopBatch = nil
	if s, ok := a.screens[screenCases].(*casesScreen); ok {
		s.ended()
	}
}

// inspect opens a pasted token on the inspect screen. Nothing is sent.
func (a *App) inspect(text string) {
	a.leave(screenInspect)
	a.active, a.help, a.revealed = screenInspect, false, ""
	if s, ok := a.screens[screenInspect].(*inspectScreen); ok {
		s.show(akoya.FindToken(text))
	}
}

// requestLabel names a request without its host and query.
func requestLabel(r akoya.Request) string { return fmt.Sprintf("%s %s", r.Method, pathOf(r.URL)) }
