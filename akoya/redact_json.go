package akoya

import (
	"encoding/json"
	"strings"
)

// longestKey bounds the JSON text of a member name that is looked at: every
// character may be escaped as \u0000.
const longestKey = 6 * longestSecretName

// findJSON finds the values of JSON members with a secret name, at any depth, in
// JSON that may be broken, cut short or surrounded by something else, and also
// in JSON inside a JSON string, where quotes are escaped.
func findJSON(s string, add func(mark)) {
	for i := 0; i < len(s); i++ {
		next := strings.IndexByte(s[i:], '"')
		if next < 0 {
			return
		}
		i += next
		escapes := backslashes(s, i)
		name, after, ok := jsonKey(s, i, escapes)
		if !ok || !IsSecretName(name) {
			continue
		}
		if end := markValue(s, after, escapes, isCode(name), add); end > i {
			i = end - 1
		}
	}
}

// backslashes counts them in front of position i. More than a few are no nested JSON.
func backslashes(s string, i int) int {
	n := 0
	for n < i && n < 8 && s[i-1-n] == '\\' {
		n++
	}
	return n
}

// jsonKey reads the name whose opening quote is at i, and the colon after it.
func jsonKey(s string, i, escapes int) (name string, after int, ok bool) {
	end := closingQuote(s[:min(len(s), i+1+longestKey)], i+1, escapes)
	if end < 0 {
		return "", 0, false
	}
	name = s[i+1 : end]
	after = skipSpace(s, end+escapes+1)
	if after >= len(s) || s[after] != ':' {
		return "", 0, false
	}
	if strings.IndexByte(name, '\\') >= 0 {
		var plain string
		if json.Unmarshal([]byte(`"`+name+`"`), &plain) == nil {
			name = plain
		}
	}
	return name, skipSpace(s, after+1), true
}

// closingQuote returns where the quote that ends a string begins, with its
// backslashes, or -1.
func closingQuote(s string, i, escapes int) int {
	if escapes == 0 {
		for ; i < len(s); i++ {
			switch s[i] {
			case '\\':
				i++
			case '"':
				return i
			}
		}
		return -1
	}
	for i < len(s) {
		next := strings.IndexByte(s[i:], '"')
		if next < 0 {
			return -1
		}
		if i += next; backslashes(s, i) <= escapes {
			return i - backslashes(s, i)
		}
		i++
	}
	return -1
}

func skipSpace(s string, i int) int {
	for i < len(s) && strings.IndexByte(" \t\r\n", s[i]) >= 0 {
		i++
	}
	return i
}

// markValue marks the value at i and returns where it ends.
func markValue(s string, i, escapes int, code bool, add func(mark)) int {
	switch {
	case i >= len(s):
		return i
	case escapes > 0:
		if !strings.HasPrefix(s[i:], strings.Repeat(`\`, escapes)+`"`) {
			return i
		}
		from := i + escapes + 1
		to := closingQuote(s, from, escapes)
		if to < 0 {
			to = len(s)
		}
		if !code || !isErrorCode(s[from:to]) {
			addCredential(from, to, s[from:to], add)
		}
		return to
	case s[i] == '"':
		return markString(s, i, code, add)
	case s[i] == '{' || s[i] == '[':
		return markContainer(s, i, code, add)
	case s[i] == '-' || '0' <= s[i] && s[i] <= '9':
		to := numberEnd(s, i)
		if !code {
			add(mark{from: i, to: to, value: s[i:to]})
		}
		return to
	}
	return i // true, false, null
}

func markString(s string, i int, code bool, add func(mark)) int {
	to := closingQuote(s, i+1, 0)
	if to < 0 {
		to = len(s)
	}
	value := s[i+1 : to]
	if strings.IndexByte(value, '\\') >= 0 {
		var plain string
		if json.Unmarshal([]byte(`"`+value+`"`), &plain) == nil {
			value = plain
		}
	}
	if !code || !isErrorCode(value) {
		addCredential(i+1, to, value, add)
	}
	return min(to+1, len(s))
}

// markContainer marks every string and number of an object or array but the names.
func markContainer(s string, i int, code bool, add func(mark)) int {
	depth := 0
	for i < len(s) {
		switch c := s[i]; {
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		case c == '"':
			if end := closingQuote(s, i+1, 0); end >= 0 {
				if after := skipSpace(s, end+1); after < len(s) && s[after] == ':' {
					i = after + 1
					continue
				}
			}
			i = markString(s, i, code, add)
			continue
		case c == '-' || '0' <= c && c <= '9':
			to := numberEnd(s, i)
			if !code {
				add(mark{from: i, to: to, value: s[i:to]})
			}
			i = to
			continue
		}
		i++
	}
	return i
}

func numberEnd(s string, i int) int {
	for i < len(s) && strings.IndexByte("+-.eE0123456789", s[i]) >= 0 {
		i++
	}
	return i
}

func isCode(name string) bool { return strings.EqualFold(name, "code") }

// isErrorCode tells the code of an error, {"code":"602"} or "AlreadyExists", from
// an authorization code: it is short or has no digits.
func isErrorCode(value string) bool {
	return len(value) < foundMinLength || len(value) < 40 && !strings.ContainsAny(value, "0123456789")
}
