package ui

// glyphs are the characters of the chrome. All are one cell wide.
type glyphs struct {
	focus, column, row, full, half, empty  string
	right, left, to, ellipsis, wrap        string
	ok, bad, valid, expiring, ended, again string
	mask, dot, cross, tee, differ          string
}

func unicodeGlyphs() glyphs {
	return glyphs{
		focus: "▌", column: "│", row: "─", full: "━", half: "╸", empty: "─",
		right: "▸", left: "◂", to: "→", ellipsis: "…", wrap: "↪",
		ok: "✓", bad: "×", valid: "●", expiring: "◐", ended: "○", again: "↻",
		mask: "•", dot: "·", cross: "┴", tee: "┬", differ: "≠",
	}
}

// asciiGlyphs serve locales that are not UTF-8.
func asciiGlyphs() glyphs {
	return glyphs{
		focus: ">", column: "|", row: "-", full: "=", half: "-", empty: "-",
		right: ">", left: "<", to: "->", ellipsis: "~", wrap: "\\",
		ok: "+", bad: "x", valid: "*", expiring: "%", ended: "o", again: "@",
		mask: "*", dot: ".", cross: "+", tee: "+", differ: "!",
	}
}
