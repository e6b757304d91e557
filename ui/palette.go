package ui

import (
	"slices"
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
	help   string // a sentence
	why    string // why it does nothing now; "" when it works
	intent intent // nil for what no key does: why says how it is done
}

// actions lists what can be done: on the screen in front, everywhere, on the
// other screens. Of each, what works now comes first and what moves the cursor
// last.
func (a *App) actions(c scene) []action {
	var list []action
	add := func(id screenID, title string, bindings []binding) {
		var work, refused, moving []action
		for _, b := range bindings {
			elsewhere := id != "" && id != a.active
			if _, here := b.intent.(openPalette); here || elsewhere && (b.hidden || navigates(b)) || strings.TrimSpace(b.word) == "" {
				continue // what is open already, and the cursor of another screen
			}
			one := action{name: title + ": " + b.word, keys: b.shown(), help: b.help, why: b.why, intent: b.intent}
			if _, ok := b.intent.(goTo); ok && id == "" {
				one.name = "Go to: " + b.word
			}
			if elsewhere {
				one.intent = all{goTo{id}, b.intent}
			}
			switch {
			case navigates(b):
				moving = append(moving, one)
			case b.why != "":
				refused = append(refused, one)
			default:
				work = append(work, one)
			}
		}
		list = append(list, slices.Concat(work, refused, moving)...)
	}
	named := func(id screenID) []binding {
		if n, ok := a.screens[id].(namer); ok {
			return n.named(c)
		}
		return a.screens[id].bindings(c)
	}
	add(a.active, screenTitle(a.active), named(a.active))
	add("", "Everywhere", a.globalBindings())
	for _, item := range railItems() {
		if item.screen != a.active && (a.open || item.screen == screenStart || item.screen == screenInspect) {
			add(item.screen, item.title, named(item.screen))
		}
	}
	return append(list, action{
		name: "Everywhere: colours", help: "Dark or light.",
		why: "The colours follow the terminal's background, dark or light. NO_COLOR=1 turns them off.",
	})
}

// found returns the actions that have every word that was typed: first those
// whose name has them, then those that other words name, then those that explain
// themselves with them. Of each, what works now comes first.
func (a *App) found(c scene) []action {
	wanted := wordsOf(a.palette.input.value())
	if len(wanted) == 0 {
		return a.actions(c)
	}
	var found [6][]action
	for _, one := range a.actions(c) {
		name := strings.ToLower(one.name)
		other := name + " " + otherWords(name)
		at := 0
		switch {
		case wanted.in(name):
		case wanted.in(other):
			at = 2
		case wanted.in(other + " " + strings.ToLower(one.help)):
			at = 4
		default:
			continue
		}
		if one.why != "" {
			at++
		}
		found[at] = append(found[at], one)
	}
	return slices.Concat(found[:]...)
}

// otherWords returns what else people call an action, by words of its name.
func otherWords(name string) string {
	var other strings.Builder
	for _, one := range [][2]string{
		{"write", "export save archive download file log"},
		{"copy", "clipboard yank"},
		{"curl", "command shell"},
		{"quit", "exit close leave stop logout"},
		{"revoke: ", "logout sign out disconnect end consent"},
		{"authorize", "login log in sign in connect consent oauth"},
		{"obtain", "exchange code token"},
		{"inspect", "decode jwt token claims"},
		{"refresh", "renew rotate token"},
		{"profiles", "settings account environment switch credentials start home"},
		{"forget", "delete remove logout"},
		{"new", "add create"},
		{"send", "run execute submit request"},
		{"edit", "change modify tamper"},
		{"undo", "reset put back"},
		{"reveal", "show clear unmask secret"},
		{"compare", "diff differences"},
		{"filter", "search find"},
		{"search", "filter find"},
		{"history", "log requests har"},
		{"mouse", "click select wheel"},
		{"help", "keys shortcuts manual"},
		{"colours", "colors theme dark light background contrast"},
		{"background", "suspend stop job shell"},
		{"local akoya", "sandbox"},
		{"go to: local akoya", "clock time fault"},
		{"local akoya: clock", "time forward later advance age expired expires"},
		{"5 minutes on", "code"},
		{"1 year on", "365 days refresh"},
		{"local akoya: the next request", "fault break fail error"},
		{"local akoya: every request", "fault slow latency"},
		{"consent at the bank", "withdraw revoke 602"},
		{"start over", "reset clear wipe new"},
		{"save tokens", "keychain store"},
	} {
		if strings.Contains(name, one[0]) {
			other.WriteString(one[1] + " ")
		}
	}
	return other.String()
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
		t.strong.paint("All actions") + t.muted.paint("   type what you want to do"),
		t.accent.paint(g.focus) + a.palette.input.view(min(c.width-2, 60), g), "",
	}
	list := a.found(c)
	if len(list) == 0 {
		nothing := "No action is called that."
		if !a.open {
			nothing += " Most come with an environment: esc, then enter opens the local Akoya."
		}
		for _, line := range wrap(nothing, c.width-2) {
			lines = append(lines, " "+t.muted.paint(line))
		}
		return lines
	}
	cursor := min(a.palette.cursor, len(list)-1)
	foot := paletteFoot(list[cursor], c)
	room := max(1, c.height-len(lines)-len(foot))
	first := max(0, min(cursor-room/2, len(list)-room))
	for i := first; i < len(list) && i < first+room; i++ {
		one := list[i]
		mark, paint := " ", t.text
		if i == cursor {
			mark, paint = t.accent.paint(g.focus), t.strong
		}
		note := ""
		if one.why != "" && one.intent != nil {
			paint, note = t.muted, t.muted.paint("  not now")
		}
		lines = append(lines, mark+cellRight(one.keys, 8, t.accent, g)+"  "+paint.paint(visible.Line(one.name))+note)
	}
	for len(lines) < c.height-len(foot) {
		lines = append(lines, "")
	}
	return append(lines, foot...)
}

// paletteFoot says what the action under the cursor does, or why it does not. It
// is as high for all of them, so that the list stands still.
func paletteFoot(one action, c scene) []string {
	t, g := c.theme, c.glyphs
	text, paint := one.help, t.text
	switch {
	case one.intent == nil:
		text = one.why
	case one.why != "":
		text, paint = "Not now: "+one.why, t.warn
	}
	foot := []string{t.rule.paint(repeat(g.row, c.width)), "", ""}
	for i, line := range wrapMost(visible.Line(text), c.width-2, len(foot)-1, g) {
		foot[i+1] = " " + paint.paint(line)
	}
	return foot
}
