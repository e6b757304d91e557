package clitest

import (
	"errors"
	"io"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// terminalsWork says whether a script can run a program on a terminal here.
const terminalsWork = true

// onTerminal runs the program with its input and standard error on a terminal of
// 100 columns, types a line once the program asks, and wants an exit code. What the
// terminal got is in the file screen, standard output in the file out:
// terminal CODE TYPED ARGUMENT…
func onTerminal(ts *testscript.TestScript, neg bool, args []string) {
	outer, inner, err := openTerminal()
	ts.Check(err)
	out, err := os.Create(ts.MkAbs("out"))
	ts.Check(err)
	c := command(ts, args[2:])
	c.Stdin, c.Stdout, c.Stderr = inner, out, inner
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	ts.Check(c.Start())
	ts.Check(inner.Close())
	var screen syncBuffer
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		_, _ = io.Copy(&screen, outer) // ends with EIO when the program has gone
	}()
	if args[1] != "" {
		if !screen.waitFor("Type production") {
			ts.Fatalf("nothing was asked: %q", screen.String())
		}
		_, err := io.WriteString(outer, args[1]+"\n")
		ts.Check(err)
	}
	kill := time.AfterFunc(patience, func() { _ = c.Process.Kill() })
	err = c.Wait()
	kill.Stop()
	<-drained
	ts.Check(errors.Join(outer.Close(), out.Close()))
	ts.Check(os.WriteFile(ts.MkAbs("screen"), []byte(screen.String()), 0o600))
	wantCode(ts, args[0], err)
}

// openTerminal returns both ends of a new pseudo terminal.
func openTerminal() (outer, inner *os.File, err error) {
	outer, err = os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	fd := int(outer.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 30, Col: 100})
	}
	if err == nil {
		inner, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		_ = outer.Close()
	}
	return outer, inner, err
}
