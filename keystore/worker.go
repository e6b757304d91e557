package keystore

import (
	"context"
	"errors"
	"sync"
	"time"
)

// How long one call of a keychain may take. Interactive is long enough to find
// a window and type a password into it.
const (
	noticeAfter      = time.Second
	headlessLimit    = 5 * time.Second
	interactiveLimit = 120 * time.Second
)

// Notice tells a person that something waits for them, or no longer does.
type Notice struct {
	Waiting bool
	Text    string // what to do; empty when Waiting is false
}

// The texts of notices.
const (
	noticeUnlock = "unlock your keychain in its own window, esc to go on without"
	noticeOther  = "another akoya-tui is using the keychain, esc to go on without"
)

// errPanicked stands for whatever a call panicked with.
var errPanicked = errors.New("panicked")

// worker makes calls of a keychain one at a time: in this process by a turn, and
// between processes by a lock on a file, because a provider may break when
// clients race. A call cannot be stopped; one that takes too long is abandoned,
// and until it returns the turn and the lock stay taken and every other session
// fails at once. So at most one goroutine ever waits in vain.
type worker struct {
	lockPath string
	limit    time.Duration
	notify   func(Notice) // nil: nobody to tell

	turn chan struct{} // holds one value while a session is open

	mu    sync.Mutex
	stuck chan struct{} // closed while an abandoned call runs
}

func newWorker(lockPath string, notify func(Notice)) *worker {
	w := &worker{lockPath: lockPath, limit: headlessLimit, notify: notify,
		turn: make(chan struct{}, 1), stuck: make(chan struct{})}
	if notify != nil {
		w.limit = interactiveLimit
	}
	return w
}

// session is the right to make calls, one after the other, from one goroutine.
type session struct {
	w          *worker
	ctx        context.Context
	unlockFile func()
	abandoned  <-chan outcome // the call that did not return in time
}

type outcome struct {
	value string
	err   error
}

// open waits for the turn and the lock. The caller must close the session.
func (w *worker) open(ctx context.Context) (*session, error) {
	if ctx.Err() != nil {
		return nil, canceled(ctx)
	}
	w.mu.Lock()
	stuck := w.stuck
	w.mu.Unlock()
	select {
	case <-stuck:
		return nil, stuckError()
	default:
	}
	settle := w.noticeLater(noticeOther)
	defer settle()
	limit := time.NewTimer(w.limit + noticeAfter) // longer than the call we wait for
	defer limit.Stop()
	select {
	case w.turn <- struct{}{}:
	case <-stuck:
		return nil, stuckError()
	case <-ctx.Done():
		return nil, canceled(ctx)
	case <-limit.C:
		return nil, busyError()
	}
	unlock, err := lockFile(ctx, w.lockPath, w.limit)
	if err != nil {
		<-w.turn
		if err == errLockTaken {
			return nil, busyError()
		}
		return nil, err
	}
	return &session{w: w, ctx: ctx, unlockFile: unlock}, nil
}

// close gives the turn and the lock back: now, or when an abandoned call returns.
func (s *session) close() {
	free := func() {
		s.unlockFile()
		<-s.w.turn
	}
	if s.abandoned == nil {
		free()
		return
	}
	go func() {
		<-s.abandoned
		s.w.mu.Lock()
		s.w.stuck = make(chan struct{})
		s.w.mu.Unlock()
		free()
	}()
}

// call runs f in a goroutine of its own and waits for it as long as the limit
// and the context allow. The error is f's, errPanicked, or an *Error.
func (s *session) call(f func() (string, error)) (string, error) {
	if s.abandoned != nil {
		return "", stuckError()
	}
	if s.ctx.Err() != nil {
		return "", canceled(s.ctx)
	}
	done := make(chan outcome, 1)
	go func() {
		result := outcome{err: errPanicked}
		defer func() {
			_ = recover() // what it says may hold a value
			done <- result
		}()
		value, err := f()
		result = outcome{value, err}
	}()
	settle := s.w.noticeLater(noticeUnlock)
	defer settle()
	limit := time.NewTimer(s.w.limit)
	defer limit.Stop()
	var failed *Error
	select {
	case r := <-done:
		return r.value, r.err
	case <-limit.C:
		failed = stuckError()
	case <-s.ctx.Done():
		failed = canceled(s.ctx)
	}
	s.abandoned = done
	s.w.mu.Lock()
	close(s.w.stuck)
	s.w.mu.Unlock()
	return "", failed
}

// noticeLater sends a notice with text if settle is not called soon, and takes it
// back when settle is called.
func (w *worker) noticeLater(text string) (settle func()) {
	if w.notify == nil {
		return func() {}
	}
	var mu sync.Mutex
	sent, over := false, false
	timer := time.AfterFunc(noticeAfter, func() {
		mu.Lock()
		defer mu.Unlock()
		if !over {
			sent = true
			w.notify(Notice{Waiting: true, Text: text})
		}
	})
	return func() {
		timer.Stop()
		mu.Lock()
		defer mu.Unlock()
		over = true
		if sent {
			w.notify(Notice{})
		}
	}
}

func stuckError() *Error {
	return &Error{Kind: KindStuck, What: whatHappened("", KindStuck), Hint: whatToDo("", KindStuck)}
}

func busyError() *Error {
	return &Error{Kind: KindBusy, What: "another akoya-tui is using the keychain and does not finish",
		Hint: "Look for its question and answer it, or close it, then retry, or go on in memory only."}
}
