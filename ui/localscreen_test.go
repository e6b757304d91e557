package ui

import "testing"

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
