package ui

import (
	"strings"
	"testing"
	"time"
)

func TestMoments(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	for _, test := range []struct {
		by        time.Duration
		ago, left string
	}{
		{0, "now", "expired 0:00 ago"},
		{900 * time.Millisecond, "now", "0:01 left"},
		{59 * time.Second, "in 59 s", "0:59 left"},
		{-61 * time.Minute, "1 h ago", "expired 1:01:00 ago"},
		{25 * time.Hour, "in 25 h", "25:00:00 left"},
		{-3 * day, "3 days ago", "expired 3 days ago"},
		{729 * day, "in 729 days", "729 days left"},
		{800 * day, "in 2 years", "2 years left"},
		{-106000 * day, "290 years ago", "expired 290 years ago"},
	} {
		then := rigStart.Add(test.by)
		if got := ago(rigStart, then); got != test.ago {
			t.Errorf("%s: %q, want %q", test.by, got, test.ago)
		}
		if got := remaining(rigStart, then); got != test.left {
			t.Errorf("%s: %q, want %q", test.by, got, test.left)
		}
	}
	first, last := time.Unix(-62135596799, 0), time.Unix(253402300799, 0) // beyond what a duration holds
	if got := ago(rigStart, first) + ", " + remaining(rigStart, first); got != "2,025 years ago, expired 2,025 years ago" {
		t.Error(got)
	}
	if got := ago(rigStart, last) + ", " + remaining(rigStart, last); got != "in 7,973 years, 7,973 years left" {
		t.Error(got)
	}
	if got := signed(last, first) + " " + signed(first, last) + " " + signed(rigStart, rigStart.Add(day)); got != "-9,998 years +9,998 years +24:00:00" {
		t.Error(got)
	}
	c := newRig(t, 80, 24, realContent()).app.scene()
	for width := 1; width < 60; width++ {
		for _, moment := range []time.Time{first, last, rigStart.Add(-time.Hour), rigStart.Add(100 * day)} {
			got := times(moment, c, width)
			near := strings.Contains(got, moment.UTC().Format("01-02 15:04")) && moment.Sub(rigStart).Abs() < 200*day
			if year := strings.Contains(got, moment.UTC().Format("2006-01-02 15:04:05")); !year && !near && got != ago(c.now, moment) {
				t.Errorf("in %d cells: %q", width, got)
			}
			if cells(got) > width && got != ago(c.now, moment) {
				t.Errorf("%q takes more than %d cells", got, width)
			}
		}
	}
}
