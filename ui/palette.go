package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows/visible"
)

// palette finds actions by name, on whichever screen they are.
type palette struct {
	input  *input
	cursor int
}

// action is one entry of the palette.
type action struct {
	name   string // "Refresh: send"
	keys   string
	why    string // why it does nothing now; "" when it works
	intent intent
}

// actions lists what can be done, the screen in front first.
func (a *App) actions(c scene) []action {
	var list []action
	add := func(id screenID, title string, bindings []binding) {
		for _, b := range bindings {
			if b.hidden && id != "" && id != a.active {
				continue // the cursor of another screen
			}
			if strings.TrimSpace(b.word) == "" {
				continue
			}
			one := action{name: title + ": " + b.word, keys: b.shown(), why: b.why, intent: b.intent}
			if _, ok := b.intent.(goTo); ok && id == "" {
				one.name = "Go to: " + b.word
			}
			if id != "" && id != a.active {
				one.intent = all{goTo{id}, b.intent}
			}
			list = append(list, one)
		}
	}
	add(a.active, a.titleOf(a.active), a.screens[a.active].bindings(c))
	add("", "Everywhere", a.globalBindings())
	for _, item := range railItems() {
		if item.screen != a.active && (a.open || item.screen == screenStart || item.screen == screenInspect) {
			add(item.screen, item.title, a.screens[item.screen].bindings(c))
		}
	}
	return list
}

// titleOf names a screen.
func (a *App) titleOf(id screenID) string {
	for _, item := range railItems() {
		if item.screen == id {
			return item.title
		}
	}
	return "Here"
}

// found returns the actions whose name holds every word that was typed.
func (a *App) found(c scene) []action {
	words := strings.Fields(strings.ToLower(a.palette.input.value()))
	var list []action
	for _, one := range a.actions(c) {
		name := strings.ToLower(one.name)
		holds := true
		for _, word := range words {
			holds = holds && strings.Contains(name, word)
		}
		if holds {
			list = append(list, one)
		}
	}
	return list
}

// pressPalette gives the palette a key.
func (a *App) pressPalette(c scene, k tea.KeyPressMsg) tea.Cmd {
	list := a.found(c)
	last := max(0, len(list)-1)
	switch k.String() {
	case "esc", "ctrl+k":
		a.palette = nil
	case "down", "ctrl+n":
		a.palette.cursor = min(a.palette.cursor+1, last)
	case "up", "ctrl+p":
		a.palette.cursor = max(min(a.palette.cursor, last)-1, 0)
	case "enter":
		if len(list) == 0 {
			return nil
		}
		chosen := list[min(a.palette.cursor, last)]
		a.palette = nil
		if chosen.why != "" {
			return a.say(chosen.why, true)
		}
		return a.handle(chosen.intent)
	default:
		a.palette.input.press(k)
		a.palette.cursor = 0
	}
	return nil
}

// palettePane draws the palette over the main pane.
func (a *App) palettePane(c scene) []string {
	t, g := a.theme, a.glyphs
	lines := []string{
		t.strong.paint("All actions") + t.muted.paint("   type a part of a name"),
		t.accent.paint(g.focus) + a.palette.input.view(min(c.width-2, 60), g), "",
	}
	list := a.found(c)
	if len(list) == 0 {
		return append(lines, " "+t.muted.paint("No action has that in its name."))
	}
	cursor := min(a.palette.cursor, len(list)-1)
	room := max(1, c.height-len(lines))
	first := max(0, min(cursor-room/2, len(list)-room))
	for i := first; i < len(list) && i < first+room; i++ {
		one := list[i]
		mark, paint := " ", t.text
		if i == cursor {
			mark, paint = t.accent.paint(g.focus), t.strong
		}
		note := ""
		if one.why != "" {
			paint, note = t.muted, t.muted.paint("  "+visible.Line(one.why))
		}
		lines = append(lines, mark+cellRight(one.keys, 8, t.accent, g)+"  "+paint.paint(visible.Line(one.name))+note)
	}
	return lines
}
