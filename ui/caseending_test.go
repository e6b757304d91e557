package ui

import (
	"errors"
	"slices"
	"testing"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/cases"
)

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
		r.authorized(nil)
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
