package akoya

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// maxToken is the length up to which a token is decoded, in bytes.
const maxToken = 256 << 10

// DecodeKind says what is wrong with a token that cannot be decoded.
type DecodeKind int

// The kinds of a DecodeError.
const (
	DecodeEmpty     DecodeKind = iota
	DecodeOpaque               // a token that is no JWT and is not meant to be one
	DecodeEncrypted            // five parts: a JWE (RFC 7516)
	DecodeParts                // another number of parts than three
	DecodeBase64
	DecodeJSON
	DecodeNotObject
	DecodeTooLarge
	DecodeNoToken // text with characters that no token has
)

// DecodeError says why a token cannot be decoded, without any of its text.
type DecodeError struct {
	Kind     DecodeKind
	Part     string // "header", "payload" or "signature"; "" when it is not about one
	Position int    // of the first wrong character in the part, from 1; 0 when not known
	Reason   string // a sentence without a full stop
}

// Error implements error.
func (e *DecodeError) Error() string { return e.Reason }

// DecodeWithoutVerify reads a JSON Web Token in compact form. It proves nothing:
// anyone can write a token that decodes. White space, quotes and a leading
// "Bearer " around and inside a pasted token are dropped. A failure is a *DecodeError.
func DecodeWithoutVerify(token Secret) (IDToken, error) {
	raw := cleanToken(token.Reveal())
	foreign := foreignCharacters(token.Reveal(), raw)
	switch parts := strings.Count(raw, ".") + 1; {
	case raw == "":
		return IDToken{}, &DecodeError{Kind: DecodeEmpty, Reason: "there is no token"}
	case foreign != "":
		return IDToken{}, &DecodeError{Kind: DecodeNoToken, Reason: "this is no token: it has " + foreign +
			", and no token has. Paste the token alone, such as an id_token: it begins with eyJ and has three parts with dots between them"}
	case len(raw) > maxToken:
		return IDToken{}, &DecodeError{Kind: DecodeTooLarge, Reason: fmt.Sprintf(
			"this token is too large to decode: %d bytes, and %d are the limit", len(raw), maxToken)}
	case parts == 1 || strings.HasPrefix(raw, "ory_"):
		return IDToken{}, &DecodeError{Kind: DecodeOpaque,
			Reason: "this is an opaque token, not a JWT: only the server that issued it can say what it means"}
	case parts == 5:
		return IDToken{}, &DecodeError{Kind: DecodeEncrypted,
			Reason: "this is an encrypted token (JWE, five parts): only the holder of the key can read it"}
	case parts != 3:
		return IDToken{}, &DecodeError{Kind: DecodeParts, Reason: fmt.Sprintf(
			"a JWT has three parts with dots between them, and this has %d: perhaps not all of it was copied", parts)}
	}
	head, rest, _ := strings.Cut(raw, ".")
	payload, signature, _ := strings.Cut(rest, ".")

	t := IDToken{Raw: NewSecret(raw)}
	var err error
	if t.Header, err = decodePart("header", head); err != nil {
		return IDToken{}, err
	}
	if t.Claims, err = decodePart("payload", payload); err != nil {
		return IDToken{}, err
	}
	if _, err = decodeBase64("signature", signature); err != nil {
		return IDToken{}, err
	}
	t.read()
	return t, nil
}

// cleanToken drops what copying adds: a scheme, quotes, and white space, also
// the line breaks of a wrapped terminal. None of it can be part of a token.
func cleanToken(s string) string {
	s = strings.Trim(s, " \t\r\n\"'`,;")
	if len(s) > 7 && strings.EqualFold(s[:6], "bearer") && strings.ContainsRune(" \t", rune(s[6])) {
		s = strings.Trim(s[7:], " \t\r\n\"'`,;")
	}
	return strings.Join(strings.Fields(s), "")
}

// foreignCharacters names what no token has, of a pasted text and what cleaning
// left of it; "" for none. Spaces are let pass in what has the parts of a JWT:
// copying brings them in.
func foreignCharacters(text, raw string) string {
	if strings.IndexFunc(raw, func(r rune) bool { return r < '!' || r > '~' }) >= 0 {
		return "characters outside ASCII"
	}
	words := strings.TrimSpace(text)
	if len(words) > 7 && strings.EqualFold(words[:6], "bearer") {
		words = strings.TrimSpace(words[6:])
	}
	if parts := strings.Count(raw, ".") + 1; parts < 3 && strings.ContainsAny(words, " \t") {
		return "spaces"
	}
	return ""
}

func decodeBase64(part, text string) ([]byte, error) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err == nil {
		return data, nil
	}
	e := &DecodeError{Kind: DecodeBase64, Part: part}
	var at base64.CorruptInputError
	if errors.As(err, &at) {
		e.Position = int(at) + 1
	}
	why := ""
	if i := int(at); i < len(text) && strings.ContainsRune("+/=", rune(text[i])) {
		why = `; "+", "/" and "=" belong to another kind of base64`
	}
	e.Reason = fmt.Sprintf("the %s of the token is not base64url: character %d is wrong%s", part, e.Position, why)
	return nil, e
}

func decodePart(part, text string) ([]Claim, error) {
	data, err := decodeBase64(part, text)
	if err != nil {
		return nil, err
	}
	claims, err := jsonMembers(data)
	switch {
	case err == nil:
		return claims, nil
	case errors.Is(err, errJSONNotObject):
		return nil, &DecodeError{Kind: DecodeNotObject, Part: part,
			Reason: "the " + part + " of the token is JSON but not an object"}
	}
	return nil, &DecodeError{Kind: DecodeJSON, Part: part,
		Reason: "the " + part + " of the token is not a JSON object: there is " + err.Error()}
}

// read fills the fields from the header and the claims. Of a name that stands
// twice the last value counts, as in most JSON readers.
func (t *IDToken) read() {
	for _, c := range t.Header {
		text, _ := jsonString(c.Value)
		switch c.Name {
		case "alg":
			t.Algorithm = text
		case "kid":
			t.KeyID = text
		case "typ":
			t.Type = text
		}
	}
	for _, c := range t.Claims {
		text, _ := jsonString(c.Value)
		switch c.Name {
		case "iss":
			t.Issuer = text
		case "sub":
			t.Subject = text
		case "aud":
			t.Audience = audience(c.Value)
		case "exp":
			t.Expiry = numericDate(c.Value)
		case "iat":
			t.IssuedAt = numericDate(c.Value)
		case "nbf":
			t.NotBefore = numericDate(c.Value)
		case "auth_time":
			t.AuthTime = numericDate(c.Value)
		case "at_hash":
			t.ATHash = text
		case "nonce":
			t.Nonce = text
		}
	}
	t.Person, _ = decodePerson(t.Subject)
}

// audience reads a string or an array of strings (RFC 7519 section 4.1.3).
func audience(value string) []string {
	if s, ok := jsonString(value); ok {
		return []string{s}
	}
	var list []string
	if json.Unmarshal([]byte(value), &list) != nil {
		return nil
	}
	return list
}

// numericDate reads seconds since 1970, whole or not (RFC 7519 section 2). A
// value outside the years 1 to 9999 is no date and gives the zero time, as does
// one that is not a number.
func numericDate(value string) time.Time {
	const first, last = -62135596800, 253402300799
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(f) || f < first || f > last {
		return time.Time{}
	}
	whole, part := math.Modf(f)
	return time.Unix(int64(whole), int64(part*1e9)).UTC()
}
