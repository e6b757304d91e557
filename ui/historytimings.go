package ui

import (
	"fmt"
	"strings"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/visible"
)

// phase is one part of a round trip's time.
type phase struct {
	name string
	span akoya.Span
	none string // why it took no time
}

func phases(trip akoya.RoundTrip) []phase {
	none := "none"
	switch {
	case trip.Timings.Reused:
		none = "a kept connection"
	case trip.Err != nil:
		none = "did not come to it"
	}
	secure := none
	if trip.TLS == nil && strings.HasPrefix(strings.ToLower(trip.URL), "http:") {
		secure = "plain HTTP"
	}
	return []phase{
		{"dns", trip.Timings.DNS, none},
		{"connect", trip.Timings.Connect, none},
		{"tls", trip.Timings.TLS, secure},
		{"first byte", trip.Timings.Wait, "none"},
		{"body", trip.Timings.Body, "none"},
	}
}

// Widths of the columns of the waterfall, in cells.
const (
	phaseCells  = 11
	figureCells = 9
)

// timingLines draws the phases as a waterfall, and what is known of the connection.
func timingLines(c scene, trip akoya.RoundTrip) []string {
	t, g := c.theme, c.glyphs
	width := max(10, c.width-phaseCells-2*figureCells-6)
	lines := []string{" " + cell("PHASE", phaseCells, t.muted, g) + cellRight("BEGINS", figureCells, t.muted, g) + cellRight("LASTS", figureCells, t.muted, g)}
	total, sum := trip.Timings.Total, time.Duration(0)
	list := phases(trip)
	longest := 0
	for i, p := range list {
		sum += p.span.Length
		if p.span.Length > list[longest].span.Length {
			longest = i
		}
	}
	for i, p := range list {
		begins, lasts, rest := "", "", t.muted.paint(p.none)
		if p.span.Length > 0 {
			begins, lasts = figure(p.span.Start), figure(p.span.Length)
			paint := t.muted
			if i == longest {
				paint = t.accent
			}
			rest = fallBar(p.span, total, width, paint, t, g)
		}
		lines = append(lines, " "+cell(p.name, phaseCells, t.text, g)+cellRight(begins, figureCells, t.muted, g)+cellRight(lasts, figureCells, t.text, g)+"  "+rest)
	}
	if rest := total - sum; rest >= 100*time.Microsecond {
		lines = append(lines, " "+cell("other", phaseCells, t.muted, g)+cellRight("", figureCells, t.muted, g)+cellRight(figure(rest), figureCells, t.muted, g)+"  "+t.muted.paint("sending, and the gaps between the phases"))
	}
	lines = append(lines, " "+cell("all of it", phaseCells, t.strong, g)+cellRight("", figureCells, t.muted, g)+cellRight(figure(total), figureCells, t.strong, g), "")
	return append(lines, connectionLines(c, trip)...)
}

// figure writes a duration in milliseconds, a short one to the hundredth.
func figure(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond))
	}
	return millis(d)
}

// fallBar draws a span where it stands in the whole, two steps a cell.
func fallBar(span akoya.Span, total time.Duration, width int, paint ink, t theme, g glyphs) string {
	if total <= 0 {
		return ""
	}
	at := func(d time.Duration) int {
		return int(min(max(float64(d)/float64(total), 0), 1)*float64(2*width) + 0.5)
	}
	from := min(at(span.Start)/2, width-1)
	steps := min(max(1, at(span.Start+span.Length)-2*from), 2*(width-from))
	line := strings.Repeat(g.full, steps/2)
	if steps%2 == 1 {
		line += g.half
	}
	return t.rule.paint(strings.Repeat(g.dot, from)) + paint.paint(line)
}

// connectionLines say whom the request went to, and how it was secured.
func connectionLines(c scene, trip akoya.RoundTrip) []string {
	t, g := c.theme, c.glyphs
	fact := func(name, text string, paint ink) string {
		return " " + cell(name, phaseCells+2, t.muted, g) + paint.paint(text)
	}
	if trip.RemoteAddr == "" {
		return []string{fact("connection", "none was made", t.warn)}
	}
	kept := "a new connection"
	if trip.Timings.Reused {
		kept = "a connection kept from an earlier request"
	}
	lines := []string{fact("connection", visible.Line(trip.RemoteAddr)+" "+g.dot+" "+kept, t.text)}
	if trip.TLS == nil {
		return append(lines, fact("security", g.ended+" none: plain HTTP", t.warn))
	}
	lines = append(lines, fact("security", g.ok+" "+joinWords([]string{visible.Line(trip.TLS.Version), visible.Line(trip.TLS.Cipher)}, g), t.ok))
	if trip.TLS.ServerName != "" {
		lines = append(lines, fact("server name", visible.Line(trip.TLS.ServerName), t.text))
	}
	if trip.TLS.Issuer != "" {
		lines = append(lines, fact("certificate", "issued by "+visible.Line(trip.TLS.Issuer), t.text))
	}
	if end := trip.TLS.NotAfter; !end.IsZero() {
		lines = append(lines, fact("", "ends "+times(end, c, c.width-phaseCells-9), t.text))
	}
	return lines
}
