package flows

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// What a session has kept comes back in another: its newest set with its number,
// the used refresh token before it, its service tokens; numbers go on from there.
func TestASessionComesBackFromItsRecord(t *testing.T) {
	t.Parallel()
	s := refreshed(t, refreshed(t, consented(t, emptySession(), alice, 1), alice, 2), alice, 3)
	s = s.Apply(answered(s, build(t, s, StepService, ""), 200, bodyServiceOK))
	back := emptySession().Apply(Restore(s.Record()))
	set := setNumber(t, back, 3)
	if back.SetCount() != 2 || set.State != SetCurrent || set.From != 2 || !set.RefreshToken.Equal(refreshToken(3)) || set.Decoded.Person.User != "alice" ||
		!set.ObtainedAt.Equal(setNumber(t, s, 3).ObtainedAt) || set.Verification.State != akoya.SignatureNotVerified {
		t.Errorf("%d sets, the last %+v", back.SetCount(), set)
	}
	if used, ok := back.Claimed(); !ok || used.Number != 2 || !used.RefreshToken.Equal(refreshToken(2)) || used.EndedBy != 3 {
		t.Errorf("the used set is %+v", used)
	}
	if tokens := back.ServiceTokens(); len(tokens) != 1 || !tokens[0].ExpiresAt().Equal(s.ServiceTokens()[0].ExpiresAt()) {
		t.Errorf("the service tokens are %+v", tokens)
	}
	if !back.Record().Equal(s.Record()) {
		t.Error("the record is another than before")
	}
	back = refreshed(t, back, alice, 4)
	wantState(t, back, 3, SetClaimed, 4)
	wantState(t, back, 4, SetCurrent, 0)
}

// A refresh whose answer nobody knows stays in doubt over a restart.
func TestADoubtOutlivesTheSession(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	s = s.Apply(lost(s, build(t, s, StepRefresh, ""), true))
	back := emptySession().Apply(Restore(s.Record()))
	if set := setNumber(t, back, 1); set.State != SetUnclear || !set.EndedAt.Equal(start.Add(time.Minute)) {
		t.Errorf("set 1 is %s since %v", set.State, set.EndedAt)
	}
}

// What can no longer be used is not kept, but for the used token, which the
// sad path needs; an empty record restores nothing.
func TestDeadTokensAreNotKept(t *testing.T) {
	t.Parallel()
	if !emptySession().Record().Equal(vault.Tokens{}) {
		t.Error("an empty session has a record")
	}
	if back := emptySession().Apply(Restore(vault.Tokens{})); back.SetCount() != 0 {
		t.Errorf("nothing gives %d sets", back.SetCount())
	}
	s := consented(t, emptySession(), alice, 1)
	s = s.Apply(answered(s, build(t, s, StepRevoke, ""), 200, ""))
	if r := s.Record(); !r.RefreshToken.IsZero() || !r.IDToken.IsZero() || r.Set != 1 {
		t.Errorf("after a revoke the record has set %d, %v", r.Set, r.RefreshToken)
	}
}

// A set that was revoked or refused comes back as that, with its number, and not
// as one that another followed.
func TestTheEndOfASetIsKept(t *testing.T) {
	t.Parallel()
	s := refreshed(t, consented(t, emptySession(), alice, 1), alice, 2)
	revoked := s.Apply(answered(s, build(t, s, StepRevoke, ""), 200, ""))
	refused := s.Apply(answered(s, build(t, s, StepRefresh, ""), 400, bodyClaimed))
	for state, session := range map[SetState]Session{SetRevoked: revoked, SetRefused: refused} {
		before := setNumber(t, session, 2)
		back := emptySession().Apply(Restore(session.Record()))
		set := setNumber(t, back, 2)
		if before.State != state || set.State != state || !set.EndedAt.Equal(before.EndedAt) || set.EndedBy != 0 || back.SetCount() != 1 || !set.RefreshToken.Equal(refreshToken(2)) {
			t.Errorf("of a set that was %s %+v came back", before.State, set)
		}
		if !back.Record().Equal(session.Record()) {
			t.Errorf("%s: the record is another than before", state)
		}
		back = consented(t, back, alice, 3)
		wantState(t, back, 3, SetCurrent, 0)
	}

	// A record of an older program does not say what ended the set.
	old := revoked.Record()
	old.Ended, old.EndedAt = "", time.Time{}
	back := emptySession().Apply(Restore(old))
	if set := setNumber(t, back, 2); set.State != SetRefused || back.SetCount() != 1 {
		t.Errorf("of an older record %+v came back", set)
	}
}

// Only the newest service tokens are kept, and none twice.
func TestServiceTokensOfARecord(t *testing.T) {
	t.Parallel()
	s := emptySession()
	for i := range 6 {
		body := strings.Replace(bodyServiceOK, "0001", fmt.Sprintf("%04d", i), 1)
		s = s.Apply(answered(s, build(t, s, StepService, ""), 200, body))
	}
	record := s.Record()
	if n := len(record.ServiceTokens); n != vault.MaxServiceTokens || !record.ServiceTokens[n-1].AccessToken.Equal(s.ServiceTokens()[5].Value) {
		t.Errorf("%d are kept", n)
	}
	if n := len(s.Apply(Restore(record)).ServiceTokens()); n != 6 {
		t.Errorf("restored into the same session there are %d", n)
	}
}
