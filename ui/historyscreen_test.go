package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/cases"
)

func TestHistoryEmpty(t *testing.T) {
	t.Parallel()
	r := historyRig(t, 80, 24)
	r.shows("Nothing has been sent yet.", "1 authorizes", "enter authorize")
	r.fits()
	r.press("enter")
	if r.app.active != screenAuthorize {
		t.Errorf("enter opened %q", r.app.active)
	}
}

func TestHistoryRows(t *testing.T) {
	t.Parallel()
	lost := exchange{method: "GET", url: "http://127.0.0.1:41023/accounts-info/v2/mikomo", took: 30 * time.Second, err: errors.New("the connection was closed")}
	r := historyRig(t, 120, 40, append(tokenTrips(), lost.entry(historyStart.Add(2*time.Second)))...)
	screen := strings.Split(r.screen(), "\n")
	want := []string{
		"▌  3  14:03:24  GET /accounts-info/v2/mikomo  × no answer  30000 ms  by hand",
		"   2  14:03:23  POST /token                   × 400           12 ms  refresh.used",
		"   1  14:03:22  POST /token                   ✓ 200           41 ms  refresh",
	}
	for i, line := range want {
		_, row, _ := strings.Cut(screen[5+i], "│  ")
		if got := strings.TrimRight(row, " "); got != line {
			t.Errorf("row %d is\n%q, want\n%q", i, got, line)
		}
	}
	r.shows("1 of 3", "the connection was closed")
	if got := historyState(r.app.scene()).text; got != "3" {
		t.Errorf("the map counts %s", got)
	}
	r.fits()

	r.app.glyphs = asciiGlyphs()
	r.shows("STEP . CASE", "x 400", "+ 200")
}

// TestHistoryJudged marks an answer by what its case wanted, not by its status.
func TestHistoryJudged(t *testing.T) {
	t.Parallel()
	r := historyRig(t, 120, 40, judgedTrips()...)
	r.shows(
		"✓ 401   3.0 ms  revoke.path.alternative", "× 200   2.0 ms  revoke.client_secret.missing",
		"✓ 400   1.0 ms  refresh.grant_type.missing", "× 400   1.0 ms  service.scope.unknown",
		"as the case wants: exact",
	)
	look := func(number int) string {
		row := newTripRow(entryOf(r.app.scene(), number))
		return row.ink(r.app.theme).paint(row.code(r.app.glyphs))
	}
	for number, want := range map[int]string{4: r.app.theme.ok.paint("✓ 401"), 3: r.app.theme.bad.paint("× 200"), 2: r.app.theme.warn.paint("✓ 400"), 1: r.app.theme.warn.paint("× 400")} {
		if got := look(number); got != want {
			t.Errorf("#%d is drawn %q, want %q", number, got, want)
		}
	}
	r.press("down")
	r.shows("not what the case wants: mismatch")
	r.press(append([]string{"/"}, typed("mismatch")...)...)
	r.shows("1 of 2 found in 4")
}

// TestHistoryColumns keeps names of cases whole, and gives up the request's
// middle and then the time for them.
func TestHistoryColumns(t *testing.T) {
	t.Parallel()
	r := historyRig(t, 80, 24, judgedTrips()...)
	r.shows("revoke.client_secret.missing", "GET /accounts…fo/v2/mikomo", "14:03:25  ✓ 401")
	r.hides("WHEN")
	r.fits()
	r = historyRig(t, 80, 24, judgedTrips()[3:]...)
	r.shows("14:03:25  GET /acco", "revoke.path.alternative")
	r = historyRig(t, 120, 40, judgedTrips()...)
	r.shows("14:03:25  GET /accounts-info/v2/mikomo  ")
	r.app.session.ClockOffset = 25 * time.Hour
	r.shows("11-21 14:03:25  GET /accou", "11-21 14:03:25  ✓ 401", "revoke.client_secret.missing")
	r.fits()
}

// TestJudge gives each answer of a case its verdict, and none to what was sent
// to meet the needs of the case.
func TestJudge(t *testing.T) {
	t.Parallel()
	trip := func(second int) akoya.RoundTrip {
		return akoya.RoundTrip{URL: "http://127.0.0.1/token", Started: historyStart.Add(time.Duration(second) * time.Second)}
	}
	sent := []flows.Sent{{RoundTrip: trip(0)}, {RoundTrip: trip(1)}, {RoundTrip: trip(2)}, {}}
	judge(sent, []cases.StepOutcome{
		{RoundTrip: trip(1), Verdict: cases.SameError}, {RoundTrip: trip(2), Verdict: cases.Mismatch}, {},
	}, true)
	want := []flows.Judgement{{}, {Verdict: "same error", Holds: true, Counts: true}, {Verdict: "mismatch", Counts: true}, {}}
	for i, one := range sent {
		if one.Judged != want[i] {
			t.Errorf("request %d is judged %+v, want %+v", i, one.Judged, want[i])
		}
	}
}

