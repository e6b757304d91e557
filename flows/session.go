package flows

import (
	"slices"
	"time"

	"akoya-tui/akoya"
)

// Session is all that is known while someone explores: codes, token sets and
// their lineage, service tokens, round trips. It is an immutable value: Apply
// returns the next one and leaves the receiver as it was.
type Session struct {
	Environment   akoya.Environment
	App           akoya.App
	Service       akoya.Basic    // credentials for service tokens; zero: those of the app
	ClockOffset   time.Duration  // how far the environment's clock is ahead of this machine's
	Authorization *Authorization // the newest one; nil before the first
	History       History

	first    int // how many token sets came before the first one here
	codes    []Code
	sets     []TokenSet
	services []ServiceToken
	lastData *DataCall
}

// Authorization is one authorize request: the URL a browser opens and what must
// come back with the answer.
type Authorization struct {
	URL       string
	State     string
	Nonce     string
	Verifier  akoya.Secret // of PKCE; empty when it is off
	StartedAt time.Time    // in the environment's time
	Answered  bool         // a callback with this state has come
	Refusal   string       // the error code of the callback; "" for a code

	made string // the URL before it was changed by hand; "" when nobody has
}

// DataCall is the last answer of the data API.
type DataCall struct {
	Set    int // the token set whose id_token was the bearer; 0 for another
	Status int
	Code   string
}

// NewSession returns the empty session of an environment and an app.
func NewSession(environment akoya.Environment, app akoya.App) Session {
	return Session{Environment: environment, App: app}
}

// Apply returns the session after the result. It is the only transition: pure,
// no clock, no I/O.
func (s Session) Apply(result Result) Session { return result.apply(s) }

// Codes returns the authorization codes, oldest first.
func (s Session) Codes() []Code { return slices.Clone(s.codes) }

// NewestCode returns the code that came last.
func (s Session) NewestCode() (Code, bool) {
	if len(s.codes) == 0 {
		return Code{}, false
	}
	return s.codes[len(s.codes)-1], true
}

// Sets returns the token sets, oldest first: the lineage.
func (s Session) Sets() []TokenSet { return slices.Clone(s.sets) }

// SetCount returns how many token sets there are.
func (s Session) SetCount() int { return len(s.sets) }

// Set returns the token set of that number.
func (s Session) Set(number int) (TokenSet, bool) {
	if number <= s.first || number > s.first+len(s.sets) {
		return TokenSet{}, false
	}
	return s.sets[number-s.first-1], true
}

// nextNumber returns the number of the next token set.
func (s Session) nextNumber() int { return s.first + len(s.sets) + 1 }

// Latest returns the token set that came last, whatever became of it.
func (s Session) Latest() (TokenSet, bool) { return s.Set(s.first + len(s.sets)) }

// Current returns the newest set whose refresh token may still work, or else
// the latest one: sending a dead refresh token is worth seeing too.
func (s Session) Current() (TokenSet, bool) {
	for i := len(s.sets) - 1; i >= 0; i-- {
		if s.sets[i].Live() {
			return s.sets[i], true
		}
	}
	return s.Latest()
}

// Claimed returns the newest set whose refresh token was exchanged for another.
// A set whose token a server let live on in the next one is not among them.
func (s Session) Claimed() (TokenSet, bool) {
	for i := len(s.sets) - 1; i >= 0; i-- {
		if s.sets[i].State == SetClaimed && s.setByRefreshToken(s.sets[i].RefreshToken) == i {
			return s.sets[i], true
		}
	}
	return TokenSet{}, false
}

// ServiceTokens returns the service tokens, oldest first.
func (s Session) ServiceTokens() []ServiceToken { return slices.Clone(s.services) }

// LastDataCall returns the last answer of the data API.
func (s Session) LastDataCall() (DataCall, bool) {
	if s.lastData == nil {
		return DataCall{}, false
	}
	return *s.lastData, true
}

// Secrets returns every secret the session knows, for the redaction of texts
// that may hold one of them.
func (s Session) Secrets() []akoya.Secret {
	secrets := []akoya.Secret{s.App.ClientSecret, s.Service.ClientSecret}
	if s.Authorization != nil {
		secrets = append(secrets, s.Authorization.Verifier)
	}
	for _, c := range s.codes {
		secrets = append(secrets, c.Value, c.Verifier)
	}
	for _, t := range s.sets {
		secrets = append(secrets, t.IDToken, t.RefreshToken)
	}
	for _, t := range s.services {
		secrets = append(secrets, t.Value)
	}
	return slices.DeleteFunc(secrets, akoya.Secret.IsZero)
}

// nonceOf returns the nonce that the id_token of an obtain request must repeat;
// "" when none was sent.
func (s Session) nonceOf(sent Sent) string {
	field, _ := sent.Request.Field("code")
	for _, code := range s.codes {
		if code.Value.Equal(field.Value) && !field.Value.IsZero() {
			return code.Nonce
		}
	}
	return ""
}

// setByRefreshToken returns the index of the newest set with that refresh token,
// or -1. Several have the same one where a server does not rotate it.
func (s Session) setByRefreshToken(token akoya.Secret) int {
	if token.IsZero() {
		return -1
	}
	for i := len(s.sets) - 1; i >= 0; i-- {
		if s.sets[i].RefreshToken.Equal(token) {
			return i
		}
	}
	return -1
}
