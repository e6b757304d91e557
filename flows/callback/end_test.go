package callback

import (
	"context"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener in memory, so that time-outs pass at once in a bubble.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func newPipes() *pipes { return &pipes{make(chan net.Conn), make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	select {
	case <-p.closed:
	default:
		close(p.closed)
	}
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) dial() net.Conn {
	near, far := net.Pipe()
	p.conns <- far
	return near
}

// bubble runs test with a listener in memory; all its goroutines have ended at the end.
func bubble(t *testing.T, o Options, test func(t *testing.T, l *Listener, p *pipes)) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		at, problem := newTarget("http://127.0.0.1:8765/callback")
		if problem != nil {
			t.Fatal(problem)
		}
		p := newPipes()
		l := serve(t.Context(), []net.Listener{p}, at, testState, o, defaultLimits())
		test(t, l, p)
		_ = l.Close()
	})
}

func TestTimeout(t *testing.T) {
	bubble(t, Options{Timeout: 5 * time.Minute}, func(t *testing.T, l *Listener, p *pipes) {
		begin := time.Now()
		_, err := l.Next(t.Context())
		if KindOf(err) != TimedOut || time.Since(begin) != 5*time.Minute {
			t.Errorf("after %s: %v", time.Since(begin), err)
		}
		checkSentences(t, err)
		select {
		case <-p.closed:
		default:
			t.Error("the port is still taken")
		}
	})
}

func TestTimeoutEndsWithTheCallback(t *testing.T) {
	bubble(t, Options{Timeout: 5 * time.Minute}, func(t *testing.T, l *Listener, p *pipes) {
		send := func() string {
			conn := p.dial()
			defer conn.Close()
			go func() {
				_, _ = io.WriteString(conn, "GET /callback"+goodQuery+" HTTP/1.1\r\nHost: 127.0.0.1:8765\r\n\r\n")
			}()
			page, _ := io.ReadAll(conn)
			return string(page)
		}
		if page := send(); !strings.Contains(page, "Authorization received") {
			t.Errorf("page = %s", page)
		}
		nextAccepted(t, l)
		<-time.After(time.Hour) // passes at once
		if page := send(); !strings.Contains(page, "Already received") {
			t.Errorf("page = %s", page)
		}
		nextRefused(t, l, Repeated)
	})
}

func TestSlowPeersAreEnded(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, l *Listener, p *pipes) {
		begin := time.Now()
		conn := p.dial()
		given := make(chan struct{})
		go func() { // one byte a second, for ever
			defer close(given)
			for _, b := range []byte("GET /callback?code=" + strings.Repeat("a", 1000)) {
				if _, err := conn.Write([]byte{b}); err != nil {
					return
				}
				<-time.After(time.Second)
			}
		}()
		nextRefused(t, l, Unfinished)
		if took := time.Since(begin); took != l.limits.request {
			t.Errorf("the peer was ended after %s", took)
		}
		_ = conn.Close()
		<-given
	})
}

func TestSilentPeersAreEndedQuietly(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, l *Listener, p *pipes) {
		conn := p.dial()
		if _, err := conn.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("Read: %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		if event, err := l.Next(ctx); err == nil {
			t.Errorf("event %+v", event)
		}
	})
}

func TestPeersThatDoNotReadAreEnded(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, l *Listener, p *pipes) {
		conn := p.dial()
		_, _ = io.WriteString(conn, "GET /callback"+goodQuery+" HTTP/1.1\r\nHost: 127.0.0.1:8765\r\n\r\n")
		begin := time.Now()
		nextAccepted(t, l) // the callback counts, even if its page is never read
		if took := time.Since(begin); took > l.limits.response {
			t.Errorf("the callback waited %s for its page", took)
		}
		_ = conn.Close()
	})
}

// The gate is full of connections that have their time still: a new one waits
// for just that long.
func TestGateGivesUpTheOldest(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, l *Listener, p *pipes) {
		begin := time.Now()
		for range l.limits.connections {
			_ = p.dial()
		}
		conn := p.dial()
		go func() {
			_, _ = io.WriteString(conn, "GET /callback"+goodQuery+" HTTP/1.1\r\nHost: 127.0.0.1:8765\r\n\r\n")
		}()
		go func() { _, _ = io.Copy(io.Discard, conn) }() // ends with the answer
		nextAccepted(t, l)
		if took := time.Since(begin); took != l.limits.patience {
			t.Errorf("the callback waited %s", took)
		}
	})
}

func TestCloseEndsAWaitAtTheGate(t *testing.T) {
	bubble(t, Options{}, func(t *testing.T, l *Listener, p *pipes) {
		for range l.limits.connections {
			_ = p.dial()
		}
		conn := p.dial()
		synctest.Wait() // it waits for room
		_ = l.Close()
		if _, err := conn.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("Read: %v", err)
		}
		if _, err := l.Next(t.Context()); KindOf(err) != Closed {
			t.Errorf("Next: %v", err)
		}
	})
}

// Goroutines and the port return, however the listener ends. It does not run
// beside other tests: it counts goroutines.
func TestNothingIsLeftBehind(t *testing.T) {
	http.DefaultClient.CloseIdleConnections()
	const runs = 200
	l := listen(t, "http://127.0.0.1:0/callback")
	redirect := l.RedirectURI()
	_ = l.Close()
	before := runtime.NumGoroutine()
	for i := range runs {
		ctx, cancel := context.WithCancel(t.Context())
		l, err := Listen(ctx, redirect, testState, Options{Timeout: time.Hour})
		if err != nil {
			t.Fatalf("run %d: the port is not free: %v", i, err)
		}
		conn := dial(t, l)
		switch i % 4 {
		case 0: // silent
		case 1:
			_, _ = io.WriteString(conn, "GET /cal")
		case 2:
			_, _ = io.WriteString(conn, "GET /callback"+goodQuery+" HTTP/1.1\r\nHost: "+l.target.host+"\r\n\r\n")
		case 3:
			cancel()
		}
		_ = conn.Close()
		_ = l.Close()
		cancel()
	}
	// A goroutine that has said its last word may need a moment to be gone.
	deadline := time.After(10 * time.Second)
	for runtime.NumGoroutine() > before {
		select {
		case <-time.After(time.Millisecond):
		case <-deadline:
			buffer := make([]byte, 64<<10)
			t.Fatalf("%d goroutines before, %d after\n%s", before, runtime.NumGoroutine(), buffer[:runtime.Stack(buffer, true)])
		}
	}
}