func TestHistoryCursor(t *testing.T) {
	t.Parallel()
	r := historyRig(t, 80, 24, manyTrips(1000)...)
	s := historyOf(r.app)
	r.app.View()
	for _, step := range []struct {
		keys []string
		want string
	}{
		{[]string{"down", "j"}, "3 of 1,000"},
		{[]string{"up", "k", "k"}, "1 of 1,000"},
		{[]string{"pgdown"}, "13 of 1,000"},
		{[]string{"G"}, "1,000 of 1,000"},
		{[]string{"pgdown", "down"}, "1,000 of 1,000"},
		{[]string{"pgup"}, "988 of 1,000"},
		{[]string{"g"}, "1 of 1,000"},
	} {
		r.press(step.keys...)
		r.shows(step.want)
		r.fits()
	}
	if len(s.rows) > 4*s.page {
		t.Errorf("%d rows were read for %d on view at a time", len(s.rows), s.page)
	}

	// At the top the cursor follows what comes; elsewhere it stays where it is.
	r.app.session.History = r.app.session.History.Append(manyTrips(1)[0])
	r.shows("1 of 1,001")
	r.press("down")
	r.app.session.History = r.app.session.History.Append(manyTrips(1)[0])
	r.shows("3 of 1,002")
}

// TestHistoryDates shows dates once the list reaches into another day.
func TestHistoryDates(t *testing.T) {
	t.Parallel()
	r := historyRig(t, 80, 24, tokenTrips()...)
	r.hides("11-21 14:03:22")
	r.app.session.ClockOffset = 25 * time.Hour
	r.shows("11-21 14:03:22")
	r.fits()
}

// TestHistoryLevels goes in and out: esc goes back one level and never quits.
func TestHistoryLevels(t *testing.T) {
	t.Parallel()
	r := historyRig(t, 80, 24, tokenTrips()...)
	r.press("enter")
	r.shows("request", "response", "timings", "raw", "#2  POST /token")
	r.press("e")
	r.shows("Edit and resend", "WHAT WILL BE SENT", "WHAT CAME BACK THEN")
	r.press("e")
	if !historyOf(r.app).typing() {
		t.Fatal("e does not edit the field")
	}
	r.press("esc", "esc")
	r.shows("#2  POST /token", "raw")
	r.press("n")
	r.shows("#1  POST /token")
	r.press("n")
	r.shows("This is the oldest one.")
	r.press("p", "c", "n", "c")
	r.shows("Compare")
	r.press("esc")
	r.shows("#1  POST /token", "raw")
	r.press("esc")
	r.shows("2 of 2")
	r.press("esc")
	r.shows("2 of 2")
}

// TestHistoryKeys presses every key of every level, at two sizes, with and
// without a request under way.
func TestHistoryKeys(t *testing.T) {
	t.Parallel()
	levels := map[string][]string{
		"list": nil, "filtered": {"/", "4", "0", "0", "enter"}, "nothing found": {"/", "z", "z", "enter"},
		"open": {"enter"}, "raw": {"enter", "left", "left"}, "timings": {"enter", "right"},
		"editor": {"e"}, "marked": {"c"}, "compared": {"c", "down", "c"},
	}
	for name, keys := range levels {
		for width, busy := range map[int]bool{80: true, 120: false} {
			fresh := func() *rig {
				r := historyRig(t, width, 24, tokenTrips()...)
				r.press(keys...)
				if busy {
					r.app.newRun(screenHistory, "POST /token", time.Minute)
				}
				return r
			}
			first := fresh().app
			for _, b := range first.screens[screenHistory].bindings(first.scene()) {
				r := fresh()
				before := r.screen()
				r.app.Update(keyNamed(b.keys[0]))
				r.fits()
				if b.why != "" && r.screen() == before {
					t.Errorf("%s: %s is refused without a word", name, b.keys[0])
				}
			}
		}
	}
}

func TestHistoryMarked(t *testing.T) {
	t.Parallel()
	r := historyRig(t, 80, 24, tokenTrips()...)
	r.press("c")
	r.shows("≠ #2 is marked", "▌≠ 2  14:03:23")
	r.press("c")
	r.hides("is marked")
	r.press("c", "esc")
	r.hides("is marked")
}

// TestHistoryForgets is empty again in another session.
func TestHistoryForgets(t *testing.T) {
	t.Parallel()
	r := historyRig(t, 80, 24, tokenTrips()...)
	r.press("enter", "c")
	r.app.openSession(Profile{Name: "another"})
	r.app.active = screenHistory
	r.shows("Nothing has been sent yet.")
	if n := len(historyOf(r.app).rows); n != 0 {
		t.Errorf("%d rows of the session before are kept", n)
	}
}

// TestHistoryReceived opens what came back, whatever was open.
func TestHistoryReceived(t *testing.T) {
	t.Parallel()
	for _, keys := range [][]string{nil, {"enter"}, {"/", "z", "z"}, {"c", "down", "c"}, {"e"}} {
		r := historyRig(t, 80, 24, tokenTrips()...)
		r.press(keys...)
		before := r.app.session
		e := exchange{status: 418, body: "short and stout"}.entry(historyStart.Add(time.Minute))
		sent := flows.Sent{Request: e.Request, RoundTrip: e.RoundTrip, At: e.At}
		r.app.session = before.Apply(sent)
		historyOf(r.app).received(before, r.app.session, 0, sent)
		r.shows("#3  POST /token", "418 I'm a teapot", "short and stout", "by hand")
	}
}
