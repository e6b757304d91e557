package ui

import (
	"slices"
	"strings"

	"akoya-tui/flows/visible"
)

// bindings returns what the keys do now: the screen's own, then those that work
// everywhere.
func (a *App) bindings(c scene) []binding {
	if a.help {
		return a.helpBindings()
	}
	list := a.screens[a.active].bindings(c)
	if c.running != nil && !ends(list) {
		for i := range list { // esc means one thing at a time
			if list[i].why == "" && slices.Contains(list[i].keys, "esc") {
				list[i].keys = slices.DeleteFunc(slices.Clone(list[i].keys), func(key string) bool { return key == "esc" })
			}
		}
		list = slices.DeleteFunc(list, func(b binding) bool { return len(b.keys) == 0 })
		stop := binding{
			keys: []string{"esc"}, word: "cancel", rank: 0,
			help: "End the request under way at once. The history keeps what is known of it.", intent: cancelRun{},
		}
		if s, ok := a.screens[screenCases].(*casesScreen); ok && s.batch != nil {
			stop = s.stopBinding()
			if stop.word = "stop the test cases"; s.batch.stopping {
				stop.word = "break the test cases off"
			}
		}
		list = append([]binding{stop}, list...)
	}
	return append(list, a.globalBindings()...)
}

// ends reports whether the screen has its own way to end what is under way.
func ends(list []binding) bool {
	return slices.ContainsFunc(list, func(b binding) bool { _, ok := b.intent.(stopCases); return ok })
}

// globalBindings work on every screen.
func (a *App) globalBindings() []binding {
	var list []binding
	for _, item := range railItems() {
		why := ""
		if !a.open && item.screen != screenInspect && item.screen != screenStart {
			why = "Choose an environment first: enter opens the local Akoya."
		}
		if item.screen == screenLocal && a.open && a.local == nil {
			why = "These controls are for the local Akoya; this is " + a.profile.Name + "."
		}
		list = append(list, binding{
			keys: []string{item.key}, word: item.title, help: "Go to " + item.title + ".",
			why: why, rank: 50, hidden: true, intent: goTo{item.screen},
		})
	}
	unsaved := a.nothingToSave()
	return append(list,
		binding{keys: []string{"s"}, word: "save tokens", rank: 0, why: unsaved, help: "Save the newest tokens in the keychain once more.", intent: saveTokens{}},
		binding{keys: []string{"S"}, word: "keep in memory", rank: 0, why: unsaved, help: "Go on without saving: the tokens are gone when the program ends.", intent: dropKeeper{}},
		binding{keys: []string{":", "ctrl+k"}, word: "all actions", rank: 20, help: "Find any action by a part of its name.", intent: openPalette{}},
		binding{keys: []string{"M"}, word: "mouse", rank: 60, hidden: true, help: "Use the mouse for the map, the lists, the keys and the wheel. It takes text selection away; press M again to have that back.", intent: toggleMouse{}},
		binding{keys: []string{keySuspend}, word: "background", rank: 70, hidden: true, why: a.cannotSuspend(), help: "Put the program in the background; fg brings it back. What was revealed is hidden first.", intent: suspendProgram{}},
		binding{keys: []string{"?"}, word: "help", help: "Show what the keys of this screen do.", rank: 1, intent: openHelp{}},
		binding{keys: []string{"q"}, word: "quit", help: "Leave. Tokens in memory are gone then.", rank: 1, intent: quitProgram{}},
	)
}

// nothingToSave says why saving does nothing now; "" when there are tokens whose
// save failed.
func (a *App) nothingToSave() string {
	switch {
	case a.unsaved != nil:
		return ""
	case !a.open:
		return "No session is open, so there are no tokens to save."
	case a.profile.Keeper == nil:
		return "Tokens are in memory only: there is nothing to save them to."
	}
	return "Everything is saved."
}

// typist is an editor that says what its keys do while one types.
type typist interface{ typingKeys() []binding }

// lineKeys returns what the key line shows: at its left end, by use, and at its
// right end.
func (a *App) lineKeys(c scene) (left, right []binding) {
	switch e, ok := a.screens[a.active].(editor); {
	case a.palette != nil:
		return []binding{
			{keys: []string{"enter"}, word: "do it"}, {keys: []string{"down"}, label: "↑↓", word: "choose"}, {keys: []string{"esc"}, word: "close"},
		}, nil
	case ok && e.typing() && !a.help:
		left = []binding{{keys: []string{"enter"}, word: "accept"}, {keys: []string{"esc"}, word: "put back"}}
		if t, ok := e.(typist); ok {
			left = t.typingKeys()
		}
		return left, []binding{{keys: []string{"ctrl+c"}, word: "quit", intent: quitProgram{}}}
	}
	width, _ := a.size()
	for _, b := range a.bindings(c) {
		switch {
		case b.hidden || b.why != "":
		case c.running != nil && !b.during && (b.word != "help" || !c.tested.asks) && !slices.Contains(b.keys, "esc") && b.word != "quit":
		case b.word == "help" || b.word == "quit" || b.word == "all actions" && width >= foldWidth:
			right = append(right, b)
		default:
			left = append(left, b)
		}
	}
	slices.SortStableFunc(left, func(a, b binding) int { return a.rank - b.rank })
	return left, right
}

// keySlot is an entry of the key line and where it begins.
type keySlot struct {
	x int
	b binding
}

const keyGap = 3

// keySlots lays the key line out. Where not every entry fits, those less used go.
func (a *App) keySlots(c scene, width int) []keySlot {
	left, right := a.lineKeys(c)
	room := width - 1
	if len(right) > 0 {
		room -= keyGap + 1
	}
	for _, b := range right {
		room -= b.cells() + keyGap
	}
	var slots []keySlot
	x := 1
	for _, b := range left {
		if x-1+b.cells() <= room {
			slots = append(slots, keySlot{x, b})
			x += b.cells() + keyGap
		}
	}
	x = width - 1
	for _, b := range slices.Backward(right) {
		x -= b.cells()
		slots = append(slots, keySlot{x, b})
		x -= keyGap
	}
	slices.SortFunc(slots, func(a, b keySlot) int { return a.x - b.x })
	return slots
}

// cells is how wide the binding's entry in the key line is.
func (b binding) cells() int { return cells(b.shown()) + 1 + cells(visible.Line(b.word)) }

// keyLine shows the keys that work now, help and quit at the right.
func (a *App) keyLine(c scene, width int) string {
	t := a.theme
	var line strings.Builder
	x := 0
	for _, slot := range a.keySlots(c, width) {
		line.WriteString(strings.Repeat(" ", max(0, slot.x-x)))
		line.WriteString(t.accent.paint(slot.b.shown()) + " " + t.muted.paint(visible.Line(slot.b.word)))
		x = slot.x + slot.b.cells()
	}
	return line.String()
}
