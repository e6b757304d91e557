package flows

import (
	"slices"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// Restored says that the tokens of an earlier session were read from the store.
type Restored struct {
	Tokens    vault.Tokens
	Decoded   akoya.IDToken
	DecodeErr error
}

// Restore decodes stored tokens. Nothing is sent, so the signature of the
// id_token stays unchecked.
func Restore(tokens vault.Tokens) Restored {
	r := Restored{Tokens: tokens}
	if !tokens.IDToken.IsZero() {
		r.Decoded, r.DecodeErr = akoya.DecodeWithoutVerify(tokens.IDToken)
	}
	return r
}

func (r Restored) apply(s Session) Session {
	t := r.Tokens
	s.sets, s.services = slices.Clone(s.sets), slices.Clone(s.services)
	over := t.RefreshToken.IsZero() && t.IDToken.IsZero()
	switch {
	case len(s.sets) > 0 || t.Set == 0:
	case over && !t.PreviousRefreshToken.IsZero():
		s.first = t.Set - 1
		s.sets = append(s.sets, r.ended())
	default:
		s.first = t.Set - 1
		if !t.PreviousRefreshToken.IsZero() && t.Set > 1 {
			s.first--
			s.sets = append(s.sets, TokenSet{
				Number: t.Set - 1, RefreshToken: t.PreviousRefreshToken,
				State: SetClaimed, EndedAt: t.ObtainedAt, EndedBy: t.Set,
			})
		}
	}
	if !over {
		set := TokenSet{
			Number: s.nextNumber(), IDToken: t.IDToken, RefreshToken: t.RefreshToken,
			Decoded: r.Decoded, DecodeErr: r.DecodeErr, ObtainedAt: t.ObtainedAt, State: SetCurrent,
			Verification: akoya.Verification{Why: "not verified since it was read from the store: refresh to check a new one"},
		}
		for i := range s.sets {
			if old := &s.sets[i]; old.Live() {
				old.State, old.EndedAt, old.EndedBy = SetClaimed, t.ObtainedAt, set.Number
			}
		}
		if n := len(s.sets); n > 0 {
			set.From = s.sets[n-1].Number
		}
		if !t.RefreshSentAt.IsZero() {
			set.State, set.EndedAt = SetUnclear, t.RefreshSentAt
		}
		s.sets = append(s.sets, set)
	}
	for _, token := range t.ServiceTokens {
		known := slices.ContainsFunc(s.services, func(have ServiceToken) bool { return have.Value.Equal(token.AccessToken) })
		if !known {
			s.services = append(s.services, ServiceToken{Value: token.AccessToken, Scope: token.Scope, Expiry: token.ExpiresAt})
		}
	}
	return s
}

// ended returns the set of a record of which nothing can be used any more. One
// that does not say what ended it is of an older program; its refresh token is
// one that the server would refuse.
func (r Restored) ended() TokenSet {
	t := r.Tokens
	set := TokenSet{
		Number: t.Set, RefreshToken: t.PreviousRefreshToken, ObtainedAt: t.ObtainedAt, State: SetRefused, EndedAt: t.EndedAt,
		Verification: akoya.Verification{Why: "its id_token was not kept: the set had ended"},
	}
	if t.Ended == string(SetRevoked) {
		set.State = SetRevoked
	}
	return set
}

// Record returns what a store has to keep of the session: the newest tokens. It
// is zero when nothing is left that could still be used.
func (s Session) Record() vault.Tokens {
	var t vault.Tokens
	if set, ok := s.Current(); ok && set.Live() {
		t.Set, t.RefreshToken, t.IDToken, t.ObtainedAt = set.Number, set.RefreshToken, set.IDToken, set.ObtainedAt
		if set.State == SetUnclear {
			t.RefreshSentAt = set.EndedAt
		}
		if before, ok := s.Set(set.From); ok {
			t.PreviousRefreshToken = before.RefreshToken
		}
	} else if ok {
		t.Set, t.PreviousRefreshToken, t.ObtainedAt = set.Number, set.RefreshToken, set.ObtainedAt
		t.Ended, t.EndedAt = string(set.State), set.EndedAt
	}
	for _, token := range s.services[max(0, len(s.services)-vault.MaxServiceTokens):] {
		t.ServiceTokens = append(t.ServiceTokens, vault.ServiceToken{
			Scope: token.Scope, AccessToken: token.Value, ExpiresAt: token.ExpiresAt(),
		})
	}
	return t
}
