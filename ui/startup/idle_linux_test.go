package startup

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// BenchmarkIdle measures what the program does while nobody does anything, beside
// a minimal Bubble Tea program: how often it wakes up and what it writes. Budget:
// nothing of its own, and one redraw of the changed cells a second while a code
// counts down.
func BenchmarkIdle(b *testing.B) {
	program, minimal := build(b, "akoya-tui"), build(b, "./testdata/minimal")
	const watched = 5 * time.Second
	for _, one := range []struct {
		name, program string
		args, keys    []string // a key, then what it brings
		seen          string
	}{
		{"minimal", minimal, nil, nil, "a minimal program"},
		{"start", program, nil, nil, "nothing to set up"},
		{"countdown", program, []string{"--env", "local"}, []string{"\r", "APPROVE AS", "\r", "exchange it for tokens"}, "WHERE THE PERSON IS"},
	} {
		b.Run(one.name, func(b *testing.B) {
			for range b.N {
				p := startIdle(b, one.program, one.args...)
				p.wait(one.seen)
				for i := 0; i < len(one.keys); i += 2 {
					p.press(one.keys[i])
					p.wait(one.keys[i+1])
				}
				time.Sleep(time.Second) // what follows the last frame
				wakes, written := p.wakes(), p.written()
				time.Sleep(watched)
				b.ReportMetric(float64(p.wakes()-wakes)/watched.Seconds(), "wakes/s")
				b.ReportMetric(float64(p.written()-written)/watched.Seconds(), "written-bytes/s")
				p.end()
			}
		})
	}
}

// idler is a program in a terminal of its own.
type idler struct {
	b       *testing.B
	master  *os.File
	command *exec.Cmd
	read    sync.WaitGroup

	mu   sync.Mutex
	seen bytes.Buffer
	news chan struct{}
}

func startIdle(b *testing.B, program string, args ...string) *idler {
	b.Helper()
	master, slave := terminal(b)
	p := &idler{b: b, master: master, command: exec.Command(program, args...), news: make(chan struct{}, 1)}
	p.command.Stdin, p.command.Stdout, p.command.Stderr = slave, slave, slave
	p.command.Env = []string{"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "HOME=" + b.TempDir(), "PATH=" + os.Getenv("PATH")}
	p.command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := p.command.Start(); err != nil {
		b.Fatal(err)
	}
	_ = slave.Close()
	p.read.Go(func() {
		chunk := make([]byte, 64<<10)
		for {
			n, err := master.Read(chunk)
			p.mu.Lock()
			p.seen.Write(chunk[:n])
			p.mu.Unlock()
			select {
			case p.news <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	})
	return p
}

func (p *idler) press(key string) {
	if _, err := p.master.WriteString(key); err != nil {
		p.b.Fatal(err)
	}
}

// wait waits until the program has written the text.
func (p *idler) wait(text string) {
	p.b.Helper()
	limit := time.After(20 * time.Second)
	for {
		p.mu.Lock()
		found := bytes.Contains(p.seen.Bytes(), []byte(text))
		p.mu.Unlock()
		if found {
			return
		}
		select {
		case <-p.news:
		case <-limit:
			p.b.Fatalf("the program does not come to write %q", text)
		}
	}
}

func (p *idler) written() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen.Len()
}

// wakes counts how often a thread of the program went to sleep so far: each time
// it had been woken.
func (p *idler) wakes() int {
	p.b.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", p.command.Process.Pid))
	if err != nil || len(files) == 0 {
		p.b.Fatalf("the threads of the program cannot be seen: %v", err)
	}
	sum := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // the thread has just ended
		}
		_, after, _ := strings.Cut(string(text), "\nvoluntary_ctxt_switches:")
		line, _, _ := strings.Cut(after, "\n")
		n, err := strconv.Atoi(strings.TrimSpace(line))
		if err != nil {
			p.b.Fatal(err)
		}
		sum += n
	}
	return sum
}

func (p *idler) end() {
	_ = p.command.Process.Kill()
	_ = p.command.Wait()
	p.read.Wait()
	_ = p.master.Close()
}
