package flows

import (
	"fmt"
	"testing"
)

func historyOf(n int) History {
	var h History
	for i := range n {
		h = h.Append(Entry{Step: fmt.Sprint(i + 1)})
	}
	return h
}

// checkHistory holds that h has entries 1 to n, the newest first.
func checkHistory(t *testing.T, h History, n int) {
	t.Helper()
	if h.Len() != n {
		t.Fatalf("there are %d entries, want %d", h.Len(), n)
	}
	for i := range n {
		if e := h.Newest(i); e.Number != n-i || e.Step != fmt.Sprint(n-i) {
			t.Fatalf("of %d entries, %d before the newest is %d (%s)", n, i, e.Number, e.Step)
		}
	}
}

// The history is whole on either side of every chunk's end.
func TestHistoryOverItsChunks(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 2, historyChunk - 1, historyChunk, historyChunk + 1, 2*historyChunk - 1, 2 * historyChunk, 2*historyChunk + 1, 5*historyChunk + 7} {
		checkHistory(t, historyOf(n), n)
	}
}

// A hundred thousand entries are no trouble, wherever one looks.
func TestHistoryOfAHundredThousand(t *testing.T) {
	t.Parallel()
	const n = 100_000
	var h History
	for range n {
		h = h.Append(Entry{})
	}
	if h.Len() != n {
		t.Fatalf("there are %d", h.Len())
	}
	for i := range n {
		if e := h.Newest(i); e.Number != n-i {
			t.Fatalf("%d before the newest is %d", i, e.Number)
		}
	}
}

// A number the caller made up does not stand.
func TestHistoryNumbersItsEntries(t *testing.T) {
	t.Parallel()
	if e := historyOf(70).Append(Entry{Number: 3}).Newest(0); e.Number != 71 {
		t.Errorf("the entry is number %d, want 71", e.Number)
	}
}

// Every history stays as it was, also when two go on from the same one.
func TestHistoriesNeverChange(t *testing.T) {
	t.Parallel()
	const n = 3*historyChunk + 2
	var all [n + 1]History
	for i := range n {
		left := all[i].Append(Entry{Step: fmt.Sprint(i + 1)})
		right := all[i].Append(Entry{Step: "other"}).Append(Entry{Step: "another"})
		if got := right.Newest(1).Step + left.Newest(0).Step; got != "other"+fmt.Sprint(i+1) {
			t.Fatalf("two histories from one of %d share an entry: %s", i, got)
		}
		all[i+1] = left
	}
	for i, h := range all {
		checkHistory(t, h, i)
	}
}

// Asking for what is not there is the caller's mistake and panics.
func TestHistoryPanicsOutside(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, historyChunk, historyChunk + 1} {
		for _, at := range []int{-1, n} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("of %d entries there is one at %d", n, at)
					}
				}()
				historyOf(n).Newest(at)
			}()
		}
	}
}

// BenchmarkHistoryAppend shows that one more entry costs the same after a
// hundred thousand as after ten.
func BenchmarkHistoryAppend(b *testing.B) {
	for _, n := range []int{10, 1_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			full := historyOf(n)
			b.ReportAllocs()
			for h := full; b.Loop(); {
				if h = h.Append(Entry{}); h.Len() > n+historyChunk {
					h = full
				}
			}
		})
	}
}

// BenchmarkHistoryNewest reads the oldest entry of histories of any length.
func BenchmarkHistoryNewest(b *testing.B) {
	for _, n := range []int{10, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			h := historyOf(n)
			for b.Loop() {
				_ = h.Newest(n - 1)
			}
		})
	}
}
