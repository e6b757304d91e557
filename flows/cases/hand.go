package cases

import (
	"slices"
	"time"

	"akoya-tui/akoya"
)

// codeLife is how long a code can be exchanged ("the code expires in 5
// minutes", Token reference).
const codeLife = 5 * time.Minute

// codeMargin is how much younger than that a code has to be to count as fresh.
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
}

type grant struct {
	Tokens
	owner   string
	expired bool // its id_token was made expired
}

// fresh returns the newest code that can still be exchanged. The newest is
// taken so that an older one may age into an expired one.
func (h *hand) fresh(now time.Time) (heldCode, bool) {
	for _, c := range slices.Backward(h.codes) {
		if now.Sub(c.at) < codeLife-codeMargin {
			return c, true
		}
	}
	return heldCode{}, false
}

// stale returns a code that was never used and has expired.
func (h *hand) stale(now time.Time) (akoya.Secret, bool) {
	if !h.expiredCode.IsZero() {
		return h.expiredCode, true
	}
	for _, c := range h.codes {
		if now.Sub(c.at) > codeLife {
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

// idExpired reports whether the id_token of a grant has expired: it was made so,
// or its exp says so. A token that cannot be read is taken for alive.
func (g grant) idExpired(now time.Time) bool {
	if g.expired {
		return true
	}
	if g.IDToken.IsZero() {
		return false
	}
	token, err := akoya.DecodeWithoutVerify(g.IDToken)
	return err == nil && !token.Expiry.IsZero() && !now.Before(token.Expiry)
}
