package ui

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/cases"
)

func TestNoteGoesWithTheNextKey(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.obtained()
	r.press("z")
	r.shows("z does nothing here")
	id := r.app.noteID
	r.press("down")
	r.hides("z does nothing here")
	r.press("z")
	r.send(noteEndMsg{id}) // of the note before
	r.shows("z does nothing here")
	r.send(noteEndMsg{r.app.noteID})
	r.hides("z does nothing here")
}

func TestRevealEnds(t *testing.T) {
	t.Parallel()
	const secret = "canary-client-secret-c0de"
	for _, end := range []struct {
		name string
		do   func(*rig)
	}{
		{"by its time", func(r *rig) { r.send(revealEndMsg{r.app.revealID}) }},
		{"by the same key", func(r *rig) { r.press("v") }},
		{"by going elsewhere and back", func(r *rig) { r.press("3", "2") }},
		{"when the terminal loses the focus", func(r *rig) { r.send(tea.BlurMsg{}); r.send(tea.FocusMsg{}) }},
		{"when another profile is opened", func(r *rig) { r.do(useProfile{r.content.profile}); r.do(goTo{screenService}) }},
		{"when the field holds another secret", func(r *rig) {
			r.press("e")
			r.text("another-secret-entirely")
			r.press("enter")
			r.hides("another-secret-entirely")
		}},
	} {
		t.Run(end.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, 120, 40, realContent())
			r.openLocal()
			r.approved()
			r.press("2", "down", "down", "down", "down", "v")
			r.shows(secret)
			stale := r.app.revealID - 1
			r.send(revealEndMsg{stale})
			r.shows(secret)
			end.do(r)
			r.hides(secret)
		})
	}
}

func TestRevealIsOfOneToken(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.refreshed()
	r.press("3", "v")
	r.shows("eyJ")
	r.press("left")
	r.hides("eyJ")
}

func TestCanceledIsKeptInTheHistoryOnly(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.openLocal()
	r.approved()
	r.press("2", "enter")
	r.shows("waiting for the answer", "esc cancel")
	r.app.cancel()
	ctx, run := r.app.newRun(screenObtain, "POST /token", time.Minute)
	r.press("esc")
	if !errors.Is(ctx.Err(), context.Canceled) || r.app.run != nil {
		t.Fatal("esc does not cancel at once")
	}
	r.shows("Canceled: POST /token")
	late := func(status int, body string) {
		r.send(sentMsg{run: run.id, owner: screenObtain, sent: r.canned(r.plan.plan, status, body)})
		r.hides("WHAT CAME BACK")
	}
	late(400, r.content.refusal("invalid_request", "No."))
	if sets, trips := r.app.session.SetCount(), r.app.session.History.Len(); sets != 0 || trips != 1 {
		t.Errorf("a late refusal gives %d token sets and %d round trips in the history; want 0 and 1", sets, trips)
	}
	r.press("enter")
	r.answer(400, r.content.refusal("invalid_request", "No."))
	r.shows("400 Bad Request")
	r.send(sentMsg{run: run.id - 1, owner: screenObtain, sent: r.canned(r.plan.plan, 200, "{}")})
	r.shows("400 Bad Request")
}

func TestBatchEnds(t *testing.T) {
	t.Parallel()
	for _, keys := range [][]string{{"esc", "esc", "esc", "esc"}, {"4", "esc", "7", "esc", "esc"}, {"esc", "4", "esc", "7"}} {
		t.Run(strings.Join(keys, " "), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, 120, 40, realContent())
			r.openLocal()
			r.press("7", "R")
			r.shows("0 of 61", "stop after this one")
			run := r.app.runs
			r.press(keys...)
			r.send(caseEventMsg{run: run, stopped: true})
			r.fits()
			r.press("7")
			r.hides("0 of 61")
			r.shows("run all")
		})
	}
}

func TestOneRequestAtATime(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.obtained()
	r.press("4", "enter")
	run := r.app.runs
	r.press("6", "enter")
	r.shows("A request is under way: esc cancels it.")
	r.press("7", "enter")
	if r.app.runs != run {
		t.Error("a second request was started")
	}
}

func TestPasteSaysWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.openLocal()
	r.press("6")
	r.send(tea.PasteMsg{Content: "http://127.0.0.1:8765/callback?code=x&state=other"})
	r.shows("The pasted text is no callback")
	r.approved()
	r.press("6")
	r.send(tea.PasteMsg{Content: "something"})
	r.shows("The pasted text was not used")
}

func TestTooSmallTakesNoKeys(t *testing.T) {
	t.Parallel()
	r := newRig(t, 60, 20, realContent())
	r.press("n", "enter", "x", "esc", "1")
	if r.app.active != screenStart || r.app.starting {
		t.Error("a key was obeyed that nobody could see the meaning of")
	}
	_, quit := r.app.Update(keyNamed("q"))
	if quit == nil {
		t.Error("q does not quit")
	}
}

