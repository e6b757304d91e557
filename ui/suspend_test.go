package ui

import (
	"errors"
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// suspends presses ctrl+z and fails unless the program then leaves the terminal.
func (r *rig) suspends(where string) {
	r.t.Helper()
	r.press("ctrl+z")
	if r.app.note != "" || len(r.made) != 1 {
		r.t.Fatalf("%s: ctrl+z only says %q", where, r.app.note)
	}
	message := r.made[0]()
	if got := fmt.Sprintf("%T", message); got != fmt.Sprintf("%T", tea.Exec(nil, nil)()) {
		r.t.Fatalf("%s: ctrl+z makes a %s", where, got)
	}
}

// TestSuspend leaves the terminal on every screen, also while one types, and
// hides what was revealed.
func TestSuspend(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.app.deps.Suspend = func() error { return nil }
	r.suspends("before a session")
	r.obtained()
	for _, item := range railItems() {
		r.do(goTo{item.screen})
		r.suspends(item.title)
	}
	r.press("n")
	r.suspends("the form of a profile")
	r.press("esc", "3", "?")
	r.suspends("the help")
	r.press("esc", ":")
	r.suspends("the palette")
	r.press("esc", "v")
	if r.app.revealed == "" {
		t.Fatal("nothing is revealed")
	}
	r.suspends("a revealed secret")
	if r.app.revealed != "" {
		t.Error("a secret stays revealed")
	}
	r.press("p")
	if r.suspends("typing"); !r.typing() {
		t.Error("ctrl+z ends the typing")
	}
	r.send(awakeMsg{errors.New("no shell here")})
	r.shows("No shell here.")
}

// TestSuspendRefused stays while an answer could be lost, and where there is no
// background.
func TestSuspendRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.obtained()
	r.press("ctrl+z")
	r.shows("This system cannot put a program in the background.")
	r.app.deps.Suspend = func() error { return nil }
	r.press("4", "enter", "ctrl+z")
	r.shows("A request is under way, and its answer must not be lost")
}
