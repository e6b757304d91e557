package flows

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
)

// An authorize request has fresh values each time, and PKCE and a nonce only
// where a profile asks for them.
func TestNewAuthorization(t *testing.T) {
	t.Parallel()
	states := map[string]bool{}
	for _, on := range []bool{false, true} {
		auth, err := NewAuthorization(testEnvironment(), testApp(), on, on, start)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(auth.URL)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		if len(auth.State) < 32 || states[auth.State] || q.Get("state") != auth.State || q.Get("redirect_uri") != "https://app.example/callback" ||
			q.Get("connector") != "mikomo" || !auth.StartedAt.Equal(start) || auth.Answered {
			t.Errorf("%+v", auth)
		}
		if q.Has("code_challenge") != on || auth.Verifier.IsZero() == on || q.Has("nonce") != on || q.Get("nonce") != auth.Nonce {
			t.Errorf("with PKCE and nonce %v: %s", on, auth.URL)
		}
		if strings.Contains(auth.URL, "canary") || on && strings.Contains(auth.URL, auth.Verifier.Reveal()) {
			t.Errorf("a secret is in %s", auth.URL)
		}
		states[auth.State] = true
	}
	if _, err := NewAuthorization(akoya.Environment{}, testApp(), false, false, start); err == nil {
		t.Error("it works without an authorize URL")
	}
}

// A changed URL says what must come back; put back, it is as it was.
func TestChangedAuthorization(t *testing.T) {
	t.Parallel()
	was, err := NewAuthorization(testEnvironment(), testApp(), true, true, start)
	if err != nil {
		t.Fatal(err)
	}
	later := start.Add(time.Minute)
	change := func(a Authorization, address string, opened bool) Authorization {
		t.Helper()
		got, err := a.Changed(address, opened, later)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	bare := "https://idp.example/auth?client_id=x&redirect_uri=https%3A%2F%2Fother.example%2Fcb"
	got := change(was, bare, false)
	if got.URL != bare || got.State != "" || got.Nonce != "" || got.AsMade() != was.URL || !got.StartedAt.Equal(start) {
		t.Errorf("changed: %+v", got)
	}
	s := withCode(emptySession().Apply(Authorized{got}), "canary-code-1")
	request := build(t, s, StepObtain, "")
	if _, has := request.Field("code_verifier"); has {
		t.Error("a code_verifier is sent although no challenge was")
	}
	if uri, _ := request.Field("redirect_uri"); uri.Display() != "https://other.example/cb" {
		t.Errorf("redirect_uri is %q, not that of the authorize request", uri.Display())
	}
	if back := change(got, got.AsMade(), false); back.URL != was.URL || back.State != was.State || back.Nonce != was.Nonce || !back.Verifier.Equal(was.Verifier) {
		t.Errorf("put back: %+v", back)
	}

	// One that may be open in a browser, or was answered, becomes a new request.
	answered := *withCode(emptySession().Apply(Authorized{was}), "canary-code-1").Authorization
	for name, again := range map[string]Authorization{"opened": change(was, was.URL, true), "answered": change(answered, was.URL, false)} {
		if again.State == was.State || len(again.State) < 32 || again.Nonce == was.Nonce || again.Verifier.Equal(was.Verifier) ||
			Param(again.URL, "code_challenge") == Param(was.URL, "code_challenge") {
			t.Errorf("%s: a value of the earlier request is still there: %+v", name, again)
		}
		if again.AsMade() != again.URL || Param(again.URL, "scope") != testApp().Scope || again.Answered || !again.StartedAt.Equal(later) {
			t.Errorf("%s: %+v", name, again)
		}
	}
	// What a person wrote stays.
	own := change(change(was, strings.Replace(was.URL, was.State, "mine", 1), false), strings.Replace(was.URL, was.State, "mine", 1), true)
	if own.State != "mine" || Param(own.AsMade(), "state") == was.State || own.Nonce == was.Nonce {
		t.Errorf("a state of one's own: %+v", own)
	}
	if _, err := was.Changed("nowhere?state=x", true, later); err == nil {
		t.Error("a URL that no browser can open is taken")
	}
}

// A nonce that was sent must come back in the id_token of its own code.
func TestTheNonceMustComeBack(t *testing.T) {
	t.Parallel()
	s := emptySession().Apply(Authorized{Authorization{State: "s", Nonce: "n-1"}})
	s = withCode(s, "canary-code-1")
	m := explained(s, answered(s, build(t, s, StepObtain, ""), 200, pair(alice, 1)))
	checkMeaning(t, "nonce", m)
	if m.Good || !strings.Contains(m.Text, "nonce") || !strings.Contains(m.Text, "authorize again") {
		t.Errorf("%+v", m)
	}
	by := build(t, s, StepObtain, "").With(akoya.Sensitive("code", secret("canary-another-code")))
	if m := explained(s, answered(s, by, 200, pair(alice, 1))); !m.Good {
		t.Errorf("the code of somebody else: %+v", m)
	}
}

// Whatever changes what is kept is saved, not refreshes alone; without a keeper
// a run is a run, and what is not the current token needs no turn.
func TestRunKeptSavesWhatChanges(t *testing.T) {
	t.Parallel()
	s := startIDP(t)
	session := s.session(t)
	keeper, runner := opened(t, session), testRunner(t)

	sent := runner.RunKept(t.Context(), planOf(t, session, StepObtain), session, keeper)
	session = session.Apply(sent)
	if got := stored(t, keeper); sent.SaveErr != nil || got.Set != 2 || !got.RefreshToken.Equal(refreshToken(2)) || sent.Verification.State != akoya.SignatureVerified {
		t.Errorf("after obtain: set %d, %v, %v", got.Set, sent.SaveErr, sent.Verification)
	}

	s.token = answer(400, bodyClaimed)
	used := planOf(t, session, StepRefresh)
	used.Request = used.Request.With(akoya.Sensitive("refresh_token", refreshToken(1)))
	sent = runner.RunKept(t.Context(), used, session, keeper)
	session = session.Apply(sent)
	if got := stored(t, keeper); got.Set != 2 || !got.RefreshSentAt.IsZero() || sent.SaveErr != nil {
		t.Errorf("after a used token: set %d, marked at %v", got.Set, got.RefreshSentAt)
	}

	s.token = answer(200, bodyServiceOK)
	sent = runner.RunKept(t.Context(), planOf(t, session, StepService), session, keeper)
	session = session.Apply(sent)
	if got := stored(t, keeper); len(got.ServiceTokens) != 1 || sent.SaveErr != nil {
		t.Errorf("after a service token: %d", len(got.ServiceTokens))
	}

	s.token = answer(200, "")
	sent = runner.RunKept(t.Context(), planOf(t, session, StepRevoke), session, keeper)
	if got := stored(t, keeper); !got.RefreshToken.IsZero() || !got.IDToken.IsZero() || sent.SaveErr != nil {
		t.Errorf("after a revoke: %v", got.RefreshToken)
	}

	s.token = nil
	if sent := runner.RunKept(t.Context(), planOf(t, session, StepRefresh), session, nil); sent.Granted == nil {
		t.Errorf("without a keeper: %v", sent.RoundTrip.Err)
	}
	if at := s.posts.Load(); at != 5 {
		t.Errorf("%d POSTs for five runs", at)
	}
}
