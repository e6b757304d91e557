package akoya

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// maxExpiresIn is the longest life in seconds that is believed: a hundred years.
const maxExpiresIn = 100 * 366 * 24 * 3600

// TokenResponse reads the answer as a grant of tokens, whatever content type it
// claims. What could be read is returned also with an error: a new refresh token
// must not be lost because a field beside it is odd. A refusal is returned as
// an *Error.
func (rt RoundTrip) TokenResponse() (TokenResponse, error) {
	if rt.Status == 0 {
		if rt.Err != nil {
			return TokenResponse{}, rt.Err
		}
		return TokenResponse{}, errors.New("no answer was received")
	}
	if refusal := rt.Refusal(); refusal != nil {
		return TokenResponse{}, refusal
	}
	body := rt.Received.Body.Reveal()
	if encoding := packed(rt.Received.Header); encoding != "" {
		return TokenResponse{}, fmt.Errorf("the server answered %d with a body packed as %s, though none was asked for", rt.Status, encoding)
	}
	t, err := ParseTokenResponse([]byte(body))
	var said *Error
	switch {
	case errors.As(err, &said):
		said.Status = rt.Status
		return t, said
	case rt.Err != nil:
		return t, fmt.Errorf("the answer is not whole: %w", rt.Err)
	case rt.Truncated:
		return t, fmt.Errorf("the server answered %d with more than %d bytes where a token set was expected", rt.Status, MaxBody)
	case err != nil:
		return t, fmt.Errorf("the server answered %d with %w", rt.Status, err)
	}
	return t, nil
}

// ParseTokenResponse reads the body of a successful token answer. A name sent
// twice counts with its last value and is listed in Duplicates. As in
// RoundTrip.TokenResponse, what could be read is returned also with an error,
// which is a noun phrase: "HTML instead of JSON".
func ParseTokenResponse(body []byte) (TokenResponse, error) {
	var t TokenResponse
	members, err := jsonMembers(body)
	var seen, odd []string
	refused := false
	for _, m := range members {
		if slices.Contains(seen, m.Name) && !slices.Contains(t.Duplicates, m.Name) {
			t.Duplicates = append(t.Duplicates, m.Name)
		}
		if len(seen) < maxListed {
			seen = append(seen, m.Name)
		}
		if m.Name == "error" {
			refused = true
		}
		if problem := t.set(m); problem != "" {
			odd = append(odd, problem)
		}
	}
	empty := t.IDToken.IsZero() && t.RefreshToken.IsZero() && t.AccessToken.IsZero()
	switch {
	case refused && empty:
		return t, ParseRefusal(http.StatusOK, body)
	case err != nil:
		return t, bodyKind(body, err)
	case empty:
		odd = append(odd, "no token in it: none of id_token, refresh_token and access_token")
	}
	if len(odd) > 0 {
		return t, errors.New(strings.Join(odd, "; "))
	}
	return t, nil
}

// maxListed bounds the lists of names taken from an answer.
const maxListed = 100

// set takes one member over; problem is a noun phrase when it cannot.
func (t *TokenResponse) set(m Claim) (problem string) {
	text, isString := jsonString(m.Value)
	absent := m.Value == "null"
	token := func(to *Secret) string {
		switch {
		case isString:
			*to = NewSecret(text)
		case !absent:
			return "a " + m.Name + " that is not a string"
		}
		return ""
	}
	switch m.Name {
	case "refresh_token":
		return token(&t.RefreshToken)
	case "id_token":
		return token(&t.IDToken)
	case "access_token":
		return token(&t.AccessToken)
	case "token_type":
		t.TokenType = text
	case "grant_id":
		t.GrantID = text
	case "scope":
		t.Scope, t.HasScope = text, isString
	case "expires_in":
		if absent {
			return ""
		}
		if isString {
			m.Value = text
		}
		t.ExpiresIn, t.HasExpiresIn, problem = seconds(m.Value)
		return problem
	default:
		if len(t.Extra) < maxListed && !slices.Contains(t.Extra, m.Name) {
			t.Extra = append(t.Extra, m.Name)
		}
		return ""
	}
	if !isString && !absent {
		return "a " + m.Name + " that is not a string"
	}
	return ""
}

// seconds reads expires_in: an integer in the documents, elsewhere also 86399.0
// and "86399".
func seconds(value string) (n int64, ok bool, problem string) {
	f, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	switch {
	case math.IsInf(f, 0) || f > maxExpiresIn:
		return 0, false, "an expires_in of more than a hundred years"
	case err != nil || math.IsNaN(f):
		return 0, false, "an expires_in that is not a number"
	case f < 0:
		return 0, false, "a negative expires_in"
	case f != math.Trunc(f):
		return 0, false, "an expires_in that is not a whole number"
	}
	return int64(f), true, ""
}

// bodyKind names what stands where a JSON object was expected.
func bodyKind(body []byte, err error) error {
	start := strings.ToLower(strings.TrimSpace(string(body[:min(len(body), 512)])))
	switch {
	case bytes.HasPrefix(body, []byte("\x1f\x8b")):
		return errors.New("a gzip body instead of JSON")
	case errors.Is(err, errJSONEmpty):
		return errors.New("an empty body where JSON was expected")
	case looksLikeHTML(start):
		return errors.New("HTML instead of JSON: the address may be wrong, or a proxy answered in the server's place")
	case strings.HasPrefix(start, "<"):
		return errors.New("XML instead of JSON")
	case strings.HasPrefix(start, "{"):
		return err
	case errors.Is(err, errJSONBroken):
		return errors.New("text that is not JSON")
	}
	return err
}

func looksLikeHTML(lower string) bool {
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<h1", "<title", "<!--", "<center", "<p>"} {
		if strings.HasPrefix(lower, tag) {
			return true
		}
	}
	return false
}

// packed returns the content coding of a body that came packed, "" otherwise.
func packed(header []Field) string {
	for _, f := range header {
		if strings.EqualFold(f.Name, "Content-Encoding") {
			switch coding := strings.ToLower(strings.TrimSpace(f.Value.Reveal())); coding {
			case "", "identity":
			case "gzip", "x-gzip", "deflate", "br", "zstd", "compress":
				return coding
			default:
				return "something unknown"
			}
		}
	}
	return ""
}
