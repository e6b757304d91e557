package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"akoya-tui/flows/control"
)

// TestStartOverKeepsEvidence resets the local Akoya: its tokens go, and what was
// sent and tested stays on view.
func TestStartOverKeepsEvidence(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.refreshed()
	cases := r.app.screens[screenCases].(*casesScreen)
	cases.keep(r.content.outcome(0, cases.all[0]))
	r.press("9")
	r.send(controlMsg{of: r.app.local.Control, reset: true, note: "as new"})
	if r.app.session.SetCount() != 0 || len(r.app.session.Codes()) != 0 {
		t.Error("tokens or codes are left")
	}
	r.shows("8 History              2", "7 Test cases      ✓ 1/")
	r.press("8", "enter")
	r.shows("WHAT CAME BACK", "refresh_token")
	r.press("4")
	r.shows("There is no token set yet")
	r.press("0", "down")
	r.shows("open now: enter goes on")
}

// TestControlsAnswerInOrder drops what an earlier call told of the state when a
// later one has answered first.
func TestControlsAnswerInOrder(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.openLocal()
	r.press("9")
	of, zero, day := r.app.local.Control, time.Duration(0), 25*time.Hour
	r.send(controlMsg{of: of, id: 2, offset: &day, state: &control.State{Faults: []control.Fault{{Kind: "drop", Count: 1}}}})
	r.send(controlMsg{of: of, id: 1, offset: &zero, state: &control.State{}})
	r.shows("+25:00:00", "drop on")
}

// TestPaletteFindsTheControls finds every line of the local Akoya by its words,
// from another screen too, and runs that line and no other.
func TestPaletteFindsTheControls(t *testing.T) {
	t.Parallel()
	for _, from := range []string{"4", "9"} {
		for i, one := range levers() {
			r := newRig(t, 120, 40, realContent())
			r.obtained()
			r.press(from, ":")
			r.text(one.title)
			list := r.app.found(r.app.scene())
			if len(list) == 0 || !strings.HasPrefix(list[0].name, "Local Akoya: ") || !strings.HasSuffix(list[0].name, one.title) {
				t.Fatalf("%q finds %+v", one.title, list)
			}
			r.press("enter")
			if s := r.app.screens[screenLocal].(*localScreen); r.app.active != screenLocal || s.cursor != i {
				t.Errorf("%q goes to line %d of %s", one.title, s.cursor, r.app.active)
			}
			if before := r.app.controls; before < 2 && from == "4" {
				t.Errorf("%q has asked the local Akoya for nothing: %d calls", one.title, before)
			}
		}
	}
	for typed, want := range map[string]string{
		"25 hours": "Local Akoya: clock: 25 hours on",
		"expired":  "Local Akoya: clock: 25 hours on",
		"clock":    "Local Akoya: clock: 5 minutes on",
		"fault":    "Local Akoya: the next request: answers 503",
		"reset":    "Local Akoya: start over",
	} {
		r := newRig(t, 120, 40, realContent())
		r.obtained()
		r.press(":")
		r.text(typed)
		if !slices.ContainsFunc(r.app.found(r.app.scene()), func(a action) bool { return a.name == want && a.why == "" }) {
			t.Errorf("%q does not find %q", typed, want)
		}
	}
}

// TestControlsSayThatThereIsMore marks a list that goes on, and never hides the
// line under the cursor.
func TestControlsSayThatThereIsMore(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.openLocal()
	r.press("9")
	r.shows("more below")
	for _, one := range levers() {
		r.shows("▌ "+one.title, "THE NEXT REQUEST")
		r.press("down")
	}
	r.shows("more above")
	r.hides("more below")
	r.press("g")
	r.shows("is done, but the answer is lost  the dangerous one")
}
