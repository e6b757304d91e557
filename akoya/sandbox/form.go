package sandbox

import (
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// maxBody is the largest request body that is read.
const maxBody = 1 << 20

var errBodyTooLarge = errors.New("the request body is larger than 1 MiB")

// form is a decoded query or body. The first of several values of one name
// counts, as in dex 2.27; RFC 6749 section 3.2 forbids the second.
type form struct {
	values  map[string]string
	damaged bool // some pair could not be decoded and was left out
}

func (f form) get(name string) string { return f.values[name] }

// has tells a missing parameter from an empty one.
func (f form) has(name string) bool { _, ok := f.values[name]; return ok }

// parseForm decodes application/x-www-form-urlencoded text. Unlike net/url it
// takes a semicolon for a plain character, so that a state with one survives.
func parseForm(text string) form {
	f := form{values: map[string]string{}}
	for text != "" {
		var pair string
		pair, text, _ = strings.Cut(text, "&")
		if pair == "" {
			continue
		}
		key, value, _ := strings.Cut(pair, "=")
		k, err1 := url.QueryUnescape(key)
		v, err2 := url.QueryUnescape(value)
		if err1 != nil || err2 != nil {
			f.damaged = true
			continue
		}
		if !f.has(k) {
			f.values[k] = v
		}
	}
	return f
}

// readForm reads a form from the body of a POST. A body of another type or a
// request of another method has an empty form, as in dex 2.27.
func readForm(w http.ResponseWriter, r *http.Request) (form, error) {
	body, err := readBody(w, r)
	if err != nil {
		return form{}, err
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.Method != http.MethodPost || kind != "application/x-www-form-urlencoded" {
		return parseForm(""), nil
	}
	return parseForm(string(body)), nil
}

// bodyStatus is the status for a body that could not be read.
func bodyStatus(err error) int {
	if errors.Is(err, errBodyTooLarge) {
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusBadRequest
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, errBodyTooLarge
	}
	return body, err
}

var (
	errBasicID     = errors.New("client_id improperly encoded")
	errBasicSecret = errors.New("client_secret improperly encoded")
)

// parseBasic reads a Basic Authorization header (RFC 7617). Both parts are
// form-decoded (RFC 6749 section 2.3.1). ok is false when there is none.
func parseBasic(header string) (id, secret string, ok bool, err error) {
	scheme, value, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Basic") {
		return "", "", false, nil
	}
	raw, decodeErr := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
	id, secret, found := strings.Cut(string(raw), ":")
	if decodeErr != nil || !found {
		return "", "", false, nil
	}
	if id, err = url.QueryUnescape(id); err != nil {
		return "", "", true, errBasicID
	}
	if secret, err = url.QueryUnescape(secret); err != nil {
		return "", "", true, errBasicSecret
	}
	return id, secret, true, nil
}
