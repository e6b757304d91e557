package flows

import (
	"net/http"
	"slices"
	"time"

	"akoya-tui/akoya"
)

// Result is something that happened: an authorize request was made, a callback
// came, a round trip ended, the clock moved.
type Result interface{ apply(Session) Session }

// Authorized says that an authorize request was made and a browser may open it.
type Authorized struct{ Authorization Authorization }

func (r Authorized) apply(s Session) Session {
	s.Authorization = &r.Authorization
	return s
}

// Abandoned says that the authorize request is given up: a new one is being made.
type Abandoned struct{}

func (Abandoned) apply(s Session) Session {
	s.Authorization = nil
	return s
}

// Returned says that the browser came back with a code, or with an error.
type Returned struct {
	Code      akoya.Secret // empty when the person or Akoya refused
	Error     string       // error of the callback (RFC 6749 section 4.1.2.1)
	Via       string       // "listener", "paste", "local"
	Unchecked bool         // the state could not be compared
	At        time.Time    // in the environment's time
}

func (r Returned) apply(s Session) Session {
	code := Code{Value: r.Code, ReceivedAt: r.At, Via: r.Via, Unchecked: r.Unchecked}
	if s.Authorization != nil {
		answered := *s.Authorization
		answered.Answered, answered.Refusal = true, r.Error
		s.Authorization = &answered
		code.Nonce, code.Redirect = answered.Nonce, Param(answered.URL, "redirect_uri")
		if Param(answered.URL, "code_challenge") != "" { // a verifier without one is refused
			code.Verifier = answered.Verifier
		}
	}
	if !r.Code.IsZero() {
		s.codes = append(slices.Clip(s.codes), code)
	}
	return s
}

// ClockMoved says how far the environment's clock now is ahead.
type ClockMoved struct{ Offset time.Duration }

func (r ClockMoved) apply(s Session) Session {
	s.ClockOffset = r.Offset
	return s
}

// Sent says that a request was sent and what came of it. What it changes is read
// off the request itself, so a request edited by hand has its true effect.
type Sent struct {
	Step         string // the step it belongs to; "" for one sent by hand
	Variant      string
	Case         string
	Judged       Judgement
	Foreign      bool // about tokens that are not the session's: it changes the history only
	Request      akoya.Request
	RoundTrip    akoya.RoundTrip
	Granted      *akoya.TokenResponse // nil when nothing was granted
	Refusal      *akoya.Error         // nil unless the server refused
	ReadErr      error                // why a 2xx answer could not be read, or not all of it
	Decoded      akoya.IDToken        // of the granted id_token
	DecodeErr    error
	Verification akoya.Verification
	Checks       []akoya.RoundTrip // what was asked to verify the signature
	Unsent       error             // why nothing was sent: the keychain could not be opened
	Moved        *Restored         // nothing was sent: another program had refreshed, this is its set
	SaveErr      error             // why the new tokens are in memory only
	At           time.Time         // when the answer came, in the environment's time
}

func (r Sent) apply(s Session) Session {
	if r.Unsent != nil {
		return s
	}
	if r.Moved != nil {
		return r.Moved.apply(s)
	}
	s.History = s.History.Append(Entry{
		At: r.At, Step: r.Step, Case: r.Case, Judged: r.Judged, Request: r.Request, RoundTrip: r.RoundTrip,
	})
	if r.Foreign {
		return s
	}
	s.sets = slices.Clone(s.sets)
	switch requestKind(s.Environment, r.Request) {
	case kindObtain:
		return r.applyObtain(s)
	case kindRefresh:
		return r.applyRefresh(s)
	case kindService:
		return r.applyService(s)
	case kindRevoke:
		return r.applyRevoke(s)
	case kindData:
		return r.applyData(s)
	case kindOther:
	}
	return s
}

func (r Sent) applyObtain(s Session) Session {
	if r.Granted == nil {
		return s
	}
	sent, _ := r.Request.Field("code")
	s.codes = slices.Clone(s.codes)
	for i := range s.codes {
		if s.codes[i].Value.Equal(sent.Value) {
			s.codes[i].UsedAt = r.At
		}
	}
	return s.withConsent(r.newSet(s, 0))
}

func (r Sent) applyRefresh(s Session) Session {
	sent, _ := r.Request.Field("refresh_token")
	from := s.setByRefreshToken(sent.Value)
	switch {
	case r.Granted != nil:
		parent := 0
		if from >= 0 {
			parent = s.sets[from].Number
			s.sets[from].State, s.sets[from].EndedAt, s.sets[from].EndedBy = SetClaimed, r.At, s.nextNumber()
		}
		set := r.newSet(s, parent)
		if set.RefreshToken.IsZero() { // then the old one lives on (RFC 6749 section 6)
			set.RefreshToken = sent.Value
			if r.ReadErr != nil { // or the new one was in what cannot be read
				set.State, set.EndedAt = SetUnclear, r.At
			}
		}
		s.sets = append(s.sets, set)
	case from < 0 || !s.sets[from].Live():
	case r.unclear():
		s.sets[from].State, s.sets[from].EndedAt = SetUnclear, r.At
	case r.Refusal != nil && refusesToken(r.Refusal) && r.asItself(s):
		s.sets[from].State, s.sets[from].EndedAt = SetRefused, r.At
	}
	return s
}

