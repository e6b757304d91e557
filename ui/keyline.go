package ui

import (
	"slices"
	"strings"
)

// bindings returns what the keys do now: the screen's own, then those that work
// everywhere.
func (a *App) bindings(c scene) []binding {
	if a.help {
		return a.helpBindings()
	}
	list := a.screens[a.active].bindings(c)
	if c.running != nil {
		list = append([]binding{{
			keys: []string{"esc"}, word: "cancel", rank: 0,
			help: "End the request under way at once. Its answer, should it come, is not used.", intent: cancelRun{},
		}}, list...)
	}
	return append(list, a.globalBindings()...)
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
	unsaved := "Everything is saved."
	if a.unsaved != nil {
		unsaved = ""
	}
	return append(list,
		binding{keys: []string{"s"}, word: "save tokens", rank: 0, why: unsaved, help: "Save the newest tokens in the keychain once more.", intent: saveTokens{}},
		binding{keys: []string{"S"}, word: "keep in memory", rank: 0, why: unsaved, help: "Go on without saving: the tokens are gone when the program ends.", intent: dropKeeper{}},
		binding{keys: []string{":", "ctrl+k"}, word: "all actions", rank: 20, help: "Find any action by a part of its name.", intent: openPalette{}},
		binding{keys: []string{"M"}, word: "mouse", rank: 60, hidden: true, help: "Use the mouse for the map, the lists, the keys and the wheel. It takes text selection away; press M again to have that back.", intent: toggleMouse{}},
		binding{keys: []string{"?"}, word: "help", help: "Show what the keys of this screen do.", rank: 1, intent: openHelp{}},
		binding{keys: []string{"q"}, word: "quit", help: "Leave. Tokens in memory are gone then.", rank: 1, intent: quitProgram{}},
	)
}

// keyLine shows the keys that work now, help and quit at the right. Where they
// do not fit, whole entries go, the least used first.
func (a *App) keyLine(c scene, width int) string {
	t := a.theme
	if a.palette != nil {
		return t.accent.paint(" enter") + t.muted.paint(" do it   ") + t.accent.paint("↑↓") + t.muted.paint(" choose   ") + t.accent.paint("esc") + t.muted.paint(" close")
	}
	if e, ok := a.screens[a.active].(editor); ok && e.typing() && !a.help {
		return t.accent.paint(" enter") + t.muted.paint(" accept   ") + t.accent.paint("esc") + t.muted.paint(" put back   ") + t.accent.paint("ctrl+c") + t.muted.paint(" quit")
	}
	var left, right []binding
	for _, b := range a.bindings(c) {
		switch {
		case b.hidden || b.why != "":
		case c.running != nil && b.word != "cancel" && b.word != "quit":
		case b.word == "help" || b.word == "quit" || b.word == "all actions" && width >= foldWidth:
			right = append(right, b)
		default:
			left = append(left, b)
		}
	}
	tail := keyWords(right, t)
	for len(left) > 0 && cells(plainKeys(left))+cells(plainKeys(right))+4 > width {
		worst := 0
		for i, b := range left {
			if b.rank >= left[worst].rank {
				worst = i
			}
		}
		left = slices.Delete(left, worst, worst+1)
	}
	return spread(" "+keyWords(left, t), tail+" ", width, a.glyphs)
}

func keyWords(list []binding, t theme) string {
	parts := make([]string, 0, len(list))
	for _, b := range list {
		parts = append(parts, t.accent.paint(b.shown())+" "+t.muted.paint(b.word))
	}
	return strings.Join(parts, "   ")
}

func plainKeys(list []binding) string { return keyWords(list, theme{}) }
