package ui

import (
	"fmt"
	"net/http"
	"time"
	"unicode/utf8"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/visible"
)

// maxChunk is the longest piece of a body line that is laid out at once, in
// bytes; a longer line is cut into pieces when it arrives.
const maxChunk = 400

// answerView is an answer on view: its lines are cut once, when it comes, and
// coloured when they are drawn.
type answerView struct {
	sent    flows.Sent
	meaning flows.Meaning
	reason  string // why no whole answer came, where it would stand; "" for one that did
	advice  string // what it means, without the reason
	headers [][2]string
	names   nameWidths
	body    []string
	isJSON  bool
	top     int
	ends    bool          // everything from top on is on view
	base    akoya.Request // as the step built it; what changes are compared with
	title   string        // which way it was sent
	news    news          // what there was when it came
}

func newAnswerView(sent flows.Sent, meaning flows.Meaning) *answerView {
	redacted := sent.RoundTrip.Redacted()
	v := &answerView{sent: sent, meaning: meaning}
	v.reason, v.advice = reasonAndAdvice(sent.RoundTrip.Err, meaning.Text)
	for _, h := range redacted.Response {
		name := clip(visible.Line(h.Name))
		v.headers, v.names = append(v.headers, [2]string{name, visible.Line(h.Value)}), v.names.with(name)
	}
	lines, isJSON := bodyLines(redacted.ResponseBody)
	v.isJSON = isJSON
	for _, line := range lines {
		v.body = append(v.body, chunks(line)...)
	}
	return v
}

// chunks cuts a very long line into pieces that can be laid out one by one.
func chunks(line string) []string {
	var out []string
	for len(line) > maxChunk {
		cut := maxChunk
		for cut > maxChunk-utf8.UTFMax && !utf8.RuneStart(line[cut]) {
			cut--
		}
		out = append(out, line[:cut])
		line = line[cut:]
	}
	return append(out, line)
}

// count returns how many lines there are before they are wrapped.
func (v *answerView) count() int { return len(v.headers) + 1 + max(1, len(v.body)) }

func (v *answerView) scroll(by int) {
	if by > 0 && v.ends {
		return
	}
	v.top = min(max(v.top+by, 0), v.count()-1)
}

// kept reports whether the request never left: it could not be sent, or the
// store of the tokens did not allow it.
func (v *answerView) kept() bool { return v.end() == endNotSent }

// end says how the round trip ended without a whole answer; "" when it has one.
func (v *answerView) end() string {
	if v.sent.Unsent != nil || v.sent.Moved != nil {
		return endNotSent
	}
	return tripEnd(v.sent.RoundTrip)
}

// ink is the hue of the answer.
func (v *answerView) ink(t theme) ink {
	switch v.end() {
	case "":
		return t.status(v.sent.RoundTrip.Status)
	case endNotSent:
		return t.warn
	}
	return t.bad
}

// status writes the first line of the answer: "200 OK · 41 ms", "× 200 OK, broken
// off · 41 ms".
func (v *answerView) status(t theme, g glyphs) string {
	trip, end := v.sent.RoundTrip, v.end()
	if end != "" && trip.Status == 0 {
		return v.ink(t).paint(g.bad + " " + end)
	}
	text := fmt.Sprintf("%d %s", trip.Status, orWords(http.StatusText(trip.Status), "status"))
	if end != "" {
		text = g.bad + " " + text + ", " + end
	}
	return v.ink(t).paint(text) + t.muted.paint(" "+g.dot+" "+millis(trip.Timings.Total))
}

// short is the status for an arrow of the picture: "200 · 41 ms".
func (v *answerView) short(g glyphs) string {
	switch end := v.end(); {
	case end != "" && v.sent.RoundTrip.Status == 0:
		return end
	case end != "":
		return fmt.Sprintf("%d, %s", v.sent.RoundTrip.Status, end)
	}
	return fmt.Sprintf("%d %s %s", v.sent.RoundTrip.Status, g.dot, millis(v.sent.RoundTrip.Timings.Total))
}

// millis writes a duration in milliseconds.
func millis(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// lines draws at most height lines of width cells from the scroll position on:
// the body first, for it is what one looks for, the headers below it.
func (v *answerView) lines(c scene, width, height int) []string {
	t, g := c.theme, c.glyphs
	var out []string
	names := v.names.column(width)
	switch {
	case v.kept():
		return []string{t.muted.paint("(nothing left this machine)")}
	case v.reason != "":
		for _, line := range wrapMost(visible.Line(v.reason), width, height, g) {
			out = append(out, t.bad.paint(line))
		}
		if v.sent.RoundTrip.Status == 0 {
			return out
		}
		out = append(out, "") // what had arrived goes below
	}
	i := v.top
	for ; i < v.count() && len(out) < height; i++ {
		switch body := max(1, len(v.body)); {
		case i < len(v.body):
			out = append(out, v.bodyLine(v.body[i], c, width)...)
		case i < body:
			out = append(out, t.muted.paint("(empty body)"))
		case i == body:
			out = append(out, "")
		default:
			h := v.headers[i-body-1]
			out = append(out, fieldLines(c, h[0], h[1], t.text, names, width)...)
		}
	}
	v.ends = i == v.count() && len(out) <= height
	if v.sent.RoundTrip.Truncated && len(out) < height {
		out = append(out, t.warn.paint("The body is longer than 1 MiB; the rest was not read."))
	}
	return out[:min(len(out), height)]
}

func (v *answerView) bodyLine(line string, c scene, width int) []string {
	if !v.isJSON {
		return wrapSegments([]jsonSegment{{line, c.theme.text}}, width, 0, c.theme, c.glyphs)
	}
	return wrapSegments(jsonLine(line, c.theme, c.location), width, indentOf(line)+2, c.theme, c.glyphs)
}
