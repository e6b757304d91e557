package ui

import (
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
)

func TestLeavingASessionAsks(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.obtained()
	r.press("0")
	r.shows("open now: enter goes on")
	r.press("enter") // the one that is open goes on
	if r.app.active != screenInspect || r.app.session.SetCount() != 1 {
		t.Fatalf("the open session was not resumed:\n%s", r.screen())
	}
	other := r.content.stored()[0]
	r.send(profilesMsg{list: r.content.stored()})
	r.press("0", "down", "enter")
	r.shows("The session with", "Go on?")
	r.press("esc")
	if r.app.session.SetCount() != 1 {
		t.Fatal("esc has ended the session")
	}
	r.press("enter", "y")
	if r.app.run == nil || r.app.run.what.label != "opening "+other.Name {
		t.Errorf("y does not open %s:\n%s", other.Name, r.screen())
	}
}

func TestQuitAsksWhenAConsentWouldBeLost(t *testing.T) {
	t.Parallel()
	leaves := func(r *rig) bool {
		command := r.app.handle(quitProgram{})
		if r.app.leaving && r.app.note != "" {
			return false
		}
		_, quit := command().(tea.QuitMsg)
		return quit
	}
	r := newRig(t, 120, 40, realContent())
	r.obtained()
	if !leaves(r) {
		t.Error("q does not leave the local Akoya, of which nothing is worth keeping")
	}
	r = newRig(t, 120, 40, realContent())
	r.obtained()
	r.app.local = nil // as with any server elsewhere
	if leaves(r) {
		t.Fatal("q leaves although a refresh token is in memory only")
	}
	r.shows("leaving loses its refresh token")
	r.press("3") // another key takes the question back
	if leaves(r) {
		t.Error("q leaves although another key came between")
	}
	r.app.note = ""
	if !leaves(r) {
		t.Error("q once more does not leave")
	}
}

func TestCredentialsComeBack(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.obtained()
	r.press("4")
	styles := []akoya.AuthStyle{}
	for range 4 {
		r.press("b")
		request := *r.app.screens[screenRefresh].(*flowScreen).state().request.edited
		styles = append(styles, request.AuthStyle())
		if request.AuthStyle() != akoya.AuthNone && request.WithAuthStyle(akoya.AuthBasic).Basic.ClientSecret.IsZero() {
			t.Errorf("the secret is lost on the way: %v", styles)
		}
	}
	want := []akoya.AuthStyle{akoya.AuthNone, akoya.AuthBasic, akoya.AuthBody, akoya.AuthNone}
	for i := range want {
		if styles[i] != want[i] {
			t.Fatalf("b goes %v, want %v", styles, want)
		}
	}
}

func TestSecretsForElsewhereAsk(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.obtained()
	r.press("4", "e")
	for range 200 {
		r.press("backspace")
	}
	r.text("POST http://elsewhere.example/token")
	r.press("enter")
	r.plan = nil
	r.press("enter")
	r.shows("elsewhere.example is no server of")
	if r.app.run != nil {
		t.Fatal("the secrets have left")
	}
	r.press("enter")
	if r.app.run == nil {
		t.Error("once more does not send it")
	}
}

func TestABareCodeIsOfferedOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.openLocal()
	r.do(takeCallback{"CODEALONE1234"})
	r.shows("t takes it anyway")
	r.do(takeCallback{r.app.session.App.RedirectURI + "?code=abc&state=wrong"})
	r.hides("t takes it anyway")
	r.press("t")
	if _, ok := r.app.session.NewestCode(); ok {
		t.Error("t took the earlier code")
	}
}

func TestWhatWasNotSentSaysSo(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.obtained()
	r.press("4", "enter")
	sent := r.canned(r.plan.plan, 0, "")
	sent.RoundTrip = akoya.RoundTrip{}
	sent.Granted, sent.Refusal = nil, nil
	sent.Unsent = errors.New("the keychain is locked")
	r.send(sentMsg{run: r.app.run.id, owner: screenRefresh, sent: sent})
	r.shows("WHAT WAS NOT SENT", "not sent", "keychain is locked")
	if r.app.session.History.Len() != 1 {
		t.Error("what was not sent stands in the history")
	}
}

func TestASentRequestKeepsItsMarks(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.obtained()
	r.press("4", "down", "down", "down", "d", "enter")
	r.answer(400, r.content.refusal("invalid_grant", ""))
	r.shows("WHAT WAS SENT", "changed")
}

func TestRequestLineReadsWhatIsMeant(t *testing.T) {
	t.Parallel()
	was := akoya.Request{Method: "POST", URL: "http://here.example/token"}
	for text, want := range map[string][2]string{
		"get http://there.example/x": {"GET", "http://there.example/x"},
		"GET":                        {"GET", "http://here.example/token"},
		"http://there.example/x":     {"POST", "http://there.example/x"},
		"https://exa mple.com/x":     {"POST", "https://exa mple.com/x"},
		"":                           {"POST", "http://here.example/token"},
	} {
		if method, address := requestLine(was, text); method != want[0] || address != want[1] {
			t.Errorf("%q gives %s %s, want %s %s", text, method, address, want[0], want[1])
		}
	}
}

// Whatever comes between takes the question back: q then asks again.
func TestTheQuestionIsTakenBack(t *testing.T) {
	t.Parallel()
	for name, between := range map[string]func(r *rig){
		"a key without a binding": func(r *rig) { r.press("%") },
		"a refused key":           func(r *rig) { r.press("s") },
		"a paste":                 func(r *rig) { r.send(tea.PasteMsg{Content: "x"}) },
		"a click":                 func(r *rig) { r.send(tea.MouseClickMsg{X: 60, Y: 20, Button: tea.MouseLeft}) },
		"time":                    func(r *rig) { r.send(noteEndMsg{r.app.noteID}) },
	} {
		r := newRig(t, 120, 40, realContent())
		r.obtained()
		r.app.local = nil // as with any server elsewhere
		r.press("q")
		r.shows("leaving loses its refresh token")
		if !r.app.leaving {
			t.Fatal("q does not ask")
		}
		if between(r); r.app.leaving {
			t.Errorf("%s leaves the question open: q would leave", name)
		}
	}
}

// TestQuestionEndsWithItsScreen leaves a question unanswered: it is asked anew, of
// what is so then.
func TestQuestionEndsWithItsScreen(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.obtained()
	r.send(profilesMsg{list: r.content.stored()})
	r.press("0", "down", "enter")
	r.shows("its history (1 request)")
	for _, way := range []func(){
		func() { r.press("1") },
		func() { r.do(inspectText{"no token"}) },
		func() { r.press("9") },
	} {
		way()
		r.press("0")
		r.hides("Go on?")
		r.press("enter")
		r.shows("Go on?")
	}
}

// TestNothingToSave says what is true of the tokens when there is nothing to save.
func TestNothingToSave(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.press("s")
	r.shows("No session is open")
	r.obtained()
	r.press("s")
	r.shows("Tokens are in memory only: there is nothing to save them to.")
	r.press("S")
	r.shows("Tokens are in memory only")
	r.press("?")
	r.hides("Everything is saved")
}
