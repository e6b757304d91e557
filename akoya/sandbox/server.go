package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// closeGrace is how long requests in flight may take to end when a server is
// closed. They are told to stop at once.
const closeGrace = 250 * time.Millisecond

// addrInUseOnWindows is WSAEADDRINUSE, a number no other system uses.
const addrInUseOnWindows = syscall.Errno(10048)

// Server is a running sandbox. All its methods are safe for concurrent use.
type Server struct {
	opts     Options
	base     string // http://127.0.0.1:PORT, with no slash at the end
	loopback bool   // nobody else can reach it
	clock    *clock
	signer   signer
	clients  map[string]*client
	users    []*user
	store    *store
	flows    *flows
	faults   faults
	pages    *pages
	handler  http.Handler

	http     *http.Server
	cancel   context.CancelFunc
	unwatch  func() bool    // stops waiting for the end of Start's context
	serving  chan struct{}  // closed when no connection is accepted any more
	conns    sync.WaitGroup // open connections
	closing  sync.Once
	closeErr error
}

// Start listens and serves until Close, or until ctx ends. It refuses an
// address that other machines can reach unless the options allow it.
func Start(ctx context.Context, opts Options) (*Server, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return nil, err
	}
	host, _, err := net.SplitHostPort(opts.Addr)
	if err != nil {
		return nil, fmt.Errorf("the address %q needs a host and a port, such as 127.0.0.1:8080", opts.Addr)
	}
	if !loopbackHost(host) && !opts.AllowNonLoopback {
		return nil, fmt.Errorf("the address %s can be reached from other machines: use 127.0.0.1, or allow it explicitly", opts.Addr)
	}
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", opts.Addr)
	if errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, addrInUseOnWindows) {
		return nil, fmt.Errorf("the address %s is taken by another program: choose another port, or 0 for a free one", opts.Addr)
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", opts.Addr, err)
	}
	s := newServer(opts, ln.Addr().(*net.TCPAddr))
	s.serve(ctx, ln)
	return s, nil
}

func newServer(opts Options, addr *net.TCPAddr) *Server {
	loopback := addr.IP.IsLoopback()
	if addr.IP.IsUnspecified() {
		addr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: addr.Port}
	}
	s := &Server{
		opts:     opts,
		base:     "http://" + addr.String(),
		loopback: loopback,
		clock:    newClock(opts.Start),
		clients: map[string]*client{
			opts.ClientID: {opts.ClientID, opts.ClientSecret, opts.RedirectURIs},
			otherClientID: {otherClientID, otherClientSecret, opts.RedirectURIs},
		},
		users:   newUsers(),
		store:   newStore(opts.RefreshLife),
		flows:   newFlows(),
		pages:   newPages(),
		serving: make(chan struct{}),
	}
	s.faults.set(opts.Faults)
	s.handler = s.routes()
	return s
}

func (s *Server) serve(ctx context.Context, ln net.Listener) {
	base, cancel := context.WithCancel(ctx)
	s.cancel = cancel
	s.http = &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // a terminal may be showing something else
		BaseContext:       func(net.Listener) context.Context { return base },
		ConnState: func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				s.conns.Add(1)
			case http.StateClosed, http.StateHijacked:
				s.conns.Done()
			}
		},
	}
	go func() {
		defer close(s.serving)
		s.http.Serve(ln) // ends with http.ErrServerClosed
	}()
	s.unwatch = context.AfterFunc(ctx, func() { s.shut(context.WithoutCancel(ctx)) })
}

// Close ends every connection and every goroutine of the server. Requests in
// flight are told to stop and given a moment. It may be called again.
func (s *Server) Close(ctx context.Context) error {
	s.unwatch()
	return s.shut(ctx)
}

func (s *Server) shut(ctx context.Context) error {
	s.closing.Do(func() {
		s.cancel()
		grace, cancel := context.WithTimeout(ctx, closeGrace)
		defer cancel()
		if err := s.http.Shutdown(grace); err != nil {
			s.closeErr = s.http.Close()
		}
		<-s.serving
		s.conns.Wait()
	})
	return s.closeErr
}

// Info is where the server is and who may use it.
func (s *Server) Info() Info {
	return Info{
		AuthURL:      s.base + "/auth",
		TokenURL:     s.base + "/token",
		RevokeURL:    s.base + "/revoke",
		STSURL:       s.base + "/oauth2/token",
		AccountsURL:  s.base + "/accounts-info/v2/" + connectorName,
		KeysURL:      s.base + "/keys",
		ControlURL:   s.controlURL(),
		ClientID:     s.opts.ClientID,
		ClientSecret: s.opts.ClientSecret,
		RedirectURIs: append([]string(nil), s.opts.RedirectURIs...),
	}
}

func (s *Server) controlURL() string { return s.base + "/control" }

// Handler serves everything the server serves, for use without its listener.
// Faults that break a connection panic with [http.ErrAbortHandler].
func (s *Server) Handler() http.Handler { return s.handler }

// Now is the sandbox's time, in UTC.
func (s *Server) Now() time.Time { return s.clock.Now() }

// Advance moves the sandbox's time forward. It refuses a negative duration and
// more than 100 years altogether.
func (s *Server) Advance(d time.Duration) error { return s.clock.Advance(d) }

// Signatures is how many RS256 signatures were made since the start: exactly
// one for each id_token issued. They are nearly all the work of this server.
func (s *Server) Signatures() int64 { return s.signer.count.Load() }
