package akoya

import (
	"net/url"
	"strings"
)

// longestEscapedName bounds how far back of a "=" a name is looked for.
const longestEscapedName = 3 * longestSecretName

// findPairs finds the values of name=value with a secret name: queries, forms,
// fragments, and addresses inside another query, where "=" is %3D.
func findPairs(s string, add func(mark)) {
	for i := 0; i < len(s); i++ {
		next := strings.IndexAny(s[i:], "=%")
		if next < 0 {
			return
		}
		i += next
		from, nested := i+1, false
		if s[i] == '%' {
			switch {
			case hasPrefixFold(s[i:], "%3d"):
				from = i + 3
			case hasPrefixFold(s[i:], "%253d"):
				from = i + 5
			default:
				continue
			}
			nested = true
		}
		if !IsSecretName(nameBefore(s, i)) {
			continue
		}
		to := pairEnd(s, from, nested)
		value := s[from:to]
		if plain, err := url.QueryUnescape(value); err == nil {
			value = plain
		}
		add(mark{from: from, to: to, value: value})
		i = max(i, to-1)
	}
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// nameBefore returns the name that ends at position i, unescaped. An escaped
// character that no name has, as the %3F in front of a query, ends it.
func nameBefore(s string, i int) string {
	p := i
	for p > 0 && i-p < longestEscapedName {
		if isNameByte(s[p-1]) {
			p--
			continue
		}
		if s[p-1] != '%' || p+2 > i {
			break
		}
		c, length := unescapeByte(s[p-1 : i])
		if !isNameByte(c) {
			p += length - 1
			break
		}
		p--
	}
	return unescape(unescape(s[p:i]))
}

// unescapeByte decodes the escape that s starts with, also an escape of an
// escape (%253F), and returns its length.
func unescapeByte(s string) (c byte, length int) {
	plain, err := url.PathUnescape(s[:3])
	if err != nil {
		return 0, 1
	}
	if plain == "%" && len(s) >= 5 {
		if inner, err := url.PathUnescape("%" + s[3:5]); err == nil {
			return inner[0], 5
		}
	}
	return plain[0], 3
}

// isNameByte reports whether c can be part of a name. The same characters make
// up base64url.
func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-'
}

// unescape decodes the percent escapes of s that are whole.
func unescape(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if plain, err := url.PathUnescape(s[i : i+3]); err == nil {
				out = append(out, plain...)
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

// pairEnd returns where the value that starts at from ends. A full stop or a
// bracket at the end belongs to the sentence around it.
func pairEnd(s string, from int, nested bool) int {
	to := from
	for to < len(s) && s[to] > ' ' && s[to] != 0x7f && strings.IndexByte("&#;\"'<>\\`", s[to]) < 0 {
		if nested && s[to] == '%' && (hasPrefixFold(s[to:], "%26") || hasPrefixFold(s[to:], "%23") || hasPrefixFold(s[to:], "%2526")) {
			break
		}
		to++
	}
	for to > from && strings.IndexByte(".,)]}", s[to-1]) >= 0 {
		to--
	}
	return to
}
