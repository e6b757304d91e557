package docs

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/cases"
	"akoya-tui/ui"
	"akoya-tui/ui/uitest"
)

// openProgram runs the whole program, with a real local Akoya, in a terminal of
// that size.
func openProgram(t testing.TB, width, height int) *uitest.Terminal {
	t.Helper()
	client := akoya.NewClient(akoya.ClientOptions{UserAgent: "akoya-tui/demo"})
	t.Cleanup(client.Close)
	app := ui.New(ui.Deps{
		Version: "dev", Client: client, Now: time.Now, Location: time.UTC, Cases: cases.Catalogue(),
		StartLocal: func(context.Context) (ui.Local, error) { return startLocal(t.Context()) },
	})
	t.Cleanup(app.Close)
	return uitest.Start(t, app, width, height)
}

// startLocal starts a local Akoya for the program, as main does.
func startLocal(ctx context.Context) (ui.Local, error) {
	// Nobody listens there in this test: consents are given without a browser.
	const redirect = "http://127.0.0.1:0/callback"
	server, err := sandbox.Start(ctx, sandbox.Options{RedirectURIs: []string{redirect}})
	if err != nil {
		return ui.Local{}, err
	}
	return ui.LocalServer(server.Info()).Connect(ctx)
}

// tapeSize returns how many cells the terminal of the tape has: a cell of the
// usual monospaced font is 0.6 of its size wide and 1.2 high, rounded up.
func tapeSize(list []tapeCommand) (width, height int) {
	set := map[string]int{"Width": 1200, "Height": 600, "Padding": 60, "FontSize": 22}
	for _, c := range list {
		if c.name == "Set" {
			if n, err := strconv.Atoi(c.args[1]); err == nil {
				set[c.args[0]] = n
			}
		}
	}
	font := set["FontSize"]
	return (set["Width"] - 2*set["Padding"]) * 10 / (font * 6), (set["Height"] - 2*set["Padding"]) / ((font*12 + 9) / 10)
}

// tapeKey returns the name that the terminal knows a key of the tape by.
func tapeKey(name string) string {
	if name == "Escape" {
		return "esc"
	}
	if name == "PageUp" || name == "PageDown" {
		return "pg" + strings.ToLower(strings.TrimPrefix(name, "Page"))
	}
	return strings.ToLower(name)
}

// program is the line of the tape that starts akoya-tui.
const program = "./akoya-tui"

// TestTapeStillTellsItsStory plays demo.tape against the whole program: every
// text that it waits for comes, and none of them was there before its key.
func TestTapeStillTellsItsStory(t *testing.T) {
	t.Parallel()
	list := readTape(t)
	width, height := tapeSize(list)
	var term *uitest.Terminal
	var before string // the screen before the last key
	for i, c := range list {
		if term == nil {
			if c.name == "Enter" && i > 0 && list[i-1].name == "Type" && list[i-1].args[0] == program {
				term = openProgram(t, width, height)
			}
			continue
		}
		switch {
		case c.name == "Wait" && c.pattern == nil:
			if err := term.WaitEnd(); err != nil {
				t.Fatalf("line %d: the program ended with %v", c.line, err)
			}
			return
		case c.name == "Wait":
			if before != "" && c.pattern.MatchString(before) {
				t.Errorf("line %d: /%s/ was on the screen before the key, so the film does not wait for it:\n%s", c.line, c.pattern, before)
			}
			awaitMatch(t, term, c)
		case c.name == "Type":
			before = screenOf(term)
			for _, r := range c.args[0] {
				term.Type(string(r))
			}
		case c.name == "Ctrl":
			before = screenOf(term)
			term.Type("ctrl+" + c.scope)
		case c.isKey():
			before = screenOf(term)
			for range c.repeat() {
				term.Type(tapeKey(c.name))
			}
		}
	}
	t.Error("the tape does not leave the program")
}

// screenOf returns the screen as VHS sees it: its lines without spaces at their ends.
func screenOf(term *uitest.Terminal) string {
	lines := strings.Split(term.Screen(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \r")
	}
	return strings.Join(lines, "\n")
}

func awaitMatch(t *testing.T, term *uitest.Terminal, c tapeCommand) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !c.pattern.MatchString(screenOf(term)) {
		if time.Now().After(deadline) {
			t.Fatalf("line %d: /%s/ does not come:\n%s", c.line, c.pattern, screenOf(term))
		}
		time.Sleep(5 * time.Millisecond)
	}
}
