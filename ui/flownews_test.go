package ui

import (
	"strings"
	"testing"
	"time"
)

// approvedAnew brings the code of a second authorize request.
func (r *rig) approvedAnew() {
	r.t.Helper()
	r.press("1", "n")
	r.authorized(nil)
	r.do(takeCallback{r.app.session.App.RedirectURI + "?code=canary-code-second-k2p4&state=state-of-the-test-0123456789"})
	if codes := r.app.session.Codes(); len(codes) != 2 {
		r.t.Fatalf("there are %d codes: %s", len(codes), r.app.wait.problem)
	}
}

func TestNewCodeOpensTheNewRequest(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.obtained()
	r.press("1", "2", "8", "2")
	r.shows("WHAT WAS SENT", "Token set #1") // nothing new has come
	r.approvedAnew()
	r.press("2")
	r.shows("WHAT WILL BE SENT", "••••k2p4")
	r.press("enter")
	r.answer(200, r.content.tokens(r.now, "canary-refresh-token-two-1b7e"))
	r.press("3", "2")
	r.shows("WHAT WAS SENT", "Token set #2")
}

func TestNewSetOpensTheNewRequest(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.refreshed()
	r.press("5", "n", "enter")
	r.answer(200, `{"accounts":[]}`)
	r.press("n", "enter")
	r.answer(200, "")
	r.press("3", "5")
	r.shows("WHAT WAS SENT")
	r.press("4")
	r.shows("WHAT WAS SENT", "Set #1 is claimed")
	r.press("x", "enter") // the used one
	r.answer(400, r.content.refusal("invalid_request", "Refresh token is invalid or has already been claimed by another client."))
	r.press("3", "4")
	r.shows("WHAT WAS SENT", "the used refresh token")

	r.approvedAnew()
	r.press("2", "enter")
	r.wait(time.Minute)
	r.answer(200, r.content.tokens(r.now, "canary-refresh-token-three-77aa"))
	for _, step := range []string{"4", "5"} {
		r.press(step)
		r.shows("WHAT WILL BE SENT", "current refresh token", "set #3")
	}
	r.press("n")
	r.shows("Call the data API", "WHAT WILL BE SENT", "set #3")
}

// TestBlockedWayLeadsBack presses enter where a way of sending a step does not
// work yet: it leads to one that does.
func TestBlockedWayLeadsBack(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.obtained()
	r.press("4", "x")
	r.shows("No refresh token has been used yet", "enter goes back to the current refresh token")
	r.press("enter")
	r.shows("WHAT WILL BE SENT", "refresh_token")
	r.hides("No refresh token has been used yet")
	r.press("enter")
	r.answer(0, "")
	r.shows("no answer", "r same again")
	r.press("x") // would throw away what is advised
	r.shows("No refresh token has been used yet", "r same again")
	if r.app.screens[screenRefresh].(*flowScreen).state().answer == nil {
		t.Error("x has taken the lost answer away for a request that cannot be built")
	}
}

// TestEnterIsNeverDead presses enter on every way of sending every step, before
// there is anything to send and with a token set: it sends, goes somewhere, changes
// what is on view, or says why not.
func TestEnterIsNeverDead(t *testing.T) {
	t.Parallel()
	for _, begin := range []func(*rig){(*rig).openLocal, (*rig).obtained} {
		for _, key := range []string{"2", "4", "5", "6"} {
			for way := range 6 {
				r := newRig(t, 80, 24, realContent())
				begin(r)
				r.press(key)
				s := r.app.screens[r.app.active].(*flowScreen)
				if s.at = way / 3; s.at >= len(s.steps) {
					continue
				}
				s.state().variant = way % len(s.step().Variants)
				s.renew()
				before := r.screen()
				if r.press("enter"); r.screen() == before {
					t.Errorf("enter does nothing on\n%s", strings.TrimSpace(before))
				}
			}
		}
	}
}

// TestMapTellsTheNewest walks to a second consent: the map follows it.
func TestMapTellsTheNewest(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.refreshed()
	r.shows("2 Obtain            ✓ #1", "4 Refresh           ✓ #2")
	r.approvedAnew()
	r.shows("2 Obtain            5:00", "4 Refresh           ✓ #2")
	r.press("2", "enter")
	r.answer(200, r.content.tokens(r.now, "canary-refresh-token-three-77aa"))
	r.shows("2 Obtain            ✓ #3")
	r.hides("✓ #2")
	r.press("1", "n")
	r.authorized(nil)
	r.do(takeCallback{r.app.session.App.RedirectURI + "?error=access_denied&state=state-of-the-test-0123456789"})
	r.shows("1 Authorize    × refused", "2 Obtain            ✓ #3")
}
