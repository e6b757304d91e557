package cases_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
)

// keeping is a sender that keeps tokens, as one does that sends for a profile.
type keeping struct {
	to     cases.Sender
	locked error // of the keychain, before a refresh is sent
	full   error // of the keychain, when new tokens are there
	sent   int
}

func (k *keeping) Send(ctx context.Context, r akoya.Request) (akoya.RoundTrip, error) {
	field, _ := r.Field("grant_type")
	refresh := field.Value.Equal(akoya.NewSecret("refresh_token"))
	if refresh && k.locked != nil {
		return akoya.RoundTrip{Method: r.Method, URL: r.URL}, k.locked
	}
	k.sent++
	rt, err := k.to.Send(ctx, r)
	if refresh && rt.Status == 200 && k.full != nil {
		return rt, k.full
	}
	return rt, err
}

func kept(t *testing.T, k *keeping) cases.Report {
	t.Helper()
	s, o := startStub(t, &stub{words: newerDex})
	s.refresh["refresh-at-hand-4711"] = true
	o.Supplies.Current = cases.Tokens{RefreshToken: akoya.NewSecret("refresh-at-hand-4711")}
	k.to, o.Client = o.Client, k
	return cases.NewEngine(o).RunAll(t.Context(), []cases.Case{find(t, "refresh.ok"), find(t, "refresh.basic_auth")}, nil)
}

// A request that its sender kept back is no answer of the server: the case is
// skipped with the reason, and so is what would have come after it.
func TestWhatWasNotSentIsNotJudged(t *testing.T) {
	k := &keeping{locked: errors.New("the keychain is locked")}
	r := kept(t, k)
	for _, o := range r.Outcomes {
		if o.Verdict != cases.Skipped || o.Why != "the keychain is locked" {
			t.Errorf("%s: %s, %q", o.Case.ID, o.Verdict.Words(), o.Why)
		}
	}
	if k.sent != 0 || !errors.Is(r.Broken, k.locked) {
		t.Errorf("%d requests were sent; broken: %v", k.sent, r.Broken)
	}
}

// Tokens that could not be kept end the run: one more refresh would lose them.
func TestTokensThatCouldNotBeKeptEndTheRun(t *testing.T) {
	k := &keeping{full: errors.New("the keychain is full")}
	r := kept(t, k)
	first, second := r.Outcomes[0], r.Outcomes[1]
	if first.Verdict != cases.Exact || len(first.Notes) != 1 || !strings.Contains(first.Notes[0], "could not be saved") {
		t.Errorf("the refresh: %s, notes %q", first.Verdict.Words(), first.Notes)
	}
	if second.Verdict != cases.Skipped || !strings.Contains(second.Why, "nothing more is sent: the keychain is full") || k.sent != 1 {
		t.Errorf("after it: %s, %q, %d sent", second.Verdict.Words(), second.Why, k.sent)
	}
	if !errors.Is(r.Broken, k.full) {
		t.Errorf("broken: %v", r.Broken)
	}
}
