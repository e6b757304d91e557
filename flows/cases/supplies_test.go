package cases_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/cases"
)

func TestASpoiledRequestCostsNoGoodOneItsCode(t *testing.T) {
	_, o := startStub(t, &stub{words: oidcProvider, burnsCodes: true})
	got := verdicts(t, o, cases.Catalogue())
	expect(t, got, map[string]cases.Verdict{"obtain.ok": cases.Exact, "refresh.ok": cases.Exact, "obtain.redirect_uri.wrong": cases.SameStatus})
}

func TestAnIDTokenThatHasExpiredServesItsCases(t *testing.T) {
	s, o := startStub(t, &stub{words: newerDex})
	o.Authorizer = nil
	part := base64.RawURLEncoding.EncodeToString
	expired := part([]byte(`{"alg":"none"}`)) + "." + part([]byte(`{"exp":1700000000,"iat":1699900000}`)) + "."
	s.refresh["refresh-at-hand-4711"] = true
	o.Supplies.Current = cases.Tokens{RefreshToken: akoya.NewSecret("refresh-at-hand-4711"), IDToken: akoya.NewSecret(expired)}
	got := verdicts(t, o, cases.Catalogue())
	expect(t, got, map[string]cases.Verdict{
		"refresh.expired_id_token": cases.Exact, "refresh.ok": cases.Exact, "accounts.ok": cases.Exact, "refresh.used": cases.Exact,
		"accounts.expired": cases.Mismatch, // 403 there: it was sent, and judged
	})
	alone := o
	s.refresh["refresh-at-hand-4711"] = true
	if outcome := cases.NewEngine(alone).Run(t.Context(), find(t, "accounts.ok")); !strings.Contains(outcome.Why, "refresh.ok") {
		t.Errorf("accounts.ok with an expired id_token: %s %q", outcome.Verdict.Words(), outcome.Why)
	}
}

// TestPrepareShowsWhatWillBeSent: a screen shows the request with the tampered
// part marked, lets it be edited, and the verdict still compares with the case.
func TestPrepareShowsWhatWillBeSent(t *testing.T) {
	l := startLocal(t, sandbox.Options{})
	e := cases.NewEngine(l.options)
	p, err := e.Prepare(t.Context(), find(t, "refresh.used"))
	if err != nil {
		t.Fatal(err)
	}
	step := p.Steps[0]
	if len(step.Targets) != 1 || step.Targets[0].String() != "form field refresh_token" {
		t.Errorf("targets %v", step.Targets)
	}
	outcome, err := e.SendStep(t.Context(), p, 0, step.Request)
	if err != nil || outcome.Verdict != cases.Exact {
		t.Errorf("as prepared: %s, %v", outcome.Verdict.Words(), err)
	}
	edited := step.Request.With(akoya.Sensitive("client_secret", akoya.NewSecret("edited by hand")))
	outcome, err = e.SendStep(t.Context(), p, 0, edited)
	if err != nil || outcome.Verdict != cases.Mismatch || outcome.Differences[0].Actual != "401" {
		t.Errorf("edited: %+v, %v", outcome.Differences, err)
	}
	edited.URL = "not an address"
	if _, err = e.SendStep(t.Context(), p, 0, edited); err == nil || !strings.Contains(err.Error(), "cannot be sent") {
		t.Errorf("unsendable: %v", err)
	}
	for _, c := range cases.Catalogue() {
		p, err := e.Prepare(t.Context(), c)
		if err != nil {
			t.Errorf("%s: %v", c.ID, err)
			continue
		}
		for i, step := range p.Steps {
			if (len(step.Targets) == 0) != (len(step.Step.Tampers) == 0) {
				t.Errorf("%s step %d: %d tampers mark %v", c.ID, i, len(step.Step.Tampers), step.Targets)
			}
		}
	}
}
