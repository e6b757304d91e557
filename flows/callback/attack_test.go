package callback

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// These tests attack a listener over real sockets. Each ends with the right
// callback, sent like a browser sends it: it has to get through.

func dial(t *testing.T, l *Listener) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", l.sockets[0].Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// awaitAccepted reads events up to the callback and counts the refusals.
func awaitAccepted(t *testing.T, l *Listener) map[Kind]int {
	t.Helper()
	refused := map[Kind]int{}
	for {
		switch event := next(t, l).(type) {
		case Refused:
			refused[event.Kind]++
		case Accepted:
			if event.Callback.Code.Reveal() != testCode {
				t.Errorf("another code was accepted")
			}
			return refused
		}
	}
}

func TestAttackThousandConnections(t *testing.T) {
	t.Parallel()
	const peers = 1000
	attacks := map[string]string{
		"silent":             "",
		"begun":              "GET /callback?code=x HTTP/1.1\r\nHost: ",
		"body never sent":    "POST /callback HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n",
		"no HTTP":            "\x16\x03\x01\x02\x00\x01",
		"guesses, not heard": "GET /callback?code=x&state=guess HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
	}
	for name, opening := range attacks {
		t.Run(name, func(t *testing.T) {
			l := listen(t, "http://127.0.0.1:0/callback")
			var conns [peers]net.Conn
			var failed atomic.Int64
			var group sync.WaitGroup
			for i := range conns {
				group.Go(func() {
					conn, err := net.Dial("tcp", l.sockets[0].Addr().String())
					if err != nil {
						failed.Add(1)
						return
					}
					conns[i] = conn
					_, _ = io.WriteString(conn, opening)
				})
			}
			group.Wait()
			t.Cleanup(func() {
				for _, conn := range conns {
					if conn != nil {
						_ = conn.Close()
					}
				}
			})
			if failed.Load() > peers/10 {
				t.Skipf("this machine opened only %d of %d connections", peers-failed.Load(), peers)
			}
			begin := time.Now()
			page := get(t, l.RedirectURI()+goodQuery, nil)
			took := time.Since(begin)
			if page.status != http.StatusOK {
				t.Errorf("page: %d", page.status)
			}
			t.Logf("the callback took %s beside %d peers; refused %v, dropped %d", took.Round(time.Millisecond), peers, awaitAccepted(t, l), l.Dropped())
			l.gate.mu.Lock()
			open := len(l.gate.open)
			l.gate.mu.Unlock()
			if open > l.limits.connections {
				t.Errorf("%d connections are open, more than %d", open, l.limits.connections)
			}
		})
	}
}

// Peers that open a new connection for each that is closed.
func TestAttackWithoutPause(t *testing.T) {
	t.Parallel()
	l := listen(t, "http://127.0.0.1:0/callback")
	ctx, stop := context.WithCancel(t.Context())
	var opened atomic.Int64
	var group sync.WaitGroup
	for range 200 {
		group.Go(func() {
			for ctx.Err() == nil {
				conn, err := net.Dial("tcp", l.sockets[0].Addr().String())
				if err != nil {
					return
				}
				opened.Add(1)
				unwatch := context.AfterFunc(ctx, func() { _ = conn.Close() })
				_, _ = io.WriteString(conn, "GET /callback?code=x HTTP/1.1\r\n")
				_, _ = io.Copy(io.Discard, conn) // until the listener gives it up
				unwatch()
				_ = conn.Close()
			}
		})
	}
	for opened.Load() < 400 {
		nextRefused(t, l, Unfinished)
	}
	begin := time.Now()
	get(t, l.RedirectURI()+goodQuery, nil)
	took := time.Since(begin)
	refused := awaitAccepted(t, l)
	stop()
	group.Wait()
	t.Logf("the callback took %s among %d connections; refused %v, dropped %d", took.Round(time.Millisecond), opened.Load(), refused, l.Dropped())
}

func TestAttackMebibyteAddress(t *testing.T) {
	t.Parallel()
	for _, size := range []int{17 << 10, 60 << 10, 70 << 10, 1 << 20} {
		l := listen(t, "http://127.0.0.1:0/callback")
		conn := dial(t, l)
		sent := make(chan struct{})
		go func() {
			defer close(sent)
			_, _ = fmt.Fprintf(conn, "GET /callback?code=%s&state=%s HTTP/1.1\r\nHost: %s\r\n\r\n", strings.Repeat("a", size), testState, l.target.host)
		}()
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err == nil { // the peer may see a reset instead when it goes on sending
			_ = response.Body.Close()
			if response.StatusCode != 414 && response.StatusCode != 431 {
				t.Errorf("%d bytes: status %d", size, response.StatusCode)
			}
		}
		_ = conn.Close()
		<-sent
		nextRefused(t, l, TooLong)
		get(t, l.RedirectURI()+goodQuery, nil)
		nextAccepted(t, l)
	}
}

