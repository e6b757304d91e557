package cases_test

import (
	"strings"
	"testing"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/cases"
)

// TestTheStateOfAnEditedRequestIsTheOneThatCounts: the state that comes back is
// compared with what the request carried when it was sent.
func TestTheStateOfAnEditedRequestIsTheOneThatCounts(t *testing.T) {
	for name, edit := range map[string]func(url, state string) string{
		"a slash behind it":  func(url, state string) string { return strings.Replace(url, state, state+"/nope", 1) },
		"an escaped slash":   func(url, state string) string { return strings.Replace(url, state, state+"%2Fnope", 1) },
		"another one":        func(url, state string) string { return strings.Replace(url, state, "another-state-4711", 1) },
		"a broken escape":    func(url, state string) string { return strings.Replace(url, state, state+"%25zz", 1) },
		"a plus for a space": func(url, state string) string { return strings.Replace(url, state, "one+two+three", 1) },
	} {
		t.Run(name, func(t *testing.T) {
			e := cases.NewEngine(startLocal(t, sandbox.Options{}).options)
			p, err := e.Prepare(t.Context(), find(t, "authorize.ok"))
			if err != nil {
				t.Fatal(err)
			}
			request := p.Steps[0].Request
			request.URL = edit(request.URL, p.Steps[0].State)
			if request.URL == p.Steps[0].Request.URL {
				t.Fatal("nothing was edited")
			}
			outcome, err := e.SendStep(t.Context(), p, 0, request)
			if err != nil || outcome.Verdict != cases.Exact {
				t.Errorf("%s, %v: %+v", outcome.Verdict.Words(), err, outcome.Differences)
			}
		})
	}
}

// TestNoStateSentNoneExpected: who drops the state is not told that it is missing.
func TestNoStateSentNoneExpected(t *testing.T) {
	want := find(t, "authorize.ok").Steps[0].Expect[0]
	answer := cases.Answer{
		Callback:    &cases.Callback{URI: "http://127.0.0.1:8765/callback", Code: akoya.NewSecret("a-code-4711")},
		RedirectURI: "http://127.0.0.1:8765/callback",
	}
	if verdict, differences := cases.Compare(want, answer); verdict != cases.Exact {
		t.Errorf("none sent: %s %+v", verdict.Words(), differences)
	}
	answer.Callback.State = "out-of-nowhere"
	if verdict, _ := cases.Compare(want, answer); verdict != cases.Mismatch {
		t.Errorf("one comes back though none was sent: %s", verdict.Words())
	}
	answer.Callback.State, answer.State = "", "the-state-0815"
	if verdict, _ := cases.Compare(want, answer); verdict != cases.Mismatch {
		t.Errorf("one was sent and none came back: %s", verdict.Words())
	}
}

// TestAnEditedRefreshSaysNothingOfTheToken: when a changed request is refused,
// the refresh token in it need not be the reason.
func TestAnEditedRefreshSaysNothingOfTheToken(t *testing.T) {
	s, o := startStub(t, &stub{words: newerDex})
	s.refresh["refresh-at-hand-4711"] = true
	o.Authorizer = nil
	o.Supplies.Current = cases.Tokens{RefreshToken: akoya.NewSecret("refresh-at-hand-4711"), IDToken: akoya.NewSecret("id-token-at-hand")}
	e := cases.NewEngine(o)
	p, err := e.Prepare(t.Context(), find(t, "refresh.ok"))
	if err != nil {
		t.Fatal(err)
	}
	edited := p.Steps[0].Request.With(akoya.Plain("grant_type", "made_up"))
	outcome, err := e.SendStep(t.Context(), p, 0, edited)
	if err != nil || outcome.RoundTrip.Status != 400 {
		t.Fatalf("status %d, %v: the edited request was to be refused", outcome.RoundTrip.Status, err)
	}
	if outcome.Note != "" {
		t.Errorf("note %q", outcome.Note)
	}
	if outcome, err = e.SendStep(t.Context(), p, 0, p.Steps[0].Request); err != nil || outcome.Verdict != cases.Exact {
		t.Errorf("unedited afterwards: %s, %v", outcome.Verdict.Words(), err)
	}
}
