package ui

import (
	"sync"
	"time"
)

// inFlight counts requests that are under way, so that leaving can wait for the
// tokens that they may still save.
type inFlight struct {
	mu    sync.Mutex
	count int
	ended chan struct{} // closed when the last one has ended; nil while nobody waits
}

func (f *inFlight) begin() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count++
}

func (f *inFlight) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count--
	if f.count == 0 && f.ended != nil {
		close(f.ended)
		f.ended = nil
	}
}

// wait waits until none is under way, or until the limit has passed.
func (f *inFlight) wait(limit time.Duration) {
	f.mu.Lock()
	if f.count == 0 {
		f.mu.Unlock()
		return
	}
	if f.ended == nil {
		f.ended = make(chan struct{})
	}
	ended := f.ended
	f.mu.Unlock()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-ended:
	case <-timer.C:
	}
}
