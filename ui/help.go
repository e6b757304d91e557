package ui

import (
	"fmt"
	"slices"
	"strings"

	"akoya-tui/flows/visible"
)

// helpBindings are the keys while help is open.
func (a *App) helpBindings() []binding {
	_, height := a.mainSize()
	page := max(1, height-4)
	by := func(n int) act { return func() { a.helpTop = min(max(0, a.helpTop+n), a.helpEnd) } }
	still := ""
	if a.helpEnd == 0 {
		still = "Everything is on view."
	}
	return []binding{
		{keys: []string{"esc", "?", "q", "enter"}, word: "close", help: "Close help.", intent: closeOverlay{}},
		{keys: []string{"down", "j"}, label: "↑↓", word: "scroll", why: still, help: "Scroll.", intent: by(1)},
		{keys: []string{"up", "k"}, word: "back", hidden: true, why: still, help: "Scroll back.", intent: by(-1)},
		{keys: []string{"pgdown", "space"}, label: "space", word: "page", why: still, help: "One page on.", intent: by(page)},
		{keys: []string{"pgup"}, word: "page back", hidden: true, why: still, help: "One page back.", intent: by(-page)},
	}
}

// Widths of the help overlay, in cells.
const (
	helpKeys = 15 // the column of keys
	helpText = 84 // of a sentence: longer lines are hard to read
)

// helpPane lists every key with its sentence: those of the screen, those that
// move, those that work everywhere. Keys that do not work now say why.
func (a *App) helpPane(c scene) []string {
	t, g := a.theme, a.glyphs
	var own, moving []binding
	for _, b := range a.screens[a.active].bindings(c) {
		if navigates(b) {
			moving = append(moving, b)
		} else {
			own = append(own, b)
		}
	}
	screens, others := mapBinding(a.globalBindings())
	var lines []string
	group := func(title string, list ...binding) {
		if len(list) == 0 {
			return
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, " "+t.muted.paint(title))
		lines = append(lines, helpGroup(list, c)...)
	}
	group("THIS SCREEN", own...)
	group("MOVING", moving...)
	group("EVERYWHERE", append([]binding{screens}, others...)...)

	room := c.height - 2
	a.helpEnd = max(0, len(lines)-room)
	a.helpTop = min(a.helpTop, a.helpEnd)
	place := ""
	if room < len(lines) {
		place = fmt.Sprintf("line %d of %d", a.helpTop+1, len(lines))
		if a.helpTop+room < len(lines) {
			place += " " + g.dot + " more below"
		}
	}
	title := t.strong.paint("Keys of this screen") + t.muted.paint("   "+screenTitle(a.active))
	return append([]string{spread(title, t.muted.paint(place), c.width, g), ""}, lines[a.helpTop:]...)
}

// navigates reports whether a binding moves the cursor or the view.
func navigates(b binding) bool {
	return slices.ContainsFunc(b.keys, func(key string) bool {
		return slices.Contains([]string{"down", "up", "pgdown", "pgup", "home", "end"}, key)
	})
}

// mapBinding puts the keys that go to the screens of the map into one, and says
// which of them do not work now.
func mapBinding(list []binding) (screens binding, others []binding) {
	refused := map[string][]string{}
	var whys []string
	for _, b := range list {
		if _, ok := b.intent.(goTo); !ok {
			others = append(others, b)
			continue
		}
		screens.keys = append(screens.keys, b.keys...)
		if b.why != "" {
			if refused[b.why] == nil {
				whys = append(whys, b.why)
			}
			refused[b.why] = append(refused[b.why], b.keys[0])
		}
	}
	if n := len(screens.keys); n > 2 {
		screens.label = screens.keys[0] + " … " + screens.keys[n-2] + " " + screens.keys[n-1]
	}
	screens.help = "Go to a screen of the map."
	for _, why := range whys {
		screens.help += " Not now " + strings.Join(refused[why], " ") + ": " + why
	}
	return screens, others
}

// helpGroup writes bindings: those that work, then the others with the reason,
// which stands once above all that have it.
func helpGroup(list []binding, c scene) []string {
	t := c.theme
	var lines []string
	same := map[string][]binding{}
	var whys []string
	for _, b := range list {
		if b.why == "" {
			lines = append(lines, helpLines(b, b.help, t.text, c)...)
			continue
		}
		if same[b.why] == nil {
			whys = append(whys, b.why)
		}
		same[b.why] = append(same[b.why], b)
	}
	for _, why := range whys {
		if len(same[why]) == 1 {
			b := same[why][0]
			lines = append(lines, helpLines(b, b.help+" Not now: "+why, t.muted, c)...)
			continue
		}
		for _, line := range wrap(visible.Line("Not now: "+why), c.width-4) {
			lines = append(lines, "  "+t.warn.paint(line))
		}
		for _, b := range same[why] {
			lines = append(lines, helpLines(b, b.help, t.muted, c)...)
		}
	}
	return lines
}

// helpLines writes the keys of a binding and a text beside them.
func helpLines(b binding, text string, paint ink, c scene) []string {
	var lines []string
	for i, line := range wrap(visible.Line(text), max(20, min(helpText, c.width-helpKeys-2))) {
		label := strings.Repeat(" ", helpKeys)
		if i == 0 {
			label = cell(helpLabel(b), helpKeys, c.theme.accent, c.glyphs)
		}
		lines = append(lines, "  "+label+paint.paint(line))
	}
	return lines
}

// helpLabel writes all keys of a binding, or the one that is shown where they are
// too many.
func helpLabel(b binding) string {
	names := make([]string, len(b.keys))
	for i, key := range b.keys {
		names[i] = binding{keys: []string{key}}.shown()
	}
	if all := strings.Join(names, " "); cells(all) < helpKeys {
		return all
	}
	return b.shown()
}
