package cases_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/cases"
)

// verdicts runs cases and returns the outcome of each by ID.
func verdicts(t testing.TB, o cases.Options, all []cases.Case) map[string]cases.Outcome {
	t.Helper()
	got := map[string]cases.Outcome{}
	for _, outcome := range cases.NewEngine(o).RunAll(t.Context(), all, nil).Outcomes {
		got[outcome.Case.ID] = outcome
	}
	return got
}

func expect(t *testing.T, got map[string]cases.Outcome, want map[string]cases.Verdict) {
	t.Helper()
	for id, verdict := range want {
		if got[id].Verdict != verdict {
			t.Errorf("%s: %s %q, want %s", id, got[id].Verdict.Words(), got[id].Why, verdict.Words())
			for _, step := range got[id].Steps {
				t.Logf("    %+v", step.Differences)
			}
		}
	}
}

func TestAServerThatPhrasesThingsOtherwise(t *testing.T) {
	s, o := startStub(t, &stub{words: newerDex, noRevoke: true})
	o.IncludeDestructive = true
	got := verdicts(t, o, cases.Catalogue())
	expect(t, got, map[string]cases.Verdict{
		"authorize.ok": cases.Exact, "authorize.state.returned": cases.Exact, "authorize.denied": cases.Skipped,
		"authorize.response_type.wrong": cases.Exact, "authorize.scope.no_openid": cases.SameError,
		"authorize.connector.wrong": cases.Exact, "authorize.connector.missing": cases.Exact,
		"obtain.ok": cases.Exact, "obtain.code.wrong": cases.SameStatus, "obtain.code.replayed": cases.SameStatus,
		"obtain.redirect_uri.wrong": cases.Exact, "obtain.client_id.wrong": cases.Exact, "obtain.grant_type.missing": cases.SameStatus,
		"obtain.code.expired": cases.Skipped,
		"refresh.ok":          cases.Exact, "refresh.used": cases.Exact, "refresh.missing": cases.SameError, "refresh.wrong": cases.Exact,
		"refresh.expired": cases.Skipped, "refresh.other_client": cases.Skipped, "refresh.expired_id_token": cases.Skipped,
		"refresh.basic_auth": cases.Exact,
		"revoke.ok":          cases.Mismatch, "revoke.token.missing": cases.Mismatch, "revoke.client_secret.missing": cases.Mismatch,
		"revoke.then_refresh":    cases.Skipped,
		"service.app_management": cases.SameStatus, "service.path.wrong": cases.Exact,
		"accounts.ok": cases.Exact, "accounts.service_token": cases.Mismatch, "accounts.expired": cases.Skipped,
	})
	if got["obtain.code.replayed"].Judged || !got["obtain.code.wrong"].Judged {
		t.Error("an undocumented case is judged on a server that is not the local one, or a documented one is not")
	}
	for id, outcome := range got {
		if outcome.Verdict == cases.Skipped && len(outcome.Why) < 20 {
			t.Errorf("%s is skipped without a reason: %q", id, outcome.Why)
		}
	}
	if len(s.refresh) != 1 {
		t.Errorf("%d refresh tokens are alive at the end, want the newest one", len(s.refresh))
	}
}

func TestAServerOfAnotherMake(t *testing.T) {
	_, o := startStub(t, &stub{words: oidcProvider, rfcRevoke: true})
	got := verdicts(t, o, cases.Catalogue())
	expect(t, got, map[string]cases.Verdict{
		"obtain.code.wrong": cases.SameStatus, "obtain.client_secret.wrong": cases.SameError, "obtain.redirect_uri.wrong": cases.SameStatus,
		"refresh.ok": cases.Exact, "refresh.used": cases.SameStatus, "refresh.missing": cases.SameError,
		"revoke.token.wrong": cases.Mismatch, "revoke.client_secret.wrong": cases.SameStatus,
		// The RFC would end the consent: not without being asked.
		"revoke.ok": cases.Skipped, "revoke.hint.wrong": cases.Skipped, "revoke.path.alternative": cases.Skipped,
	})
	if why := got["revoke.hint.wrong"].Why; !strings.Contains(why, "--include-destructive") {
		t.Errorf("revoke.hint.wrong is skipped because %q", why)
	}
}

