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
			a := historyApp(120, 40, manyTrips(size)...)
			pressKeys(a, "down", "down")
			keys := []tea.KeyPressMsg{keyOf("down"), keyOf("up")}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				a.Update(keys[i%2])
				a.View()
			}
		})
	}
}

// BenchmarkHistoryPage pages through a long history: every row is new.
func BenchmarkHistoryPage(b *testing.B) {
	for _, size := range []int{1_000, 100_000} {
		b.Run(fmt.Sprintf("entries=%d", size), func(b *testing.B) {
			a := historyApp(120, 40, manyTrips(size)...)
			a.View()
			down, top := keyOf("pgdown"), keyOf("g")
			for i := 0; b.Loop(); i++ {
				if i%20 == 19 {
					a.Update(top)
				} else {
					a.Update(down)
				}
				a.View()
			}
		})
	}
}

// BenchmarkHistoryFilterKey is one key typed into the filter, its step of the
// search with it.
func BenchmarkHistoryFilterKey(b *testing.B) {
	for _, size := range []int{searchStep, 100_000} {
		b.Run(fmt.Sprintf("entries=%d", size), func(b *testing.B) {
			a := historyApp(120, 40, manyTrips(size)...)
			pressKeys(a, "/")
			more, less := keyOf("4"), keyOf("backspace")
			for i := 0; b.Loop(); i++ {
				if i%2 == 0 {
					a.Update(more)
				} else {
					a.Update(less)
				}
				a.View()
			}
		})
	}
}

// BenchmarkHistoryScroll scrolls an open body of 1 MiB.
func BenchmarkHistoryScroll(b *testing.B) {
	for _, size := range []int{1 << 10, 1 << 20} {
		b.Run(fmt.Sprintf("bytes=%d", size), func(b *testing.B) {
			a := historyApp(120, 40, exchange{status: 200, body: `{"x":[` + fmt.Sprintf("%0*d", size, 1) + `]}`}.entry(historyStart))
			pressKeys(a, "enter")
			keys := []tea.KeyPressMsg{keyOf("down"), keyOf("up")}
			for i := 0; b.Loop(); i++ {
				a.Update(keys[i%2])
				a.View()
			}
		})
	}
}

// BenchmarkHistoryOpen opens a round trip, masks it and cuts it into lines.
func BenchmarkHistoryOpen(b *testing.B) {
	for _, size := range []int{1 << 10, 1 << 20} {
		b.Run(fmt.Sprintf("bytes=%d", size), func(b *testing.B) {
			body := `{"accounts":[` + strings.Repeat(`{"id":"0123456789","name":"Checking"},`, size/38) + `null]}`
			a := historyApp(120, 40, exchange{status: 200, body: body}.entry(historyStart))
			for b.Loop() {
				pressKeys(a, "enter")
				pressKeys(a, "esc")
			}
		})
	}
}
