package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/cases"
)

// listed opens the test cases of the local Akoya.
func listed(t *testing.T, width, height int) (*rig, *casesScreen) {
	t.Helper()
	r := newRig(t, width, height, realContent())
	r.openLocal()
	r.press("7")
	return r, r.app.screens[screenCases].(*casesScreen)
}

func TestNoTitleIsCut(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {100, 30}, {120, 40}, {160, 45}} {
		r, s := listed(t, size[0], size[1])
		for _, one := range s.visibleCases() {
			s.toCase(one.ID)
			r.shows(one.ID, one.Title)
		}
	}
}

func TestTheListFollowsTheRun(t *testing.T) {
	t.Parallel()
	r, s := listed(t, 80, 24)
	r.press("down", "R")
	list := s.visibleCases()
	s.reached(cases.Progress{Done: 20, Total: 61, Case: list[20]})
	r.shows("20 of 61", "▌  ◐ running     "+list[20].Title)
	s.reached(cases.Progress{Done: 21, Total: 61, Case: list[21]})
	r.press("up")
	s.reached(cases.Progress{Done: 22, Total: 61, Case: list[22]})
	r.shows("22 of 61", "▌  · not run     "+list[20].Title)
	r.send(caseEventMsg{run: r.app.run.id, stopped: true})
	if r.hides("of 61"); s.cursor != 20 {
		t.Errorf("the cursor is on row %d, not where it was put", s.cursor)
	}

	r.press("home", "down", "R")
	s.reached(cases.Progress{Done: 40, Total: 61, Case: list[40]})
	r.send(caseEventMsg{run: r.app.run.id, stopped: true})
	if s.cursor != 1 {
		t.Errorf("the cursor that went with the run ends on row %d, not where it began", s.cursor)
	}
}

func TestTheRunIsSeenFromElsewhere(t *testing.T) {
	t.Parallel()
	for _, width := range []int{80, 120} {
		r, s := listed(t, width, 24)
		r.press("R", "4")
		s.reached(cases.Progress{Done: 12, Total: 61, Case: s.all[12]})
		r.shows("▸ 12/61", "esc stop the test cases")
		r.press("esc")
		r.shows("break the test cases off")
		if r.app.run == nil || !s.batch.stopping {
			t.Errorf("esc on another screen does not stop after the case under way")
		}
	}
}

func TestProgressIsNotCut(t *testing.T) {
	t.Parallel()
	r, s := listed(t, 80, 24)
	r.press("R", "esc")
	for _, one := range s.all {
		s.reached(cases.Progress{Done: 60, Total: 61, Case: one})
		r.shows("60 of 61 · stopping after this one", one.ID)
	}
	r.press("esc")
	r.shows("60 of 61 · breaking off")
}

func TestWhatIsListedIsRun(t *testing.T) {
	t.Parallel()
	r, s := listed(t, 80, 24)
	r.shows("61 cases", "R run all")
	r.press("/")
	r.text("client_secret")
	r.press("enter")
	r.shows("5 of 61 cases", "R run the 5 listed", "esc show all")
	r.press("R")
	if s.batch == nil || s.batch.total != 5 {
		t.Fatalf("not the five are run:\n%s", r.screen())
	}
	r.send(caseEventMsg{run: r.app.run.id, stopped: true})
	r.press("esc")
	r.shows("61 cases", "R run all")
}

// A burst of keys comes without a frame in between.
func TestSearchTakesEveryKeyOfABurst(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		r, s := listed(t, size[0], size[1])
		r.press("tab") // the narrowest the box can be
		r.quiet = true
		r.press("/", "r", "e", "g", "i", "s", "t", "e", "r", "e", "d", "space", "r", "e", "d", "i", "r", "e", "c", "t", "_", "u", "r", "i")
		r.shows("▌text registered redirect_uri ", "1 of 61 cases", "authorize.redirect_uri.wrong")
		if r.press("enter", "/", "u"); s.filter.text != "registered redirect_uriu" {
			t.Errorf("a second search begins with %q", s.filter.text)
		}
	}
}

