package ui

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// ink paints text: an escape sequence before it and a reset behind it. The zero
// ink leaves text as it is.
type ink struct{ on string }

// paint returns s in the ink. s must be one line without escape sequences.
func (i ink) paint(s string) string {
	if i.on == "" || s == "" {
		return s
	}
	return i.on + s + ansi.ResetStyle
}

// theme is what each hue means. What a hue says, a word or a glyph says too.
type theme struct {
	text   ink // values, bodies
	strong ink // titles
	muted  ink // labels, words of the key line, times
	rule   ink // hairlines, the empty part of bars
	accent ink // focus mark, active item, key names, JSON keys
	ok     ink // 2xx, valid, newest
	warn   ink // expiring, differs from the documents
	bad    ink // refusals that nobody wanted, revoked
	value  ink // JSON numbers, true, false, null
	invert ink // the selected row
	found  ink // what a filter found in a line
	danger ink // the badge of production
}

// newTheme returns the theme for a background and a colour profile. Without
// colour, weight and reverse video remain.
func newTheme(dark bool, profile colorprofile.Profile) theme {
	t := theme{
		strong: ink{ansi.NewStyle().Bold().String()},
		invert: ink{ansi.NewStyle().Reverse(true).String()},
		found:  ink{ansi.NewStyle().Bold().Underline(true).String()},
		danger: ink{ansi.NewStyle().Bold().Reverse(true).String()},
	}
	if profile < colorprofile.ANSI {
		t.bad, t.accent = t.strong, t.strong
		return t
	}
	if profile == colorprofile.ANSI {
		t.rule = hue(lipgloss.Color("8"))
		t.accent = hue(lipgloss.Color("6"))
		t.ok = hue(lipgloss.Color("2"))
		t.warn = hue(lipgloss.Color("3"))
		t.bad = ink{ansi.NewStyle().Bold().ForegroundColor(lipgloss.Color("1")).String()}
		t.value = hue(lipgloss.Color("5"))
		t.danger = ink{ansi.NewStyle().Bold().Reverse(true).ForegroundColor(lipgloss.Color("1")).String()}
		return t
	}
	pick := func(onDark, onLight string) color.Color {
		if dark {
			return lipgloss.Color(onDark)
		}
		return lipgloss.Color(onLight)
	}
	t.muted = hue(pick("#9399B2", "#5C6070"))
	t.rule = hue(pick("#585B70", "#B8BCC8"))
	t.accent = hue(pick("#89B4FA", "#1E5FCC"))
	t.ok = hue(pick("#8CD9A0", "#1A7F37"))
	t.warn = hue(pick("#E5C07B", "#8A5A00"))
	t.bad = hue(pick("#F38BA8", "#B4232C"))
	t.value = hue(pick("#CBA6F7", "#7B3FA0"))
	t.danger = ink{ansi.NewStyle().Bold().Reverse(true).ForegroundColor(pick("#F38BA8", "#B4232C")).String()}
	return t
}

func hue(c color.Color) ink { return ink{ansi.NewStyle().ForegroundColor(c).String()} }

// status returns the ink of an HTTP status.
func (t theme) status(code int) ink {
	switch {
	case code >= 200 && code < 300:
		return t.ok
	case code >= 400:
		return t.bad
	}
	return t.warn
}
