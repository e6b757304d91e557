// Package uitest runs the whole program in a terminal emulator, for tests: keys
// go in, the screen comes out, and waiting is for text and never for time.
package uitest

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// patience is how long a text may take to appear. It bounds a failing test; a
// passing one waits only as long as it takes.
const patience = 20 * time.Second

// Terminal is a program running in an emulated terminal.
type Terminal struct {
	t        testing.TB
	emulator *vt.SafeEmulator
	program  *tea.Program
	input    *io.PipeWriter
	drawn    chan struct{} // has a value after each write of the program
	ended    chan struct{}
	err      error

	mu  sync.Mutex
	raw bytes.Buffer // every byte that the program wrote
}

// Start runs the model in a terminal of that size. It is ended with the test.
func Start(t testing.TB, model tea.Model, width, height int) *Terminal {
	t.Helper()
	reader, writer := io.Pipe()
	term := &Terminal{
		t: t, emulator: vt.NewSafeEmulator(width, height), input: writer,
		drawn: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	drained := make(chan struct{})
	go func() { // replies of the emulator; unread ones would block it
		defer close(drained)
		_, _ = io.Copy(io.Discard, term.emulator)
	}()
	term.program = tea.NewProgram(model,
		tea.WithInput(reader), tea.WithOutput(term),
		tea.WithWindowSize(width, height), tea.WithColorProfile(colorprofile.TrueColor),
		tea.WithEnvironment([]string{"TERM=xterm-256color", "COLORTERM=truecolor"}),
		tea.WithoutSignals(), tea.WithFPS(120),
	)
	go func() {
		defer close(term.ended)
		_, term.err = term.program.Run()
	}()
	t.Cleanup(func() {
		term.program.Kill()
		<-term.ended
		_ = writer.Close()
		_ = reader.Close()
		_ = term.emulator.InputPipe().(io.Closer).Close()
		<-drained
	})
	return term
}

// Write takes what the program writes to its terminal.
func (term *Terminal) Write(p []byte) (int, error) {
	term.mu.Lock()
	term.raw.Write(p)
	term.mu.Unlock()
	_, err := term.emulator.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n")))
	select {
	case term.drawn <- struct{}{}:
	default:
	}
	return len(p), err
}

// Screen returns what is on the screen, without colours.
func (term *Terminal) Screen() string { return ansi.Strip(term.emulator.Render()) }

// Raw returns every byte that the program wrote so far.
func (term *Terminal) Raw() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.raw.String()
}

// Type sends keys: the names of tea ("enter", "esc", "tab", "up", "ctrl+c") or
// single characters.
func (term *Terminal) Type(keys ...string) {
	term.t.Helper()
	for _, key := range keys {
		if _, err := io.WriteString(term.input, sequence(key)); err != nil {
			term.t.Fatalf("the program does not read keys any more: %v", err)
		}
	}
}

// Paste sends text as a terminal sends pasted text.
func (term *Terminal) Paste(text string) {
	term.t.Helper()
	term.Type("\x1b[200~" + text + "\x1b[201~")
}

// Resize changes the size of the terminal.
func (term *Terminal) Resize(width, height int) {
	term.emulator.Resize(width, height)
	term.program.Send(tea.WindowSizeMsg{Width: width, Height: height})
}

// sequence returns the bytes of a key.
func sequence(key string) string {
	switch key {
	case "enter":
		return "\r"
	case "esc":
		return "\x1b"
	case "tab":
		return "\t"
	case "space":
		return " "
	case "up":
		return "\x1b[A"
	case "down":
		return "\x1b[B"
	case "right":
		return "\x1b[C"
	case "left":
		return "\x1b[D"
	case "pgup":
		return "\x1b[5~"
	case "pgdown":
		return "\x1b[6~"
	case "backspace":
		return "\x7f"
	case "ctrl+c":
		return "\x03"
	case "ctrl+u":
		return "\x15"
	case "ctrl+k":
		return "\x0b"
	}
	return key
}

// WaitFor waits until every text stands on the screen.
func (term *Terminal) WaitFor(texts ...string) {
	term.t.Helper()
	term.wait("to see", texts, func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// WaitWords waits until the text stands on the screen, however it is broken into
// lines and whatever stands beside it.
func (term *Terminal) WaitWords(text string) {
	term.t.Helper()
	words := strings.Fields(text)
	term.wait("to say", words, func(screen string) bool {
		for _, word := range words {
			if !strings.Contains(screen, word) {
				return false
			}
		}
		return true
	})
}

// WaitChange waits until the program draws something.
func (term *Terminal) WaitChange() {
	term.t.Helper()
	select {
	case <-term.drawn:
	case <-term.ended:
	case <-time.After(patience):
		term.t.Fatalf("nothing changes on the screen:\n%s", term.Screen())
	}
}

// WaitGone waits until none of the texts stands on the screen.
func (term *Terminal) WaitGone(texts ...string) {
	term.t.Helper()
	term.wait("to lose", texts, func(screen string) bool {
		for _, text := range texts {
			if strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

func (term *Terminal) wait(what string, texts []string, done func(string) bool) {
	term.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		if done(term.Screen()) {
			return
		}
		select {
		case <-term.drawn:
		case <-term.ended:
			if !done(term.Screen()) {
				term.t.Fatalf("the program ended (%v) before it came %s %q:\n%s", term.err, what, texts, term.Screen())
			}
			return
		case <-deadline.C:
			term.t.Fatalf("the screen does not come %s %q:\n%s", what, texts, term.Screen())
		}
	}
}

// WaitEnd waits until the program has left and returns its error.
func (term *Terminal) WaitEnd() error {
	term.t.Helper()
	select {
	case <-term.ended:
	case <-time.After(patience):
		term.t.Fatalf("the program does not end:\n%s", term.Screen())
	}
	return term.err
}
