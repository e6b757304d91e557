package startup

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// BenchmarkFirstFrame measures the time from the start of the program to its
// first frame beside a minimal Bubble Tea program, in a terminal that answers
// queries and in one that stays silent. Budget: 1.5 times.
func BenchmarkFirstFrame(b *testing.B) {
	program, minimal := build(b, "akoya-tui"), build(b, "./testdata/minimal")
	home := b.TempDir()
	for _, terminal := range []struct {
		name    string
		answers bool
	}{{"answering", true}, {"silent", false}} {
		b.Run(terminal.name, func(b *testing.B) {
			for range b.N {
				var ours, theirs []time.Duration
				for range rounds {
					theirs = append(theirs, untilSeen(b, minimal, home, "a minimal program", terminal.answers))
					ours = append(ours, untilSeen(b, program, home, "nothing to set up", terminal.answers))
				}
				slices.Sort(ours)
				slices.Sort(theirs)
				a, r := ours[rounds/2], theirs[rounds/2]
				b.ReportMetric(float64(a.Microseconds()), "µs/frame")
				b.ReportMetric(float64(r.Microseconds()), "µs/minimal")
				b.ReportMetric(float64(a)/float64(r), "ratio")
			}
		})
	}
}

// untilSeen starts a program in a terminal of its own and returns how long it
// took until the text stood there.
func untilSeen(b *testing.B, program, home, text string, answers bool) time.Duration {
	b.Helper()
	master, slave := terminal(b)
	defer master.Close()
	command := exec.Command(program)
	command.Stdin, command.Stdout, command.Stderr = slave, slave, slave
	command.Env = []string{"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "HOME=" + home, "PATH=" + os.Getenv("PATH")}
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	begin := time.Now()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	_ = slave.Close()
	defer func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	}()
	var seen bytes.Buffer
	chunk := make([]byte, 64<<10)
	for {
		n, err := master.Read(chunk)
		seen.Write(chunk[:n])
		if bytes.Contains(seen.Bytes(), []byte(text)) {
			return time.Since(begin)
		}
		if answers && bytes.Contains(chunk[:n], []byte("\x1b]11;?")) {
			_, _ = master.WriteString("\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\")
		}
		if err != nil {
			b.Fatalf("%s ended before it showed %q: %v\n%q", program, text, err, seen.String())
		}
	}
}

// terminal opens a pseudo-terminal of 120×40.
func terminal(b *testing.B) (master, slave *os.File) {
	b.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		b.Skipf("there is no pseudo-terminal to be had: %v", err)
	}
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		b.Skipf("the pseudo-terminal cannot be unlocked: %v", err)
	}
	number, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		b.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(int(master.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: 120}); err != nil {
		b.Fatal(err)
	}
	slave, err = os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		b.Fatal(err)
	}
	return master, slave
}
