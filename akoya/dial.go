package akoya

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"time"
)

// route is how a server is reached.
type route struct {
	server   string   // host:port
	proxy    *url.URL // nil: directly
	secure   bool
	absolute bool // the request line carries the whole URL: plain HTTP over a proxy
}

func (r route) key() string {
	key := r.server
	if r.secure {
		key = "tls " + key
	}
	if r.proxy != nil {
		key += " by " + r.proxy.Scheme + "://" + r.proxy.Host
	}
	return key
}

func hostPort(u *url.URL) string {
	port := u.Port()
	switch {
	case port != "":
	case u.Scheme == "https":
		port = "443"
	default:
		port = "80"
	}
	return net.JoinHostPort(u.Hostname(), port)
}

func (t *trip) route() (route, error) {
	r := route{server: t.address, secure: t.wire.url.Scheme == "https"}
	proxy, err := t.client.options.Proxy(&http.Request{URL: t.wire.url})
	if err != nil {
		return r, errProxyScheme
	}
	if proxy == nil || IsLoopback(t.wire.url.Hostname()) {
		return r, nil
	}
	if proxy.Scheme != "http" && proxy.Scheme != "https" {
		return r, errProxyScheme
	}
	r.proxy, r.absolute = proxy, !r.secure
	return r, nil
}

// IsLoopback reports whether a host, without its port, can only be this machine:
// no proxy reaches it, and nobody listens in on the way.
func IsLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// dial connects by route and secures the connection.
func (t *trip) dial(ctx context.Context, r route) (*conn, string, error) {
	address := r.server
	if r.proxy != nil {
		address = hostPort(r.proxy)
	}
	raw, phase, err := t.connect(ctx, address)
	if err != nil {
		return nil, phase, err
	}
	stop := context.AfterFunc(ctx, func() { _ = raw.SetDeadline(time.Unix(1, 0)) })
	done := func(c *conn, phase string, err error) (*conn, string, error) {
		if !stop() && err == nil {
			err = context.Cause(ctx)
		}
		if err != nil {
			_ = raw.Close()
			return nil, phase, err
		}
		return c, "", nil
	}
	remote := newConn(raw, "").remote
	way := raw
	if r.proxy != nil {
		if way, phase, err = t.passProxy(ctx, raw, r); err != nil {
			return done(nil, phase, err)
		}
	}
	if !r.secure {
		c := newConn(way, r.key())
		c.remote = remote
		return done(c, phaseConnect, nil)
	}
	start := t.since()
	secured, state, err := t.secure(ctx, way, t.wire.url.Hostname())
	t.rt.Timings.TLS = Span{Start: start, Length: t.since() - start}
	if err != nil {
		return done(nil, phaseTLS, err)
	}
	c := newConn(secured, r.key())
	c.remote, c.tls = remote, state
	return done(c, phaseTLS, nil)
}

// connect looks the name up and opens the connection. The dialer tells the end
// of the look-up by httptrace; several attempts may run at once, hence the lock.
func (t *trip) connect(ctx context.Context, address string) (net.Conn, string, error) {
	var mu sync.Mutex
	var lookup Span
	began, ended := false, false
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSStart: func(httptrace.DNSStartInfo) {
			mu.Lock()
			defer mu.Unlock()
			lookup.Start, began = t.since(), true
		},
		DNSDone: func(httptrace.DNSDoneInfo) {
			mu.Lock()
			defer mu.Unlock()
			lookup.Length, ended = t.since()-lookup.Start, true
		},
	})
	start := t.since()
	c, err := t.client.options.Dial(ctx, "tcp", address)
	end := t.since()

	mu.Lock()
	defer mu.Unlock()
	phase := phaseConnect
	switch {
	case began && !ended:
		lookup.Length, phase = end-lookup.Start, phaseLookup
		start = end
	case ended:
		start = lookup.Start + lookup.Length
	}
	t.rt.Timings.DNS = lookup
	t.rt.Timings.Connect = Span{Start: start, Length: end - start}
	if isLookupError(err) {
		phase = phaseLookup
	}
	return c, phase, err
}

// secure makes the connection private. Only HTTP/1.1 is offered.
func (t *trip) secure(ctx context.Context, c net.Conn, host string) (net.Conn, *TLS, error) {
	config := &tls.Config{}
	if t.client.options.TLS != nil {
		config = t.client.options.TLS.Clone()
	}
	config.NextProtos = []string{"http/1.1"}
	if config.ServerName == "" {
		config.ServerName = host
	}
	secured := tls.Client(c, config)
	if err := secured.HandshakeContext(ctx); err != nil {
		return nil, nil, err
	}
	state := secured.ConnectionState()
	info := &TLS{
		Version:    tls.VersionName(state.Version),
		Cipher:     tls.CipherSuiteName(state.CipherSuite),
		ServerName: state.ServerName,
	}
	if len(state.PeerCertificates) > 0 {
		leaf := state.PeerCertificates[0]
		info.Issuer, info.NotAfter = leaf.Issuer.String(), leaf.NotAfter
	}
	return secured, info, nil
}

// proxyRefused is an answer of a proxy that is not "go on".
type proxyRefused struct{ status int }

func (e proxyRefused) Error() string { return "refused by the proxy" }

// passProxy secures the way to an https proxy and opens a tunnel through it
// (RFC 9110 section 9.3.6). Plain HTTP needs no tunnel.
func (t *trip) passProxy(ctx context.Context, c net.Conn, r route) (net.Conn, string, error) {
	if r.proxy.Scheme == "https" {
		secured, _, err := t.secure(ctx, c, r.proxy.Hostname())
		if err != nil {
			return nil, phaseTLS, err
		}
		c = secured
	}
	if r.absolute {
		return c, "", nil
	}
	hello := "CONNECT " + r.server + " HTTP/1.1\r\nHost: " + r.server + "\r\n"
	if u := r.proxy.User; u != nil {
		password, _ := u.Password()
		hello += "Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(u.Username()+":"+password)) + "\r\n"
	}
	if _, err := c.Write([]byte(hello + "\r\n")); err != nil {
		return nil, phaseConnect, err
	}
	// The server speaks only after the client's hello, so nothing is read too far.
	a, err := readAnswer(bufio.NewReader(c), http.MethodConnect, func() {})
	switch {
	case err != nil:
		return nil, phaseConnect, err
	case a.response.StatusCode/100 != 2:
		return nil, phaseConnect, proxyRefused{a.response.StatusCode}
	}
	return c, "", nil
}
