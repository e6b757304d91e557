package ui

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// fit returns line cut or padded to exactly width cells. A cut is marked with
// an ellipsis. line may hold escape sequences of our own.
func fit(line string, width int, g glyphs) string {
	if width <= 0 {
		return ""
	}
	have := cells(line)
	if have > width {
		line = ansi.Truncate(line, width, g.ellipsis)
		have = cells(line)
	}
	if have < width {
		line += strings.Repeat(" ", width-have)
	}
	return line
}

// fitBlock returns lines as exactly height lines of exactly width cells.
func fitBlock(lines []string, width, height int, g glyphs) []string {
	out := make([]string, height)
	for i := range out {
		if i < len(lines) {
			out[i] = fit(lines[i], width, g)
		} else {
			out[i] = strings.Repeat(" ", max(width, 0))
		}
	}
	return out
}

// wrap breaks text into lines of at most width cells, at spaces where it can.
func wrap(text string, width int) []string {
	if width < 1 {
		return nil
	}
	return strings.Split(ansi.Wrap(text, width, ""), "\n")
}

// wrapMost breaks text from anywhere into at most that many lines; what does
// not fit is cut off, and the cut marked.
func wrapMost(text string, width, most int, g glyphs) []string {
	if most < 1 || width < 1 {
		return nil
	}
	whole := true
	if limit := 4 * width * (most + 1); len(text) > limit { // a body of a megabyte is not laid out for three lines
		for limit > 0 && !utf8.RuneStart(text[limit]) {
			limit--
		}
		text, whole = text[:limit], false
	}
	lines := wrap(text, width)
	if len(lines) <= most && whole {
		return lines
	}
	lines = lines[:min(len(lines), most)]
	last := len(lines) - 1
	lines[last] = ansi.Truncate(lines[last], width-cells(g.ellipsis), "") + g.ellipsis
	return lines
}

// wrapParts is wrapMost for a sentence with a URL or a path in it: they are
// broken between their parts, and a file name not at its hyphens.
func wrapParts(text string, width, most int, g glyphs) []string {
	var lines []string
	for text != "" && len(lines) < most {
		head, tail := splitWords(text, width)
		if head == "" { // a glyph wider than the line
			break
		}
		lines, text = append(lines, strings.TrimRight(head, " ")), strings.TrimLeft(tail, " ")
	}
	if last := len(lines) - 1; text != "" && last >= 0 {
		lines[last] = ansi.Truncate(lines[last], width-cells(g.ellipsis), "") + g.ellipsis
	}
	return lines
}

// cutBytes keeps what can be seen of a very long text from anywhere.
func cutBytes(s string) string {
	const most = 16 << 10
	if len(s) <= most {
		return s
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut]
}

// spread puts left and right on one line of width cells with space between.
// Where both do not fit, right is cut, and goes when hardly any of it is left.
func spread(left, right string, width int, g glyphs) string {
	const least = 8
	room := width - cells(left) - 1
	if room < min(least, cells(right)) {
		return fit(left, width, g)
	}
	if cells(right) > room {
		right = ansi.Truncate(right, room, g.ellipsis)
	}
	space := width - cells(left) - cells(right)
	return left + strings.Repeat(" ", space) + right
}

// cutMiddle shortens an id to width cells and keeps its ends.
func cutMiddle(s string, width int, g glyphs) string {
	if cells(s) <= width {
		return s
	}
	if width < 5 {
		return ansi.Truncate(s, max(width, 0), g.ellipsis)
	}
	tail := (width - 1) / 2
	head := width - 1 - tail
	if len(s) > 64*width { // of a very long value its ends are enough
		s = strings.ToValidUTF8(s[:32*width], "") + strings.ToValidUTF8(s[len(s)-32*width:], "")
	}
	return ansi.Truncate(s, head, "") + g.ellipsis + ansi.TruncateLeft(s, cells(s)-tail, "")
}

// beside joins two blocks of equal height with a column line between.
func beside(left, right []string, t theme, g glyphs) []string {
	out := make([]string, len(left))
	for i := range left {
		out[i] = left[i] + " " + t.rule.paint(g.column) + " " + right[i]
	}
	return out
}

// cell pads or cuts plain text to width and paints it.
func cell(s string, width int, i ink, g glyphs) string { return i.paint(fit(s, width, g)) }

// cellRight is cell with the text at the right.
func cellRight(s string, width int, i ink, g glyphs) string {
	if pad := width - cells(s); pad > 0 {
		s = strings.Repeat(" ", pad) + s
	}
	return cell(s, width, i, g)
}

// cells returns how many cells a line takes. Of ASCII, our own colours and the
// glyphs of the chrome they are counted here; the rest is looked up, which takes
// much longer.
func cells(s string) int {
	width := 0
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= ' ' && c < 0x7f:
			i++
			width++
		case c == 0x1b:
			n := colour(s[i:])
			if n == 0 {
				return ansi.StringWidth(s)
			}
			i += n
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if !oneCell(r) {
				return ansi.StringWidth(s)
			}
			i += n
			width++
		}
	}
	return width
}

// oneCell reports whether a character is known to take one cell.
func oneCell(r rune) bool {
	switch r {
	case '·', '×', '•', '…', '–', '←', '↑', '→', '↓', '↪', '↻', '≠', '─', '│', '┬', '┴', '━', '╸', '▌', '▸', '◂', '●', '○', '◐', '✓':
		return true
	}
	return false
}

// splitWords splits plain text behind at most width cells: behind a space, or
// else between two parts of a URL or a path, when that is in the second half of
// the line.
func splitWords(s string, width int) (head, tail string) {
	head, tail = splitWidth(s, width)
	if tail == "" {
		return head, tail
	}
	at := strings.LastIndexByte(head, ' ') + 1
	if at <= len(head)/2+1 {
		at = partEnd(head, tail)
	}
	if at > len(head)/2 {
		return s[:at], s[at:]
	}
	return head, tail
}

// partEnd returns where the last part of a URL or path in head ends that is
// whole: behind a slash, before what begins or goes on with a query.
func partEnd(head, tail string) int {
	for at := len(head); at > 0; at-- {
		next := tail[0]
		if at < len(head) {
			next = head[at]
		}
		if next == '?' || next == '&' || head[at-1] == '/' && next != '/' {
			return at
		}
	}
	return 0
}

// splitWidth splits plain text behind at most width cells.
func splitWidth(s string, width int) (head, tail string) {
	if width <= 0 {
		return "", s
	}
	if cells(s) <= width {
		return s, ""
	}
	head = ansi.Truncate(s, width, "")
	return head, s[len(head):]
}

// stripped returns a line without escape sequences.
func stripped(s string) string { return ansi.Strip(s) }

// sentence returns s with a capital first letter and a full stop.
func sentence(s string) string {
	if s = upperFirst(s); s != "" && !strings.ContainsRune(".!?:", rune(s[len(s)-1])) {
		s += "."
	}
	return s
}

// upperFirst returns s with a capital first letter.
func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// lowerFirst returns s with a small first letter.
func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// orWords returns s, and other words when it is empty.
func orWords(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
