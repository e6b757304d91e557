package ui

import (
	"strings"
	"time"
)

// signed writes how much later one moment is than another: "+25:00:00".
func signed(then, now time.Time) string {
	seconds := now.Unix() - then.Unix()
	if seconds < 0 {
		return "-" + clockSeconds(-seconds)
	}
	return "+" + clockSeconds(seconds)
}

// times writes a moment in three forms, local, UTC and relative, as far as the
// width allows.
func times(moment time.Time, c scene, width int) string {
	local := moment.In(c.location).Format("2006-01-02 15:04:05 -0700")
	utc := moment.UTC().Format("15:04:05Z")
	rel := ago(c.now, moment)
	for _, text := range []string{joinWords([]string{local, utc, rel}, c.glyphs), joinWords([]string{local, rel}, c.glyphs)} {
		if cells(text) <= width {
			return text
		}
	}
	return when(moment, c, width)
}

// when writes a moment in local time and relative, as far as the width allows.
// The year is left out only of a moment that is near.
func when(moment time.Time, c scene, width int) string {
	local, rel := moment.In(c.location), ago(c.now, moment)
	full := local.Format("2006-01-02 15:04:05")
	forms := []string{joinWords([]string{full, rel}, c.glyphs)}
	if d := moment.Sub(c.now); d > -nearDays*24*time.Hour && d < nearDays*24*time.Hour {
		forms = append(forms, joinWords([]string{local.Format("01-02 15:04:05"), rel}, c.glyphs), joinWords([]string{local.Format("01-02 15:04"), rel}, c.glyphs))
	}
	for _, text := range append(forms, full) {
		if cells(text) <= width {
			return text
		}
	}
	return rel
}

// nearDays is within how many days a date is clear without its year.
const nearDays = 180

// joinWords joins words with the separator of the frame.
func joinWords(words []string, g glyphs) string { return strings.Join(words, " "+g.dot+" ") }
