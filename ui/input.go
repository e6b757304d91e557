package ui

import (
	"strings"
	"unicode"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// maxInput is how much one input takes, in characters: more than any token.
const maxInput = 64 << 10

// input is one line of text being typed. A secret one shows dots.
type input struct {
	model  textinput.Model
	secret bool
}

// newInput returns an input with the keyboard, holding value.
func newInput(value, placeholder string, secret bool, t theme) *input {
	m := textinput.New()
	m.Prompt, m.Placeholder, m.CharLimit = "", placeholder, maxInput
	if secret {
		m.EchoMode = textinput.EchoPassword
		m.EchoCharacter = '•'
	}
	styles := textinput.DefaultDarkStyles()
	styles.Cursor.Blink = false // no wake-ups of ours while nothing happens
	m.SetStyles(styles)
	m.SetVirtualCursor(true)
	m.SetValue(value)
	m.CursorEnd()
	m.Focus()
	return &input{model: m, secret: secret}
}

// press gives the input a key.
func (i *input) press(k tea.KeyPressMsg) { i.model, _ = i.model.Update(k) }

// paste gives the input pasted text, as one line.
func (i *input) paste(text string) { i.model, _ = i.model.Update(tea.PasteMsg{Content: text}) }

// value returns what has been typed.
func (i *input) value() string { return i.model.Value() }

// view returns the input in width cells.
func (i *input) view(width int, g glyphs) string {
	i.model.SetWidth(max(4, width-1))
	return fit(strings.Map(seen, i.model.View()), width, g)
}

// seen stands something that is seen in place of a character that only changes
// how its neighbours look.
func seen(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return unicode.ReplacementChar
	}
	return r
}
