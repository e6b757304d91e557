package akoya

import (
	"context"
	"sync"
	"time"
)

// limiter spaces requests evenly. Akoya's sandbox takes five a second.
type limiter struct {
	mu    sync.Mutex
	every time.Duration
	next  time.Time
}

func newLimiter(perSecond float64) *limiter {
	l := &limiter{}
	if perSecond > 0 {
		l.every = time.Duration(float64(time.Second) / perSecond)
	}
	return l
}

// wait returns when it is the caller's turn, or the error of ctx.
func (l *limiter) wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil || l.every == 0 {
		return err
	}
	l.mu.Lock()
	now := time.Now()
	turn := l.next
	if turn.Before(now) {
		turn = now
	}
	l.next = turn.Add(l.every)
	l.mu.Unlock()

	timer := time.NewTimer(turn.Sub(now))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
