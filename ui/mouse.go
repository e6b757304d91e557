package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// clicked acts on a click: on the map, on a key of the key line, on a row.
func (a *App) clicked(m tea.Mouse) tea.Cmd {
	width, height := a.size()
	if m.Button != tea.MouseLeft || width < minWidth || height < minHeight || a.palette != nil {
		return nil
	}
	if a.help {
		return a.handle(closeOverlay{})
	}
	c := a.scene()
	switch {
	case m.Y == height-1:
		return a.clickedKey(c, m.X)
	case a.railOpen() && m.X < railWidth:
		return a.clickedRail(a.rail(c), m.Y-2)
	case a.open && !a.railOpen() && m.Y == 1:
		return a.clickedFoldedRail(c, m.X)
	}
	top := 2
	if a.open && !a.railOpen() {
		top = 3
	}
	if s, ok := a.screens[a.active].(pointed); ok {
		return a.handle(s.rowAt(c, m.Y-top-len(a.banner(c.width))))
	}
	return nil
}

// clickedKey finds the key word that stands at x in the key line.
func (a *App) clickedKey(c scene, x int) tea.Cmd {
	width, _ := a.size()
	line := stripped(a.keyLine(c, width))
	for _, b := range a.bindings(c) {
		text := b.shown() + " " + b.word
		at := strings.Index(line, text)
		if at < 0 || b.why != "" {
			continue
		}
		start := cells(line[:at])
		if x >= start && x < start+cells(text) {
			return a.handle(b.intent)
		}
	}
	return nil
}

// clickedRail opens the entry on a line of the map.
func (a *App) clickedRail(rail []string, line int) tea.Cmd {
	if line < 0 || line >= len(rail) {
		return nil
	}
	text := strings.TrimSpace(strings.TrimLeft(stripped(rail[line]), a.glyphs.focus+" "))
	for _, item := range railItems() {
		if strings.HasPrefix(text, item.key+" ") {
			return a.press(tea.KeyPressMsg{Code: rune(item.key[0]), Text: item.key})
		}
	}
	return nil
}

// clickedFoldedRail opens the entry that stands at x in the folded map.
func (a *App) clickedFoldedRail(c scene, x int) tea.Cmd {
	line := stripped(a.foldedRail(c))
	chosen := ""
	for _, item := range railItems() {
		if at := strings.Index(line, item.key+" "+shortTitle(item.title)); at >= 0 && cells(line[:at]) <= x {
			chosen = item.key
		}
	}
	if chosen == "" {
		return nil
	}
	return a.press(tea.KeyPressMsg{Code: rune(chosen[0]), Text: chosen})
}

// wheeled scrolls as the arrow keys do.
func (a *App) wheeled(m tea.Mouse) tea.Cmd {
	key := tea.KeyDown
	switch m.Button {
	case tea.MouseWheelDown:
	case tea.MouseWheelUp:
		key = tea.KeyUp
	default:
		return nil
	}
	if e, ok := a.screens[a.active].(editor); ok && e.typing() {
		return nil
	}
	return a.press(tea.KeyPressMsg{Code: key})
}
