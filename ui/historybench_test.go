package ui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// BenchmarkHistoryKey is one key's Update and View at 120 × 40: a long history
// must cost what a short one costs.
func BenchmarkHistoryKey(b *testing.B) {
	for _, size := range []int{10, 10_000, 100_000} {
		b.Run(fmt.Sprintf("entries=%d", size), func(b *testing.B) {
			r := historyRig(b, 120, 40, manyTrips(size)...)
			r.press("down", "down")
			keys := []tea.KeyPressMsg{keyNamed("down"), keyNamed("up")}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				r.app.Update(keys[i%2])
				r.app.View()
			}
		})
	}
}

// BenchmarkHistoryPage pages through a long history: every row is new.
func BenchmarkHistoryPage(b *testing.B) {
	for _, size := range []int{1_000, 100_000} {
		b.Run(fmt.Sprintf("entries=%d", size), func(b *testing.B) {
			r := historyRig(b, 120, 40, manyTrips(size)...)
			r.app.View()
			down, top := keyNamed("pgdown"), keyNamed("g")
			for i := 0; b.Loop(); i++ {
				if i%20 == 19 {
					r.app.Update(top)
				} else {
					r.app.Update(down)
				}
				r.app.View()
			}
		})
	}
}

// BenchmarkHistoryFilterKey is one key typed into the filter, its step of the
// search with it.
func BenchmarkHistoryFilterKey(b *testing.B) {
	for _, size := range []int{searchStep, 100_000} {
		b.Run(fmt.Sprintf("entries=%d", size), func(b *testing.B) {
			r := historyRig(b, 120, 40, manyTrips(size)...)
			r.press("/")
			more, less := keyNamed("4"), keyNamed("backspace")
			for i := 0; b.Loop(); i++ {
				if i%2 == 0 {
					r.app.Update(more)
				} else {
					r.app.Update(less)
				}
				r.app.View()
			}
		})
	}
}

// BenchmarkHistoryScroll scrolls an open body of 1 MiB.
func BenchmarkHistoryScroll(b *testing.B) {
	for _, size := range []int{1 << 10, 1 << 20} {
		b.Run(fmt.Sprintf("bytes=%d", size), func(b *testing.B) {
			r := historyRig(b, 120, 40, exchange{status: 200, body: `{"x":[` + fmt.Sprintf("%0*d", size, 1) + `]}`}.entry(historyStart))
			r.press("enter")
			keys := []tea.KeyPressMsg{keyNamed("down"), keyNamed("up")}
			for i := 0; b.Loop(); i++ {
				r.app.Update(keys[i%2])
				r.app.View()
			}
		})
	}
}

// BenchmarkHistoryOpen opens a round trip, masks it and cuts it into lines.
func BenchmarkHistoryOpen(b *testing.B) {
	for _, size := range []int{1 << 10, 1 << 20} {
		b.Run(fmt.Sprintf("bytes=%d", size), func(b *testing.B) {
			body := `{"accounts":[` + strings.Repeat(`{"id":"0123456789","name":"Checking"},`, size/38) + `null]}`
			r := historyRig(b, 120, 40, exchange{status: 200, body: body}.entry(historyStart))
			for b.Loop() {
				r.press("enter")
				r.press("esc")
			}
		})
	}
}
