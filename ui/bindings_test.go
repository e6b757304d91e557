package ui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows/visible"
)

// typing reports whether the keys of the state go into a field.
func (r *rig) typing() bool {
	e, ok := r.app.screens[r.app.active].(editor)
	return r.app.palette != nil || ok && e.typing() && !r.app.help
}

// flat is a screen as one line of words.
func (r *rig) flat() string {
	text := strings.NewReplacer("│", " ", "▌", " ").Replace(r.screen())
	return strings.Join(strings.Fields(text), " ")
}

// TestEveryBinding presses every key of every state: none panics, hangs or draws
// outside the frame; one that works changes something, and one that does not
// says why.
func TestEveryBinding(t *testing.T) {
	t.Parallel()
	globals := map[screenID]bool{}
	pressed := 0
	for _, s := range states() {
		first := rigIn(t, s, 120, 40, realContent())
		if first.typing() {
			continue
		}
		list := first.app.bindings(first.app.scene())
		if globals[first.app.active] { // once for each screen is enough
			list = slices.DeleteFunc(list, func(b binding) bool {
				return slices.ContainsFunc(first.app.globalBindings(), func(g binding) bool { return g.word == b.word && g.keys[0] == b.keys[0] })
			})
		}
		globals[first.app.active] = true
		for _, b := range list {
			pressed += len(b.keys)
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			if effort < 100 && s.name == "revoke-large" {
				t.Skip("in the run without the race detector")
			}
			for _, b := range list {
				for i, key := range b.keys {
					if at, ok := find(list, key); i > 0 && ok && at.word == b.word {
						continue // another key of the same action, found as the first one is
					}
					r := rigIn(t, s, 120, 40, realContent())
					r.app.note = ""
					before := r.screen()
					r.press(key)
					r.fits()
					after := r.screen()
					switch {
					case r.ended && b.word != "quit":
						t.Errorf("%s (%s) ends the program", key, b.word)
					case b.why != "" && !strings.Contains(r.flat(), strings.Join(strings.Fields(visible.Line(b.why))[:3], " ")):
						t.Errorf("%s (%s) does not say why it does nothing: %q", key, b.word, b.why)
					case b.why == "" && before == after && len(r.made) == 0 && !b.hidden && !r.ended && !moves(b):
						t.Errorf("%s (%s) changes nothing", key, b.word)
					}
				}
			}
		})
	}
	t.Logf("%d keys pressed", pressed)
}

// moves reports whether the binding moves something that may be at its end.
func moves(b binding) bool {
	return slices.Contains([]string{"scroll", "choose", "further", "back"}, b.word)
}

// TestOneMeaning holds that a key means one thing at a time: no key is bound to
// two actions that both work.
func TestOneMeaning(t *testing.T) {
	t.Parallel()
	for _, s := range states() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			r := rigIn(t, s, 120, 40, realContent())
			means := map[string]string{}
			for _, b := range r.app.bindings(r.app.scene()) {
				if b.word == "" || b.help == "" && !r.app.help || len(b.keys) == 0 {
					t.Errorf("the binding %v has no word, help or key", b.keys)
				}
				for _, key := range b.keys {
					if other, taken := means[key]; taken && b.why == "" {
						t.Errorf("%s means %q and %q", key, other, b.word)
					}
					if b.why == "" {
						means[key] = b.word
					}
				}
			}
		})
	}
}

// TestPaletteHasAll finds every action of every state by its name in the palette,
// and help explains it.
func TestPaletteHasAll(t *testing.T) {
	t.Parallel()
	for _, s := range states() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			r := rigIn(t, s, 120, 40, realContent())
			if r.typing() || r.app.help {
				t.Skip("the keys go elsewhere")
			}
			c := r.app.scene()
			list := r.app.bindings(c)
			r.app.palette = &palette{input: newInput("", "", false, r.app.theme)}
			for _, b := range list {
				_, stops := b.intent.(stopCases)
				if _, open := b.intent.(openPalette); stops || open || b.word == "cancel" {
					continue // esc, and nothing else; what is open already
				}
				r.app.palette.input.model.SetValue(b.word)
				if !slices.ContainsFunc(r.app.found(c), func(a action) bool { return strings.HasSuffix(a.name, ": "+b.word) && a.why == b.why }) {
					t.Errorf("the palette does not find %q (%v)", b.word, b.keys)
				}
			}
		})
	}
}

