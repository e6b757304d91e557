package callback

import (
	"bytes"
	"context"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// limits bound what peers can hold of this program. A person's callback is one
// small request, sent at once.
type limits struct {
	connections int           // open at a time
	patience    time.Duration // how long a connection is safe from making room for a new one
	request     time.Duration // from the first byte to the end of the headers
	response    time.Duration
	header      int // bytes of request line and headers
	address     int // bytes of the address in the request line
	events      int // events kept for Next
}

func defaultLimits() limits {
	return limits{
		connections: 128, patience: 100 * time.Millisecond,
		request: 5 * time.Second, response: 5 * time.Second,
		header: 64 << 10, address: 16 << 10, events: 64,
	}
}

// gate bounds the open connections over all listeners. When it is full, the
// oldest connection makes room, once it has had its time: so slow peers, however
// many, delay a callback but never keep it out.
type gate struct {
	limits limits
	report func(from net.Addr, kind Kind, reason string)

	mu     sync.Mutex
	open   []*conn // oldest first
	over   bool
	room   chan struct{} // holds a token when a connection was closed
	closed chan struct{}
}

func newGate(l limits, report func(net.Addr, Kind, string)) *gate {
	return &gate{limits: l, report: report, room: make(chan struct{}, 1), closed: make(chan struct{})}
}

// gated is a listener behind the gate.
type gated struct {
	net.Listener
	gate *gate
}

// Accept implements net.Listener.
func (g gated) Accept() (net.Conn, error) {
	inner, err := g.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &conn{Conn: inner, gate: g.gate, since: time.Now()}
	g.gate.admit(c)
	return c, nil
}

// admit waits until there is room, and takes it.
func (g *gate) admit(c *conn) {
	for {
		g.mu.Lock()
		if g.over {
			g.mu.Unlock()
			_ = c.Close()
			return
		}
		if len(g.open) < g.limits.connections {
			g.open = append(g.open, c)
			g.mu.Unlock()
			return
		}
		oldest := g.open[0]
		g.mu.Unlock()
		wait := g.limits.patience - time.Since(oldest.since)
		if wait <= 0 {
			_ = oldest.Close()
			continue
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-g.room:
		case <-g.closed:
		}
		timer.Stop()
	}
}

// shut closes every connection, and from now on every new one.
func (g *gate) shut() {
	g.mu.Lock()
	open := slices.Clone(g.open)
	g.over = true
	g.mu.Unlock()
	close(g.closed)
	for _, c := range open {
		_ = c.Close()
	}
}

func (g *gate) leave(c *conn) {
	g.mu.Lock()
	g.open = slices.DeleteFunc(g.open, func(other *conn) bool { return other == c })
	g.mu.Unlock()
	select {
	case g.room <- struct{}{}:
	default:
	}
}

// conn is one connection. It sees the requests that never reach the handler,
// and reports each once.
type conn struct {
	net.Conn
	gate   *gate
	since  time.Time
	heard  atomic.Bool // bytes arrived; a browser opens connections in advance and says nothing
	cut    atomic.Bool // reading ended: the peer left, or its time was over
	served atomic.Bool // a request reached the handler, or its failure was reported
	leave  sync.Once
}

type connKey struct{}

// connOf returns the connection of a request.
func connOf(ctx context.Context) *conn {
	c, _ := ctx.Value(connKey{}).(*conn)
	return c
}

const unfinished = "A request was begun and not finished."

// Read implements net.Conn.
func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.heard.Store(true)
	}
	if err != nil {
		c.cut.Store(true)
	}
	return n, err
}

// Write implements net.Conn. What the server writes before any handler ran is
// its own refusal: 400, 431, 501, 505.
func (c *conn) Write(p []byte) (int, error) {
	switch {
	case c.served.Swap(true):
	case bytes.HasPrefix(p, []byte("HTTP/1.1 431")):
		c.gate.report(c.RemoteAddr(), TooLong, "The request line and headers were longer than any callback's, so they were not read to the end.")
	case c.cut.Load():
		c.gate.report(c.RemoteAddr(), Unfinished, unfinished)
	default:
		c.gate.report(c.RemoteAddr(), Unreadable, "The bytes were not a request as a browser sends it.")
	}
	return c.Conn.Write(p)
}

// Close implements net.Conn.
func (c *conn) Close() error {
	c.leave.Do(func() {
		c.gate.leave(c)
		if !c.served.Swap(true) && c.heard.Load() {
			c.gate.report(c.RemoteAddr(), Unfinished, unfinished)
		}
	})
	return c.Conn.Close()
}

// CloseWrite keeps what the server uses to end an answer politely.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
