package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// timer sends a message after a while, unless it is started again or stopped
// before: then nothing of the earlier start keeps running.
type timer struct{ stopped chan struct{} }

// start returns the command that waits.
func (t *timer) start(d time.Duration, then tea.Msg) tea.Cmd {
	t.stop()
	stopped := make(chan struct{})
	t.stopped = stopped
	return func() tea.Msg {
		clock := time.NewTimer(d)
		defer clock.Stop()
		select {
		case <-clock.C:
			return then
		case <-stopped:
			return nil
		}
	}
}

func (t *timer) stop() {
	if t.stopped != nil {
		close(t.stopped)
		t.stopped = nil
	}
}
