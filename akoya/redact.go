package akoya

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// RedactText returns s with every secret masked: by name (token=…, "token":…,
// Authorization: …), by known value in any usual encoding, and by shape (JWT,
// ory_at_…). The rest stays byte for byte.
func RedactText(s string, known ...Secret) string { return newRedactor(known).text(s) }

// redactor masks texts. It takes time linear in a text.
type redactor struct{ known *matcher }

func newRedactor(known []Secret) *redactor { return &redactor{known: newMatcher(known)} }

// mark is a stretch of a text that is replaced by the mask of value.
type mark struct {
	from, to int
	value    string // what the stretch stands for, decoded
	dots     bool   // show dots only
}

// mask returns what is shown in place of the mark. A tail that would mean
// something where it stands (a quote, an ampersand) is not shown.
func (m mark) mask() string {
	shown := NewSecret(m.value).Mask()
	if m.dots || shown == "" {
		return maskDots
	}
	for i := range len(shown) {
		c := shown[i]
		alnum := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if c < 0x80 && !alnum && !strings.ContainsRune("-_.~", rune(c)) {
			return maskDots
		}
	}
	return shown
}

func (r *redactor) text(s string) string {
	marks := r.marks(s)
	if len(marks) == 0 {
		return s
	}
	out := replace(s, marks, false)
	if r.known.survives(out) { // the tail of one mask completed another secret
		out = replace(s, marks, true)
	}
	return out
}

// cutText is text for a body that may end in the middle of a secret.
func (r *redactor) cutText(s string) string {
	if from, value := r.known.cut(s); from < len(s) {
		return r.text(s[:from]) + mark{value: value, dots: true}.mask()
	}
	return r.text(s)
}

// marks finds every secret in s.
func (r *redactor) marks(s string) []mark {
	var marks []mark
	add := func(m mark) {
		if m.from < m.to {
			marks = append(marks, m)
		}
	}
	findJSON(s, add)
	findPairs(s, add)
	findAuthorization(s, add)
	findShapes(s, add)
	r.known.find(s, add)
	return marks
}

// replace puts masks in place of the marks. Marks that overlap become one, with
// the mask of the longest.
func replace(s string, marks []mark, dots bool) string {
	slices.SortFunc(marks, func(a, b mark) int { return a.from - b.from })
	var out strings.Builder
	out.Grow(len(s))
	done := 0
	for i := 0; i < len(marks); {
		group, longest := marks[i], marks[i]
		for i++; i < len(marks) && marks[i].from < group.to; i++ {
			group.to = max(group.to, marks[i].to)
			if m := marks[i]; m.to-m.from > longest.to-longest.from {
				longest = m
			}
			longest.dots = longest.dots || marks[i].dots
		}
		longest.dots = longest.dots || dots
		out.WriteString(s[done:group.from])
		out.WriteString(longest.mask())
		done = group.to
	}
	out.WriteString(s[done:])
	return out.String()
}

// header masks one header. Schemes and the names of cookies are kept.
func (r *redactor) header(f Field) RedactedField {
	name, value := f.Name, f.Value.Reveal()
	switch {
	case strings.EqualFold(name, "Cookie") || strings.EqualFold(name, "Set-Cookie"):
		value = r.cookies(value, strings.EqualFold(name, "Set-Cookie"))
	case f.Sensitive || IsSecretName(name):
		var marks []mark
		addCredential(0, len(value), value, func(m mark) { marks = append(marks, m) })
		masked := replace(value, marks, false)
		if r.known.survives(masked) {
			masked = replace(value, marks, true)
		}
		value = masked
	default:
		value = r.text(value)
	}
	return RedactedField{Name: validText(r.text(name)), Value: validText(value)}
}

// cookies masks the values of cookies; the attributes of Set-Cookie are kept.
func (r *redactor) cookies(value string, first bool) string {
	parts := strings.Split(value, ";")
	for i, part := range parts {
		if first && i > 0 {
			parts[i] = r.text(part)
			continue
		}
		name, v, ok := strings.Cut(part, "=")
		if !ok {
			name, v = "", strings.TrimSpace(part)
		}
		if v != "" {
			v = maskDots
		}
		if ok {
			v = "=" + v
		}
		parts[i] = r.text(name) + v
	}
	out := strings.Join(parts, ";")
	if r.known.survives(out) { // a secret with a semicolon in it
		return maskDots
	}
	return out
}

// addCredential marks s[from:to], which stands for value. Of a header value the
// scheme is kept; of Basic credentials not even the tail is shown, because it
// is the end of the client secret.
func addCredential(from, to int, value string, add func(mark)) {
	if scheme := schemeOf(value); scheme != "" && to-from == len(value) {
		add(mark{from: from + len(scheme), to: to, value: value[len(scheme):], dots: scheme == "Basic "})
		return
	}
	add(mark{from: from, to: to, value: value})
}

