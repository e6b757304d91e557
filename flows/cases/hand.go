package cases

import (
	"slices"
	"time"

	"akoya-tui/akoya"
)

// codeMargin is how much younger than its lifetime a code has to be to count as
// fresh.
const codeMargin = 20 * time.Second

// hand is what the engine holds for the needs of cases.
type hand struct {
	codes  []heldCode // not used, oldest first
	grants []grant    // live, newest last

	usedCode       akoya.Secret
	expiredCode    akoya.Secret
	usedRefresh    akoya.Secret
	expiredRefresh akoya.Secret
	otherRefresh   akoya.Secret
	expiredID      akoya.Secret
	serviceToken   akoya.Secret
	revoked        Tokens
}

type heldCode struct {
	value akoya.Secret
	at    time.Time
	owner string // whose consent it is: exchanging it replaces the grants of that person
	tried bool   // a server refused a request with it: some servers use a code up then
}

type grant struct {
	Tokens
	owner   string
	expired bool      // its id_token was made expired
	expiry  time.Time // of its id_token; zero when it cannot be read
}

// newGrant reads when the id_token expires: never, for one that cannot be read.
// The clock of a local Akoya is its own, so there nothing is read.
func (e *Engine) newGrant(pair Tokens, owner string) grant {
	g := grant{Tokens: pair, owner: owner}
	if e.o.Control != nil {
		return g
	}
	if token, err := akoya.DecodeWithoutVerify(pair.IDToken); err == nil {
		g.expiry = token.Expiry
	}
	return g
}

// fresh returns a code that can still be exchanged: for a good request the
// newest that no request has failed with, for a spoiled one the newest of those
// that one has. So what a spoiled request does to a code harms no good one.
func (h *hand) fresh(now time.Time, good bool) (found heldCode, ok bool) {
	for _, c := range slices.Backward(h.codes) {
		if now.Sub(c.at) >= akoya.CodeLifetime-codeMargin {
			continue
		}
		if c.tried != good {
			return c, true
		}
		if !ok {
			found, ok = c, true
		}
	}
	return found, ok
}

// try marks a code with which a request was refused.
func (h *hand) try(code akoya.Secret) {
	for i := range h.codes {
		if h.codes[i].value.Equal(code) {
			h.codes[i].tried = true
		}
	}
}

// stale returns a code that was never used and has expired.
func (h *hand) stale(now time.Time) (akoya.Secret, bool) {
	if !h.expiredCode.IsZero() {
		return h.expiredCode, true
	}
	for _, c := range h.codes {
		if now.Sub(c.at) > akoya.CodeLifetime {
			return c.value, true
		}
	}
	return akoya.Secret{}, false
}

// use takes a code away that was exchanged and returns whose it was.
func (h *hand) use(code akoya.Secret) (owner string, known bool) {
	i := slices.IndexFunc(h.codes, func(c heldCode) bool { return c.value.Equal(code) })
	if i < 0 {
		return "", false
	}
	owner = h.codes[i].owner
	h.codes = slices.Delete(h.codes, i, i+1)
	return owner, true
}

// find returns the index of the live grant with that refresh token, or -1.
func (h *hand) find(refreshToken akoya.Secret) int {
	if refreshToken.IsZero() {
		return -1
	}
	return slices.IndexFunc(h.grants, func(g grant) bool { return g.RefreshToken.Equal(refreshToken) })
}
