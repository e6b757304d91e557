package akoya

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func noProxy(*http.Request) (*url.URL, error) { return nil, nil }

// A server that ends a kept connection, or breaks it with the request on the
// way, gets a POST at most once.
func TestNothingIsSentTwice(t *testing.T) {
	for _, method := range []string{"POST", "GET"} {
		var got atomic.Int32
		base := listen(t, func(c net.Conn) {
			r := bufio.NewReader(c)
			for i := range 2 {
				request, err := http.ReadRequest(r)
				if err != nil {
					return
				}
				_, _ = io.Copy(io.Discard, request.Body)
				got.Add(1)
				if i == 1 {
					return // the second one is read and then dropped
				}
				_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
			}
		})
		c := NewClient(ClientOptions{Timeout: 5 * time.Second})
		r := RefreshRequest(Local(base), testApp, NewSecret("x"))
		r.Method = method
		r.Header = append(r.Header, Plain("Idempotency-Key", "1"))
		if _, err := c.Send(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		rt, err := c.Send(t.Context(), r)
		var e *TransportError
		if !errors.As(err, &e) || !e.MaybeSent || !rt.Timings.Reused {
			t.Errorf("%s: %v %+v", method, err, rt.Timings)
		}
		if got.Load() != 2 {
			t.Errorf("%s: the server got %d requests", method, got.Load())
		}
		c.Close()
	}
}

// A kept connection that the server has ended is not used again.
func TestEndedConnectionIsReplaced(t *testing.T) {
	var conns atomic.Int32
	base := listen(t, func(c net.Conn) {
		conns.Add(1)
		reads(func(c net.Conn) { _, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") })(c)
	})
	c := NewClient(ClientOptions{Timeout: 5 * time.Second})
	defer c.Close()
	for range 20 {
		if _, err := c.Send(t.Context(), RefreshRequest(Local(base), testApp, NewSecret("x"))); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the ended connection is forgotten", func() bool {
			c.pool.mu.Lock()
			defer c.pool.mu.Unlock()
			return len(c.pool.idle) == 0
		})
	}
	if conns.Load() != 20 {
		t.Errorf("%d connections", conns.Load())
	}
}

func TestKeepAliveTimeOfTheServer(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"": idleLife, "timeout=5": 4 * time.Second, "max=3, Timeout=2": time.Second, "timeout=1": 0, "timeout=-9": 0,
		"timeout=99999999999999999999": idleLife, "timeout=9999": idleLife, "timeout": idleLife,
	} {
		c := &conn{}
		if keep := c.keepFor([]Field{Plain("keep-alive", header)}); c.life != want || keep != (want > 0) {
			t.Errorf("%q: %v, want %v", header, c.life, want)
		}
	}
}

func TestCancel(t *testing.T) {
	base := listen(t, hangAfter("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"))
	c := NewClient(ClientOptions{})
	defer c.Close()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	rt, err := c.Send(ctx, RefreshRequest(Local(base), testApp, NewSecret("x")))
	var e *TransportError
	if !errors.As(err, &e) || !e.Canceled || e.Timeout || !e.MaybeSent || !errors.Is(err, context.Canceled) {
		t.Fatalf("%+v", err)
	}
	if rt.Status != 200 || rt.Received.Body.Reveal() != "{" || rt.Timings.Total > 5*time.Second {
		t.Errorf("%d %q %v", rt.Status, rt.Received.Body.Reveal(), rt.Timings.Total)
	}
	if _, err := c.Send(ctx, RefreshRequest(Local(base), testApp, NewSecret("x"))); !errors.As(err, &e) || !e.Canceled || e.MaybeSent || e.Phase != phaseQueue {
		t.Errorf("canceled before it began: %+v", err)
	}
}

func TestMaxPerSecond(t *testing.T) {
	env := serveBytes(t, 200, "text/plain", "")
	c := NewClient(ClientOptions{MaxPerSecond: 50})
	defer c.Close()
	start := time.Now()
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() { _, _ = c.Send(t.Context(), RevokeRequest(env, testApp, NewSecret("x"))) })
	}
	wg.Wait()
	if took := time.Since(start); took < 100*time.Millisecond {
		t.Errorf("6 requests at 50 a second took %v", took)
	}
	slow := NewClient(ClientOptions{MaxPerSecond: 0.001})
	defer slow.Close()
	_, _ = slow.Send(t.Context(), RevokeRequest(env, testApp, NewSecret("x")))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := slow.Send(ctx, RevokeRequest(env, testApp, NewSecret("x")))
	var e *TransportError
	if !errors.As(err, &e) || !e.Timeout || e.MaybeSent || e.Phase != phaseQueue {
		t.Errorf("%+v", err)
	}
}

