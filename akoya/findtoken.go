package akoya

import "strings"

// FindToken returns the one JSON Web Token in a pasted text: a header line, a
// JSON answer, a curl line. Of a text with none, or with several that differ, it
// returns all of it without the white space around.
func FindToken(text string) Secret {
	whole := withoutHeaderName(strings.TrimSpace(text))
	if _, err := DecodeWithoutVerify(NewSecret(whole)); err == nil {
		return NewSecret(whole)
	}
	found := ""
	for i := 0; i < len(text); {
		if !isTokenByte(text[i]) {
			i++
			continue
		}
		to := i
		for to < len(text) && isTokenByte(text[to]) {
			to++
		}
		if token, ok := compactToken(text[i:to]); ok {
			if found != "" && found != token {
				return NewSecret(strings.TrimSpace(text))
			}
			found = token
		}
		i = to
	}
	if found == "" {
		found = strings.TrimSpace(text)
	}
	return NewSecret(found)
}

func isTokenByte(c byte) bool { return c == '.' || isNameByte(c) }

// compactToken reports whether a run of characters is a signed token of three
// parts or an encrypted one of five. The full stop of a sentence is dropped.
func compactToken(run string) (string, bool) {
	if parts := strings.Count(run, ".") + 1; (parts == 4 || parts == 6) && strings.HasSuffix(run, ".") {
		run = run[:len(run)-1]
	}
	if parts := strings.Count(run, ".") + 1; parts != 3 && parts != 5 || len(run) > maxToken {
		return "", false
	}
	head, _, _ := strings.Cut(run, ".")
	_, err := decodePart("header", head)
	return run, err == nil
}

// withoutHeaderName drops "Authorization:" from the beginning of a pasted line.
func withoutHeaderName(text string) string {
	name, value, ok := strings.Cut(text, ":")
	if ok && strings.EqualFold(strings.TrimSpace(name), "authorization") {
		return strings.TrimSpace(value)
	}
	return text
}
