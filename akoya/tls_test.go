package akoya

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// certificate makes one for these names, signed by itself.
func certificate(t *testing.T, notAfter time.Time, names ...string) tls.Certificate {
	t.Helper()
	key := testKeys().ec
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: notAfter,
		DNSNames: names, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	if len(names) > 0 {
		template.IPAddresses = nil
	}
	der, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func trusting(t *testing.T, c tls.Certificate) *tls.Config {
	t.Helper()
	leaf, err := x509.ParseCertificate(c.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return &tls.Config{RootCAs: pool}
}

func TestBadTLS(t *testing.T) {
	tomorrow := time.Now().Add(24 * time.Hour)
	good, expired := certificate(t, tomorrow), certificate(t, time.Now().Add(-time.Hour))
	named := certificate(t, tomorrow, "elsewhere.example")
	over := func(config *tls.Config, then func(net.Conn)) func(net.Conn) {
		return func(c net.Conn) {
			s := tls.Server(c, config)
			if s.Handshake() == nil {
				then(s)
				_ = s.Close()
			}
		}
	}
	use := func(c tls.Certificate) *tls.Config { return &tls.Config{Certificates: []tls.Certificate{c}} }
	asking := use(good)
	asking.ClientAuth = tls.RequireAnyClientCert
	old := use(good)
	old.MinVersion, old.MaxVersion = tls.VersionTLS10, tls.VersionTLS10
	tests := []struct {
		name   string
		serve  func(net.Conn)
		config *tls.Config
		want   string
		sent   bool
	}{
		{"unknown authority", over(use(good), hang), nil, "not signed by an authority", false},
		{"another name", over(use(named), hang), trusting(t, named), "for another name than 127.0.0.1", false},
		{"expired", over(use(expired), hang), trusting(t, expired), "has expired", false},
		{"plain HTTP", answers(emptyAnswer), trusting(t, good), "does not speak TLS", false},
		{"SSH", func(c net.Conn) { _, _ = io.WriteString(c, "SSH-2.0-x\r\n"); hang(c) }, nil, "does not speak TLS", false},
		{"silence", hang, nil, "being secured (TLS)", false},
		{"closes", func(c net.Conn) { _, _ = c.Read(make([]byte, 64)) }, nil, "while it was being secured", false},
		{"resets", func(c net.Conn) { _, _ = c.Read(make([]byte, 1)); reset(c) }, nil, "while it was being secured", false},
		{"alert", func(c net.Conn) { _, _ = io.WriteString(c, "\x15\x03\x03\x00\x02\x02\x28"); hang(c) }, nil, "could not be secured", false},
		{"a record of nonsense", func(c net.Conn) { _, _ = io.WriteString(c, "\x16\x03\x03\x00\x05hello"); hang(c) }, nil, "could not be secured", false},
		{"only TLS 1.0", over(old, hang), trusting(t, good), "secured", false},
		{"closes after the request", over(use(good), reads(func(net.Conn) {})), trusting(t, good), "without an answer", true},
		{"cut body without a farewell", over(use(good), func(c net.Conn) {
			answers("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")(c)
			_ = c.(*tls.Conn).NetConn().Close()
		}), trusting(t, good), "middle of", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			base := strings.Replace(listen(t, tt.serve), "http://", "https://", 1)
			timeout := 20 * time.Second
			if tt.name == "silence" {
				timeout = 300 * time.Millisecond
			}
			c := NewClient(ClientOptions{Timeout: timeout, TLS: tt.config})
			defer c.Close()
			rt, err := c.Send(t.Context(), RefreshRequest(Local(base), testApp, NewSecret(canaryToken)))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q in it", err, tt.want)
			}
			checkTransportError(t, err)
			checkNoLeak(t, rt, err.Error())
			if e := err.(*TransportError); e.MaybeSent != tt.sent || !tt.sent && e.Phase != phaseTLS {
				t.Errorf("phase %s, may have been sent: %v", e.Phase, e.MaybeSent)
			}
		})
	}
	t.Run("client certificate", func(t *testing.T) {
		base := strings.Replace(listen(t, over(asking, hang)), "http://", "https://", 1)
		c := NewClient(ClientOptions{Timeout: time.Second, TLS: trusting(t, good)})
		defer c.Close()
		_, err := c.Send(t.Context(), Request{Method: "GET", URL: base})
		if err == nil {
			t.Error("no error")
		}
		checkTransportError(t, err)
	})
}

func TestTLSIsToldAndReused(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Proto)
	}))
	defer server.Close()
	c := NewClient(ClientOptions{TLS: server.Client().Transport.(*http.Transport).TLSClientConfig})
	defer c.Close()
	for i := range 3 {
		rt, err := c.Send(t.Context(), Request{Method: "GET", URL: server.URL})
		if err != nil {
			t.Fatal(err)
		}
		if rt.TLS == nil || rt.TLS.Version != "TLS 1.3" || rt.TLS.Issuer == "" || rt.TLS.NotAfter.IsZero() || rt.TLS.Cipher == "" {
			t.Errorf("TLS %+v", rt.TLS)
		}
		if rt.Timings.Reused != (i > 0) || (rt.Timings.TLS.Length > 0) != (i == 0) || rt.RemoteAddr != server.Listener.Addr().String() {
			t.Errorf("request %d: %+v from %s", i, rt.Timings, rt.RemoteAddr)
		}
		if rt.Received.Body.Reveal() != "HTTP/1.1" || rt.Received.Line != "HTTP/1.1 200 OK" {
			t.Errorf("%s %s", rt.Received.Line, rt.Received.Body.Reveal())
		}
	}
}

func TestNoConnection(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + l.Addr().String()
	_ = l.Close()
	lookup := func(e error) func(context.Context, string, string) (net.Conn, error) {
		return func(context.Context, string, string) (net.Conn, error) { return nil, &net.OpError{Op: "dial", Err: e} }
	}
	waits := func(ctx context.Context, _, _ string) (net.Conn, error) { <-ctx.Done(); return nil, ctx.Err() }
	tests := []struct {
		name, url string
		dial      func(context.Context, string, string) (net.Conn, error)
		want      string
		phase     string
	}{
		{"refused", closed, nil, "connection refused by 127.0.0.1", phaseConnect},
		{"no such name", "http://idp.invalid", lookup(&net.DNSError{IsNotFound: true}), "the name idp.invalid was not found", phaseLookup},
		{"no name server", "http://idp.invalid", lookup(&net.DNSError{}), "could not be looked up", phaseLookup},
		{"no way", "http://idp.invalid", lookup(wsaNetUnreachable), "there is no way to idp.invalid:80", phaseConnect},
		{"silence", "https://idp.invalid", waits, "while connecting", phaseConnect},
		{"something else", "https://idp.invalid", lookup(errors.New("secret \x1b")), "failed while connecting", phaseConnect},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := NewClient(ClientOptions{Timeout: 100 * time.Millisecond, Dial: tt.dial, Proxy: noProxy})
			defer c.Close()
			rt, err := c.Send(t.Context(), Request{Method: "POST", URL: tt.url + "/token?code=" + canaryToken})
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "code=") {
				t.Fatalf("got %v, want %q in it", err, tt.want)
			}
			checkTransportError(t, err)
			if e := err.(*TransportError); e.Phase != tt.phase || e.MaybeSent || rt.Err != err {
				t.Errorf("%+v", e)
			}
		})
	}
}
