package ui

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"akoya-tui/flows/visible"
)

// safe returns a line of width cells as it may go to the terminal. Screens make
// what comes from elsewhere visible themselves; this is the net below them:
// nothing but colours is obeyed, whatever a line holds.
func safe(line string, width int, g glyphs) string {
	if harmless(line) {
		return line
	}
	var out strings.Builder
	for rest := line; rest != ""; {
		if n := colour(rest); n > 0 {
			out.WriteString(rest[:n])
			rest = rest[n:]
			continue
		}
		_, n := utf8.DecodeRuneInString(rest)
		out.WriteString(visible.Line(rest[:n]))
		rest = rest[n:]
	}
	return fit(out.String(), width, g)
}

// harmless reports whether a line holds nothing that a terminal obeys but colours.
func harmless(line string) bool {
	for i := 0; i < len(line); {
		c := line[i]
		switch {
		case c == 0x1b:
			n := colour(line[i:])
			if n == 0 {
				return false
			}
			i += n
		case c < 0x20 || c == 0x7f:
			return false
		case c < utf8.RuneSelf:
			i++
		default:
			_, n := utf8.DecodeRuneInString(line[i:])
			if n == 1 || !shown(line[i:i+n]) {
				return false
			}
			i += n
		}
	}
	return true
}

// shown reports whether a character beyond ASCII may be shown as it is. Those of
// the chrome are the most frequent ones.
func shown(r string) bool {
	if len(r) == 3 && r[0] == 0xe2 && r[1] >= 0x84 { // U+2100 to U+2FFF: arrows, lines, shapes
		return true
	}
	return visible.Line(r) == r
}

// colour returns the length of the colour sequence that s begins with, 0 for none.
func colour(s string) int {
	if len(s) < 3 || s[0] != 0x1b || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c != ';' && c != ':' && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}

// asciiOnly returns a line of the same width for a terminal that shows ASCII
// alone: the glyphs of the chrome have their likes, other characters become
// question marks.
func asciiOnly(line string) string {
	plain := true
	for i := range len(line) {
		plain = plain && line[i] < utf8.RuneSelf
	}
	if plain {
		return line
	}
	var out strings.Builder
	for rest := line; rest != ""; {
		if rest[0] < utf8.RuneSelf {
			out.WriteByte(rest[0])
			rest = rest[1:]
			continue
		}
		cluster, width := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		like, ok := asciiLikes[cluster]
		if !ok {
			like = strings.Repeat("?", width)
		}
		out.WriteString(like)
		rest = rest[len(cluster):]
	}
	return out.String()
}

// asciiLikes stand for the glyphs that texts are written with.
var asciiLikes = map[string]string{
	"•": "*", "·": ".", "…": "~", "×": "x", "≠": "!", "↑": "^", "↓": "v", "←": "<", "→": ">", "–": "-", "—": "-",
	"▸": ">", "◂": "<", "✓": "+", "●": "*", "○": "o", "◐": "%", "↻": "@", "↪": "\\", "─": "-", "│": "|", "━": "=", "╸": "-", "▌": ">",
}