func TestOnlyAChangedVerdictIsToldTwice(t *testing.T) {
	t.Parallel()
	r, s := listed(t, 80, 24)
	o := r.content.outcome(0, s.all[0])
	s.keep(o)
	s.keep(o)
	r.hides("was", "▸✓")
	o.Verdict = cases.Mismatch
	s.keep(o)
	r.shows("✓▸× mismatch", "was ✓ exact")
	s.keep(o)
	r.hides("was", "▸×")
}

func TestEveryListMovesAlike(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.refreshed()
	r.service()
	at := map[screenID]func() int{
		screenCases:   func() int { return r.app.screens[screenCases].(*casesScreen).cursor },
		screenLocal:   func() int { return r.app.screens[screenLocal].(*localScreen).cursor },
		screenInspect: func() int { return r.app.screens[screenInspect].(*inspectScreen).cursor },
		screenHistory: func() int {
			return r.app.screens[screenHistory].(*historyScreen).place(r.app.scene())
		},
	}
	for id, row := range at {
		r.do(goTo{id})
		r.press("end")
		last := row()
		if last == 0 {
			t.Errorf("%s: end stays at the first row", id)
		}
		for _, step := range []struct {
			key  string
			want func(int) bool
		}{
			{"home", func(i int) bool { return i == 0 }}, {"G", func(i int) bool { return i == last }},
			{"g", func(i int) bool { return i == 0 }}, {"down", func(i int) bool { return i == 1 }},
			{"up", func(i int) bool { return i == 0 }}, {"pgdown", func(i int) bool { return i > 0 }},
			{"pgup", func(i int) bool { return i == 0 }}, {"space", func(i int) bool { return i > 0 }},
		} {
			if r.press(step.key); !step.want(row()) {
				t.Errorf("%s: %s goes to row %d of %d", id, step.key, row(), last)
			}
		}
	}
}

// TestACanceledCaseLosesNoToken cancels what has left already: the set that comes
// all the same is taken.
func TestACanceledCaseLosesNoToken(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"many", "one by hand"} {
		r := newRig(t, 120, 40, realContent())
		r.obtained()
		r.press("4", "enter")
		sent := r.canned(r.plan.plan, 200, r.content.tokens(r.now, "canary-refresh-token-two-1b7e"))
		r.app.cancel()
		r.press("7")
		s := r.app.screens[screenCases].(*casesScreen)
		one := s.all[slices.IndexFunc(s.all, func(c cases.Case) bool { return c.ID == "refresh.ok" })]
		if way == "many" {
			r.press("R")
		} else {
			r.replay("refresh.ok")
			r.press("enter")
		}
		run := r.app.run.id
		r.do(cancelRun{})
		if way == "many" {
			events := make(chan caseEvent)
			r.send(caseEventMsg{run: run, event: caseEvent{progress: cases.Progress{Done: 1, Total: 61, Case: one}, sent: []flows.Sent{sent}}, next: events})
			r.send(caseEventMsg{run: run, stopped: true})
		} else {
			r.send(caseStepMsg{run: run, sent: []flows.Sent{sent}, err: errors.New("it was stopped")})
		}
		set, ok := r.app.session.Current()
		if !ok || set.Number != 2 || !set.RefreshToken.Equal(akoya.NewSecret("canary-refresh-token-two-1b7e")) {
			t.Errorf("%s: the set that came after the cancel is lost: #%d %s", way, set.Number, set.State)
		}
		if len(r.app.canceled) != 0 {
			t.Errorf("%s: the canceled run is never forgotten", way)
		}
	}
}

