package akoya

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// DefaultTimeout bounds a round trip from the first look-up to the last byte.
const DefaultTimeout = 30 * time.Second

// ClientOptions configure a Client. The zero value is good for real servers.
type ClientOptions struct {
	Timeout      time.Duration // of a whole round trip; 0 means DefaultTimeout
	MaxPerSecond float64       // requests; 0 means no limit
	UserAgent    string        // "" means "akoya-tui"

	Dial  func(ctx context.Context, network, address string) (net.Conn, error) // nil: a net.Dialer
	TLS   *tls.Config                                                          // nil: the system's roots
	Proxy func(*http.Request) (*url.URL, error)                                // nil: http.ProxyFromEnvironment, which spares loopback
	Now   func() time.Time                                                     // the clock that RoundTrip.Started tells; nil: time.Now
}

// Client sends requests and keeps what went over the wire.
//
// It speaks HTTP/1.1 itself rather than through net/http.Transport, for four
// reasons: the Transport sends a request again on its own when a kept connection
// breaks, and a refresh sent twice costs the consumer's consent; it writes what
// a server sends unasked to the program's standard error; it sorts headers; and
// it cannot tell how much of a request had left. Responses are parsed by net/http.
//
// A Client is safe for concurrent use. It follows no redirect and keeps no cookie.
type Client struct {
	options ClientOptions
	pool    *pool
	limiter *limiter
	keys    *keyCache
}

// NewClient returns a client. Close it to end its kept connections.
func NewClient(o ClientOptions) *Client {
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.UserAgent == "" {
		o.UserAgent = "akoya-tui"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Proxy == nil {
		o.Proxy = http.ProxyFromEnvironment
	}
	if o.Dial == nil {
		o.Dial = (&net.Dialer{}).DialContext
	}
	return &Client{options: o, pool: newPool(), limiter: newLimiter(o.MaxPerSecond), keys: newKeyCache()}
}

// Close ends the connections that are kept for later requests. The client can
// still be used; it keeps none from then on.
func (c *Client) Close() { c.pool.close() }

// Send sends exactly r, once, and returns what went over the wire, as complete
// as it became. The error is a *RequestError when r cannot be sent or a
// *TransportError when no whole answer came, and stands in RoundTrip.Err too;
// an HTTP status is never an error.
func (c *Client) Send(ctx context.Context, r Request) (RoundTrip, error) {
	rt := RoundTrip{Method: r.Method, URL: r.URL, Started: c.options.Now(), known: r.secrets()}
	w, err := encode(r, c.options.UserAgent)
	if err != nil {
		rt.Err = err
		return rt, err
	}
	rt.Sent = w.message()

	t := &trip{client: c, wire: w, rt: &rt, begin: time.Now()}
	t.address = hostPort(w.url)
	if err := c.limiter.wait(ctx); err != nil {
		return t.fail(ctx, phaseQueue, err)
	}
	rt.Started, t.begin = c.options.Now(), time.Now()

	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	phase, err := t.run(ctx)
	rt.Timings.Total = t.since()
	if err != nil {
		return t.fail(ctx, phase, err)
	}
	return rt, nil
}

// The phases of a round trip, as TransportError.Phase names them.
const (
	phaseQueue   = "queue" // waiting for the limit of requests a second
	phaseLookup  = "lookup"
	phaseConnect = "connect"
	phaseTLS     = "tls"
	phaseSend    = "send"
	phaseWait    = "wait"
	phaseBody    = "body"
)

// trip is one round trip on its way.
type trip struct {
	client  *Client
	wire    wire
	rt      *RoundTrip
	begin   time.Time
	address string // host:port of the server
	sent    bool   // every byte of the request left this program
}

func (t *trip) since() time.Duration { return time.Since(t.begin) }

func (t *trip) fail(ctx context.Context, phase string, err error) (RoundTrip, error) {
	t.rt.Timings.Total = t.since()
	e := explain(ctx, phase, err, t)
	t.rt.Err = e
	return *t.rt, e
}

// run gets a connection and talks over it. A kept connection may have ended
// just now; when not all of the request had left by then, the server cannot
// have acted on it and a new connection is tried, once.
func (t *trip) run(ctx context.Context) (phase string, err error) {
	route, err := t.route()
	if err != nil {
		return phaseConnect, err
	}
	if kept := t.client.pool.get(route.key()); kept != nil {
		t.rt.Timings.Reused = true
		phase, err := t.talk(ctx, kept, route)
		if err == nil || t.sent || phase != phaseSend || ctx.Err() != nil {
			return phase, err
		}
		t.rt.Timings = Timings{}
	}
	fresh, phase, err := t.dial(ctx, route)
	if err != nil {
		return phase, err
	}
	return t.talk(ctx, fresh, route)
}

// talk sends the request over c and reads the answer. Afterwards c is kept or closed.
func (t *trip) talk(ctx context.Context, c *conn, route route) (phase string, err error) {
	rt := t.rt
	rt.RemoteAddr, rt.TLS = c.remote, c.tls
	stop := context.AfterFunc(ctx, c.interrupt)
	keep := false
	defer func() {
		if !stop() { // interrupted: its deadline has passed for good
			keep = false
		}
		if !keep {
			_ = c.Close()
			return
		}
		t.client.pool.put(c)
	}()

	line := rt.Sent.Line
	if route.absolute {
		line = t.wire.method + " " + t.wire.url.Scheme + "://" + t.wire.url.Host + t.wire.target + " HTTP/1.1"
		rt.Sent.Line = line
	}
	out := t.wire.bytes(line)
	n, sendErr := c.Write(out)
	t.sent = n == len(out)
	wait := t.since()
	if sendErr != nil {
		if ctx.Err() != nil || n == 0 {
			return phaseSend, sendErr
		}
		// The server may have refused early and closed: its answer may be here already.
		_ = c.SetReadDeadline(time.Now().Add(earlyAnswer))
	}

	a, err := readAnswer(c.reader, t.wire.method, func() {
		rt.Timings.Wait = Span{Start: wait, Length: t.since() - wait}
	})
	if err != nil {
		rt.Timings.Wait = Span{Start: wait, Length: t.since() - wait}
		if sendErr != nil {
			return phaseSend, sendErr
		}
		return phaseWait, err
	}
	rt.Status = a.response.StatusCode
	rt.Received = Message{Line: a.line, Header: a.header}
	start := t.since()
	body, err := io.ReadAll(io.LimitReader(a.response.Body, MaxBody+1))
	rt.Timings.Body = Span{Start: start, Length: t.since() - start}
	if len(body) > MaxBody {
		body, rt.Truncated, err = body[:MaxBody], true, nil
	}
	rt.Received.Body = NewSecret(string(body))
	if err != nil {
		return phaseBody, err
	}
	keep = !rt.Truncated && sendErr == nil && a.keepAlive() && c.reader.Buffered() == 0 && c.keepFor(a.header)
	return "", nil
}

// earlyAnswer is how long an answer is waited for after sending failed.
const earlyAnswer = 300 * time.Millisecond

// secrets returns the values of r that are masked wherever they turn up.
func (r Request) secrets() []Secret {
	list := []Secret{r.Basic.ClientSecret}
	for _, fields := range [][]Field{r.Header, r.Form} {
		for _, f := range fields {
			if f.Sensitive || IsSecretName(f.Name) {
				list = append(list, credential(f.Value))
			}
		}
	}
	return list
}

// errProxyScheme is a proxy that this client cannot speak to.
var errProxyScheme = errors.New("a proxy that is neither http nor https")