// authorization is compiled when it is first needed: it is the dearest pattern
// of the package, and most texts hold no such header.
var authorization = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)authorization["'\\]*[ \t]*[:=][ \t]*["'\\]*((?:(?:basic|bearer|dpop)[ \t]+)?[A-Za-z0-9\-._~+/=%]+)`)
})

// findAuthorization finds an Authorization header in running text.
func findAuthorization(s string, add func(mark)) {
	if !namesAuthorization(s) {
		return
	}
	for _, at := range authorization().FindAllStringSubmatchIndex(s, -1) {
		addCredential(at[2], at[3], s[at[2]:at[3]], add)
	}
}

// namesAuthorization reports whether the word stands in s, in whatever case.
func namesAuthorization(s string) bool {
	const word = "authorization"
	for {
		at := strings.IndexAny(s, "aA")
		if at < 0 || len(s)-at < len(word) {
			return false
		}
		if strings.EqualFold(s[at:at+len(word)], word) {
			return true
		}
		s = s[at+1:]
	}
}

// WithKnown returns the round trip with these values to be masked wherever they
// stand, in addition to those of its request.
func (rt RoundTrip) WithKnown(secrets ...Secret) RoundTrip {
	rt.known = slices.Concat(rt.known, secrets)
	return rt
}

// Redacted returns what may be shown of the round trip.
func (rt RoundTrip) Redacted() Redacted {
	r := newRedactor(slices.Concat(rt.known, rt.found()))
	headers := func(fields []Field) []RedactedField {
		list := make([]RedactedField, 0, len(fields))
		for _, f := range fields {
			list = append(list, r.header(f))
		}
		return list
	}
	body := rt.Received.Body.Reveal()
	if encoding := packed(rt.Received.Header); encoding != "" && body != "" {
		body = fmt.Sprintf("(%d bytes, packed as %s)", len(body), encoding)
	} else if rt.Truncated || rt.Err != nil {
		body = r.cutText(body)
	} else {
		body = r.text(body)
	}
	d := Redacted{
		Method:       validText(r.text(rt.Method)),
		URL:          validText(r.text(rt.URL)),
		RequestLine:  validText(r.text(rt.Sent.Line)),
		Request:      headers(rt.Sent.Header),
		RequestBody:  validText(r.text(rt.Sent.Body.Reveal())),
		Status:       rt.Status,
		StatusLine:   validText(r.text(rt.Received.Line)),
		Response:     headers(rt.Received.Header),
		ResponseBody: validText(body),
		Truncated:    rt.Truncated,
		StartedAt:    rt.Started,
		ElapsedMS:    float64(rt.Timings.Total.Microseconds()) / 1000,
	}
	if rt.Err != nil {
		d.Error = validText(r.text(rt.Err.Error()))
	}
	return d
}

// Bounds of what is taken for known from the round trip itself.
const (
	foundMinLength = 12 // shorter values are words as often as secrets
	foundMax       = 64
)

// found returns the secrets that stand under their names in the round trip, to
// be masked also where they stand alone: a server may repeat a new token in a header.
func (rt RoundTrip) found() []Secret {
	var list []Secret
	add := func(m mark) {
		if len(m.value) >= foundMinLength && len(list) < foundMax {
			list = append(list, NewSecret(m.value))
		}
	}
	for _, s := range []string{rt.URL, rt.Sent.Body.Reveal(), rt.Received.Body.Reveal()} {
		findJSON(s, add)
		findPairs(s, add)
	}
	return list
}

// validText makes s fit for JSON.
func validText(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// Format implements fmt.Formatter: every verb prints a line without secrets.
func (rt RoundTrip) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "%s %s: %d", rt.Method, validText(RedactText(rt.URL, rt.known...)), rt.Status)
	if rt.Err != nil {
		_, _ = io.WriteString(f, " "+validText(RedactText(rt.Err.Error(), rt.known...)))
	}
}

// MarshalJSON implements json.Marshaler with Redacted.
func (rt RoundTrip) MarshalJSON() ([]byte, error) { return json.Marshal(rt.Redacted()) }

// Format implements fmt.Formatter: every verb prints a line without secrets.
func (r Request) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "%s %s", r.Method, validText(RedactText(r.URL, r.secrets()...)))
}

// MarshalJSON implements json.Marshaler; values are masked.
func (r Request) MarshalJSON() ([]byte, error) {
	type masked Request
	r.URL = RedactText(r.URL, r.secrets()...)
	return json.Marshal(masked(r))
}