func TestALoginPageStopsOnlyWhatNeedsACode(t *testing.T) {
	s, o := startStub(t, &stub{words: newerDex, login: true})
	got := verdicts(t, o, cases.Catalogue())
	for _, id := range []string{"authorize.ok", "obtain.ok", "obtain.redirect_uri.wrong", "refresh.ok", "accounts.ok"} {
		why := got[id].Why
		if got[id].Verdict != cases.Skipped || !strings.Contains(why, "cannot authorize without a browser: "+strings.TrimPrefix(s.URL, "http://")+" shows a page") {
			t.Errorf("%s: %s, %q", id, got[id].Verdict.Words(), why)
		}
	}
	expect(t, got, map[string]cases.Verdict{
		"obtain.code.wrong": cases.SameStatus, "obtain.client_secret.wrong": cases.Exact, "refresh.wrong": cases.Exact,
		"refresh.client_secret.wrong": cases.Exact, "service.app_management": cases.SameStatus, "revoke.token.wrong": cases.SameError,
		"accounts.no_token": cases.Mismatch,
	})
	logins := 0
	for _, request := range s.served {
		if request == "GET /auth" {
			logins++
		}
	}
	if logins > 10 {
		t.Errorf("the login page was asked for %d times: who fails once is not asked again", logins)
	}
}

func TestNobodyListens(t *testing.T) {
	s, o := startStub(t, &stub{words: newerDex})
	s.Close()
	report := cases.NewEngine(o).RunAll(t.Context(), cases.Catalogue(), nil)
	if report.Answered() {
		t.Error("a server that is not there has answered")
	}
	for _, outcome := range report.Outcomes {
		if outcome.Verdict.Holds() || outcome.Verdict == cases.NotRun {
			t.Errorf("%s: %s", outcome.Case.ID, outcome.Verdict.Words())
		}
	}
}

func TestASandboxToldToAnswerWrongly(t *testing.T) {
	l := startLocal(t, sandbox.Options{Faults: []sandbox.Fault{{Kind: "wrong", Path: "/revoke"}}})
	got := verdicts(t, l.options, cases.Catalogue())
	for id, outcome := range got {
		wrong := strings.HasPrefix(id, "revoke.") && id != "revoke.path.alternative" && id != "revoke.then_refresh"
		if wrong == (outcome.Verdict == cases.Exact) {
			t.Errorf("%s: %s %s", id, outcome.Verdict.Words(), outcome.Why)
		}
	}
	if !got["revoke.ok"].Failed() {
		t.Errorf("revoke.ok: %s", got["revoke.ok"].Verdict.Words())
	}
}

func TestALostRefreshKeepsTheTokenAndSaysSo(t *testing.T) {
	s, o := startStub(t, &stub{words: newerDex})
	o.Authorizer = nil
	s.refresh["refresh-at-hand-4711"] = true
	o.Supplies.Current = cases.Tokens{RefreshToken: akoya.NewSecret("refresh-at-hand-4711"), IDToken: akoya.NewSecret("id-at-hand")}
	saved := 0
	o.Save = func(context.Context, cases.Tokens) error { saved++; return nil }
	s.lostAnswer = "/token"
	e := cases.NewEngine(o)
	outcome := e.Run(t.Context(), find(t, "refresh.ok"))
	if outcome.Verdict != cases.Mismatch || len(outcome.Notes) != 1 || !strings.Contains(outcome.Notes[0], "not clear") {
		t.Errorf("%s, notes %q", outcome.Verdict.Words(), outcome.Notes)
	}
	if !e.Current().RefreshToken.Equal(akoya.NewSecret("refresh-at-hand-4711")) || saved != 0 {
		t.Error("the refresh token is gone")
	}
	outcome = e.Run(t.Context(), find(t, "refresh.ok"))
	if len(outcome.Notes) != 1 || !strings.Contains(outcome.Notes[0], "authorize again") || !e.Current().IsZero() {
		t.Errorf("after a final answer: notes %q, current %v", outcome.Notes, e.Current())
	}
}

