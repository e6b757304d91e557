package flows

import (
	"net/url"
	"strings"
	"testing"

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
