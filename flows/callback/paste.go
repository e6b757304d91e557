package callback

import (
	"slices"
	"strings"
	"unicode"
)

// clean removes what a terminal, a browser or a mail program adds to a text and
// nobody sees.
func clean(text string) string {
	text = strings.NewReplacer(
		"\x1b[200~", "", "\x1b[201~", "", // bracketed paste
		"\r\n", "\n", "\r", "\n",
		"\\\n", "\n", // a shell's line continuation
		"&amp;", "&",
	).Replace(text)
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r): // zero-width spaces, soft hyphens, byte order marks
			return -1
		case r == '\n':
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
	text = strings.TrimSpace(text)
	if !strings.ContainsAny(text, "?&=") && strings.Contains(strings.ToLower(text), "%3a%2f%2f") {
		text = unescapePercent(text) // the whole address was escaped once more
	}
	return text
}

// maxReadings bounds the ways in which one text is read.
const maxReadings = 64

// readings returns the addresses and parameter lists that the text may hold, the
// likeliest first; none when it holds neither.
func readings(text, redirectURI string) []string {
	scheme, _, _ := strings.Cut(redirectURI, ":")
	var out []string
	for from := 0; from < len(text) && len(out) < maxReadings; {
		start, end := nextAddress(text, from, scheme)
		if start < 0 {
			break
		}
		out = append(out, joined(text, start)...)
		from = max(end, start+1)
	}
	if len(out) == 0 {
		if start := parametersAt(text); start >= 0 {
			out = joined(text, start)
		}
	}
	for _, reading := range slices.Clone(out) {
		// A state that ends a sentence: tried last, for a code may end in anything.
		if cut := strings.TrimRight(unshell(reading), ".,;:!)]}"); cut != reading {
			out = append(out, cut)
		}
	}
	return out
}

// nextAddress finds where the next address begins and where its first word
// ends; start is -1 when there is none. An address that is the value of a
// parameter (iss=https://...) does not count.
func nextAddress(text string, from int, scheme string) (start, end int) {
	for from < len(text) {
		colon, length := indexAddress(text[from:], scheme)
		if colon < 0 {
			return -1, -1
		}
		colon += from
		start = colon
		for start > from && isSchemeByte(text[start-1]) {
			start--
		}
		end = colon + length
		if i := strings.IndexAny(text[end:], " \n\"'`<>"); i >= 0 {
			end += i
		} else {
			end = len(text)
		}
		if start < colon && (start == 0 || text[start-1] != '=' || strings.HasSuffix(text[:start], "--url=")) {
			return start, end
		}
		from = colon + length
	}
	return -1, -1
}

// indexAddress finds "://", or ":/" behind the scheme of the redirect URI.
func indexAddress(text, scheme string) (at, length int) {
	at = strings.Index(text, "://")
	if scheme != "" && scheme != "http" && scheme != "https" {
		if i := strings.Index(strings.ToLower(text), strings.ToLower(scheme)+":/"); i >= 0 && (at < 0 || i+len(scheme) < at) {
			return i + len(scheme), len(":/")
		}
	}
	return at, len("://")
}

func isSchemeByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("+.-", c) >= 0
}

// parametersAt returns where the word begins that holds code=, state= or
// error=, and -1 when no word does.
func parametersAt(text string) int {
	at := 0
	for word := range strings.FieldsFuncSeq(text, isBreak) {
		at += strings.Index(text[at:], word)
		_, query, found := strings.Cut(word, "?")
		if !found {
			query = word
		}
		if _, fragment, ok := strings.Cut(query, "#"); ok && !isParameters(query) {
			query = fragment
		}
		if isParameters(unshell(query)) {
			return at
		}
		at += len(word)
	}
	return -1
}

func isParameters(text string) bool { return readAnswer(text).known && strings.Contains(text, "=") }

func isBreak(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("\"'`<>“”‘’«»", r)
}

// closerOf returns what ends an address that opener stands before; "" when
// opener does not enclose anything.
func closerOf(opener byte) string {
	switch opener {
	case '"', '\'', '`':
		return string(opener)
	case '<':
		return ">"
	}
	return ""
}

// joined returns the ways to read the address that begins at start: up to its
// closing quote, or over as many lines as look like its continuation, then over
// fewer, then with spaces inside.
func joined(text string, start int) []string {
	if start > 0 {
		if closer := closerOf(text[start-1]); closer != "" {
			if end := strings.Index(text[start:], closer); end >= 0 {
				return []string{unwrap(text[start : start+end])}
			}
		}
	}
	var grown []string
	address := ""
	for i, line := range strings.Split(text[start:], "\n") {
		line = strings.TrimSpace(line)
		word := line
		if end := strings.IndexFunc(line, isBreak); end >= 0 {
			word = line[:end]
		}
		if i > 0 && (word == "" || strings.Contains(line, "://") && !strings.HasSuffix(address, "=")) {
			break
		}
		address += word
		grown = append(grown, unshell(address))
		if word != line {
			break
		}
	}
	slices.Reverse(grown)
	if len(grown) > 8 {
		grown = append(grown[:7:7], grown[len(grown)-1])
	}
	return append(grown, unwrap(text[start:]))
}

// unwrap joins lines and keeps the spaces inside them.
func unwrap(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(strings.TrimSpace(line))
	}
	return unshell(b.String())
}

// unshell takes away the escapes that a shell needs in an address.
func unshell(text string) string {
	return strings.NewReplacer(`\?`, "?", `\&`, "&", `\=`, "=", `\#`, "#", `\%`, "%", "^&", "&").Replace(text)
}

// oneWord returns a text without quotes and brackets around it, joined over
// lines. It is not ok when there are spaces inside, or nothing.
func oneWord(text string) (word string, ok bool) {
	text = strings.TrimFunc(text, isBreak)
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(strings.TrimSpace(line))
	}
	word = strings.TrimFunc(b.String(), isBreak)
	return word, word != "" && !strings.ContainsFunc(word, unicode.IsSpace)
}

// looksLikeToken reports whether the text is a token, or an answer of a token
// endpoint, rather than a code.
func looksLikeToken(text string) bool {
	for word := range strings.FieldsFuncSeq(strings.ReplaceAll(text, "\n", ""), isBreak) {
		if strings.HasPrefix(word, "eyJ") && strings.Count(word, ".") >= 2 ||
			strings.HasPrefix(word, "ory_at_") || strings.HasPrefix(word, "ory_rt_") {
			return true
		}
	}
	return strings.HasPrefix(text, "{") && (strings.Contains(text, `"id_token"`) ||
		strings.Contains(text, `"access_token"`) || strings.Contains(text, `"refresh_token"`))
}
