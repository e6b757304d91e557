package flows

import (
	"time"

	"akoya-tui/akoya"
)

// SetState says what became of a token set. Expiry is not a state: it is a
// function of time, see TokenSet.ExpiredAt.
type SetState string

// The states of a token set.
const (
	SetCurrent  SetState = "current"  // the newest of its lineage
	SetClaimed  SetState = "claimed"  // its refresh token was exchanged for the next set
	SetRevoked  SetState = "revoked"  // its grant was revoked
	SetReplaced SetState = "replaced" // a new consent of the same person replaced it
	SetRefused  SetState = "refused"  // the server says its refresh token is invalid or claimed
	SetUnclear  SetState = "unclear"  // a refresh was sent and no answer came: the server may have rotated
)

// TokenSet is the id_token and refresh token of one response.
type TokenSet struct {
	Number       int // from 1, in the order in which they came
	IDToken      akoya.Secret
	RefreshToken akoya.Secret
	ExpiresIn    int64 // seconds, as the response said; 0 when it did not
	Decoded      akoya.IDToken
	DecodeErr    error // why Decoded is empty
	Verification akoya.Verification
	ObtainedAt   time.Time // in the environment's time
	From         int       // the set whose refresh token gave this one; 0 for a code
	State        SetState
	EndedAt      time.Time // when State left SetCurrent
	EndedBy      int       // the set that followed it; 0 for none
}

// ExpiresAt returns when the id_token stops working: its exp claim, or what
// expires_in says when there is none. The zero time means that nothing says so.
func (t TokenSet) ExpiresAt() time.Time {
	if !t.Decoded.Expiry.IsZero() {
		return t.Decoded.Expiry
	}
	if t.ExpiresIn > 0 {
		return t.ObtainedAt.Add(time.Duration(t.ExpiresIn) * time.Second)
	}
	return time.Time{}
}

// ExpiredAt reports whether the id_token has expired at now, in the environment's time.
func (t TokenSet) ExpiredAt(now time.Time) bool {
	expiry := t.ExpiresAt()
	return !expiry.IsZero() && !now.Before(expiry)
}

// Live reports whether the set's refresh token may still work.
func (t TokenSet) Live() bool { return t.State == SetCurrent || t.State == SetUnclear }

// revocable reports whether a revoke may end something: what was claimed,
// replaced or revoked before is dead already. A refused set may have a live
// id_token.
func (t TokenSet) revocable() bool { return t.Live() || t.State == SetRefused }

// ServiceToken is an access token of the STS.
type ServiceToken struct {
	Value      akoya.Secret
	Scope      string
	ObtainedAt time.Time // in the environment's time
	ExpiresIn  int64     // seconds; 0 when the response did not say
	Expiry     time.Time // of one that was read from a store; zero otherwise
}

// ExpiresAt returns when the service token stops working; zero when nothing says so.
func (t ServiceToken) ExpiresAt() time.Time {
	if t.ExpiresIn <= 0 {
		return t.Expiry
	}
	return t.ObtainedAt.Add(time.Duration(t.ExpiresIn) * time.Second)
}