func TestEveryNewPairIsSavedBeforeTheNextRequest(t *testing.T) {
	s, o := startStub(t, &stub{words: newerDex})
	var saved []cases.Tokens
	var requests []int
	o.Save = func(_ context.Context, pair cases.Tokens) error {
		saved, requests = append(saved, pair), append(requests, len(s.served))
		return nil
	}
	e := cases.NewEngine(o)
	e.RunAll(t.Context(), cases.Catalogue(), nil)
	if len(saved) < 3 || !saved[len(saved)-1].RefreshToken.Equal(e.Current().RefreshToken) {
		t.Fatalf("%d pairs saved, the last is not the current one", len(saved))
	}
	for i := 1; i < len(requests); i++ {
		if requests[i] == requests[i-1] {
			t.Error("two pairs were saved after the same request")
		}
	}
	for token := range s.refresh {
		if !saved[len(saved)-1].RefreshToken.Equal(akoya.NewSecret(token)) {
			t.Error("the refresh token that is alive at the server was not saved")
		}
	}
}

func TestAPairThatCannotBeSavedStopsTheRun(t *testing.T) {
	_, o := startStub(t, &stub{words: newerDex})
	o.Save = func(context.Context, cases.Tokens) error { return errors.New("the keychain is locked") }
	got := verdicts(t, o, cases.Catalogue())
	if why := got["refresh.ok"].Why; got["refresh.ok"].Verdict != cases.Skipped || !strings.Contains(why, "keychain is locked") {
		t.Errorf("refresh.ok after a failed save: %s, %q", got["refresh.ok"].Verdict.Words(), why)
	}
	if notes := got["obtain.ok"].Notes; len(notes) != 1 || !strings.Contains(notes[0], "keychain is locked") {
		t.Errorf("obtain.ok: notes %q", notes)
	}
}

func TestStoppingKeepsWhatWasDone(t *testing.T) {
	_, o := startStub(t, &stub{words: newerDex})
	ran := 0
	report := cases.NewEngine(o).RunAll(t.Context(), cases.Catalogue(), func(p cases.Progress) bool {
		if p.Outcome != nil {
			ran++
		}
		return ran < 7
	})
	s := report.Summary()
	if !report.Stopped || s.NotRun != 61-7 || len(report.Outcomes) != 61 {
		t.Errorf("stopped %v, %d not run of %d", report.Stopped, s.NotRun, len(report.Outcomes))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	report = cases.NewEngine(o).RunAll(ctx, cases.Catalogue(), nil)
	if !report.Stopped || report.Summary().NotRun != 61 {
		t.Errorf("with an ended context: %+v", report.Summary())
	}
	if outcome := cases.NewEngine(o).Run(ctx, find(t, "obtain.code.wrong")); outcome.Verdict != cases.NotRun {
		t.Errorf("one case with an ended context: %s %s", outcome.Verdict.Words(), outcome.Why)
	}
}

func TestWhatALiveServerCannotGiveIsSkippedWithAReason(t *testing.T) {
	_, o := startStub(t, &stub{words: newerDex})
	o.Authorizer, o.Service = nil, akoya.Basic{}
	o.Environment.RevokeURL = ""
	got := verdicts(t, o, cases.Catalogue())
	for id, want := range map[string]string{
		"obtain.ok":              "nobody can approve",
		"obtain.code.expired":    "older than five minutes",
		"refresh.used":           "run refresh.ok first",
		"refresh.other_client":   "another client",
		"service.app_management": "credentials for service tokens",
		"revoke.token.missing":   "no revoke URL",
		"accounts.ok":            "nobody can approve",
	} {
		if got[id].Verdict != cases.Skipped || !strings.Contains(got[id].Why, want) {
			t.Errorf("%s: %s %q, want %q in it", id, got[id].Verdict.Words(), got[id].Why, want)
		}
	}
}

func TestACodeThatHasAgedServesAsExpired(t *testing.T) {
	s, o := startStub(t, &stub{words: newerDex})
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	o.Now = func() time.Time { return now }
	e := cases.NewEngine(o)
	if outcome := e.Run(t.Context(), find(t, "authorize.ok")); outcome.Verdict != cases.Exact {
		t.Fatalf("%s %s", outcome.Verdict.Words(), outcome.Why)
	}
	if outcome := e.Run(t.Context(), find(t, "obtain.code.expired")); !strings.Contains(outcome.Why, "expires in 5m0s") {
		t.Errorf("%s %q", outcome.Verdict.Words(), outcome.Why)
	}
	now = now.Add(6 * time.Minute)
	clear(s.codes)
	if outcome := e.Run(t.Context(), find(t, "obtain.code.expired")); outcome.Verdict != cases.SameStatus {
		t.Errorf("%s %q", outcome.Verdict.Words(), outcome.Why)
	}
}
