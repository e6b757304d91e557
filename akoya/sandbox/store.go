package sandbox

import (
	"slices"
	"sync"
	"time"
)

// How much is remembered at most. The oldest goes first.
const (
	maxCodes  = 10_000
	maxGrants = 10_000
	maxFlows  = 1_000
)

// codeLife is how long a code can be exchanged ("Token reference"). At exactly
// five minutes it has expired.
const codeLife = 5 * time.Minute

// store holds codes and grants. Its lock is never held over a signature.
type store struct {
	refreshLife time.Duration

	mu      sync.Mutex
	codes   *fifo[*authCode]
	grants  *fifo[*grant]
	refresh map[string]*grant            // by live refresh token
	owners  map[string]map[string]*grant // by owner, then grant ID
}

func newStore(refreshLife time.Duration) *store {
	s := &store{refreshLife: refreshLife}
	s.clear()
	return s
}

func (s *store) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes = newFIFO[*authCode](maxCodes)
	s.grants = newFIFO[*grant](maxGrants)
	s.refresh = map[string]*grant{}
	s.owners = map[string]map[string]*grant{}
}

// addCode issues a code for c at the time given.
func (s *store) addCode(c *consent, issued time.Time) string {
	code := &authCode{Value: newID(), Expires: issued.Add(codeLife), Consent: c}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes.dropOldest(func(old *authCode) bool { return expired(old.Expires, issued) })
	s.codes.add(code.Value, code)
	return code.Value
}

// expired says that a lifetime has ended: at its last instant it already has.
func expired(end, now time.Time) bool { return !now.Before(end) }

// exchange turns a code into tokens. check sees the consent first; when it
// refuses, the code stays usable (dex 2.27). A success uses the code up and
// replaces every earlier grant of the same user at the same client ("Token
// reference": reauthorizing replaces the tokens of the previous call).
func (s *store) exchange(value, client string, now time.Time, check func(*consent) *oauthError) (tokenSet, *oauthError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	code, ok := s.codes.get(value)
	if !ok || code.Consent.Client != client || expired(code.Expires, now) {
		return tokenSet{}, errCode()
	}
	if err := check(code.Consent); err != nil {
		return tokenSet{}, err
	}
	s.codes.delete(value)
	for _, old := range s.owners[code.Consent.owner()] {
		s.drop(old)
	}
	return s.issue(s.addGrant(code.Consent), now), nil
}

// rotate claims a refresh token: of any number of callers with the same one,
// one gets tokens. check may refuse before it is claimed.
func (s *store) rotate(token, client string, now time.Time, check func(*grant) *oauthError) (tokenSet, *oauthError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, ok := s.refresh[token]
	if !ok || g.Client != client || expired(g.expires, now) {
		return tokenSet{}, errClaimed()
	}
	if err := check(g); err != nil {
		return tokenSet{}, err
	}
	return s.issue(g, now), nil
}

// mint makes a grant beside whatever there is: a fixture replaces nothing.
func (s *store) mint(c *consent, now time.Time) tokenSet {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.issue(s.addGrant(c), now)
}

// revokeToken ends the grant of a client's live refresh token.
func (s *store) revokeToken(token, client string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, ok := s.refresh[token]
	if !ok || g.Client != client || expired(g.expires, now) {
		return false
	}
	s.drop(g)
	return true
}

// revokeWhere ends every grant that match accepts and says how many.
func (s *store) revokeWhere(match func(*grant) bool) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	s.grants.all(func(g *grant) {
		if match(g) {
			s.drop(g)
			n++
		}
	})
	return n
}

// live returns the grant an id_token names, if it has not ended.
func (s *store) live(id string) (*grant, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.grants.get(id)
}

func (s *store) counts() (codes, grants int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.codes.len(), s.grants.len()
}

func (s *store) addGrant(c *consent) *grant {
	g := &grant{consent: c, ID: newUUID(), Session: newUUID(), refreshID: newID()}
	if old, full := s.grants.add(g.ID, g); full {
		s.drop(old)
	}
	if s.owners[g.owner()] == nil {
		s.owners[g.owner()] = map[string]*grant{}
	}
	s.owners[g.owner()][g.ID] = g
	return g
}

// issue replaces the refresh token of g; the old one is dead at once.
func (s *store) issue(g *grant, now time.Time) tokenSet {
	delete(s.refresh, g.refresh)
	if g.scope("offline_access") {
		g.refresh = newRefreshToken(g.refreshID)
		g.expires = now.Add(s.refreshLife)
		s.refresh[g.refresh] = g
	}
	return tokenSet{Grant: g, Scope: slices.Clone(g.Scope), Refresh: g.refresh, Issued: now}
}

func (s *store) drop(g *grant) {
	s.grants.delete(g.ID)
	delete(s.refresh, g.refresh)
	delete(s.owners[g.owner()], g.ID)
	if len(s.owners[g.owner()]) == 0 {
		delete(s.owners, g.owner())
	}
}
