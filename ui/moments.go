package ui

import (
	"strings"
	"time"
)

// signed writes a difference of times: "+25:00:00".
func signed(d time.Duration) string {
	if d < 0 {
		return "-" + clock(-d)
	}
	return "+" + clock(d)
}

// times writes a moment in three forms, local, UTC and relative, as far as the
// width allows.
func times(moment time.Time, c scene, width int) string {
	local := moment.In(c.location).Format("2006-01-02 15:04:05 -0700")
	utc := moment.UTC().Format("15:04:05Z")
	rel := ago(c.now, moment)
	for _, text := range []string{
		joinWords([]string{local, utc, rel}, c.glyphs),
		joinWords([]string{local, rel}, c.glyphs),
		joinWords([]string{moment.In(c.location).Format("01-02 15:04:05"), rel}, c.glyphs),
	} {
		if cells(text) <= width {
			return text
		}
	}
	return rel
}

// joinWords joins words with the separator of the frame.
func joinWords(words []string, g glyphs) string { return strings.Join(words, " "+g.dot+" ") }
