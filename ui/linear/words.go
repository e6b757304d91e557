package linear

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"akoya-tui/flows/vault"
)

// duration writes a length of time in its two largest units: "23 hours 59 minutes".
func duration(d time.Duration) string {
	units := []struct {
		name   string
		length time.Duration
	}{{"day", 24 * time.Hour}, {"hour", time.Hour}, {"minute", time.Minute}, {"second", time.Second}}
	d = d.Round(time.Second)
	for i, unit := range units {
		if d < unit.length {
			continue
		}
		text := plural(int(d/unit.length), unit.name)
		if rest := d % unit.length; i+1 < len(units) && rest >= units[i+1].length {
			text += " " + plural(int(rest/units[i+1].length), units[i+1].name)
		}
		return text
	}
	return "less than a second"
}

func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// relative says how far then is from now.
func relative(now, then time.Time) string {
	switch d := then.Sub(now).Round(time.Second); {
	case d == 0:
		return "now"
	case d < 0:
		return duration(-d) + " ago"
	default:
		return "in " + duration(d)
	}
}

// moment writes a time in three forms.
func (t *talk) moment(then time.Time) string {
	return fmt.Sprintf("%s local time; %s UTC; %s",
		then.In(t.deps.Location).Format("2006-01-02 15:04:05 -0700"), then.UTC().Format("2006-01-02 15:04:05"), relative(t.now(), then))
}

// unixTime reads a claim that is a time.
func unixTime(name, value string) (time.Time, bool) {
	switch name {
	case "exp", "iat", "nbf", "auth_time", "rat":
		var seconds float64
		if json.Unmarshal([]byte(value), &seconds) == nil && seconds > 0 && seconds < 253402300800 { // the year 10000
			return time.Unix(int64(seconds), 0), true
		}
	}
	return time.Time{}, false
}

// plainValue writes a JSON value as people read it: a string without quotes, a
// list with commas.
func plainValue(value string) string {
	var text string
	if strings.HasPrefix(value, `"`) && json.Unmarshal([]byte(value), &text) == nil {
		return text
	}
	var list []any
	if strings.HasPrefix(value, "[") && json.Unmarshal([]byte(value), &list) == nil {
		words := make([]string, 0, len(list))
		for _, one := range list {
			words = append(words, fmt.Sprint(one))
		}
		return strings.Join(words, ", ")
	}
	return value
}

// sentence returns text with a capital first letter and a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return text
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if !strings.ContainsAny(text[len(text)-1:], ".?!") {
		text += "."
	}
	return text
}

// problem writes an error as sentences, with what to do about it.
func problem(err error) string {
	list := vault.Sentences(err)
	for i, one := range list {
		list[i] = sentence(one)
	}
	return strings.Join(list, " ")
}

// keyHint puts words in the place of a hint at a key.
type keyHint struct {
	pattern *regexp.Regexp
	words   string
}

// keyHints are the hints at keys that texts about results have for the screens.
// The numbers are those of the main menu. They are compiled when they are first
// needed: no other command should wait for them.
var keyHints = sync.OnceValue(func() []keyHint {
	return []keyHint{
		{regexp.MustCompile(`\bPress n for the data call\.`), "The next step is the data call."},
		{regexp.MustCompile(`\bPress (\d)\b`), "Choose $1 in the main menu"},
		{regexp.MustCompile(`\bpress (\d)\b`), "choose $1 in the main menu"},
		{regexp.MustCompile(` ?\(x tries it\)`), ""},
		{regexp.MustCompile(`\bx tries\b`), "another way to send it tries"},
		{regexp.MustCompile(` ?\(n\)`), ", the next step"},
		{regexp.MustCompile(`\((\d)\)`), "($1 in the main menu)"},
	}
})

// withoutKeys puts words in the place of hints at keys.
func withoutKeys(text string) string {
	for _, hint := range keyHints() {
		text = hint.pattern.ReplaceAllString(text, hint.words)
	}
	return text
}
