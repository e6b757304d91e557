package ui

import (
	tea "charm.land/bubbletea/v2"
)

// clicked acts on a click: on the map, on a key of the key line, on a row.
func (a *App) clicked(m tea.Mouse) tea.Cmd {
	width, height := a.size()
	if m.Button != tea.MouseLeft || width < minWidth || height < minHeight || a.palette != nil {
		return nil
	}
	c := a.scene()
	a.note = ""
	asked := a.leaving
	a.leaving = false
	if a.help {
		return a.handle(closeOverlay{})
	}
	switch {
	case m.Y == height-1:
		return a.clickedKey(c, m.X, asked)
	case a.railOpen() && m.X < railWidth:
		return a.clickedRail(m.Y - 2)
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

// clickedKey finds the entry of the key line that stands at x. Asked is whether
// the question about leaving has just been asked.
func (a *App) clickedKey(c scene, x int, asked bool) tea.Cmd {
	width, _ := a.size()
	for _, slot := range a.keySlots(c, width) {
		if x >= slot.x && x < slot.x+slot.b.cells() {
			if _, quit := slot.b.intent.(quitProgram); quit {
				a.leaving = asked
			}
			return a.handle(slot.b.intent)
		}
	}
	return nil
}

// clickedRail opens the entry on a line of the map.
func (a *App) clickedRail(line int) tea.Cmd {
	at := 0
	for i, item := range railItems() {
		if item.group != "" {
			at++
			if i > 0 {
				at++
			}
		}
		if at == line {
			return a.goToItem(item)
		}
		at++
	}
	return nil
}

// clickedFoldedRail opens the entry that stands at x in the folded map.
func (a *App) clickedFoldedRail(c scene, x int) tea.Cmd {
	at := 1
	for i, part := range a.foldedParts(c) {
		end := at + cells(stripped(part))
		if x >= at && x < end {
			return a.goToItem(railItems()[i])
		}
		at = end + foldedGap
	}
	return nil
}

// goToItem opens an entry of the map as its key does, and says why when it cannot.
func (a *App) goToItem(item railItem) tea.Cmd {
	b, ok := find(a.globalBindings(), item.key)
	switch {
	case !ok:
		return nil
	case b.why != "":
		return a.say(b.why, true)
	}
	return a.handle(b.intent)
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
