package ui

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/control"
	"akoya-tui/flows/vault"
)

// rig drives a program without a terminal, a network and a clock: keys and
// messages go in, lines come out. Commands are kept and not run; their results
// are given as messages.
type rig struct {
	t       testing.TB
	app     *App
	now     time.Time
	content content
	plan    *send     // the newest request that was asked for
	made    []tea.Cmd // commands of the newest update
	ended   bool      // the program asked to leave
	quiet   bool      // keys are not followed by a frame
}

// rigStart is the time at which every test begins.
var rigStart = time.Date(2026, 11, 21, 14, 3, 22, 0, time.UTC)

// newRig returns a program of that size at its start screen.
func newRig(t testing.TB, width, height int, c content) *rig {
	t.Helper()
	r := &rig{t: t, now: rigStart, content: c}
	profiles, err := vault.Open(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	client := akoya.NewClient(akoya.ClientOptions{})
	t.Cleanup(client.Close)
	r.app = New(Deps{
		Version: "1.2.3", Client: client, Vault: profiles,
		StartLocal:  func(context.Context) (Local, error) { return c.local(t), nil },
		OpenBrowser: func(string) error { return nil },
		Now:         func() time.Time { return r.now },
		Location:    time.UTC,
		Cases:       cases.Catalogue(),
		ASCII:       c.ascii,
	})
	t.Cleanup(r.app.Close)
	r.send(tea.WindowSizeMsg{Width: width, Height: height})
	return r
}

// send gives the program a message.
func (r *rig) send(msg tea.Msg) {
	r.t.Helper()
	_, command := r.app.Update(msg)
	r.made = nil
	if command != nil {
		r.made = append(r.made, command)
	}
}

// press gives the program keys by their names, drawing after each one.
func (r *rig) press(names ...string) {
	r.t.Helper()
	for _, name := range names {
		key := keyNamed(name)
		c := r.app.scene()
		if e, ok := r.app.screens[r.app.active].(editor); r.app.palette == nil && (r.app.help || !ok || !e.typing()) {
			if b, ok := find(r.app.bindings(c), key.String()); ok && b.why == "" {
				if s, ok := b.intent.(send); ok {
					r.plan = &s
				}
				if _, ok := b.intent.(quitProgram); ok {
					r.ended = true
				}
			}
		}
		if r.send(key); !r.quiet {
			r.app.lines()
		}
	}
}

// text types a text, a key for each character.
func (r *rig) text(s string) {
	r.t.Helper()
	for _, c := range s {
		r.send(tea.KeyPressMsg{Code: c, Text: string(c)})
	}
}

// do lets the program act on an intent, as a key would.
func (r *rig) do(i intent) {
	r.t.Helper()
	if s, ok := i.(send); ok {
		r.plan = &s
	}
	r.app.handle(i)
}

// wait lets time pass.
func (r *rig) wait(d time.Duration) { r.now = r.now.Add(d) }

// screen returns what is on the screen, without colours.
func (r *rig) screen() string { return ansi.Strip(strings.Join(r.app.lines(), "\n")) }

// shows fails unless every text is on the screen.
func (r *rig) shows(texts ...string) {
	r.t.Helper()
	screen := r.screen()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			r.t.Fatalf("the screen does not show %q:\n%s", text, screen)
		}
	}
}

// hides fails when one of the texts is on the screen.
func (r *rig) hides(texts ...string) {
	r.t.Helper()
	screen := r.screen()
	for _, text := range texts {
		if strings.Contains(screen, text) {
			r.t.Fatalf("the screen shows %q:\n%s", text, screen)
		}
	}
}

// keyNamed returns a key by the name that tea gives it.
func keyNamed(name string) tea.KeyPressMsg {
	codes := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
		"home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
		"insert": tea.KeyInsert, "f1": tea.KeyF1, "f12": tea.KeyF12,
	}
	plain, mod := name, tea.KeyMod(0)
	for prefix, m := range map[string]tea.KeyMod{"ctrl+": tea.ModCtrl, "alt+": tea.ModAlt, "shift+": tea.ModShift} {
		if rest, ok := strings.CutPrefix(plain, prefix); ok {
			plain, mod = rest, mod|m
		}
	}
	if code, ok := codes[plain]; ok {
		return tea.KeyPressMsg{Code: code, Mod: mod}
	}
	if plain == "space" {
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " ", Mod: mod}
	}
	code, _ := utf8.DecodeRuneInString(plain)
	if mod != 0 {
		return tea.KeyPressMsg{Code: code, Mod: mod}
	}
	return tea.KeyPressMsg{Code: code, Text: plain}
}

// own is the only escape sequence that the program draws with.
var own = regexp.MustCompile(`\x1b\[[0-9;:]*m`)

// badFrame says what is wrong with the lines of a screen of that size; "" when
// nothing is: as many lines as it is high, each exactly as wide, nothing in them
// that a terminal obeys but colours.
func badFrame(lines []string, width, height int) string {
	if len(lines) != height {
		return fmt.Sprintf("%d lines instead of %d", len(lines), height)
	}
	for i, line := range lines {
		if got := ansi.StringWidth(line); got != width {
			return fmt.Sprintf("line %d is %d cells wide instead of %d: %q", i, got, width, line)
		}
		if !utf8.ValidString(line) {
			return fmt.Sprintf("line %d is not UTF-8: %q", i, line)
		}
		plain := line
		if strings.Contains(line, "\x1b[31m") { // of evil
			return fmt.Sprintf("line %d has a colour that is not ours: %q", i, line)
		}
		if strings.Contains(line, "\x1b") {
			plain = own.ReplaceAllString(line, "")
		}
		for _, r := range plain {
			if obeyed(r) {
				return fmt.Sprintf("line %d holds %U: %q", i, r, line)
			}
		}
	}
	return ""
}

// obeyed reports whether a terminal may obey a character instead of showing it.
func obeyed(r rune) bool {
	switch {
	case r >= 0x20 && r < 0x7f:
		return false
	case unicode.IsControl(r), r == 0x061c, r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == 0xfeff, r >= 0xe0000 && r <= 0xe007f:
		return true
	}
	return false
}

// fits fails unless the screen fits the terminal.
func (r *rig) fits() {
	r.t.Helper()
	width, height := r.app.size()
	lines := r.app.lines()
	if bad := badFrame(lines, width, height); bad != "" {
		r.t.Fatalf("at %d × %d: %s\n%s", r.app.width, r.app.height, bad, ansi.Strip(strings.Join(lines, "\n")))
	}
}

// localBase is the address of the local Akoya of the tests. Nobody is there.
const localBase = "http://127.0.0.1:41023"

// local returns a local Akoya as the program gets to know it.
func (c content) local(t testing.TB) Local {
	controls, err := control.New(localBase + "/control")
	if err != nil {
		t.Fatal(err)
	}
	local := Local{
		Profile: c.profile, Control: controls, Base: localBase,
		RedirectURIs: []string{c.profile.App.RedirectURI, "https://recipient.ddp.akoya.com/flow/callback"},
	}
	for i := range 20 {
		local.Users = append(local.Users, c.text(fmt.Sprintf("mikomo_%d", i+1)))
	}
	return local
}
