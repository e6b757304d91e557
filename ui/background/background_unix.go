//go:build unix

package background

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// grace is how long a process takes to be stopped, or to hear that it goes on.
const grace = 200 * time.Millisecond

// Stop stops this program with all of its group, and returns once it goes on. A
// system that would never continue it does not stop it either: then the error is
// ErrNoJobControl.
func Stop() error {
	again := make(chan os.Signal, 1)
	signal.Notify(again, syscall.SIGCONT)
	defer signal.Stop(again)
	if err := syscall.Kill(0, syscall.SIGTSTP); err != nil {
		return err
	}
	for range 2 { // the time runs on while the program is stopped: the signal may come second
		select {
		case <-again:
			return nil
		case <-time.After(grace):
		}
	}
	return ErrNoJobControl
}
