package ui

import (
	"testing"
	"time"

	"akoya-tui/akoya"
)

// half gives the request under way an answer that ends in the middle.
func (r *rig) half() {
	r.t.Helper()
	plan := r.plan.plan
	plan.Environment, plan.ClockOffset = r.app.session.Environment, r.app.session.ClockOffset
	sent := r.canned(plan, 200, `{"token_type":"bearer","expires_in":86399,"scope":"app_mana`)
	sent.RoundTrip.Err = &akoya.TransportError{Phase: "body", Reason: "the answer ended in the middle of its body", Hint: "The server acted on the request; what had arrived is kept.", MaybeSent: true}
	r.send(sentMsg{run: r.app.run.id, owner: r.plan.owner, arrival: r.plan.arrival, sent: sent})
}

// TestBrokenOffEverywhereTheSame shows what had arrived of an answer, and that it
// is no good one, where it came and in the history.
func TestBrokenOffEverywhereTheSame(t *testing.T) {
	t.Parallel()
	for _, width := range []int{80, 120} {
		r := newRig(t, width, 40, realContent())
		r.openLocal()
		r.press("6", "enter")
		r.half()
		r.shows("200, broken off", "The answer ended in the middle of its body.", "app_mana", "The server acted on the request;", "Nothing is lost: ask for another token.")
		r.hides("✓ 200", "no answer")
		r.press("8")
		r.shows("× 200", "× 200 OK, broken off")
		r.hides("✓ 200")
		r.press("enter")
		r.shows("× 200 OK, broken off", "app_mana")
		r.press("esc", "/")
		r.text("broken")
		r.shows("1 of 1 found in 1")
	}
}

// TestTooLongIsNotGood marks an answer that was not read to its end.
func TestTooLongIsNotGood(t *testing.T) {
	t.Parallel()
	long := exchange{method: "POST", url: "http://127.0.0.1:1/token", status: 200, body: "xxxx", took: time.Second}.entry(historyStart)
	long.RoundTrip.Truncated = true
	r := historyRig(t, 120, 40, long)
	r.shows("× 200", "× 200 OK, cut at 1 MiB")
	r.hides("✓")
}

// TestCanceledIsFound names how a request without an answer ended, and finds it
// by that.
func TestCanceledIsFound(t *testing.T) {
	t.Parallel()
	one := exchange{method: "POST", url: "http://127.0.0.1:1/token", took: time.Second, err: &akoya.TransportError{Phase: "wait", Reason: "the request was canceled", Canceled: true}}
	lost := exchange{method: "POST", url: "http://127.0.0.1:1/revoke", took: time.Second, err: &akoya.TransportError{Phase: "wait", Reason: "the connection broke"}}
	r := historyRig(t, 80, 24, one.entry(historyStart), lost.entry(historyStart))
	r.shows("× canceled", "× no answer")
	r.fits()
	r.press("/")
	r.press(typed("canceled")...)
	r.shows("1 of 1 found in 2", "× canceled")
	r.hides("× no answer")
}

// TestOtherDaysAreDated writes the date where one round trip on view is of
// another day than today, wherever it stands: a clock may have been put back.
func TestOtherDaysAreDated(t *testing.T) {
	t.Parallel()
	one := exchange{method: "POST", url: "http://127.0.0.1:1/token", status: 200, took: time.Second}
	r := historyRig(t, 80, 24, one.entry(historyStart), one.entry(historyStart.Add(25*time.Hour)), one.entry(historyStart.Add(time.Minute)))
	r.shows("11-21 14:03:22", "11-22 15:03:22", "11-21 14:04:22")
	r = historyRig(t, 80, 24, one.entry(historyStart))
	r.shows(" 14:03:22")
	r.hides("11-21")
}
