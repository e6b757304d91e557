package ui

import (
	"errors"
	"testing"
)

// TestSuspend leaves the terminal on every screen, also while one types, and
// hides what was revealed.
func TestSuspend(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.app.deps.Suspend = func() error { return nil }
	r.obtained()
	r.press("3", "v")
	if r.app.revealed == "" {
		t.Fatal("nothing is revealed")
	}
	r.press("ctrl+z")
	if r.app.revealed != "" {
		t.Error("a secret stays revealed")
	}
	if len(r.made) == 0 {
		t.Error("the program does not leave the terminal")
	}
	r.press("p", "ctrl+z")
	if len(r.made) == 0 || !r.typing() {
		t.Error("ctrl+z does not work while one types, or ends the typing")
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
