package akoya

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// signatureAlgorithms are those that a published key can check. "none" and the
// HMAC family are not among them and never must be.
var signatureAlgorithms = []jose.SignatureAlgorithm{
	jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512,
	jose.ES256, jose.ES384, jose.ES512, jose.EdDSA,
}

// String says the result in words: "verified with key k1 from https://…",
// "not verified: …" or "signature wrong: …". It may hold text of a server.
func (v Verification) String() string {
	switch v.State {
	case SignatureVerified:
		if v.KeyID == "" {
			return "verified with a key from " + v.KeysURL
		}
		return "verified with key " + v.KeyID + " from " + v.KeysURL
	case SignatureWrong:
		return "signature wrong: " + v.Why
	case SignatureNotVerified:
	}
	return "not verified: " + v.Why
}

// Verify checks the signature of t against the environment's keys: those at
// KeysURL, or else those that its OpenID configuration names. Nothing that the
// token itself points to is fetched. The round trips it took are returned too.
func (c *Client) Verify(ctx context.Context, env Environment, t IDToken) (Verification, []RoundTrip) {
	signed, verdict := parseSigned(t)
	if signed == nil {
		return verdict, nil
	}
	address, trips, err := c.keysURL(ctx, env, t)
	if err != nil {
		return Verification{Why: err.Error()}, trips
	}
	set, cached, more, err := c.keysAt(ctx, address, false)
	trips = append(trips, more...)
	if err != nil {
		return Verification{KeysURL: address, Why: "the key set could not be read: " + err.Error()}, trips
	}
	v := set.check(signed, t, address)
	if v.State != SignatureVerified && cached { // keys are exchanged now and then
		set, _, more, err = c.keysAt(ctx, address, true)
		trips = append(trips, more...)
		if err != nil {
			return Verification{KeysURL: address, Why: "the key set could not be read again: " + err.Error()}, trips
		}
		v = set.check(signed, t, address)
	}
	return v, trips
}

// parseSigned reads the token for checking, or says why it cannot be checked.
func parseSigned(t IDToken) (*jose.JSONWebSignature, Verification) {
	no := func(state SignatureState, format string, a ...any) (*jose.JSONWebSignature, Verification) {
		return nil, Verification{State: state, Why: fmt.Sprintf(format, a...)}
	}
	switch alg := t.Algorithm; {
	case t.Raw.IsZero():
		return no(SignatureNotVerified, "there is no token")
	case strings.EqualFold(alg, "none"):
		return no(SignatureWrong, "the token says alg none: nobody signed it, so anybody can have written it")
	case strings.HasPrefix(strings.ToUpper(alg), "HS"):
		return no(SignatureNotVerified, "%s is made with a secret that issuer and reader share, "+
			"which no public key can check; Akoya's tokens are not signed like that", clip(alg, 16))
	case alg == "":
		return no(SignatureNotVerified, "the token's header names no algorithm")
	case !allowed(alg):
		return no(SignatureNotVerified, "the algorithm %+q is not one that is checked here", clip(alg, 40))
	}
	for _, h := range t.Header {
		if h.Name == "crit" { // RFC 7515 section 4.1.11
			return no(SignatureNotVerified, "the token asks for an extension that is not known here")
		}
	}
	signed, err := jose.ParseSignedCompact(t.Raw.Reveal(), signatureAlgorithms)
	if err != nil || len(signed.Signatures) != 1 {
		return no(SignatureNotVerified, "the token's header cannot be relied on: it names something twice or in a wrong form")
	}
	return signed, Verification{}
}

func allowed(alg string) bool {
	for _, a := range signatureAlgorithms {
		if string(a) == alg {
			return true
		}
	}
	return false
}

// keysURL returns where the environment's keys are.
func (c *Client) keysURL(ctx context.Context, env Environment, t IDToken) (string, []RoundTrip, error) {
	if env.KeysURL != "" {
		return env.KeysURL, nil, nil
	}
	urls := configurationURLs(env)
	if len(urls) == 0 {
		return "", nil, errNoConfiguration
	}
	if t.Issuer != "" && !isOwnIssuer(t.Issuer, urls[0]) {
		return "", nil, fmt.Errorf("the token names the issuer %+q, which is not this environment", clip(t.Issuer, 200))
	}
	d, trips, err := c.discover(ctx, env)
	if err != nil {
		return "", trips, err
	}
	if d.issuer != "" && t.Issuer != "" && !sameIssuer(d.issuer, t.Issuer) {
		return "", trips, fmt.Errorf("the token names the issuer %+q, but this environment is %+q",
			clip(t.Issuer, 200), clip(d.issuer, 200))
	}
	return d.keysURL, trips, nil
}

// check tries the keys that fit.
func (s keySet) check(signed *jose.JSONWebSignature, t IDToken, address string) Verification {
	v := Verification{KeysURL: address}
	kid := fmt.Sprintf("%+q", clip(t.KeyID, 80))
	list, found := s.candidates(t.KeyID, t.Algorithm)
	switch {
	case !found && t.KeyID == "":
		v.Why = "the key set has no keys"
		return v
	case !found:
		v.Why = "the key set has no key with the id " + kid
		return v
	case len(list) == 0:
		v.State = SignatureWrong
		v.Why = fmt.Sprintf("the key %s is not for %s", kid, t.Algorithm)
		if t.KeyID == "" {
			v.State, v.Why = SignatureNotVerified, "the key set has no key for "+t.Algorithm
		}
		return v
	}
	var unusable error
	tried := 0
	for _, k := range list {
		public, err := k.public()
		if err != nil {
			unusable = err
			continue
		}
		tried++
		if _, err := signed.Verify(public); err == nil {
			return Verification{State: SignatureVerified, KeyID: k.id, KeysURL: address}
		}
	}
	switch {
	case tried == 0:
		v.Why = fmt.Sprintf("under the id %s the key set has %s", kid, unusable)
	case t.KeyID == "":
		v.State, v.Why = SignatureWrong, "none of the keys made this signature: the token was changed, or another server signed it"
	default:
		v.State = SignatureWrong
		v.Why = fmt.Sprintf("it was not made with the key %s: the token was changed, or another server signed it", kid)
	}
	return v
}

// CheckAccessToken compares the at_hash of t with an access token that came
// with it (OpenID Connect Core 1.0 section 3.1.3.6). Akoya's documents show an
// at_hash but no access token.
func (t IDToken) CheckAccessToken(accessToken Secret) error {
	if t.ATHash == "" {
		return errors.New("the id_token has no at_hash")
	}
	value := []byte(accessToken.Reveal())
	var sum []byte
	switch alg := t.Algorithm; {
	case strings.HasSuffix(alg, "256"):
		s := sha256.Sum256(value)
		sum = s[:]
	case strings.HasSuffix(alg, "384"):
		s := sha512.Sum384(value)
		sum = s[:]
	case strings.HasSuffix(alg, "512"), alg == "EdDSA": // Ed25519 hashes with SHA-512
		s := sha512.Sum512(value)
		sum = s[:]
	default:
		return fmt.Errorf("at_hash cannot be checked: the algorithm %+q names no hash", clip(alg, 40))
	}
	want := base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
	if subtle.ConstantTimeCompare([]byte(want), []byte(t.ATHash)) != 1 {
		return errors.New("at_hash does not fit the access token: they are not of the same answer")
	}
	return nil
}
