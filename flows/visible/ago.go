package visible

import (
	"fmt"
	"time"
)

// secondsPerYear is a year of the calendar on average.
const secondsPerYear = 31_556_952

// Ago describes a moment relative to now: "in 23 h", "3 min ago", "now".
func Ago(now, then time.Time) string {
	seconds := then.Unix() - now.Unix() // a duration ends at 292 years
	if d := then.Sub(now); d > -time.Hour && d < time.Hour {
		seconds = int64(d / time.Second)
	}
	past := seconds < 0
	if past {
		seconds = -seconds
	}
	var text string
	switch {
	case seconds == 0:
		return "now"
	case seconds < 60:
		text = fmt.Sprintf("%d s", seconds)
	case seconds < 3600:
		text = fmt.Sprintf("%d min", seconds/60)
	case seconds < 48*3600:
		text = fmt.Sprintf("%d h", seconds/3600)
	case seconds < 2*secondsPerYear:
		text = fmt.Sprintf("%d days", seconds/86400)
	default:
		text = thousands(seconds/secondsPerYear) + " years"
	}
	if past {
		return text + " ago"
	}
	return "in " + text
}

// thousands writes a number with a comma before its last three digits.
func thousands(n int64) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}
