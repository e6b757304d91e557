package ui

import (
	"slices"
	"strings"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/cases"
)

// KeyHelp is one action as documentation lists it. It is read off the table that
// dispatches the keys, so it cannot say what the program does not do.
type KeyHelp struct {
	Where string   // the title of a screen, perhaps with a state: "History (one open)"; or "everywhere"
	Keys  []string // as they are pressed: "enter", "down", "R"
	Word  string   // what the key line calls it
	Help  string   // what it does, a sentence
}

// The places of keys that belong to no screen.
const (
	keysEverywhere = "everywhere"
	keysInHelp     = "the list of keys"
	keysRunning    = "while a request runs"
)

// Keys returns every action of every screen, in the order of the map. Each screen
// is looked at with nothing in it, and then in the states that have keys of their
// own. Each action of a place is there once.
func Keys() []KeyHelp {
	var list keyList
	a := New(Deps{Now: time.Now, Location: time.UTC, Cases: cases.Catalogue()})
	a.open, a.width, a.height = true, 120, 40
	a.local = &Local{Users: []string{"mikomo_1"}}
	a.session = flows.NewSession(akoya.Local("http://127.0.0.1"), akoya.App{})
	c := a.scene()

	list.add(keysEverywhere, a.globalBindings())
	list.add(keysInHelp, a.helpBindings())
	c.running = &running{owner: screenStart, label: "GET /"}
	a.active = screenStart
	for _, b := range a.bindings(c)[:1] { // the one that goes before those of the screen
		list.add(keysRunning, []binding{b})
	}
	c.running = nil

	for _, id := range screenOrder(a.screens) {
		list.add(screenTitle(id), a.screens[id].bindings(c))
		for _, state := range keyStates(a.screens[id]) {
			state.enter(&c)
			list.add(screenTitle(id)+state.name, a.screens[id].bindings(c))
		}
	}
	return list.all
}

// keyState is a state of a screen that has keys of its own. Its name goes behind
// the screen's title; "" is for keys that belong to the screen as such.
type keyState struct {
	name  string
	enter func(*scene) // from the state before it
}

// keyStates lists the states of a screen beside that with nothing in it.
func keyStates(s screen) []keyState {
	request := akoya.Request{Method: "POST", URL: "https://example.com/token"}
	switch s := s.(type) {
	case *startScreen:
		return []keyState{{" (one that was not opened)", func(*scene) { s.problem = "the keychain is locked" }}}
	case *inspectScreen:
		return []keyState{
			{" (without a session)", func(c *scene) { c.open = false }},
			{"", func(c *scene) { c.open = true }},
		}
	case *authorizeScreen:
		with := func(auth *flows.Authorization) func(*scene) {
			return func(c *scene) { c.session.Authorization, s.unchecked = auth, &callback.Callback{} }
		}
		return []keyState{
			{"", with(&flows.Authorization{})},
			{"", with(&flows.Authorization{Answered: true})},
			{" (choosing a person)", func(c *scene) { c.session.Authorization, s.choosing = nil, true }},
		}
	case *flowScreen:
		return []keyState{
			{"", func(*scene) { s.state().request.edited = &request }},
			{"", func(*scene) { s.state().answer = &answerView{sent: flows.Sent{Request: request}} }},
		}
	case *casesScreen:
		prepared := cases.Prepared{Steps: []cases.PreparedStep{{Request: request}}}
		return []keyState{
			{" (one open)", func(*scene) { s.open = true }},
			{" (asked about cases that end a consent)", func(*scene) { s.open, s.ending = false, &ending{} }},
			{" (many running)", func(*scene) { s.ending, s.batch = nil, &batch{total: 2} }},
			{" (a person is asked)", func(*scene) { s.asking = &asking{consent: &consent{}} }},
			{" (one being edited)", func(*scene) { s.asking = nil; s.replay = newReplay(nil, prepared, nil, time.Time{}) }},
		}
	case *historyScreen:
		entry := flows.Entry{Number: 1, Request: request}
		return []keyState{
			{"", func(c *scene) { c.session.History = c.session.History.Append(entry) }},
			{" (one open)", func(*scene) { s.entry = newEntryView(entry, tabResponse) }},
			{" (two compared)", func(*scene) { s.entry, s.pair = nil, newComparison(entry, entry) }},
			{" (one being edited)", func(*scene) { s.pair, s.resend = nil, newResend(entry) }},
		}
	}
	return nil
}

// keyList collects actions, each once a screen.
type keyList struct{ all []KeyHelp }

func (l *keyList) add(where string, bindings []binding) {
	title, _, _ := strings.Cut(where, " (")
	for _, b := range bindings {
		one := KeyHelp{Where: where, Keys: b.keys, Word: b.word, Help: b.help}
		if !slices.ContainsFunc(l.all, func(k KeyHelp) bool {
			return (k.Where == title || k.Where == where) && k.Help == one.Help && slices.Equal(k.Keys, one.Keys)
		}) {
			l.all = append(l.all, one)
		}
	}
}

// screenOrder returns the screens as the map has them, the first screen before
// all, and behind them what the map does not show, by name.
func screenOrder(screens map[screenID]screen) []screenID {
	order := []screenID{screenStart}
	for _, item := range railItems() {
		if item.screen != screenStart {
			order = append(order, item.screen)
		}
	}
	var rest []screenID
	for id := range screens {
		if !slices.Contains(order, id) {
			rest = append(rest, id)
		}
	}
	slices.Sort(rest)
	order = append(order, rest...)
	return slices.DeleteFunc(order, func(id screenID) bool { return screens[id] == nil })
}

// screenTitle returns what the map calls a screen.
func screenTitle(id screenID) string {
	for _, item := range railItems() {
		if item.screen == id {
			return item.title
		}
	}
	return upperFirst(string(id))
}
