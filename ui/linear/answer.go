package linear

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"akoya-tui/flows"
)

// shortBody is how many lines of a body are read at once.
const shortBody = 12

// readAnswer says what came back: first what it is and means, then its body.
func (t *talk) readAnswer(sent flows.Sent, meaning flows.Meaning) {
	trip := sent.RoundTrip
	switch {
	case sent.Unsent != nil, sent.Moved != nil:
	case trip.Err != nil:
		t.out.say("No whole answer came.")
	default:
		t.out.say("The answer is %d %s, after %s.", trip.Status, http.StatusText(trip.Status), milliseconds(trip.Timings.Total))
	}
	switch {
	case meaning.Documented:
		t.out.say("This refusal is the documented one.")
	case meaning.Good:
		t.out.say("This is a good answer.")
	}
	t.out.paragraph(withoutKeys(meaning.Text))
	if meaning.RFC != "" {
		t.out.paragraph("Where Akoya differs: " + meaning.RFC)
	}
	if sent.SaveErr != nil {
		t.out.say("The new tokens are in memory only: they could not be saved.")
		t.out.paragraph(problem(sent.SaveErr))
	}
	if trip.Status == 0 {
		return
	}
	lines := bodyLines(trip.Redacted().ResponseBody)
	if len(lines) == 0 {
		t.out.say("The body is empty.")
		return
	}
	t.readLines("body", lines, shortBody)
}

// readLines reads lines of something, at most so many.
func (t *talk) readLines(what string, lines []string, most int) {
	for i, line := range lines {
		if i == most {
			t.out.say("The %s has %s more.", what, plural(len(lines)-most, "line"))
			return
		}
		t.out.say("%s", line)
	}
}

// longestBody is how many lines of a body are read when the whole is asked for.
const longestBody = 500

func (t *talk) readBody(sent flows.Sent) {
	t.readLines("body", bodyLines(sent.RoundTrip.Redacted().ResponseBody), longestBody)
	if sent.RoundTrip.Truncated {
		t.out.say("The body is longer than one mebibyte; the rest was not read.")
	}
}

func (t *talk) readHeaders(sent flows.Sent) {
	for _, h := range sent.RoundTrip.Redacted().Response {
		t.out.say("Header %s: %s", h.Name, h.Value)
	}
}

func milliseconds(d time.Duration) string {
	if d < time.Millisecond {
		return "less than a millisecond"
	}
	return plural(int(d.Round(time.Millisecond)/time.Millisecond), "millisecond")
}

// maxBodyLines bounds what is laid out of a body.
const maxBodyLines = 5000

// bodyLines writes a body line by line. Of JSON each value has a line of its own,
// with the names on the way to it: "accounts 1, id: 42".
func bodyLines(body string) []string {
	body = strings.TrimSpace(body)
	if body == "" {
		return nil
	}
	if json.Valid([]byte(body)) {
		var lines []string
		decoder := json.NewDecoder(strings.NewReader(body))
		decoder.UseNumber()
		if spell(decoder, "", &lines) == nil {
			return lines
		}
	}
	return strings.Split(body, "\n")
}

// spell reads the next JSON value and appends its lines.
func spell(decoder *json.Decoder, path string, lines *[]string) error {
	token, err := decoder.Token()
	if err != nil {
		return err
	}
	add := func(text string) {
		if path != "" {
			text = path + ": " + text
		}
		if len(*lines) < maxBodyLines {
			*lines = append(*lines, text)
		}
	}
	open, nested := token.(json.Delim)
	if !nested {
		add(fmt.Sprint(orNull(token)))
		return nil
	}
	count := 0
	for ; decoder.More(); count++ {
		name := fmt.Sprint(count + 1)
		if open == '{' {
			key, err := decoder.Token()
			if err != nil {
				return err
			}
			name = fmt.Sprint(key)
		}
		if err := spell(decoder, joinPath(path, name, open == '['), lines); err != nil {
			return err
		}
	}
	if count == 0 {
		add("empty")
	}
	_, err = decoder.Token()
	return err
}

func joinPath(path, name string, index bool) string {
	switch {
	case path == "":
		return name
	case index:
		return path + " " + name
	}
	return path + ", " + name
}

func orNull(token json.Token) any {
	if token == nil {
		return "null"
	}
	return token
}
