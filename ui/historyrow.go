package ui

import (
	"fmt"
	"net/http"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/visible"
)

// tripRow is what one line of the history says of a round trip: masked and safe
// to draw.
type tripRow struct {
	number  int
	at      time.Time
	label   string // "POST /token"
	address string // the whole URL
	status  int    // 0: no answer
	end     string // how it ended without a whole answer; "" for a whole one
	problem string // why no answer came
	took    time.Duration
	step    string // "refresh"
	kase    string // "refresh.used"
	judged  flows.Judgement
}

// newTripRow masks what a line needs and nothing more: bodies are left alone.
func newTripRow(e flows.Entry) tripRow {
	lean := e.RoundTrip
	lean.Sent, lean.Received = akoya.Message{}, akoya.Message{}
	shown := lean.Redacted()
	return tripRow{
		number: e.Number, at: e.At, status: shown.Status, end: tripEnd(e.RoundTrip), took: e.RoundTrip.Timings.Total,
		label:   clip(visible.Line(shown.Method)) + " " + clip(visible.Line(pathOf(shown.URL))),
		address: clip(visible.Line(shown.Method + " " + shown.URL)),
		problem: clip(visible.Line(shown.Error)),
		step:    clip(visible.Line(e.Step)),
		kase:    clip(visible.Line(e.Case)),
		judged:  e.Judged,
	}
}

// clip keeps what can be seen of a text on one line of the widest terminal.
func clip(s string) string { return chunks(s)[0] }

// byHand stands for the step of a request that no flow and no case sent.
const byHand = "by hand"

// origin says what sent the round trip: the name of a case begins with its step.
func (r tripRow) origin() string {
	switch {
	case r.kase != "":
		return r.kase
	case r.step != "":
		return r.step
	}
	return byHand
}

// code writes the status with its glyph: "✓ 200", "× canceled".
func (r tripRow) code(g glyphs) string {
	if r.status == 0 {
		return r.mark(g) + " " + r.end
	}
	return fmt.Sprintf("%s %d", r.mark(g), r.status)
}

// mark is the glyph of the answer: what the case found of it, or else what the
// status says. An answer that is not whole is none that one wants.
func (r tripRow) mark(g glyphs) string {
	switch {
	case r.judged.Verdict != "" && r.judged.Holds:
		return g.ok
	case r.judged.Verdict != "", r.end != "", r.status >= 400:
		return g.bad
	case r.status >= 200 && r.status < 300:
		return g.ok
	}
	return g.right
}

// ink is the hue of the answer: a refusal that a case wanted is no failure.
func (r tripRow) ink(t theme) ink {
	switch {
	case r.judged.Verdict == string(cases.Exact):
		return t.ok
	case r.judged.Verdict != "" && (r.judged.Holds || !r.judged.Counts):
		return t.warn
	case r.judged.Verdict != "", r.end != "":
		return t.bad
	}
	return t.status(r.status)
}

// outcome writes the answer in words: "✓ 401 Unauthorized · 41 ms", "× 200 OK,
// broken off · 41 ms".
func (r tripRow) outcome(c scene) string {
	t, g := c.theme, c.glyphs
	text := r.code(g)
	if words := http.StatusText(r.status); words != "" {
		text += " " + words
	}
	if r.status != 0 && r.end != "" {
		text += ", " + r.end
	}
	return r.ink(t).paint(text) + t.muted.paint(" "+g.dot+" "+millis(r.took))
}

// verdict says behind the outcome how the case judged the answer; nothing when
// none did.
func (r tripRow) verdict(c scene) string {
	words := "not what the case wants: " + r.judged.Verdict
	switch {
	case r.judged.Verdict == "":
		return ""
	case r.judged.Holds:
		words = "as the case wants: " + r.judged.Verdict
	case !r.judged.Counts:
		words = "not what the case expects, which is no failure here"
	}
	return c.theme.muted.paint(" "+c.glyphs.dot+" ") + r.ink(c.theme).paint(words)
}
