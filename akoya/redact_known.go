package akoya

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Bounds of the values that are masked wherever they stand. Shorter ones are
// parts of ordinary words; masking them would ruin the text and give them away.
const (
	knownMinLength    = 4
	fragmentMinLength = 8 // of a base64 form without its ends
)

// matcher finds known values in their usual encodings. Patterns are looked up by
// their first four bytes, so the time depends on the text, hardly on how many
// patterns there are.
type matcher struct {
	byStart map[uint32][]pattern // longest first
	starts  [1 << 16 / 64]uint64 // a bit for each hash of four bytes in byStart
	raw     []string
	all     []pattern
}

type pattern struct{ text, value string }

func newMatcher(known []Secret) *matcher {
	m := &matcher{byStart: map[uint32][]pattern{}}
	seen := map[string]bool{}
	for _, s := range known {
		value := s.Reveal()
		if len(value) < knownMinLength || slices.Contains(m.raw, value) {
			continue
		}
		m.raw = append(m.raw, value)
		for _, text := range encodings(value) {
			if seen[text] || len(text) < knownMinLength {
				continue
			}
			seen[text] = true
			p := pattern{text: text, value: value}
			start := start4(text, 0)
			h := hash16(start)
			m.starts[h/64] |= 1 << (h % 64)
			m.byStart[start] = append(m.byStart[start], p)
			m.all = append(m.all, p)
		}
	}
	for _, list := range m.byStart {
		slices.SortFunc(list, func(a, b pattern) int { return len(b.text) - len(a.text) })
	}
	return m
}

func start4(s string, i int) uint32 {
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

func hash16(x uint32) uint32 { return x * 2654435761 >> 16 }

func (m *matcher) find(s string, add func(mark)) {
	if len(m.all) == 0 {
		return
	}
	for i := 0; i+4 <= len(s); i++ {
		start := start4(s, i)
		if h := hash16(start); m.starts[h/64]&(1<<(h%64)) == 0 {
			continue
		}
		for _, p := range m.byStart[start] {
			if strings.HasPrefix(s[i:], p.text) {
				add(mark{from: i, to: i + len(p.text), value: p.value})
				break
			}
		}
	}
}

// survives reports whether a known value stands in s as it is.
func (m *matcher) survives(s string) bool {
	return slices.ContainsFunc(m.raw, func(value string) bool { return strings.Contains(s, value) })
}

// cut returns where a known value begins that the end of s cuts off, or len(s).
func (m *matcher) cut(s string) (from int, value string) {
	from = len(s)
	for _, p := range m.all {
		for n := min(len(p.text)-1, len(s)); n > knownMinLength && n > len(s)-from; n-- {
			if strings.HasSuffix(s, p.text[:n]) {
				from, value = len(s)-n, p.value
				break
			}
		}
	}
	return from, value
}

// encodings returns the forms in which a value may turn up.
func encodings(value string) []string {
	list := []string{value}
	form := url.QueryEscape(value)
	for _, escaped := range []string{form, url.PathEscape(value), queryEscape(value)} {
		list = append(list, escaped, lowerEscapes(escaped), url.QueryEscape(escaped))
	}
	list = append(list, html.EscapeString(value), strings.ReplaceAll(html.EscapeString(value), "+", "&#43;"))
	list = append(list, jsonForms(value)...)
	quoted := strconv.Quote(value)
	list = append(list, quoted[1:len(quoted)-1])
	list = append(list, base64Fragments(value)...)
	if form != value { // Basic credentials are form-escaped first
		list = append(list, base64Fragments(form)...)
	}
	return list
}

// lowerEscapes writes %2F as %2f.
func lowerEscapes(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], strings.ToLower(string(b[i+1:i+3])))
		}
	}
	return string(b)
}

// jsonForms returns the value as in a JSON string: as Go writes it, without
// escapes for HTML, and with "\/" as PHP writes it.
func jsonForms(value string) []string {
	var plain strings.Builder
	e := json.NewEncoder(&plain)
	e.SetEscapeHTML(false)
	if e.Encode(value) != nil {
		return nil
	}
	text := strings.TrimSuffix(plain.String(), "\n")
	text = text[1 : len(text)-1]
	forHTML, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	return []string{text, string(forHTML[1 : len(forHTML)-1]), strings.ReplaceAll(text, "/", `\/`)}
}

// base64Fragments returns what the value becomes inside base64 of something
// longer, whatever stands before it: for each of the three alignments the
// characters that depend on the value alone.
func base64Fragments(value string) []string {
	var list []string
	for shift := range 3 {
		padded := append(make([]byte, shift), value...)
		from, to := (shift*8+5)/6, len(padded)*8/6
		if to-from < fragmentMinLength {
			continue
		}
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			list = append(list, encoding.EncodeToString(padded)[from:to])
		}
	}
	return list
}
