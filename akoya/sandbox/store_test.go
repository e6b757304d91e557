package sandbox

import (
	"sync"
	"testing"
	"time"
)

func TestCodeAtItsVeryEnd(t *testing.T) {
	t.Parallel()
	issued := time.Date(2025, 1, 2, 12, 0, 0, 0, time.UTC)
	u := newUser(1)
	anything := func(*consent) *oauthError { return nil }
	for _, row := range []struct {
		age time.Duration
		ok  bool
	}{{4*time.Minute + 59*time.Second, true}, {codeLife - 1, true}, {codeLife, false}, {time.Hour, false}} {
		s := newStore(time.Hour)
		code := s.addCode(&consent{Client: "c", User: u}, issued)
		if _, refused := s.exchange(code, "c", issued.Add(row.age), anything); (refused == nil) != row.ok {
			t.Errorf("at %s: %v", row.age, refused)
		}
	}
}

// Strangers can ask for as much as they like; what is kept has a limit, and
// every index forgets what the limit has dropped.
func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	s := newStore(time.Hour)
	now := time.Date(2025, 1, 2, 12, 0, 0, 0, time.UTC)
	u := newUser(1)
	c := &consent{Client: "c", User: u, Scope: []string{"openid", "offline_access"}}
	first := s.mint(c, now)
	for range maxGrants + maxGrants/2 {
		s.mint(c, now)
		s.addCode(c, now)
	}
	if codes, grants := s.counts(); codes != maxCodes || grants != maxGrants {
		t.Errorf("%d codes and %d grants", codes, grants)
	}
	if len(s.refresh) != maxGrants || len(s.owners[c.owner()]) != maxGrants {
		t.Errorf("%d refresh tokens and %d of the owner", len(s.refresh), len(s.owners[c.owner()]))
	}
	if _, ok := s.live(first.Grant.ID); ok {
		t.Error("the oldest grant must go first")
	}
	s.addCode(c, now.Add(codeLife))
	if codes, _ := s.counts(); codes != 1 {
		t.Errorf("%d codes after the others have expired", codes)
	}
	if n := s.revokeWhere(func(*grant) bool { return true }); n != maxGrants || len(s.refresh)+len(s.owners) != 0 {
		t.Errorf("%d revoked, %d refresh tokens and %d owners left", n, len(s.refresh), len(s.owners))
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	begin := time.Date(2030, 6, 1, 9, 0, 0, 0, time.UTC)
	s := start(t, Options{Start: begin})
	if d := s.Now().Sub(begin); d < 0 || d > time.Minute {
		t.Errorf("the clock starts %s after its start", d)
	}
	advance(t, s, 25*time.Hour)
	if d := s.Now().Sub(begin); d < 25*time.Hour || d > 25*time.Hour+time.Minute {
		t.Errorf("the clock stands %s after its start", d)
	}
	if s.Advance(-1) == nil || s.Advance(1<<63-1) == nil {
		t.Error("the clock went back, or out of range")
	}
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() { s.Advance(time.Hour) })
	}
	wg.Wait()
	if d := s.clock.Offset(); d != 125*time.Hour {
		t.Errorf("101 advances make %s", d)
	}
	real := start(t, Options{})
	if d := time.Until(real.Now()).Abs(); d > time.Minute {
		t.Errorf("the clock is %s from the real time", d)
	}
}
