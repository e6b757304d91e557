package linear

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"github.com/charmbracelet/x/term"
)

// maxInput is the longest line that is taken, in bytes.
const maxInput = 256 << 10

// errTooLong says that a line was longer than that. Nothing of it is kept.
var errTooLong = errors.New("the line is too long")

// reading is what one read of a line gave.
type reading struct {
	line string
	err  error
}

// input reads lines, at most one at a time, and only when asked to: a secret is
// read with another call than a plain line, and the two must not meet.
type input struct {
	lines    *bufio.Reader
	fd       uintptr
	terminal bool
	pending  chan reading // the read under way; nil when there is none
	secret   bool         // it is that of a secret
	before   *term.State  // of the terminal
}

func newInput(in io.Reader) *input {
	i := &input{lines: bufio.NewReader(in)}
	if file, ok := in.(interface{ Fd() uintptr }); ok && term.IsTerminal(file.Fd()) {
		i.fd, i.terminal = file.Fd(), true
		i.before, _ = term.GetState(i.fd) // without it nothing is put back
	}
	return i
}

// begin starts to read a line. What is typed of a secret is not shown on a terminal.
func (i *input) begin(secret bool) {
	done := make(chan reading, 1)
	i.pending, i.secret = done, secret
	if secret && i.terminal {
		go func() {
			typed, err := term.ReadPassword(i.fd)
			done <- reading{strings.TrimRight(string(typed), "\r\n"), err}
		}()
		return
	}
	go func() {
		line, err := readLine(i.lines)
		done <- reading{line, err}
	}()
}

// leave puts the terminal back as it was: a read of a secret may be under way.
func (i *input) leave() {
	if i.pending != nil && i.secret && i.terminal && i.before != nil {
		_ = term.Restore(i.fd, i.before) // nothing can be done about it
	}
}

// readLine reads one line without its end. A last line without one counts.
func readLine(lines *bufio.Reader) (string, error) {
	var line []byte
	long := false
	for {
		part, err := lines.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxInput; !long {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long && (err == nil || errors.Is(err, io.EOF)):
			return "", errTooLong
		case err != nil && (len(line) == 0 || !errors.Is(err, io.EOF)):
			return "", err
		}
		return strings.TrimRight(string(line), "\r\n"), nil
	}
}
