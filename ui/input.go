package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// maxInput is how much one input takes, in characters: more than any token.
const maxInput = 64 << 10

// input is one line of text being typed. A secret one shows dots. Where it takes
// a name with a value, hides says of which names the value is shown as dots.
type input struct {
	model   textinput.Model
	secret  bool
	theme   theme
	hides   func(name string) bool
	covered bool // such a value was typed: it stays covered when its name is changed
}

// newInput returns an input with the keyboard, holding value.
func newInput(value, placeholder string, secret bool, t theme) *input {
	m := textinput.New()
	m.Prompt, m.Placeholder, m.CharLimit = "", placeholder, maxInput
	if secret {
		m.EchoMode = textinput.EchoPassword
		m.EchoCharacter = '•'
	}
	m.SetStyles(textinput.Styles{}) // no colours, and no cursor that wakes the program up by blinking
	m.SetVirtualCursor(true)
	m.SetValue(value)
	m.CursorEnd()
	m.Focus()
	return &input{model: m, secret: secret, theme: t}
}

// press gives the input a key. Moves by words are made here: those of the model
// take seconds in a long text.
func (i *input) press(k tea.KeyPressMsg) {
	at := i.model.Position()
	switch k.String() {
	case "ctrl+left", "alt+left", "alt+b":
		i.model.SetCursor(i.wordStart(at))
	case "ctrl+right", "alt+right", "alt+f":
		i.model.SetCursor(i.wordEnd(at))
	case "ctrl+w", "alt+backspace":
		i.remove(i.wordStart(at), at)
	case "alt+d", "alt+delete":
		i.remove(at, i.wordEnd(at))
	default:
		i.model, _ = i.model.Update(k)
	}
	i.cover()
}

// wordStart returns where the word before a place begins. What is unseen has no words.
func (i *input) wordStart(at int) int {
	text := []rune(i.model.Value())
	if at = min(at, len(text)); i.secret {
		return 0
	}
	for at > 0 && unicode.IsSpace(text[at-1]) {
		at--
	}
	for at > 0 && !unicode.IsSpace(text[at-1]) {
		at--
	}
	return at
}

// wordEnd returns where the word behind a place ends.
func (i *input) wordEnd(at int) int {
	text := []rune(i.model.Value())
	if i.secret {
		return len(text)
	}
	for at < len(text) && unicode.IsSpace(text[at]) {
		at++
	}
	for at < len(text) && !unicode.IsSpace(text[at]) {
		at++
	}
	return at
}

// remove takes the characters between two places out.
func (i *input) remove(from, to int) {
	text := []rune(i.model.Value())
	to = min(to, len(text))
	i.model.SetValue(string(text[:from]) + string(text[to:]))
	i.model.SetCursor(from)
}

// paste gives the input pasted text, as one line.
func (i *input) paste(text string) {
	i.model, _ = i.model.Update(tea.PasteMsg{Content: text})
	i.cover()
}

// cover notes that the value of a name that is hidden has been typed.
func (i *input) cover() {
	text := i.model.Value()
	if at := nameEnd(text); i.hides != nil && at > 0 && at < len(text) && i.hides(strings.TrimSpace(text[:at-1])) {
		i.covered = true
	}
	if text == "" {
		i.covered = false
	}
}

// nameEnd returns where the value begins in name=value or Name: value; 0 where no
// name is.
func nameEnd(text string) int { return strings.IndexAny(text, "=:") + 1 }

// value returns what has been typed.
func (i *input) value() string { return i.model.Value() }

// view returns the input in width cells.
func (i *input) view(width int, g glyphs) string {
	if i.model.Value() == "" { // the model's own colours are too faint
		hint := []rune(i.model.Placeholder + " ")
		return fit(i.theme.invert.paint(string(hint[:1]))+i.theme.muted.paint(string(hint[1:])), width, g)
	}
	i.model.SetWidth(max(4, width-1))
	shown := i.model
	if i.covered {
		text := i.model.Value()
		at := nameEnd(text)
		shown.SetValue(text[:at] + strings.Repeat("•", utf8.RuneCountInString(text[at:])))
		shown.SetCursor(i.model.Position())
	}
	return fit(strings.Map(seen, shown.View()), width, g)
}

// seen stands something that is seen in place of a character that only changes
// how its neighbours look.
func seen(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return unicode.ReplacementChar
	}
	return r
}
