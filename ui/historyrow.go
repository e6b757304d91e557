package ui

import (
	"fmt"
	"net/http"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
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
	problem string // why no answer came
	took    time.Duration
	step    string // "refresh"
	kase    string // "refresh.used"
}

// newTripRow masks what a line needs and nothing more: bodies are left alone.
func newTripRow(e flows.Entry) tripRow {
	lean := e.RoundTrip
	lean.Sent, lean.Received = akoya.Message{}, akoya.Message{}
	shown := lean.Redacted()
	return tripRow{
		number: e.Number, at: e.At, status: shown.Status, took: e.RoundTrip.Timings.Total,
		label:   clip(visible.Line(shown.Method)) + " " + clip(visible.Line(pathOf(shown.URL))),
		address: clip(visible.Line(shown.Method + " " + shown.URL)),
		problem: clip(visible.Line(shown.Error)),
		step:    clip(visible.Line(e.Step)),
		kase:    clip(visible.Line(e.Case)),
	}
}

// clip keeps what can be seen of a text on one line of the widest terminal.
func clip(s string) string { return chunks(s)[0] }

// byHand stands for the step of a request that no flow and no case sent.
const byHand = "by hand"

// origin says what sent the round trip, in at most width cells where it can:
// the name of a case begins with its step.
func (r tripRow) origin(g glyphs, width int) string {
	switch {
	case r.step == "" && r.kase == "":
		return byHand
	case r.kase == "":
		return r.step
	case r.step == "":
		return r.kase
	}
	if both := joinWords([]string{r.step, r.kase}, g); cells(both) <= width {
		return both
	}
	return r.kase
}

// code writes the status with its glyph: "✓ 200", "× none".
func (r tripRow) code(g glyphs) string { return r.mark(g) + " " + statusWord(r.status) }

func (r tripRow) mark(g glyphs) string {
	switch {
	case r.status >= 200 && r.status < 300:
		return g.ok
	case r.status == 0 || r.status >= 400:
		return g.bad
	}
	return g.right
}

// statusWord writes a status; "none" when no answer came.
func statusWord(status int) string {
	if status == 0 {
		return "none"
	}
	return fmt.Sprint(status)
}

// ink is the hue of the status.
func (r tripRow) ink(t theme) ink {
	if r.status == 0 {
		return t.bad
	}
	return t.status(r.status)
}

// outcome writes the status in words: "✓ 200 OK · 41 ms".
func (r tripRow) outcome(c scene) string {
	t, g := c.theme, c.glyphs
	text := r.mark(g) + " no answer"
	if r.status != 0 {
		text = r.code(g)
		if words := http.StatusText(r.status); words != "" {
			text += " " + words
		}
	}
	return r.ink(t).paint(text) + t.muted.paint(" "+g.dot+" "+millis(r.took))
}

// Widths of the columns of the history, in cells.
const (
	clockCells  = 8  // 14:03:22
	dateCells   = 14 // 11-22 14:03:22
	statusCells = 6
	tookCells   = 8
	columnGap   = 2
)

// historyColumns are the widths that follow from the pane.
type historyColumns struct {
	at, label, origin int
	layout            string // of the time
}

// rowLook is all that a line depends on but its round trip.
type rowLook struct {
	columns historyColumns
	theme   theme
	glyphs  glyphs
}

func newHistoryColumns(c scene) historyColumns {
	k := historyColumns{at: clockCells, layout: "15:04:05"}
	if h := c.session.History; h.Len() > 0 && h.Newest(h.Len()-1).At.In(c.location).Format(time.DateOnly) != c.now.In(c.location).Format(time.DateOnly) {
		k.at, k.layout = dateCells, "01-02 15:04:05"
	}
	free := max(0, c.width-3-k.at-statusCells-tookCells-4*columnGap)
	k.label = min(44, free*62/100)
	k.origin = free - k.label
	return k
}

// line draws one row: when, what, status, how long, what sent it.
func (r tripRow) line(c scene, k historyColumns, cursor, marked bool) string {
	t, g := c.theme, c.glyphs
	mark, second, label := " ", " ", t.text
	if cursor {
		mark, label = t.accent.paint(g.focus), t.strong
	}
	if marked {
		second = t.warn.paint(g.differ)
	}
	return mark + second + " " +
		cell(r.at.In(c.location).Format(k.layout), k.at, t.muted, g) + "  " +
		cell(cutMiddle(r.label, k.label, g), k.label, label, g) + "  " +
		cell(r.code(g), statusCells, r.ink(t), g) + "  " +
		cellRight(millis(r.took), tookCells, t.text, g) + "  " +
		cell(r.origin(g, k.origin), k.origin, t.muted, g)
}

// head names the columns.
func (k historyColumns) head(c scene) string {
	t, g := c.theme, c.glyphs
	return "   " + cell("WHEN", k.at, t.muted, g) + "  " + cell("REQUEST", k.label, t.muted, g) + "  " +
		cell("STATUS", statusCells, t.muted, g) + "  " + cellRight("TOOK", tookCells, t.muted, g) + "  " +
		cell("STEP "+g.dot+" CASE", k.origin, t.muted, g)
}
