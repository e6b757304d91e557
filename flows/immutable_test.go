package flows

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// kept is a session with what it was when it was made.
type kept struct {
	session Session
	was     string
}

// Sessions are values: whatever is applied to one, in whatever order and however
// often, neither it nor any of its relatives changes, and the same result
// applied twice gives the same session twice.
func TestSessionsNeverChange(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 1))
			all := []kept{{emptySession(), snapshot(emptySession())}}
			for i := range 50 {
				parent := all[random.IntN(len(all))]
				if random.IntN(3) > 0 { // grow a long line too
					parent = all[len(all)-1]
				}
				result := randomResult(t, random, parent.session)
				resultWas := snapshot(result)
				child := parent.session.Apply(result)
				if was, twin := snapshot(child), snapshot(parent.session.Apply(result)); was != twin {
					t.Fatalf("step %d: applied twice, %T gives\n%s\nand\n%s", i, result, was, twin)
				}
				if snapshot(result) != resultWas {
					t.Fatalf("step %d: applying %T changed it", i, result)
				}
				checkSession(t, parent.session, child, result)
				all = append(all, kept{child, snapshot(child)})
			}
			for i, k := range all {
				if now := snapshot(k.session); now != k.was {
					t.Fatalf("session %d was\n%s\nand is\n%s", i, k.was, now)
				}
			}
		})
	}
}

// What a session hands out is a copy: changing it changes no session.
func TestWhatASessionHandsOutIsACopy(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	s = s.Apply(answered(s, build(t, s, StepService, ""), 200, bodyServiceOK))
	was := snapshot(s)
	s.Codes()[0], s.Sets()[0], s.ServiceTokens()[0], s.Secrets()[0] = Code{}, TokenSet{}, ServiceToken{}, secret("x")
	if snapshot(s) != was {
		t.Error("the session changed")
	}
}

// checkSession holds what is true of every session and its parent.
func checkSession(t *testing.T, parent, s Session, result Result) {
	t.Helper()
	if sent, ok := result.(Sent); ok {
		if s.History.Len() != parent.History.Len()+1 {
			t.Errorf("the history went from %d to %d", parent.History.Len(), s.History.Len())
		}
		if sent.Foreign {
			wantSame(t, s, parent)
		}
		Explain(parent, s, sent)
	}
	sets := s.Sets()
	for i, set := range sets {
		if set.Number != s.first+i+1 || set.From >= set.Number || set.EndedBy != 0 && (set.EndedBy <= set.Number || set.EndedBy > s.first+len(sets)) {
			t.Errorf("set %d of %d: number %d, from %d, ended by %d", i, len(sets), set.Number, set.From, set.EndedBy)
		}
		if got, ok := s.Set(set.Number); !ok || got.Number != set.Number {
			t.Errorf("set %d is not found by its number", set.Number)
		}
		// A dead set stays dead, unless a server trades its refresh token all the same.
		if i < len(parent.sets) && !parent.sets[i].revocable() && parent.sets[i].State != set.State && set.State != SetClaimed {
			t.Errorf("set %d was %s for good and is %s", set.Number, parent.sets[i].State, set.State)
		}
	}
	for _, n := range []int{s.first, 0, -1, s.first + len(sets) + 1} {
		if _, ok := s.Set(n); ok {
			t.Errorf("there is a set %d", n)
		}
	}
	if current, ok := s.Current(); ok != (len(sets) > 0) || ok && !current.Live() && current.Number != sets[len(sets)-1].Number {
		t.Errorf("current is %d, %s", current.Number, current.State)
	}
	for i, code := range parent.Codes() {
		if !code.UsedAt.IsZero() && s.codes[i].UsedAt.IsZero() {
			t.Errorf("code %d is fresh again", i)
		}
	}
}

// randomResult returns something that may happen, often about what is there.
func randomResult(t *testing.T, random *rand.Rand, s Session) Result {
	n := random.IntN(6)
	switch random.IntN(10) {
	case 0:
		return Authorized{Authorization{State: fmt.Sprint(n), Verifier: secret(fmt.Sprint("canary-verifier-", n)), StartedAt: start}}
	case 1, 2:
		if n == 0 {
			return Returned{Error: "access_denied"}
		}
		return Returned{Code: secret(fmt.Sprint("canary-code-", n)), At: start.Add(time.Duration(n))}
	case 3:
		if n < 3 {
			return ClockMoved{time.Duration(n) * time.Hour}
		}
		return Restore(vault.Tokens{Set: n, RefreshToken: refreshToken(n), PreviousRefreshToken: refreshToken(n + 1), IDToken: secret(jwt(alice, n, start))})
	}
	sent := randomSent(t, random, s, n)
	sent.Foreign = random.IntN(12) == 0
	return sent
}

func randomSent(t *testing.T, random *rand.Rand, s Session, n int) Sent {
	var all []Variant
	for _, f := range Walk() {
		for _, step := range f.Steps {
			all = append(all, step.Variants...)
		}
	}
	request, err := all[random.IntN(len(all))].Build(s, start)
	if err != nil { // then by hand
		request = akoya.RefreshRequest(s.Environment, s.App, refreshToken(n))
	}
	if random.IntN(4) == 0 {
		request = request.With(akoya.Sensitive("refresh_token", refreshToken(n)))
	}
	person := []string{alice, bob, ""}[random.IntN(3)]
	switch random.IntN(8) {
	case 0:
		return lost(s, request, random.IntN(2) == 0)
	case 1:
		return answered(s, request, []int{204, 302, 404, 429, 500, 503}[n], "")
	case 2:
		bodies := []string{bodyClaimed, bodyCode, bodyClient, bodyGrantType, bodyInvalidGran, bodyNotAuthor}
		return answered(s, request, []int{400, 401}[random.IntN(2)], bodies[n])
	case 3:
		whole := pair(person, n)
		return answered(s, request, 200, whole[:random.IntN(len(whole))])
	case 4:
		return answered(s, request, 200, []string{"", "<html>", bodyServiceOK, `{"id_token":"x"}`, `{"refresh_token":"canary-refresh-token-1"}`, "{}"}[n])
	}
	return answered(s, request, 200, pair(person, n))
}
