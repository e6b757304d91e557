package ui

import (
	"fmt"
	"strings"
)

// view draws the head, the tabs, and the side that is chosen; request and
// response stand side by side where there is room.
func (v *entryView) view(c scene, marked int) []string {
	t, g := c.theme, c.glyphs
	title := t.muted.paint("#"+commas(v.row.number)+"  ") + t.strong.paint(cutMiddle(v.row.label, max(20, c.width*3/5), g))
	verdict := ""
	if v.row.judged.Verdict != "" {
		verdict = ": " + v.row.judged.Verdict
	}
	room := max(c.width/3, c.width-cells(title)-cells(verdict)-2)
	origin := t.muted.paint(cutMiddle(v.row.origin(), room, g)) + v.row.ink(t).paint(verdict)
	lines := []string{spread(title, origin, c.width, g)}
	facts := v.row.outcome(c) + t.muted.paint(" "+g.dot+" "+v.entry.At.In(c.location).Format("2006-01-02 15:04:05 -0700")+connectionWords(v.entry, g))
	lines = append(lines, facts, v.tabs(c, marked))
	room = c.height - len(lines) - 1
	lines = append(lines, "")
	switch {
	case v.tab == tabTimings:
		return append(lines, timingLines(c, v.entry.RoundTrip)...)
	case v.sideBySide(c):
		return append(lines, v.both(c, room)...)
	}
	for _, line := range v.current().view(c, c.width-1, room) {
		lines = append(lines, " "+line)
	}
	return lines
}

// sideBySide reports whether request and response are both on view.
func (v *entryView) sideBySide(c scene) bool {
	return (v.tab == tabRequest || v.tab == tabResponse) && c.width >= wideLayout
}

// tabs names the sides; at the right what is under way, marked, or out of view.
func (v *entryView) tabs(c scene, marked int) string {
	t, g := c.theme, c.glyphs
	focus := g.focus
	if v.sideBySide(c) {
		focus = " " // the pane has the mark
	}
	var names []string
	for i, name := range []string{"request", "response", "timings", "raw"} {
		if entryTab(i) == v.tab {
			names = append(names, t.accent.paint(focus)+t.strong.paint(name))
		} else {
			names = append(names, " "+t.muted.paint(name))
		}
	}
	right := underway(c)
	switch d := v.current(); {
	case right != "":
	case marked != 0:
		right = t.warn.paint(fmt.Sprintf("%s #%s is marked for c", g.differ, commas(marked)))
	case d != nil:
		right = t.muted.paint(d.place(len(d.lines)))
	}
	return spread(strings.Join(names, "  "), right, c.width, g)
}

// both draws request and response side by side.
func (v *entryView) both(c scene, height int) []string {
	t, g := c.theme, c.glyphs
	left := (c.width - 3) * 45 / 100
	right := c.width - 3 - left
	pane := func(name string, d *document, focus bool, width int) []string {
		lines := []string{heading(name, "", focus, c, width)}
		for _, line := range d.view(c, width-1, height-1) {
			lines = append(lines, " "+line)
		}
		return fitBlock(lines, width, height, g)
	}
	return beside(
		pane("WHAT WAS SENT", &v.request, v.tab == tabRequest, left),
		pane("WHAT CAME BACK", &v.response, v.tab == tabResponse, right), t, g)
}