// TestTicks lets a minute pass for a program that counts down: there is one chain
// of ticks, whatever is pressed, and none when nothing counts.
func TestTicks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 120, 40, realContent())
		results := make(chan tea.Msg, 100)
		ticks := 0
		start := func(cmd tea.Cmd) {
			if cmd != nil {
				go func() { results <- cmd() }()
			}
		}
		pump := func(d time.Duration) { // lets time pass and the program act on what comes
			for deadline := time.After(d); ; {
				select {
				case msg := <-results:
					switch msg := msg.(type) {
					case tea.BatchMsg:
						for _, cmd := range msg {
							start(cmd)
						}
						continue
					case tickMsg:
						ticks++
					}
					_, cmd := r.app.Update(msg)
					start(cmd)
				case <-deadline:
					return
				}
			}
		}
		session := flows.NewSession(akoya.Local(localBase), r.content.profile.App)
		r.app.session, r.app.open, r.app.active = session, true, screenRefresh
		press := func(key string) {
			r.now = rigStart.Add(time.Since(rigZero))
			_, cmd := r.app.Update(keyNamed(key))
			start(cmd)
		}
		rigZero = time.Now()
		press("z")
		pump(10 * time.Second)
		if ticks != 0 {
			t.Errorf("%d ticks while nothing counts", ticks)
		}
		r.app.session = session.Apply(flows.Returned{Code: akoya.NewSecret("canary-code-7hd2"), At: r.now})
		for range 10 {
			press("z")
			pump(time.Second)
		}
		if ticks < 9 || ticks > 11 {
			t.Errorf("%d ticks in ten seconds", ticks)
		}
		r.now = r.now.Add(6 * time.Minute) // the code has expired
		pump(2 * time.Second)
		ticks = 0
		pump(time.Minute)
		if ticks != 0 || r.app.ticking {
			t.Errorf("%d ticks after everything has ended", ticks)
		}
	})
}

// rigZero is when the test of ticks began.
var rigZero time.Time

// TestIdle asks for no command when nothing happens.
func TestIdle(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"start", "authorize-waiting", "obtain-blocked", "inspect-empty", "inspect-expired", "cases-list", "history-empty", "service-ready", "help-start", "form-new"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rigIn(t, stateNamed(t, name), 120, 40, realContent())
			r.send(tickMsg{})
			for _, msg := range []tea.Msg{tea.WindowSizeMsg{Width: 100, Height: 30}, tea.BlurMsg{}, tea.FocusMsg{}, noteEndMsg{}, tickMsg{}, "unknown"} {
				if r.send(msg); len(r.made) > 0 {
					t.Errorf("%T starts a command", msg)
				}
			}
		})
	}
}

func TestExpiredServiceTokenDoesNotTick(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.openLocal()
	r.service()
	r.press("3")
	if !r.app.ticking {
		t.Error("the life of the service token on view does not count down")
	}
	r.wait(25 * time.Hour)
	if r.send(tickMsg{}); r.app.ticking {
		t.Error("there are ticks although nothing lives")
	}
}

var hue256 = regexp.MustCompile(`\x1b\[[0-9;:]*(3[0-9]|4[0-9]|9[0-7])[0-9;:]*m`)

// TestNoColour draws every state without colours: weight and reverse video are
// all that is left.
func TestNoColour(t *testing.T) {
	t.Parallel()
	for _, s := range states() {
		r := newRig(t, 120, 40, realContent())
		r.send(tea.ColorProfileMsg{Profile: colorprofile.ASCII})
		s.to(r)
		for _, line := range r.app.lines() {
			if hue := hue256.FindString(line); hue != "" {
				t.Errorf("%s has the colour %q", s.name, hue)
				break
			}
		}
	}
}

// TestLongInput moves and deletes by words in a text of the greatest length.
func TestLongInput(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	i := newInput(strings.Repeat("漢字 ", 210*effort), "", false, r.app.theme)
	for range 3 {
		for _, key := range []string{"ctrl+left", "ctrl+w", "alt+b", "ctrl+right", "alt+d", "alt+backspace", "x"} {
			i.press(keyNamed(key))
			if got := i.view(40, r.app.glyphs); cells(got) != 40 {
				t.Fatalf("%d cells", cells(got))
			}
		}
	}
	words := newInput("one two three", "", false, r.app.theme)
	words.press(keyNamed("ctrl+w"))
	words.press(keyNamed("ctrl+left"))
	words.press(keyNamed("alt+d"))
	words.press(keyNamed("x"))
	if got := words.value(); got != "one x " {
		t.Errorf("words: %q", got)
	}
	unseen := newInput("one two", "", true, r.app.theme)
	unseen.press(keyNamed("ctrl+w"))
	if unseen.value() != "" {
		t.Error("a word of an unseen text was found")
	}
}

// TestUnsavedTokens holds the banner until its cause is gone, and no refresh
// meanwhile.
func TestUnsavedTokens(t *testing.T) {
	t.Parallel()
	r := rigIn(t, stateNamed(t, "unsaved"), 80, 24, realContent())
	r.shows("NOT SAVED", "s saves again")
	r.press("enter")
	r.shows("No refresh while the newest tokens are not saved")
	for _, key := range []string{"1", "7", "8", "0", "3"} {
		r.press(key)
		r.shows("NOT SAVED")
	}
	r.press("S")
	r.hides("NOT SAVED")
}

// TestCaseOutcomeStays keeps what a case brought, however the run ends.
func TestCaseOutcomeStays(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.openLocal()
	r.press("7", "R")
	s := r.app.screens[screenCases].(*casesScreen)
	outcome := r.content.outcome(0, s.all[0])
	r.send(caseEventMsg{run: r.app.runs, event: caseEvent{progress: cases.Progress{Done: 1, Total: 61, Case: s.all[0], Outcome: &outcome}}})
	r.shows("1 of 61", "1 hold")
	r.press("esc", "esc")
	r.send(caseEventMsg{run: r.app.runs, stopped: true})
	r.shows("1 hold")
	r.hides("1 of 61")
}
