package akoya

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// RequestError says why a Request cannot be sent. It names the part that is
// wrong and never its value, so it is safe to show.
type RequestError struct {
	Part   string // "method", "URL", "header", "form"
	Reason string // a sentence without a full stop
}

// Error implements error.
func (e *RequestError) Error() string { return e.Reason }

func badRequest(part, format string, a ...any) error {
	return &RequestError{Part: part, Reason: fmt.Sprintf(format, a...)}
}

// wire is a Request as it goes over the wire.
type wire struct {
	url    *url.URL
	method string
	target string // origin form: path and query
	header []Field
	body   string
}

// encode checks r and turns it into what is sent: Host, User-Agent,
// credentials, the header fields in their order, then what the body needs. A
// header that r has itself is not added.
func encode(r Request, userAgent string) (wire, error) {
	if !isToken(r.Method) || r.Method == http.MethodConnect {
		return wire{}, badRequest("method", "the method is not one that can be sent")
	}
	u, err := parseTarget(r.URL)
	if err != nil {
		return wire{}, err
	}
	w := wire{url: u, method: r.Method, target: u.RequestURI()}

	has := func(name string) bool {
		return slices.ContainsFunc(r.Header, func(f Field) bool { return strings.EqualFold(f.Name, name) })
	}
	if !has("Host") {
		w.header = append(w.header, Plain("Host", u.Host))
	}
	if !has("User-Agent") && userAgent != "" {
		w.header = append(w.header, Plain("User-Agent", userAgent))
	}
	if !r.Basic.IsZero() {
		w.header = append(w.header, Sensitive("Authorization", r.Basic.header()))
	}
	for _, f := range r.Header {
		if err := checkHeader(f); err != nil {
			return wire{}, err
		}
		f.Sensitive = f.Sensitive || IsSecretName(f.Name)
		w.header = append(w.header, f)
	}
	// Bodies are read as they come; a packed one could unpack to any size.
	if !has("Accept-Encoding") {
		w.header = append(w.header, Plain("Accept-Encoding", "identity"))
	}
	if hasBody(r.Method) {
		w.body = encodeForm(r.Form)
		w.header = append(w.header, Plain("Content-Length", strconv.Itoa(len(w.body))))
	}
	return w, nil
}

// Check says why a request cannot be sent; nil when it can.
func (r Request) Check() error {
	_, err := encode(r, "")
	return err
}

// hasBody reports whether a request with that method carries its form.
func hasBody(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return false
	}
	return true
}

func encodeForm(form []Field) string {
	var b strings.Builder
	for i, f := range form {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(f.Name))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(f.Value.Reveal()))
	}
	return b.String()
}

// header returns the value of the Authorization header (RFC 6749 section 2.3.1).
func (b Basic) header() Secret {
	pair := url.QueryEscape(b.ClientID) + ":" + url.QueryEscape(b.ClientSecret.Reveal())
	return NewSecret("Basic " + base64.StdEncoding.EncodeToString([]byte(pair)))
}

// message returns what is sent, as the RoundTrip keeps it.
func (w wire) message() Message {
	return Message{Line: w.method + " " + w.target + " HTTP/1.1", Header: w.header, Body: NewSecret(w.body)}
}

// bytes returns what is written to the connection.
func (w wire) bytes(line string) []byte {
	b := append(make([]byte, 0, 1024+len(w.body)), line...)
	b = append(b, "\r\n"...)
	for _, f := range w.header {
		b = append(b, f.Name...)
		b = append(b, ": "...)
		b = append(b, f.Value.Reveal()...)
		b = append(b, "\r\n"...)
	}
	b = append(b, "\r\n"...)
	return append(b, w.body...)
}

// parseTarget accepts an absolute http or https URL that can be written in a
// request line as it stands.
func parseTarget(raw string) (*url.URL, error) {
	if raw == "" {
		return nil, badRequest("URL", "the URL is empty: this environment has no such endpoint")
	}
	if scheme, _, ok := strings.Cut(raw, "://"); ok && isToken(scheme) && !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return nil, badRequest("URL", "the URL must start with https:// (or http:// for a server of your own)")
	}
	for i := range len(raw) {
		switch c := raw[i]; {
		case c < ' ' || c == 0x7f:
			return nil, badRequest("URL", "the URL has a control character at position %d", i+1)
		case c == ' ':
			return nil, badRequest("URL", "the URL has a space at position %d: write %%20", i+1)
		case c > 0x7f:
			return nil, badRequest("URL", "the URL has a character outside ASCII at position %d: percent-encode it", i+1)
		}
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil: // its text repeats the URL
		return nil, badRequest("URL", "the URL cannot be read: check its host, port and percent signs")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, badRequest("URL", "the URL must start with https:// (or http:// for a server of your own)")
	case u.User != nil:
		return nil, badRequest("URL", "the URL holds a user name or password: credentials belong in the header or the form")
	case u.Hostname() == "":
		return nil, badRequest("URL", "the URL names no host")
	}
	if p := u.Port(); p != "" {
		if n, err := strconv.Atoi(p); err != nil || n < 1 || n > 65535 {
			return nil, badRequest("URL", "the URL has a port that is not between 1 and 65535")
		}
	}
	return u, nil
}

func checkHeader(f Field) error {
	switch {
	case f.Name == "":
		return badRequest("header", "a header has no name")
	case !isToken(f.Name):
		return badRequest("header", "the header name %+q has a character that is not allowed", clip(f.Name, 40))
	case strings.EqualFold(f.Name, "Content-Length"), strings.EqualFold(f.Name, "Transfer-Encoding"):
		return badRequest("header", "the header %s follows from the body and cannot be set", f.Name)
	}
	value := f.Value.Reveal()
	for i := range len(value) {
		if c := value[i]; (c < ' ' && c != '\t') || c == 0x7f {
			return badRequest("header", "the value of the header %s has a control character at position %d", f.Name, i+1)
		}
	}
	return nil
}

// isToken reports whether s is a token of RFC 9110 section 5.6.2.
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		alnum := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !alnum && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return s != ""
}

func clip(s string, n int) string {
	if len(s) > n {
		return s[:n] + "…"
	}
	return s
}
