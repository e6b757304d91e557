package vault

import "slices"

// MaxServiceTokens is how many service tokens a profile keeps.
const MaxServiceTokens = 4

// merge returns what is to be stored when a session's record goes from before to
// after while the store has stored, which another program may have changed. A new
// grant is kept whoever got it; what became of an old one counts only when the
// store still has that one; service tokens of both stay.
func merge(stored, before, after Tokens) Tokens {
	next := stored
	same := stored.RefreshToken.Equal(before.RefreshToken)
	switch {
	case sameGrant(before, after):
	case isNew(before, after):
		next = after
		if !same && next.Set <= stored.Set {
			next.Set = stored.Set + 1
		}
	case same:
		next = after
	}
	next.ServiceTokens = slices.Clone(stored.ServiceTokens)
	for _, token := range after.ServiceTokens {
		if !hasToken(before.ServiceTokens, token) && !hasToken(next.ServiceTokens, token) {
			next.ServiceTokens = append(next.ServiceTokens, token)
		}
	}
	next.ServiceTokens = next.ServiceTokens[max(0, len(next.ServiceTokens)-MaxServiceTokens):]
	return next
}

// sameGrant reports whether both have the same token set in the same state.
func sameGrant(a, b Tokens) bool {
	a.ServiceTokens, b.ServiceTokens = nil, nil
	return a.Equal(b)
}

// isNew reports whether after has a token set that came after the one of before.
func isNew(before, after Tokens) bool {
	has := !after.RefreshToken.IsZero() || !after.IDToken.IsZero()
	return has && after.Set > before.Set
}

func hasToken(list []ServiceToken, token ServiceToken) bool {
	return slices.ContainsFunc(list, func(have ServiceToken) bool { return have.AccessToken.Equal(token.AccessToken) })
}
