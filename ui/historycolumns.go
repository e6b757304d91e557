package ui

import "time"

// Widths of the columns of the history, in cells.
const (
	leastStatus = 6
	leastTook   = 6
	leastLabel  = 18 // a request is cut to this before its time goes
	mostLabel   = 60
	leastOrigin = 11 // STEP · CASE
	mostOrigin  = 40
	columnGap   = 2
)

// rowWidths is how wide the widest of the rows seen so far is. It only grows
// while the list is open, so that the columns hardly move.
type rowWidths struct {
	label, origin, took, status int
	dated                       bool // one was not sent today
}

// seen returns the widths with one more row.
func (w rowWidths) seen(c scene, r tripRow) rowWidths {
	w.dated = w.dated || !sameDay(r.at.In(c.location), c.now.In(c.location))
	w.label = max(w.label, min(cells(r.label), mostLabel))
	w.origin = max(w.origin, min(cells(r.origin()), mostOrigin))
	w.took = max(w.took, cells(millis(r.took)))
	if r.status == 0 {
		w.status = max(w.status, cells("× "+r.end))
	}
	return w
}

// historyColumns are the widths that follow from the pane and from what stands
// in it. at is 0 where the time has no room; the foot of the list tells it.
type historyColumns struct {
	number, at, label, status, took, origin int
	layout                                  string // of the time
}

// rowLook is all that a line depends on but its round trip.
type rowLook struct {
	columns historyColumns
	theme   theme
	glyphs  glyphs
}

// newHistoryColumns gives each column what its content needs. Where that is too
// much the request is cut first, then the time goes, and the name of the case is
// cut last: it is what tells the rows apart.
func newHistoryColumns(c scene, w rowWidths) historyColumns {
	k := historyColumns{number: cells(commas(c.session.History.Len())), layout: w.timeLayout(c), status: max(leastStatus, w.status), took: max(leastTook, w.took)}
	k.at = len(k.layout)
	label, origin := max(cells("REQUEST"), w.label), max(leastOrigin, w.origin)
	room := c.width - 3 - k.number - k.at - k.status - k.took - 5*columnGap
	if min(label, leastLabel)+origin > room {
		room += k.at + columnGap
		k.at = 0
	}
	room = max(0, room)
	k.label = min(label, max(room-origin, min(leastLabel, room/2)))
	k.origin = room - k.label
	return k
}

// timeLayout writes times alone while all of them are of today. A clock that was
// moved and put back leaves times of other days anywhere in the list.
func (w rowWidths) timeLayout(c scene) string {
	h := c.session.History
	if w.dated || h.Len() > 0 && !sameDay(h.Newest(h.Len()-1).At.In(c.location), c.now.In(c.location)) {
		return "01-02 15:04:05"
	}
	return "15:04:05"
}

func sameDay(a, b time.Time) bool { return a.YearDay() == b.YearDay() && a.Year() == b.Year() }

// line draws one row: which, when, what, status, how long, what sent it.
func (r tripRow) line(c scene, k historyColumns, cursor, marked bool) string {
	t, g := c.theme, c.glyphs
	mark, second, label := " ", " ", t.text
	if cursor {
		mark, label = t.accent.paint(g.focus), t.strong
	}
	if marked {
		second = t.warn.paint(g.differ)
	}
	at, origin := "", t.text
	if k.at > 0 {
		at = cell(r.at.In(c.location).Format(k.layout), k.at, t.muted, g) + "  "
	}
	if r.kase == "" && r.step == "" {
		origin = t.muted
	}
	return mark + second + " " +
		cellRight(commas(r.number), k.number, t.muted, g) + "  " + at +
		cell(cutMiddle(r.label, k.label, g), k.label, label, g) + "  " +
		cell(r.code(g), k.status, r.ink(t), g) + "  " +
		cellRight(millis(r.took), k.took, t.text, g) + "  " +
		cell(cutMiddle(r.origin(), k.origin, g), k.origin, origin, g)
}

// head names the columns.
func (k historyColumns) head(c scene) string {
	t, g := c.theme, c.glyphs
	at := ""
	if k.at > 0 {
		at = cell("WHEN", k.at, t.muted, g) + "  "
	}
	return "   " + cellRight("#", k.number, t.muted, g) + "  " + at + cell("REQUEST", k.label, t.muted, g) + "  " +
		cell("STATUS", k.status, t.muted, g) + "  " + cellRight("TOOK", k.took, t.muted, g) + "  " +
		cell("STEP "+g.dot+" CASE", k.origin, t.muted, g)
}
