package ui

import (
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

func TestTimer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var one timer
		begin := time.Now()
		said := make(chan tea.Msg, 2)
		run := func(wait tea.Cmd) { said <- wait() }

		go run(one.start(4*time.Second, "first"))
		time.Sleep(time.Second)
		go run(one.start(4*time.Second, "second"))
		if got := <-said; got != nil || time.Since(begin) != time.Second {
			t.Errorf("started again: the first wait gives %v after %v, want nothing at once", got, time.Since(begin))
		}
		if got := <-said; got != "second" || time.Since(begin) != 5*time.Second {
			t.Errorf("the second wait gives %v after %v, want its message after 5 s", got, time.Since(begin))
		}
		go run(one.start(4*time.Second, "third"))
		synctest.Wait()
		one.stop()
		one.stop()
		if got := <-said; got != nil || time.Since(begin) != 5*time.Second {
			t.Errorf("stopped: the wait gives %v after %v, want nothing at once", got, time.Since(begin))
		}
	})
}