func TestEndingsAsk(t *testing.T) {
	t.Parallel()
	r, _ := listed(t, 120, 40)
	r.press("D")
	r.shows("On the local Akoya these cases run anyway")

	r.custom(akoya.EnvironmentSandbox)
	r.press("7")
	s := r.app.screens[screenCases].(*casesScreen)
	r.press("D")
	r.shows("the consent of mikomo_1 at birds", "set #1: its refresh token is dead", "revoke.then_refresh", "y include them")
	r.press("n")
	r.hides("INCLUDED", "y include them")
	r.press("D", "y")
	r.shows("INCLUDED")
	r.press("4", "7") // it holds
	r.shows("INCLUDED")
	r.press("D")
	if r.hides("INCLUDED"); s.endings {
		t.Error("D does not switch it off")
	}

	for _, name := range []string{"production", "custom, with the hosts of production"} {
		r.custom(akoya.EnvironmentProduction)
		if name != "production" {
			r.app.profile.Environment = akoya.Production()
			r.app.profile.Environment.Name = akoya.EnvironmentCustom
		}
		r.press("7", "D", "y")
		s = r.app.screens[screenCases].(*casesScreen)
		r.press("enter")
		r.shows("That is not the name", "real consumer")
		if s.endings {
			t.Fatalf("%s: y is enough", name)
		}
		r.press("backspace")
		r.text(" production ")
		if r.press("enter"); !s.endings {
			t.Errorf("%s: its name is not taken:\n%s", name, r.screen())
		}
		r.do(useProfile{r.app.profile}) // another session
		if r.app.screens[screenCases].(*casesScreen).endings {
			t.Errorf("%s: it outlives the session", name)
		}
	}
}

// The question fits the smallest terminal with the largest banner.
func TestTheAnswerToEndingsIsSeen(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{akoya.EnvironmentCustom: "y include them", akoya.EnvironmentProduction: "▌produc"} {
		r := newRig(t, 80, 24, realContent())
		r.custom(name)
		r.app.unsaved = errors.New("the keychain is locked, and nobody is here to unlock it, so they are lost with this program")
		r.press("7", "D")
		r.text("produc")
		r.shows("Include the cases that end the consent?", "What is lost", answer)
		if name == akoya.EnvironmentProduction {
			r.press("enter")
			r.shows("That is not the name", answer)
		}
	}
}

func TestUnsavedTokensAreNotTraded(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.custom(akoya.EnvironmentCustom)
	r.press("7")
	s := r.app.screens[screenCases].(*casesScreen)
	s.toCase("refresh.ok")
	r.app.unsaved = errors.New("the keychain is locked.")
	for _, key := range []string{"enter", "e", "R"} {
		r.press(key)
		if r.shows("while the newest tokens are not saved"); r.app.run != nil {
			t.Fatalf("%s runs what trades the refresh token", key)
		}
	}
	s.toCase("refresh.used")
	if r.press("enter"); r.app.run == nil {
		t.Error("a case that costs nothing does not run")
	}
}

// An open case shows the whole request and every expectation.
func TestAnOpenCaseIsWhole(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		r, s := listed(t, size[0], size[1])
		one, err := cases.Find(s.all, "authorize.response_type.wrong")
		if err != nil {
			t.Fatal(err)
		}
		o := r.content.outcome(0, one)
		o.Steps[0].Request = akoya.Request{Method: "GET", URL: localBase + "/auth?client_id=x&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&response_type=kode"}
		o.Steps[0].Targets = []cases.Target{{Place: cases.PlaceQuery, Name: "response_type"}, {Place: cases.PlaceQuery, Name: "scope"}}
		s.keep(o)
		s.toCase(one.ID)
		r.press("right")
		seen := r.screen()
		r.press("end")
		seen += r.screen()
		for _, want := range []string{
			"?redirect_uri      http://127.0.0.1/cb", "≠ ?response_type     kode", "≠ ?scope             left out",
			"unsupported_response_type", "or, by A          status 400 to 499", "SOURCE",
		} {
			if !strings.Contains(seen, want) {
				t.Errorf("%v: the open case does not show %q:\n%s", size, want, seen)
			}
		}
	}
}

func TestLongTimesFit(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		300 * time.Microsecond: "0.3 ms", 9999 * time.Millisecond: "9999 ms", 45 * time.Second: "45.0 s", 30 * time.Minute: "1800.0 s",
	} {
		if got := tookWords(d); got != want {
			t.Errorf("%v is written %q, want %q", d, got, want)
		}
	}
}
