package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
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

// TestLookingWhileCasesRun filters, searches and opens cases while they run: the
// run goes on, and only what would start something is refused.
func TestLookingWhileCasesRun(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		r, s := listed(t, size[0], size[1])
		r.press("R")
		list := s.visibleCases()
		s.reached(cases.Progress{Done: 5, Total: 61, Case: list[5]})
		r.press("/")
		r.text("wrong")
		r.shows("▌text wrong")
		r.press("enter", "right")
		r.shows("5 of 61", "← list")
		s.reached(cases.Progress{Done: 40, Total: 61, Case: list[40]})
		if chosen, _ := s.chosen(); !chosen.Matches("wrong") || s.cursor != 0 {
			t.Errorf("the run moves the case on view: %s", chosen.ID)
		}
		r.press("left", "f", "f", "f")
		r.shows("u shows all")
		r.press("u", "tab")
		r.shows("11 of 61 cases")
		run := r.app.run
		for _, key := range []string{"enter", "e", "R", "D"} {
			r.press(key)
			if r.shows("The test cases are running: esc stops them."); r.app.run != run || s.batch == nil {
				t.Fatalf("%s starts something", key)
			}
		}
		r.press("u", "right", "esc")
		if !s.batch.stopping || !s.open {
			t.Error("esc closes the case instead of stopping the run")
		}
		r.press("left")
		r.shows("stopping after this one", "61 cases")
	}
}

// TestAPasteWhileSearching gives a callback to who is asked for it, and not to
// the search that was open before.
func TestAPasteWhileSearching(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.asked("obtain.ok", "R", "/")
	r.send(tea.PasteMsg{Content: "http://127.0.0.1:8765/other?code=canary-code-7hd2"})
	r.hides("canary-code")
	if now := r.app.asks(); now == nil || now.problem == "" {
		t.Errorf("the paste was not looked at as a callback:\n%s", r.screen())
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
		r.send(caseEventMsg{run: r.app.run.id, stopped: true})
		r.shows("The test cases are stopped: 12 of 61 were run.")
		r.hides("▸ 12/61")
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

// TestWhatInformsHasNotFailed runs a case that no document states and whose
// answer differs: the list, the filter, the sums and the map agree that it only
// informs.
func TestWhatInformsHasNotFailed(t *testing.T) {
	t.Parallel()
	r, s := listed(t, 120, 40)
	one, err := cases.Find(s.all, "refresh.basic_auth")
	if err != nil {
		t.Fatal(err)
	}
	o := r.content.outcome(0, one)
	o.Verdict, o.Judged = cases.Mismatch, false
	s.keep(o)
	s.toCase(one.ID)
	r.shows("× 1 info only", "× info only", "Test cases 1 info only")
	r.hides("mismatch", "0/61")
	r.press("f", "f", "f")
	r.shows("No case has failed.")
	o.Judged = true
	s.keep(o)
	r.shows("× 1 mismatch", "1 of 61 cases", "× 1 of 61")
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
		o.Steps[0].Request = akoya.Request{Method: "GET", URL: localBase + "/auth?client_id=x&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&response_type=kode&id_token_hint=canary-of-a-query#top"}
		o.Steps[0].Targets = []cases.Target{{Place: cases.PlaceQuery, Name: "response_type"}, {Place: cases.PlaceQuery, Name: "scope"}}
		s.keep(o)
		s.toCase(one.ID)
		r.press("right")
		seen := r.screen()
		r.hides("canary-of-a-query")
		r.press("end")
		seen += r.screen()
		for _, want := range []string{
			"GET " + localBase + "/auth#top", "?redirect_uri      http://127.0.0.1/cb", "≠ ?response_type     kode", "≠ ?scope             left out",
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
