package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"

	"akoya-tui/flows/report"
)

// terminal returns the descriptor of a stream that is a terminal.
func terminal(stream any) (fd uintptr, ok bool) {
	file, ok := stream.(interface{ Fd() uintptr })
	if !ok || !term.IsTerminal(file.Fd()) {
		return 0, false
	}
	return file.Fd(), true
}

// interactive reports whether a person can be asked: what is written is seen and
// what is read is typed.
func interactive(in io.Reader, out io.Writer) bool {
	_, reads := terminal(in)
	_, writes := terminal(out)
	return reads && writes
}

// NeedTerminal refuses to open the screens where nobody can see them or type.
func NeedTerminal(in io.Reader, out io.Writer) error {
	if interactive(in, out) {
		return nil
	}
	return errors.New("this needs a terminal: use --accessible for questions and answers line by line, or the command check")
}

// progress returns the line that says how far a run is: none where standard
// error is no terminal or one that cannot clear a line.
func (c Check) progress() *report.Progress {
	fd, ok := terminal(c.Err)
	if !ok || c.Getenv("TERM") == "dumb" {
		return &report.Progress{}
	}
	width, _, err := term.GetSize(fd)
	if err != nil {
		width = 0
	}
	out := c.Err
	if c.ASCII {
		out = report.ASCII(out)
	}
	return &report.Progress{Out: out, Width: width}
}

// stopGrace is how long a case may go on after the first interrupt.
const stopGrace = 10 * time.Second

// interrupts returns a channel of the interrupts from now on, and how to end it.
func interrupts() (<-chan os.Signal, func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	return signals, func() { signal.Stop(signals) }
}

// outlive returns a context that goes on when ctx ends, until another interrupt
// or the grace is over. listen is called when ctx ends.
func outlive(ctx context.Context, listen func() (<-chan os.Signal, func())) (context.Context, context.CancelFunc) {
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		again, stopListening := listen()
		defer stopListening()
		grace := time.NewTimer(stopGrace)
		defer grace.Stop()
		select {
		case <-again:
		case <-grace.C:
		case <-running.Done():
		}
		cancel()
	})
	return running, func() { stop(); cancel() }
}
