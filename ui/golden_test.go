package ui

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test ./ui -update writes it)", err)
	}
	if string(want) != got {
		t.Errorf("%s differs (go test ./ui -update writes it anew)\n--- want\n%s\n--- got\n%s", path, want, got)
	}
}

// page is a screen as text, its trailing spaces cut off.
func (r *rig) page() string {
	lines := strings.Split(r.screen(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// TestScreens holds every screen in its main states, as text, in a narrow
// terminal and in a wide one.
func TestScreens(t *testing.T) {
	t.Parallel()
	for _, s := range states() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			r := rigIn(t, s, 80, 24, realContent())
			text := "80 × 24\n" + r.page()
			r = rigIn(t, s, 120, 40, realContent())
			golden(t, s.name, text+"120 × 40\n"+r.page())
		})
	}
	t.Run("too-small", func(t *testing.T) {
		t.Parallel()
		golden(t, "too-small", newRig(t, 60, 12, realContent()).page()+newRig(t, 24, 6, realContent()).page())
	})
	t.Run("ascii", func(t *testing.T) {
		t.Parallel()
		c := realContent()
		c.ascii = true
		golden(t, "ascii", rigIn(t, stateNamed(t, "refresh-answered"), 120, 40, c).page())
	})
}

// TestColours holds what is coloured how, with its escape sequences: on dark and
// light backgrounds, with 16 colours and with none.
func TestColours(t *testing.T) {
	t.Parallel()
	for _, look := range []struct {
		name    string
		dark    bool
		profile colorprofile.Profile
	}{
		{"dark", true, colorprofile.TrueColor}, {"light", false, colorprofile.TrueColor},
		{"sixteen", true, colorprofile.ANSI}, {"none", true, colorprofile.ASCII},
	} {
		for _, name := range colouredStates() {
			for _, size := range []struct {
				suffix        string
				width, height int
			}{{"", 120, 40}, {"-80x24", 80, 24}} {
				t.Run(look.name+"/"+name+size.suffix, func(t *testing.T) {
					t.Parallel()
					r := rigIn(t, stateNamed(t, name), size.width, size.height, realContent())
					if !look.dark {
						r.send(tea.BackgroundColorMsg{Color: white{}})
					}
					r.send(tea.ColorProfileMsg{Profile: look.profile})
					lines := r.app.lines()
					for i := range lines {
						lines[i] = strings.TrimRight(lines[i], " ")
					}
					golden(t, filepath.Join("colour", name+"-"+look.name+size.suffix), strings.ReplaceAll(strings.Join(lines, "\n"), "\x1b", "␛")+"\n")
				})
			}
		}
	}
}

// colouredStates is one state of every screen, and those with colours of their own.
func colouredStates() []string {
	return []string{
		"start-profiles", "form-edit", "authorize-answered", "obtain-ready", "inspect-sets", "refresh-answered", "revoke-data",
		"service-answered", "cases-ran", "cases-mismatch", "history-list", "history-open", "local-moved", "help-flow",
		"palette-found", "unsaved", "production",
	}
}

type white struct{}

func (white) RGBA() (r, g, b, a uint32) { return 0xffff, 0xffff, 0xffff, 0xffff }
