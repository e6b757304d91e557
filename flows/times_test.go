package flows

import (
	"testing"
	"time"

	"akoya-tui/akoya"
)

// A code is fresh for five minutes less than a moment, then expired; once used
// it is used, whatever the time.
func TestCodeStateAtItsEdges(t *testing.T) {
	t.Parallel()
	code := Code{ReceivedAt: start}
	for _, c := range []struct {
		after time.Duration
		want  CodeState
	}{
		{-time.Hour, CodeFresh}, {0, CodeFresh}, {5*time.Minute - 1, CodeFresh}, {5 * time.Minute, CodeExpired}, {time.Hour, CodeExpired},
	} {
		if got := code.StateAt(start.Add(c.after)); got != c.want {
			t.Errorf("after %s it is %s, want %s", c.after, got, c.want)
		}
		used := code
		used.UsedAt = start.Add(time.Minute)
		if got := used.StateAt(start.Add(c.after)); got != CodeUsed {
			t.Errorf("used, after %s it is %s", c.after, got)
		}
	}
	if !code.ExpiresAt().Equal(start.Add(5 * time.Minute)) {
		t.Errorf("it ends at %v", code.ExpiresAt())
	}
}

// An id_token ends when its exp says, else when expires_in says, else never
// that anybody knows of; at that very second it has ended.
func TestTokenSetEndsAtItsEdges(t *testing.T) {
	t.Parallel()
	exp := start.Add(24 * time.Hour)
	for name, c := range map[string]struct {
		set  TokenSet
		want time.Time
	}{
		"exp":                   {TokenSet{Decoded: akoya.IDToken{Expiry: exp}, ObtainedAt: start}, exp},
		"exp before expires_in": {TokenSet{Decoded: akoya.IDToken{Expiry: exp}, ExpiresIn: 60, ObtainedAt: start}, exp},
		"expires_in":            {TokenSet{ExpiresIn: 60, ObtainedAt: start}, start.Add(time.Minute)},
		"neither":               {TokenSet{ObtainedAt: start}, time.Time{}},
		"a hundred years":       {TokenSet{ExpiresIn: 100 * 366 * 24 * 3600, ObtainedAt: start}, start.Add(100 * 366 * 24 * time.Hour)},
	} {
		if got := c.set.ExpiresAt(); !got.Equal(c.want) {
			t.Errorf("%s: it ends at %v, want %v", name, got, c.want)
		}
		if c.want.IsZero() {
			if c.set.ExpiredAt(start.Add(1000 * time.Hour)) {
				t.Errorf("%s: it has expired", name)
			}
			continue
		}
		if c.set.ExpiredAt(c.want.Add(-1)) || !c.set.ExpiredAt(c.want) || !c.set.ExpiredAt(c.want.Add(1)) {
			t.Errorf("%s: it does not end at its end", name)
		}
	}
}

// Only a current set and an unclear one have a refresh token that may work.
func TestWhichSetsAreLive(t *testing.T) {
	t.Parallel()
	for state, want := range map[SetState]bool{
		SetCurrent: true, SetUnclear: true, SetClaimed: false, SetRevoked: false, SetReplaced: false, SetRefused: false,
	} {
		if got := (TokenSet{State: state}).Live(); got != want {
			t.Errorf("%s: live is %v", state, got)
		}
	}
}

// A service token ends when expires_in says, or when the store says.
func TestServiceTokenEnds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		token ServiceToken
		want  time.Time
	}{
		{ServiceToken{ObtainedAt: start, ExpiresIn: 86399}, start.Add(24*time.Hour - time.Second)},
		{ServiceToken{ObtainedAt: start}, time.Time{}},
		{ServiceToken{ObtainedAt: start, ExpiresIn: -5}, time.Time{}},
		{ServiceToken{Expiry: start}, start},
	} {
		if got := c.token.ExpiresAt(); !got.Equal(c.want) {
			t.Errorf("%+v ends at %v, want %v", c.token, got, c.want)
		}
	}
}
