package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// TestALongTokenIsScrolledToItsEnd while it is in clear, and hidden by any key
// that does not scroll.
func TestALongTokenIsScrolledToItsEnd(t *testing.T) {
	t.Parallel()
	for _, long := range []string{manyClaims(160), "ory_at_" + strings.Repeat("x", 5000) + "the-end"} {
		r := newRig(t, 80, 24, realContent())
		r.send(tea.PasteMsg{Content: long})
		r.press("v")
		r.shows(long[:40], "lines 1 to", "↑↓ scroll")
		end := long[len(long)-5:]
		r.hides(end)
		r.press("down", "pgdown")
		r.hides("lines 1 to")
		r.press("G")
		r.shows(end)
		r.press("g")
		r.shows("lines 1 to", long[:40])
		r.press("?", "?")
		r.hides(long[:40])
		r.press("v")
		r.shows("lines 1 to")
	}
}

// TestWhatACopiedTokenIsWorth is said of this token, not of tokens.
func TestWhatACopiedTokenIsWorth(t *testing.T) {
	t.Parallel()
	for _, one := range []struct{ token, says string }{
		{realContent().idToken(rigStart.Add(-time.Hour)), "until it expires."},
		{realContent().idToken(rigStart.Add(-48 * time.Hour)), "It has expired"},
		{tokenOf(`{"alg":"none"}`, `{"exp":1795356209}`), "It is not signed"},
		{token(`{"iss":"https://elsewhere.example"}`), "does not say when it expires"},
		{"ory_at_canary-canary-canary", "treat it as a secret"},
	} {
		r := newRig(t, 120, 40, realContent())
		r.send(tea.PasteMsg{Content: one.token})
		r.press("Y")
		r.shows("The token was copied in clear.", one.says)
	}
}

// TestInspectWithoutASessionHasAWayOut that the screen names.
func TestInspectWithoutASessionHasAWayOut(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.do(goTo{screenInspect})
	r.shows("esc goes back", "esc back")
	r.hides("1 authorizes")
	r.press("esc")
	r.shows("Inspect a token…")
	r.send(tea.PasteMsg{Content: realContent().idToken(rigStart.Add(-time.Hour))})
	r.press("/")
	r.text("iss")
	r.press("enter", "esc")
	r.hides("Inspect a token…") // it ended the filter
	r.press("esc")
	r.shows("Inspect a token…")
}

// TestWhatIsNoTokenIsCalledSo, and what to paste is said.
func TestWhatIsNoTokenIsCalledSo(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.send(tea.PasteMsg{Content: "garbage ☃ 日本語"})
	r.shows("This is no token", "begins with eyJ")
	r.hides("opaque")
}
