package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/control"
	"akoya-tui/flows/vault"
)

// All of them listen at the same address: the next request waits until the one
// before has arrived, and takes its place there.
func TestAuthorizeRequestsFollowOneAnother(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.openLocal()
	a := r.app
	a.session.App.RedirectURI = "http://127.0.0.1:0/callback"
	first := a.beginAuthorize()
	if again := a.beginAuthorize(); first == nil || again != nil {
		t.Fatal("two requests are made at a time")
	}
	stale := first().(authorizedMsg)
	_, next := a.Update(stale)
	made := firstOf[authorizedMsg](t, next)
	if stale.listener == nil || made.listener == nil || made.id != a.listenID {
		t.Fatalf("stale %+v, then %+v", stale, made)
	}
	r.send(made)
	if !a.wait.open || a.listener != made.listener {
		t.Error("the newest request is not listened for")
	}
	if _, err := stale.listener.Next(t.Context()); callback.KindOf(err) != callback.Closed {
		t.Errorf("the listener of the first one ended with %v", err)
	}
	a.Close()
}

// What was asked in one session is not taken in the next.
func TestSessionsDoNotMix(t *testing.T) {
	t.Parallel()
	other := realContent().profile
	other.Name, other.Environment = "other", akoya.Sandbox()
	hour := time.Hour
	for name, one := range map[string]func(r *rig) tea.Msg{
		"an authorize request": func(r *rig) tea.Msg { return authorizedMsg{id: r.app.listenID} },
		"a reset":              func(r *rig) tea.Msg { return controlMsg{of: r.app.local.Control, reset: true} },
		"a clock": func(r *rig) tea.Msg {
			return controlMsg{of: r.app.local.Control, offset: &hour, state: &control.State{}}
		},
		"a local Akoya": func(r *rig) tea.Msg { return localStartedMsg{local: *r.app.local} },
	} {
		r := newRig(t, 120, 40, realContent())
		r.openLocal()
		late := one(r)
		r.do(useProfile{other})
		r.send(late)
		switch a := r.app; {
		case a.session.ClockOffset != 0, a.profile.Name != "other", a.session.Authorization != nil, a.local != nil:
			t.Errorf("%s of the session before is taken: %s, %v, %v", name, a.profile.Name, a.session.ClockOffset, a.session.Authorization)
		}
	}

	r := newRig(t, 120, 40, realContent())
	r.obtained()
	before := &vault.Keeper{}
	r.app.profile.Keeper, r.app.unsaved = &vault.Keeper{}, errors.New("locked")
	r.send(tokensSavedMsg{keeper: before})
	if r.app.unsaved == nil {
		t.Error("the tokens of another profile were saved, and these are taken for saved")
	}
}

// The name of production cannot be gone around.
func TestProductionIsNotIncludedByName(t *testing.T) {
	t.Parallel()
	r, _ := listed(t, 120, 40)
	r.custom(akoya.EnvironmentProduction)
	r.press("7", "D")
	r.do(goTo{screenAuthorize})
	r.press(":")
	r.text("include them")
	r.hides("y   include them", "Let cases run that end the consent, or may.")
	r.press("enter")
	if r.app.screens[screenCases].(*casesScreen).endings {
		t.Error("production is included without its name")
	}
}

// A request sent again from the history that did not leave opens nothing.
func TestAnUnsentResendOpensNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.obtained()
	r.press("8", "r")
	if r.plan == nil {
		t.Fatalf("r does not send again:\n%s", r.screen())
	}
	sent := r.canned(r.plan.plan, 200, "{}")
	sent.Unsent = errors.New("the keychain is locked")
	r.send(sentMsg{run: r.app.run.id, owner: screenHistory, sent: sent})
	r.shows("was not sent.", "keychain is locked")
	r.hides("WHAT CAME BACK")
	if n := r.app.session.History.Len(); n != 1 {
		t.Errorf("%d round trips in the history", n)
	}
}

// What came of a request is said in words that are true, wherever one is.
func TestOutcomeIsSaidElsewhere(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*sentMsg){
		"has been answered":       func(*sentMsg) {},
		"was not sent":            func(m *sentMsg) { m.sent.Unsent = errors.New("the keychain is locked") },
		"has no answer. The line": func(m *sentMsg) { m.sent.RoundTrip.Err = errors.New("the line is cut") },
	} {
		r := newRig(t, 120, 40, realContent())
		r.obtained()
		r.press("4", "enter", "3")
		msg := sentMsg{run: r.app.run.id, owner: screenRefresh, sent: r.canned(r.plan.plan, 200, "{}")}
		change(&msg)
		r.send(msg)
		if !strings.Contains(r.app.note, want) {
			t.Errorf("it says %q, want %q", r.app.note, want)
		}
	}
}

// firstOf runs a command, and those that it is made of, and returns the first
// message of a kind.
func firstOf[M tea.Msg](t *testing.T, command tea.Cmd) M {
	t.Helper()
	pending := []tea.Cmd{command}
	for len(pending) > 0 {
		one := pending[0]
		pending = pending[1:]
		if one == nil {
			continue
		}
		switch msg := one().(type) {
		case M:
			return msg
		case tea.BatchMsg:
			pending = append(pending, msg...)
		}
	}
	var none M
	t.Fatalf("no %T comes", none)
	return none
}
