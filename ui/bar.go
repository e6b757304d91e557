package ui

import (
	"fmt"
	"strings"
	"time"

	"akoya-tui/flows/visible"
)

// warnShare is the part of a life below which what is left is shown as expiring.
const warnShare = 0.2

// secondsPerYear is a year of the calendar on average.
const secondsPerYear = 31_556_952

// bar draws share (0 to 1) as a line of width cells, two steps a cell.
func bar(share float64, width int, fill ink, t theme, g glyphs) string {
	share = min(max(share, 0), 1)
	steps := int(share*float64(2*width) + 0.5)
	line := strings.Repeat(g.full, steps/2)
	rest := width - steps/2
	if steps%2 == 1 {
		line += g.half
		rest--
	}
	return fill.paint(line) + t.rule.paint(strings.Repeat(g.empty, rest))
}

// remaining describes the time from now to end: "4:59 left", "23:41:07 left",
// "expired 0:42 ago".
func remaining(now, end time.Time) string {
	left := end.Sub(now)
	switch far := end.Unix() - now.Unix(); { // a duration ends at 292 years
	case far > 100*secondsPerYear:
		return clockSeconds(far) + " left"
	case far < -100*secondsPerYear:
		return "expired " + clockSeconds(-far) + " ago"
	case left > 0:
		return clock(left) + " left"
	}
	return "expired " + clock(-left) + " ago"
}

// clock writes a duration as m:ss or h:mm:ss; from two days on in days, from two
// years on in years.
func clock(d time.Duration) string { return clockSeconds(int64((d + time.Second - 1) / time.Second)) }

func clockSeconds(seconds int64) string {
	switch {
	case seconds >= 2*secondsPerYear:
		return commas(int(seconds/secondsPerYear)) + " years"
	case seconds >= 2*86400:
		return fmt.Sprintf("%d days", seconds/86400)
	case seconds >= 3600:
		return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// lifeInk is the hue of what is left of a life that lasts from start to end.
func lifeInk(now, start, end time.Time, t theme) ink {
	share := lifeShare(now, start, end)
	switch {
	case share <= 0:
		return t.bad
	case share < warnShare:
		return t.warn
	}
	return t.ok
}

// lifeShare is the part of a life that is left, 0 to 1.
func lifeShare(now, start, end time.Time) float64 {
	whole := end.Sub(start)
	if whole <= 0 {
		return 0
	}
	return min(max(float64(end.Sub(now))/float64(whole), 0), 1)
}

// ago describes a moment relative to now, in the words of every command.
func ago(now, then time.Time) string { return visible.Ago(now, then) }