func TestProxy(t *testing.T) {
	var connects, absolutes atomic.Int32
	origin := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "origin") }))
	defer origin.Close()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != "CONNECT" {
			absolutes.Add(1)
			_, _ = io.WriteString(w, r.RequestURI)
			return
		}
		connects.Add(1)
		if user, _, _ := parseBasic(r.Header.Get("Proxy-Authorization")); user != "me" {
			w.WriteHeader(407)
			return
		}
		in, _, _ := w.(http.Hijacker).Hijack()
		out, err := net.Dial("tcp", origin.Listener.Addr().String())
		if err != nil {
			return
		}
		_, _ = io.WriteString(in, "HTTP/1.1 200 Go on\r\n\r\n")
		go func() { _, _ = io.Copy(out, in); _ = out.Close() }()
		_, _ = io.Copy(in, out)
		_ = in.Close()
	}))
	defer proxy.Close()
	config := origin.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	send := func(address, user string) (RoundTrip, error) {
		p, _ := url.Parse(proxy.URL)
		p.User = url.UserPassword(user, "hidden-pass")
		c := NewClient(ClientOptions{Timeout: 5 * time.Second, TLS: config, Proxy: func(*http.Request) (*url.URL, error) { return p, nil }})
		defer c.Close()
		rt, err := c.Send(t.Context(), Request{Method: "GET", URL: address})
		if err != nil && strings.Contains(err.Error(), "hidden-pass") {
			t.Errorf("the password of the proxy is in %q", err)
		}
		return rt, err
	}
	if rt, err := send("https://example.com/x", "me"); err != nil || rt.Received.Body.Reveal() != "origin" || connects.Load() != 1 {
		t.Errorf("https: %v, %d tunnels", err, connects.Load())
	}
	if _, err := send("https://example.com/x", "you"); err == nil || !strings.Contains(err.Error(), "the proxy refused to connect to example.com:443") {
		t.Errorf("refused: %v", err)
	}
	if rt, err := send("http://example.com/x", "me"); err != nil || rt.Received.Body.Reveal() != "http://example.com/x" || rt.Sent.Line != "GET http://example.com/x HTTP/1.1" {
		t.Errorf("http: %v %s", err, rt.Sent.Line)
	}
	if rt, err := send(origin.URL, "me"); err != nil || rt.Received.Body.Reveal() != "origin" || connects.Load() != 2 || absolutes.Load() != 1 {
		t.Errorf("loopback: %v, %d tunnels", err, connects.Load())
	}
	c := NewClient(ClientOptions{Proxy: func(*http.Request) (*url.URL, error) { return url.Parse("socks5://u:hidden-pass@x") }})
	if _, err := c.Send(t.Context(), Request{Method: "GET", URL: "https://example.com"}); err == nil || !strings.Contains(err.Error(), "proxy of this environment cannot be used") {
		t.Errorf("socks: %v", err)
	}
}

func parseBasic(header string) (user, password string, ok bool) {
	r := http.Request{Header: http.Header{"Authorization": {header}}}
	return r.BasicAuth()
}

// An answer that comes before all of the request is read counts.
func TestEarlyRefusal(t *testing.T) {
	base := listen(t, func(c net.Conn) {
		_, _ = c.Read(make([]byte, 100))
		_, _ = io.WriteString(c, "HTTP/1.1 431 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		_ = c.(*net.TCPConn).CloseWrite()
		_, _ = io.Copy(io.Discard, c)
	})
	c := NewClient(ClientOptions{Timeout: 5 * time.Second})
	defer c.Close()
	rt, err := c.Send(t.Context(), AccountsRequest(Local(base), testApp, NewSecret(strings.Repeat("a", 4<<20))))
	if err != nil || rt.Status != 431 {
		t.Errorf("status %d, %v", rt.Status, err)
	}
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Errorf("not within 10 s: %s", what)
}

// openFiles counts file descriptors, or returns 0 where that cannot be seen.
func openFiles() int {
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(list)
}

// After 1,000 requests, half of them canceled, nothing is left running or open.
func TestNothingIsLeftBehind(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/revoke" {
			select {
			case <-r.Context().Done():
			case <-time.After(time.Second):
			}
		}
		_, _ = io.WriteString(w, "{}")
	}))
	env := Local(server.URL)
	goroutines, files := runtime.NumGoroutine(), openFiles()
	c := NewClient(ClientOptions{})
	var wg sync.WaitGroup
	for worker := range 10 {
		wg.Go(func() {
			for i := range 100 {
				ctx, cancel := context.WithCancel(context.Background())
				r := RefreshRequest(env, testApp, NewSecret("x"))
				if i%2 == 0 {
					r = RevokeRequest(env, testApp, NewSecret("x"))
					time.AfterFunc(time.Duration(worker)*time.Millisecond, cancel)
				}
				_, err := c.Send(ctx, r)
				if e := (*TransportError)(nil); err != nil && (!errors.As(err, &e) || !e.Canceled) {
					t.Error(err)
				}
				cancel()
			}
		})
	}
	wg.Wait()
	c.Close()
	server.CloseClientConnections()
	eventually(t, "goroutines as before", func() bool { return runtime.NumGoroutine() <= goroutines+1 })
	eventually(t, "files as before", func() bool { return openFiles() <= files+1 })
	server.Close()
	if t.Failed() {
		buf := make([]byte, 1<<16)
		t.Logf("%d goroutines, %d before; %d files, %d before\n%s", runtime.NumGoroutine(), goroutines, openFiles(), files, buf[:runtime.Stack(buf, true)])
	}
}
