package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows"
	"akoya-tui/flows/visible"
)

// Messages of the program's own timers.
type (
	tickMsg      struct{}
	noteEndMsg   struct{ id int }
	revealEndMsg struct{ id int }
)

// How long a note stays, and a revealed secret.
const (
	noteTime   = 4 * time.Second
	revealTime = 10 * time.Second
)

// longNote is how wide a note is that takes longer to read, in cells.
const longNote = 60

// say shows a note for some seconds; bad notes are refusals and problems.
func (a *App) say(text string, bad bool) tea.Cmd {
	a.noteID++
	a.note, a.noteBad = visible.Line(cutBytes(text)), bad
	id, stay := a.noteID, noteTime
	if bad || cells(a.note) > longNote {
		stay = 2 * noteTime
	}
	return a.noteTimer.start(stay, noteEndMsg{id})
}

// reveal shows one secret in clear; asked again it hides it.
func (a *App) reveal(item string) tea.Cmd {
	if a.revealed == item {
		a.revealed = ""
		return nil
	}
	a.revealID++
	a.revealed = item
	id := a.revealID
	return a.revealTimer.start(revealTime, revealEndMsg{id})
}

// tick keeps one chain of ticks alive, aligned to the second, while something
// on view counts.
func (a *App) tick() tea.Cmd {
	if a.ticking || !a.counting() {
		return nil
	}
	a.ticking = true
	return tea.Every(time.Second, func(time.Time) tea.Msg { return tickMsg{} })
}

// counting reports whether anything changes with time alone.
func (a *App) counting() bool {
	if a.run != nil {
		return true
	}
	now := a.deps.Now().Add(a.session.ClockOffset)
	if set, ok := a.session.Latest(); ok {
		if end := set.ExpiresAt(); !end.IsZero() && now.Before(end) {
			return true
		}
	}
	if code, ok := a.session.NewestCode(); ok && code.StateAt(now) == flows.CodeFresh {
		return true
	}
	s, ok := a.screens[a.active].(counter)
	return ok && s.counts(a.scene())
}
