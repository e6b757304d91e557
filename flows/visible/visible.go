// Package visible makes text from elsewhere safe to put on a terminal: what a
// terminal would obey instead of show is written out.
//
// It knows nothing of colours, widths and screens.
package visible

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Line returns s as one line: line breaks and tabs are written out too.
func Line(s string) string { return escape(s, false) }

// Short is Line for at most limit characters of s. A "…" stands for the others.
func Short(s string, limit int) string {
	n := 0
	for i := range s {
		if n == limit {
			return Line(s[:i]) + "…"
		}
		n++
	}
	return Line(s)
}

// Text returns s with its line feeds kept: control characters, escape
// sequences, bytes that are not UTF-8, and characters that reorder or hide text
// are written out as \x1b, \xff or \u{202e}. A tab becomes two spaces, and a
// carriage return before a line feed is dropped.
func Text(s string) string { return escape(s, true) }

func escape(s string, lines bool) string {
	from := plain(s, lines)
	if from == len(s) {
		return s
	}
	var out strings.Builder
	out.Grow(len(s) + 16)
	out.WriteString(s[:from])
	for i := from; i < len(s); {
		if n := plain(s[i:], lines); n > 0 {
			out.WriteString(s[i : i+n])
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&out, `\x%02x`, s[i])
		case lines && r == '\t':
			out.WriteString("  ")
		case lines && r == '\r' && i+1 < len(s) && s[i+1] == '\n':
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\r':
			out.WriteString(`\r`)
		case r == '\t':
			out.WriteString(`\t`)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&out, `\x%02x`, r)
		case hidden(r):
			fmt.Fprintf(&out, `\u{%04x}`, r)
		default:
			out.WriteString(s[i : i+size])
		}
		i += size
	}
	return out.String()
}

// plain returns how many bytes s begins with that stand for themselves: printable
// ASCII and, between lines, line feeds.
func plain(s string, lines bool) int {
	for i := range len(s) {
		if (s[i] < 0x20 || s[i] > 0x7e) && (s[i] != '\n' || !lines) {
			return i
		}
	}
	return len(s)
}

// hidden reports whether r is a character that a terminal obeys, or that changes
// how its neighbours look without being seen itself.
func hidden(r rune) bool {
	switch {
	case r >= 0x80 && r <= 0x9f: // C1 controls
	case r == 0x00ad, r == 0x034f, r == 0x061c, r == 0x180e: // soft hyphen, joiners, marks
	case r >= 0x200b && r <= 0x200f: // zero width, left-to-right and right-to-left marks
	case r >= 0x2028 && r <= 0x202e: // line and paragraph separators, embeddings, overrides
	case r >= 0x2060 && r <= 0x206f: // word joiner, isolates
	case r >= 0xfe00 && r <= 0xfe0f: // variation selectors
	case r == 0xfeff, r >= 0xfff0 && r <= 0xfffb: // byte order mark, specials
	case r >= 0xe000 && r <= 0xf8ff: // private use
	case r >= 0xe0000: // tags, further variation selectors, private use planes
	default:
		return false
	}
	return true
}
