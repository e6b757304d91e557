package callback

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// visible makes control characters of a foreign text visible (\x1b) and cuts it
// to at most limit characters.
func visible(text string, limit int) string {
	var b strings.Builder
	n := 0
	for i := 0; i < len(text); {
		if n == limit {
			b.WriteString("…")
			break
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b.WriteString(`\x` + strconv.FormatUint(uint64(text[i])|0x100, 16)[1:])
		case strconv.IsPrint(r):
			b.WriteRune(r)
		default:
			quoted := strconv.QuoteRune(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
		i += size
		n++
	}
	return b.String()
}