// TestEscapeStays presses esc in every state, again and again: it never ends the
// program.
func TestEscapeStays(t *testing.T) {
	t.Parallel()
	for _, s := range states() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			r := rigIn(t, s, 80, 24, realContent())
			for range 6 {
				r.press("esc")
				r.fits()
			}
			if r.ended {
				t.Error("esc ended the program")
			}
		})
	}
}

// TestThreeKeys reaches every action in at most three keys from its screen.
func TestThreeKeys(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		screen string
		keys   []string
		shows  string
	}{
		{"1", []string{"n"}, "making the request"},
		{"4", []string{"e"}, "accept"},
		{"4", []string{"enter", "enter"}, "waiting for the answer"},
		{"4", []string{"x", "enter"}, "waiting for the answer"},
		{"4", []string{"tab", "e"}, "accept"},
		{"4", []string{"b"}, "changed"},
		{"4", []string{"a"}, "name=value"},
		{"5", []string{"n", "enter"}, "waiting for the answer"},
		{"3", []string{"left"}, "set #1"},
		{"3", []string{"p"}, "Paste a token"},
		{"3", []string{"v"}, "eyJ"},
		{"7", []string{"enter"}, "esc stop after this one"},
		{"7", []string{"R"}, "0 of 61"},
		{"7", []string{"right"}, "IT SAYS"},
		{"7", []string{"f"}, "▌happy"},
		{"7", []string{"/"}, "text"},
		{"8", []string{"enter"}, "WHAT CAME BACK"},
		{"8", []string{"enter", "right"}, "timings"},
		{"8", []string{"e"}, "WHAT WILL BE SENT"},
		{"8", []string{"c", "down", "c"}, "compare"},
		{"8", []string{"/"}, "method, path, status"},
		{"9", []string{"down", "down", "enter"}, ""},
		{"0", []string{"n"}, "New profile"},
		{"4", []string{"?"}, "Keys of this screen"},
		{"4", []string{":"}, "All actions"},
	} {
		t.Run(test.screen+" "+strings.Join(test.keys, " "), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, 120, 40, realContent())
			r.refreshed()
			r.press(test.screen)
			if r.press(test.keys...); test.shows == "" {
				if len(r.made) == 0 {
					t.Error("nothing is started")
				}
				return
			}
			if !strings.Contains(strings.ToLower(r.screen()), strings.ToLower(test.shows)) {
				t.Errorf("%v does not show %q:\n%s", test.keys, test.shows, r.screen())
			}
		})
	}
}

// TestMouse clicks on the map, a row, a key and turns the wheel, in a wide
// terminal and in a narrow one.
func TestMouse(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 40}, {80, 24}} {
		r := newRig(t, size[0], size[1], realContent())
		r.refreshed()
		click := func(text string) {
			t.Helper()
			for y, line := range strings.Split(r.screen(), "\n") {
				if at := strings.Index(line, text); at >= 0 {
					r.send(tea.MouseClickMsg{X: cells(line[:at]), Y: y, Button: tea.MouseLeft})
					r.fits()
					return
				}
			}
			t.Fatalf("nothing to click: %q\n%s", text, r.screen())
		}
		r.press("M")
		if r.app.View().MouseMode == tea.MouseModeNone {
			t.Error("the mouse is not asked for")
		}
		click("8 History")
		r.shows("newest first")
		r.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
		r.shows("2 of 2")
		click("edit and resend")
		r.shows("Edit and resend")
		r.press("e")
		click("6 Service") // while one types: the map is the map, not a digit in the field
		r.shows("client credentials")
		click("7 Test")
		click("Authorize with an unknown")
		r.shows("Authorize with an unknown connector", "authorize.connector.wrong")
		click("? help")
		r.shows("Keys of this screen")
		click("Keys of this screen")
		r.hides("Keys of this screen")
		r.press("4", "e")
		r.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
		r.fits()
		r.press("esc", "M")
		if r.app.View().MouseMode != tea.MouseModeNone {
			t.Error("the mouse is not given back")
		}
	}
	r := newRig(t, 80, 24, realContent())
	r.openLocal()
	line := []rune(stripped(r.app.foldedRail(r.app.scene())))
	for x, d := range line { // every entry of the folded map can be hit, also those whose names are left out
		if d >= '0' && d <= '9' {
			r.send(tea.MouseClickMsg{X: x, Y: 1, Button: tea.MouseLeft})
			if item := railItems()[(int(d-'0')+9)%10]; r.app.active != item.screen {
				t.Errorf("a click on %c opens %s", d, r.app.active)
			}
			r.press("1")
		}
	}
}
