package callback

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Options of Listen. The zero value waits until Close or the end of the context.
type Options struct {
	Timeout time.Duration // how long to wait for the callback; 0 is without end
}

// Listener waits on a loopback redirect URI for one callback. It is safe for
// concurrent use.
type Listener struct {
	target    target
	wantState string
	limits    limits
	page      page
	sockets   []net.Listener
	gate      *gate
	server    *http.Server
	serving   sync.WaitGroup // the watch, and one a socket

	events  chan Event
	dropped atomic.Int64
	ended   chan struct{}

	mu       sync.Mutex
	accepted bool
	why      *Problem // why it ended; set before ended is closed
}

// Listen opens the address of redirectURI and waits there for the callback that
// carries wantState. It ends with Close, with ctx, or when o.Timeout is over.
// The error is always a *Problem: CannotListen when the redirect URI is not a
// loopback http address, PortTaken when another program is there. Port 0 lets
// the system choose: see RedirectURI.
func Listen(ctx context.Context, redirectURI, wantState string, o Options) (*Listener, error) {
	t, problem := newTarget(redirectURI)
	if problem != nil {
		return nil, problem
	}
	sockets, t, problem := bind(ctx, t)
	if problem != nil {
		return nil, problem
	}
	return serve(ctx, sockets, t, wantState, o, defaultLimits()), nil
}

// serve starts a listener on sockets that are open already.
func serve(ctx context.Context, sockets []net.Listener, t target, wantState string, o Options, limits limits) *Listener {
	l := &Listener{
		target: t, wantState: wantState, limits: limits, page: newPage(t.host), sockets: sockets,
		events: make(chan Event, limits.events+1), // one place is kept for Accepted
		ended:  make(chan struct{}),
	}
	l.gate = newGate(limits, l.refuseUnread)
	l.server = &http.Server{
		Handler:                      http.HandlerFunc(l.handle),
		DisableGeneralOptionsHandler: true,
		ReadHeaderTimeout:            limits.request,
		ReadTimeout:                  limits.request,
		WriteTimeout:                 limits.response,
		MaxHeaderBytes:               limits.header,
		ErrorLog:                     log.New(io.Discard, "", 0), // a terminal program owns the terminal
		ConnContext:                  func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, connKey{}, c) },
	}
	l.server.SetKeepAlivesEnabled(false)
	for _, socket := range sockets {
		l.serving.Go(func() { _ = l.server.Serve(gated{socket, l.gate}) })
	}
	l.serving.Go(func() { l.watch(ctx, o.Timeout) })
	return l
}

// watch ends the listener with the context or the time-out.
func (l *Listener) watch(ctx context.Context, timeout time.Duration) {
	var over <-chan time.Time
	if timeout > 0 {
		timer := time.NewTimer(timeout)
		defer timer.Stop()
		over = timer.C
	}
	for {
		select {
		case <-l.ended:
			return
		case <-ctx.Done():
			l.finish(&Problem{Kind: Closed, What: "The wait for the callback was ended.",
				Hint: "Authorize again to wait anew.", Cause: context.Cause(ctx)})
			return
		case <-over:
			if l.hasAccepted() {
				over = nil
				continue
			}
			l.finish(problem(TimedOut, "No callback arrived within %s, so the wait is over.",
				"If the browser has arrived at the redirect URI, paste its address; otherwise authorize again.", timeout))
			return
		}
	}
}

// finish frees the port and ends every connection; only the first call counts.
func (l *Listener) finish(why *Problem) {
	l.mu.Lock()
	first := l.why == nil
	if first {
		l.why = why
	}
	l.mu.Unlock()
	if !first {
		return
	}
	for _, socket := range l.sockets {
		_ = socket.Close()
	}
	_ = l.server.Close()
	l.gate.shut()
	close(l.ended)
}

// Close frees the port and ends every connection, at once. It always returns nil
// and may be called again.
func (l *Listener) Close() error {
	l.finish(&Problem{Kind: Closed, What: "The listener is closed.", Hint: "Authorize again to wait anew."})
	l.serving.Wait() // a socket is open until the last Accept has returned
	return nil
}

// RedirectURI returns the redirect URI that is served, with the port that the
// system chose if there was none.
func (l *Listener) RedirectURI() string { return l.target.uri.String() }

// Dropped returns how many refused requests were not kept as events, because
// nobody had called Next for a while.
func (l *Listener) Dropped() int64 { return l.dropped.Load() }

// Next waits for the next event. After the listener has ended and the events are
// used up it returns a *Problem that says why: TimedOut or Closed. When ctx ends
// first it returns the cause of that.
func (l *Listener) Next(ctx context.Context) (Event, error) {
	select {
	case event := <-l.events:
		return event, nil
	default:
	}
	select {
	case event := <-l.events:
		return event, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-l.ended:
	}
	select {
	case event := <-l.events:
		return event, nil
	default:
		return nil, l.why
	}
}

func (l *Listener) hasAccepted() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.accepted
}

// win reports whether this is the first right callback.
func (l *Listener) win() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	first := !l.accepted
	l.accepted = true
	return first
}

// accept hands the callback over. It never blocks: its place is kept.
func (l *Listener) accept(callback Callback) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events <- Accepted{callback}
}

// refuse keeps an event, or counts it when there are too many. It never blocks.
func (l *Listener) refuse(event Refused) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.why != nil: // the end of the listener ended the request
	case len(l.events) >= l.limits.events:
		l.dropped.Add(1)
	default:
		l.events <- event
	}
}

func (l *Listener) refuseUnread(from net.Addr, kind Kind, reason string) {
	l.refuse(Refused{At: time.Now(), From: from.String(), Kind: kind, Reason: reason})
}
