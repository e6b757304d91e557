package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows/visible"
)

// form is a list of fields to fill in. Its keys: up and down or tab move, enter
// goes on, left and right choose where there is a choice.
type form struct {
	fields []formField
	at     int
	input  *input // of the field at the cursor; nil for a choice
}

// formField is one line of a form.
type formField struct {
	id      string
	label   string
	help    string
	options []string // a choice; nil: text
	words   []string // what the options are called; nil: themselves
	secret  bool
	hint    string // what stands in an empty field
	value   akoya.Secret
}

func newForm(fields []formField, t theme) *form {
	f := &form{fields: fields}
	f.open(t)
	return f
}

// open gives the keyboard to the field at the cursor.
func (f *form) open(t theme) {
	field := f.fields[f.at]
	f.input = nil
	if field.options == nil {
		f.input = newInput(field.value.Reveal(), field.hint, field.secret, t)
	}
}

// store takes what was typed into the field.
func (f *form) store() {
	if f.input != nil {
		f.fields[f.at].value = akoya.NewSecret(f.input.value())
	}
}

// text returns what a field holds.
func (f *form) text(id string) string { return f.secret(id).Reveal() }

// secret returns what a field holds, still covered.
func (f *form) secret(id string) akoya.Secret {
	i := slices.IndexFunc(f.fields, func(one formField) bool { return one.id == id })
	if i < 0 {
		return akoya.Secret{}
	}
	return f.fields[i].value
}

// move goes to another field.
func (f *form) move(by int, t theme) {
	f.store()
	f.at = min(max(f.at+by, 0), len(f.fields)-1)
	f.open(t)
}

// goTo goes to the field of that id.
func (f *form) goTo(id string, t theme) {
	if i := slices.IndexFunc(f.fields, func(one formField) bool { return one.id == id }); i >= 0 {
		f.move(i-f.at, t)
	}
}

// choose goes through the options of a choice.
func (f *form) choose(by int) {
	field := &f.fields[f.at]
	i := slices.Index(field.options, field.value.Reveal())
	field.value = akoya.NewSecret(field.options[(i+by+len(field.options))%len(field.options)])
}

// press gives the form a key and reports whether it is to be saved or left.
func (f *form) press(k tea.KeyPressMsg, t theme) (save, leave bool) {
	choice := f.fields[f.at].options != nil
	switch key := k.String(); {
	case key == "esc":
		return false, true
	case key == "ctrl+s":
		f.store()
		return true, false
	case key == "enter" && f.at == len(f.fields)-1:
		f.store()
		return true, false
	case key == "enter", key == "down", key == "tab":
		f.move(1, t)
	case key == "up", key == "shift+tab":
		f.move(-1, t)
	case choice && (key == "right" || key == "space"):
		f.choose(1)
	case choice && key == "left":
		f.choose(-1)
	case !choice:
		f.input.press(k)
	}
	return false, false
}

// paste gives pasted text to the field at the cursor.
func (f *form) paste(text string) {
	if f.input != nil {
		f.input.paste(text)
	}
}

const labelCells = 24

// view draws the fields that fit into height lines, the cursor's among them,
// and explains that one.
func (f *form) view(c scene, height int) []string {
	t, g := c.theme, c.glyphs
	help := wrap(f.fields[f.at].help, c.width-2)
	help = help[:min(len(help), 3)]
	room := max(1, height-len(help)-1)
	first := max(0, min(f.at-room/2, len(f.fields)-room))
	var lines []string
	for i := first; i < len(f.fields) && i < first+room; i++ {
		field := f.fields[i]
		mark, label := " ", t.muted
		if i == f.at {
			mark, label = t.accent.paint(g.focus), t.strong
		}
		lines = append(lines, mark+cell(field.label, labelCells, label, g)+" "+f.value(c, i, c.width-labelCells-3))
	}
	more := ""
	if below := len(f.fields) - first - room; below > 0 {
		more = " " + t.muted.paint(fmt.Sprintf("%s %d more", g.ellipsis, below))
	}
	lines = append(lines, more)
	for _, line := range help {
		lines = append(lines, " "+t.muted.paint(line))
	}
	return lines
}

func (f *form) value(c scene, i, width int) string {
	t, g := c.theme, c.glyphs
	field := f.fields[i]
	switch {
	case field.options != nil:
		word := field.value.Reveal()
		if at := slices.Index(field.options, word); field.words != nil && at >= 0 {
			word = field.words[at]
		}
		if i == f.at {
			return t.strong.paint(word) + "  " + t.accent.paint(g.left+" "+g.right)
		}
		return t.text.paint(word)
	case i == f.at && f.input != nil:
		return f.input.view(width, g)
	case field.value.IsZero():
		return t.muted.paint(fit(field.hint, min(width, cells(field.hint)), g))
	case field.secret:
		return t.text.paint(field.value.Mask())
	}
	return t.text.paint(cutMiddle(visible.Line(field.value.Reveal()), width, g))
}
