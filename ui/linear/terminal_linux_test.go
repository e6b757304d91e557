package linear

import (
	"context"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// openTerminal returns both ends of a new terminal.
func openTerminal(t *testing.T) (outer, inner *os.File) {
	t.Helper()
	outer, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("there are no terminals for tests here: %v", err)
	}
	t.Cleanup(func() { _ = outer.Close() })
	n, err := unix.IoctlGetInt(int(outer.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(outer.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		inner, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		t.Skipf("there are no terminals for tests here: %v", err)
	}
	t.Cleanup(func() { _ = inner.Close() })
	return outer, inner
}

func echoes(t *testing.T, terminal *os.File) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(terminal.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

// awaitEcho waits until the terminal shows what is typed, or does not.
func awaitEcho(t *testing.T, terminal *os.File, want bool) {
	t.Helper()
	for end := time.Now().Add(patient); echoes(t, terminal) != want; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the echo does not become %v", want)
		}
	}
}

// TestSecretsAreNotEchoed types a token at a terminal, and is interrupted while
// the next one is awaited: the terminal is left as it was.
func TestSecretsAreNotEchoed(t *testing.T) {
	t.Parallel()
	outer, inner := openTerminal(t)
	echo := newTranscript()
	go func() { _, _ = io.Copy(echo, outer) }() // ends with the terminal
	deps, said := localDeps(t), newTranscript()
	deps.In, deps.Out = inner, said
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	end := make(chan error, 1)
	go func() { end <- Run(ctx, deps) }()
	c := &conversation{t: t, said: said}
	write := func(text string) {
		if _, err := io.WriteString(outer, text); err != nil {
			t.Fatal(err)
		}
	}
	c.hear("q to quit.")
	write("inspect\n")
	c.hear("What you type is not shown.", "q to quit.")
	awaitEcho(t, inner, false)
	write("canary.token.0123456789\n")
	c.hear("The pasted token.", "q to quit.")
	awaitEcho(t, inner, true)
	write("2\n")
	c.hear("Paste the token.", "q to quit.")
	awaitEcho(t, inner, false)
	interrupt()
	if err := <-end; err != nil {
		t.Error(err)
	}
	if !echoes(t, inner) {
		t.Error("the terminal does not show what is typed any more")
	}
	for _, text := range []string{echo.String(), said.String()} {
		if strings.Contains(text, "canary") {
			t.Errorf("the token was shown: %q", text)
		}
	}
	if !strings.Contains(echo.String(), "inspect") {
		t.Errorf("the terminal did not show the answer: %q", echo)
	}
}
