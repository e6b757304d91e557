package ui

import (
	"strings"

	"akoya-tui/flows/visible"
)

// helpBindings are the keys while help is open.
func (a *App) helpBindings() []binding {
	return []binding{
		{keys: []string{"esc", "?", "q", "enter"}, word: "close", help: "Close help.", intent: closeOverlay{}},
		{keys: []string{"down", "j", "pgdown", "space"}, word: "further", help: "Scroll.", intent: act(func() { a.helpTop += 5 })},
		{keys: []string{"up", "k", "pgup"}, word: "back", help: "Scroll back.", intent: act(func() { a.helpTop = max(0, a.helpTop-5) })},
	}
}

// helpPane lists every key of the screen with its sentence; keys that do not
// work now say why.
func (a *App) helpPane(c scene) []string {
	t := a.theme
	title := t.strong.paint("Keys of this screen")
	var lines []string
	list := append(a.screens[a.active].bindings(c), a.globalBindings()...)
	const keyWidth = 14
	for _, b := range list {
		keys := strings.Join(b.keys, " ")
		if cells(keys) > keyWidth-1 {
			keys = b.shown()
		}
		text, paint := b.help, t.text
		if b.why != "" {
			text, paint = b.help+" Not now: "+b.why, t.muted
		}
		for i, line := range wrap(visible.Line(text), max(20, c.width-keyWidth-2)) {
			label := strings.Repeat(" ", keyWidth)
			if i == 0 {
				label = cell(keys, keyWidth, t.accent, a.glyphs)
			}
			lines = append(lines, "  "+label+paint.paint(line))
		}
	}
	room := c.height - 2
	a.helpTop = min(a.helpTop, max(0, len(lines)-room))
	if a.helpTop+room < len(lines) {
		title += t.muted.paint("  (more below)")
	}
	return append([]string{title, ""}, lines[a.helpTop:]...)
}
