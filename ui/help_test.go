package ui

import (
	"slices"
	"strings"
	"testing"
)

// TestHelpGroups lists the keys of the screen, those that move and those that
// work everywhere; the keys of the map take one line.
func TestHelpGroups(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.obtained()
	r.press("4", "?")
	r.shows("THIS SCREEN", "MOVING", "EVERYWHERE", "1 … 9 0        Go to a screen of the map.")
	r.hides("Go to Authorize.")
	r.press("?")
	r.hides("EVERYWHERE")
}

// TestHelpReasons says a reason once that several keys have.
func TestHelpReasons(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.openLocal()
	r.press("4", "?")
	if n := strings.Count(r.screen(), "There is no token set yet."); n != 1 {
		t.Errorf("the reason stands there %d times:\n%s", n, r.screen())
	}
	r = newRig(t, 120, 40, realContent())
	r.press("?")
	r.shows("Not now 1 2 4 5 6 7 8 9: Choose an environment first")
}

// TestHelpScrolls reaches the last line at the smallest size, and refuses to
// scroll where everything is on view.
func TestHelpScrolls(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.obtained()
	r.press("4", "?")
	r.shows("line 1 of", "more below")
	r.hides("Leave. Tokens in memory")
	r.press(slices.Repeat([]string{"space"}, 5)...)
	r.shows("Leave. Tokens in memory")
	r.hides("more below")
	r.press("up")
	r.shows("more below")

	r = newRig(t, 120, 60, realContent())
	r.obtained()
	r.press("4", "?", "space")
	r.shows("Everything is on view.")
}
