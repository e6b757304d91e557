package sandbox

import (
	"errors"
	"sync/atomic"
	"time"
)

// farthest is how far ahead of its start a clock can be moved. It keeps every
// sum of a time and a lifetime inside what time.Time and JSON can hold.
const farthest = 100 * 365 * 24 * time.Hour

var (
	errClockBack = errors.New("the clock only moves forward: give a positive duration such as 25h")
	errClockFar  = errors.New("the clock is at most 100 years ahead: give a shorter duration, or reset")
)

// clock is the real time plus an offset that only grows. With a start it is
// that start plus the time elapsed since. It is safe for concurrent use.
type clock struct {
	start  time.Time // zero: the real time
	began  time.Time // when start was true; carries the monotonic reading
	offset atomic.Int64
}

func newClock(start time.Time) *clock {
	return &clock{start: start, began: time.Now()}
}

// Now is the present moment of the sandbox, in UTC.
func (c *clock) Now() time.Time {
	offset := time.Duration(c.offset.Load())
	if c.start.IsZero() {
		return time.Now().UTC().Round(0).Add(offset)
	}
	return c.start.Add(time.Since(c.began) + offset).UTC()
}

// Offset is how far the clock was moved.
func (c *clock) Offset() time.Duration { return time.Duration(c.offset.Load()) }

// Advance moves the clock forward by d, and refuses to move it back: a code
// that has expired must not come alive again.
func (c *clock) Advance(d time.Duration) error {
	if d < 0 {
		return errClockBack
	}
	for {
		old := c.offset.Load()
		if d > farthest-time.Duration(old) {
			return errClockFar
		}
		if c.offset.CompareAndSwap(old, old+int64(d)) {
			return nil
		}
	}
}

// reset puts the clock back to an offset of zero.
func (c *clock) reset() { c.offset.Store(0) }