// asItself reports whether the request went to the token endpoint in the name
// of the session's own app. What another server, or this one to another client,
// says of a refresh token is nothing to go by: "claimed by another client" is
// then true and the token lives.
func (r Sent) asItself(s Session) bool {
	client := r.Request.Basic.ClientID
	if r.Request.Basic.IsZero() {
		field, _ := r.Request.Field("client_id")
		client = field.Value.Reveal()
	}
	return client == s.App.ClientID && samePath(r.Request.URL, s.Environment.TokenURL)
}

// refusesToken reports whether the refusal is about the refresh token itself and
// not about another field: Akoya says invalid_request with a text, other servers
// invalid_grant (RFC 6749 section 5.2).
func refusesToken(refusal *akoya.Error) bool {
	return refusal.Status == http.StatusBadRequest && (akoya.SameDescription(refusal.Description, claimedText) ||
		refusal.Code == "invalid_grant" && refusal.HasDescription)
}

// claimedText is Akoya's description for a refresh token that does not work
// (token test cases, "Refresh a used refresh_token").
const claimedText = "Refresh token is invalid or has already been claimed by another client."

// unclear reports whether the server may have acted although no good answer came.
func (r Sent) unclear() bool {
	switch {
	case r.RoundTrip.Status >= 500:
		return true
	case r.RoundTrip.Status >= 400: // it refused, even if the reason is not whole
		return false
	}
	if transport, ok := r.RoundTrip.Err.(*akoya.TransportError); ok {
		return transport.MaybeSent
	}
	return r.RoundTrip.Status >= 200 && r.RoundTrip.Status < 300 && r.Granted == nil
}

// newSet returns the token set that the answer holds.
func (r Sent) newSet(s Session, from int) TokenSet {
	return TokenSet{
		Number:       s.nextNumber(),
		IDToken:      r.Granted.IDToken,
		RefreshToken: r.Granted.RefreshToken,
		ExpiresIn:    r.Granted.ExpiresIn,
		Decoded:      r.Decoded,
		DecodeErr:    r.DecodeErr,
		Verification: r.Verification,
		ObtainedAt:   r.At,
		From:         from,
		State:        SetCurrent,
	}
}

// withConsent adds the set of a new consent, which replaces the earlier ones of
// that person. The caller owns s.sets.
func (s Session) withConsent(set TokenSet) Session {
	for i := range s.sets {
		old := &s.sets[i]
		if old.Live() && samePerson(old.Decoded, set.Decoded) {
			old.State, old.EndedAt, old.EndedBy = SetReplaced, set.ObtainedAt, set.Number
		}
	}
	s.sets = append(s.sets, set)
	return s
}

// samePerson reports whether both tokens name the same person at the same bank:
// a new consent replaces the earlier tokens of that person (token reference,
// "Responses").
func samePerson(a, b akoya.IDToken) bool { return a.Subject != "" && a.Subject == b.Subject }

func (r Sent) applyService(s Session) Session {
	if r.Granted == nil || r.Granted.AccessToken.IsZero() {
		return s
	}
	s.services = append(slices.Clip(s.services), ServiceToken{
		Value:      r.Granted.AccessToken,
		Scope:      r.Granted.Scope,
		ObtainedAt: r.At,
		ExpiresIn:  r.Granted.ExpiresIn,
	})
	return s
}

func (r Sent) applyRevoke(s Session) Session {
	if r.RoundTrip.Status < 200 || r.RoundTrip.Status > 299 || r.RoundTrip.Err != nil {
		return s
	}
	sent, _ := r.Request.Field("token")
	i := s.setByRefreshToken(sent.Value)
	if i >= 0 && s.sets[i].revocable() {
		s.sets[i].State, s.sets[i].EndedAt = SetRevoked, r.At
	}
	return s
}

func (r Sent) applyData(s Session) Session {
	if r.RoundTrip.Status == 0 { // no answer
		return s
	}
	call := DataCall{Status: r.RoundTrip.Status}
	if r.Refusal != nil {
		call.Code = r.Refusal.Code
	}
	bearer := bearerOf(r.Request)
	for _, t := range s.sets {
		if t.IDToken.Equal(bearer) && !bearer.IsZero() {
			call.Set = t.Number
		}
	}
	s.lastData = &call
	return s
}