func TestAttackRawRequests(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, request string
		want          Kind
	}{
		{"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", Unreadable},
		{"no host", "GET /callback" + goodQuery + " HTTP/1.1\r\n\r\n", Unreadable},
		{"no host, HTTP/1.0", "GET /callback" + goodQuery + " HTTP/1.0\r\n\r\n", WrongHost},
		{"two hosts", "GET /callback" + goodQuery + " HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n", Unreadable},
		{"host in the request line", "GET http://evil.example/callback" + goodQuery + " HTTP/1.1\r\nHost: {host}\r\n\r\n", WrongHost},
		{"CONNECT", "CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n", WrongPath},
		{"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: {host}\r\n\r\n", WrongPath},
		{"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", WrongHost},
		{"HTTP/9", "GET /callback HTTP/9.0\r\nHost: {host}\r\n\r\n", Unreadable},
		{"control characters", "GET /callback\x1b]0;x\x07 HTTP/1.1\r\nHost: {host}\r\n\r\n", Unreadable},
		{"escaped control characters", "GET /%1b]0;x%07%00%0a HTTP/1.1\r\nHost: {host}\r\n\r\n", WrongPath},
		{"broken escape", "GET /callback%zz HTTP/1.1\r\nHost: {host}\r\n\r\n", Unreadable},
		{"smuggling", "GET /callback HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", NoCode},
		{"expectation", "GET /callback HTTP/1.1\r\nHost: {host}\r\nExpect: a-miracle\r\n\r\n", Unreadable},
		{"20,000 headers", "GET /callback HTTP/1.1\r\nHost: {host}\r\n" + strings.Repeat("X: y\r\n", 20000) + "\r\n", TooLong},
		{"pipelined", "GET /nothing HTTP/1.1\r\nHost: {host}\r\n\r\nGET /callback" + goodQuery + " HTTP/1.1\r\nHost: {host}\r\n\r\n", WrongPath},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, "http://127.0.0.1:0/callback")
			conn := dial(t, l)
			_, _ = io.WriteString(conn, strings.ReplaceAll(tt.request, "{host}", l.target.host))
			answer, _ := io.ReadAll(conn)
			if strings.Contains(string(answer), testCode) {
				t.Errorf("the answer repeats the code: %s", answer)
			}
			refused := nextRefused(t, l, tt.want)
			if strings.ContainsAny(refused.Method+refused.Path, "\x1b\x07\x00\n") {
				t.Errorf("control characters in %+v", refused)
			}
			get(t, l.RedirectURI()+goodQuery, nil)
			nextAccepted(t, l)
		})
	}
}

// Nobody calls Next: the server answers all the same, and counts what it drops.
func TestAttackOnTheEvents(t *testing.T) {
	t.Parallel()
	l := listen(t, "http://127.0.0.1:0/callback")
	const hits = 300
	for range hits {
		if page := get(t, l.RedirectURI()+"?code=x&state=guess", nil); page.status != http.StatusBadRequest {
			t.Fatalf("status %d", page.status)
		}
	}
	get(t, l.RedirectURI()+goodQuery, nil)
	refused := awaitAccepted(t, l)
	if kept := l.limits.events; refused[WrongState] != kept || l.Dropped() != int64(hits-kept) {
		t.Errorf("kept %v, dropped %d; want %d and %d", refused, l.Dropped(), kept, hits-kept)
	}
}

// Many right callbacks at once: one is taken.
func TestAttackRace(t *testing.T) {
	t.Parallel()
	l := listen(t, "http://127.0.0.1:0/callback")
	var group sync.WaitGroup
	var welcomed atomic.Int64
	const peers = 50
	for range peers {
		group.Go(func() {
			if get(t, l.RedirectURI()+goodQuery, nil).status == http.StatusOK {
				welcomed.Add(1)
			}
		})
	}
	accepted := 0
	for range peers {
		switch event := next(t, l).(type) {
		case Accepted:
			accepted++
		case Refused:
			if event.Kind != Repeated {
				t.Errorf("%+v", event)
			}
		}
	}
	group.Wait()
	if accepted != 1 || welcomed.Load() != 1 {
		t.Errorf("accepted %d, welcomed %d", accepted, welcomed.Load())
	}
}
