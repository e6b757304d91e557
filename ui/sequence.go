package ui

import (
	"fmt"
	"strings"
	"time"

	"akoya-tui/flows"
)

// lanesWidth is the least width at which the picture has lanes.
const lanesWidth = 76

// messageState says how far a message of the picture is.
type messageState int

const (
	messageReady messageState = iota
	messageUnderway
	messageAnswered
)

// message is one request of the picture: from your app to another party, and
// what came back.
type message struct {
	to     flows.Actor
	label  string // "POST /token"
	state  messageState
	since  time.Duration // how long it is under way
	answer string        // "200 OK · 41 ms"
	paint  ink           // of the answer
}

// lanes returns the parties of the picture from left to right.
func lanes(to flows.Actor) []flows.Actor {
	if to == flows.STS {
		return []flows.Actor{flows.You, flows.YourApp, flows.STS, flows.Bank}
	}
	return []flows.Actor{flows.You, flows.YourApp, flows.IdP, flows.Bank}
}

// draw returns the picture: lanes where there is room, one line otherwise.
func (m message) draw(c scene) []string {
	if c.width < lanesWidth || c.height < 28 {
		return []string{m.line(c)}
	}
	width := min(c.width, 110)
	parties := lanes(m.to)
	at, names := laneNames(parties, width)
	from, to := 1, 1
	for i, p := range parties {
		if p == m.to {
			to = i
		}
	}
	request, answer := c.theme.muted, c.theme.muted
	requestText, answerText := m.label, ""
	switch m.state {
	case messageReady:
	case messageUnderway:
		request, answerText = c.theme.accent, fmt.Sprintf("%d s", int(m.since.Seconds()))
		answer = c.theme.accent
	case messageAnswered:
		request, answer, answerText = c.theme.text, m.paint, m.answer
	}
	out := []string{c.theme.muted.paint(names)}
	out = append(out, laneLine(c, width, at, from, to, requestText, request, false, true))
	return append(out, laneLine(c, width, at, from, to, answerText, answer, true, m.state != messageReady))
}

// laneNames returns where the lanes of the parties are, and the line of their names.
func laneNames(parties []flows.Actor, width int) (at []int, line string) {
	at = make([]int, len(parties))
	names := []rune(strings.Repeat(" ", width))
	for i, p := range parties {
		at[i] = 4 + i*(width-12)/(len(parties)-1)
		name := []rune(string(p))
		start := min(max(0, at[i]-len(name)/2), width-len(name))
		copy(names[start:], name)
	}
	return at, string(names)
}

// laneLine draws the life lines and one arrow between two of them.
func laneLine(c scene, width int, at []int, from, to int, label string, paint ink, back, arrow bool) string {
	t, g := c.theme, c.glyphs
	var out strings.Builder
	x := 0
	pad := func(until int) {
		if until > x {
			out.WriteString(strings.Repeat(" ", until-x))
			x = until
		}
	}
	for i := 0; i < len(at); i++ {
		pad(at[i])
		out.WriteString(t.rule.paint(g.column))
		x++
		if i != from || !arrow {
			continue
		}
		room := at[to] - x
		out.WriteString(paint.paint(arrowText(label, room, back, g)))
		x += room
		i = to - 1
	}
	pad(width)
	return out.String()
}

// arrowText draws an arrow of exactly room cells with the label in its middle.
func arrowText(label string, room int, back bool, g glyphs) string {
	if cells(label) > room-6 {
		label = cutMiddle(label, max(0, room-6), g)
	}
	if label != "" {
		label = " " + label + " "
	}
	rest := room - 1 - cells(label)
	left := strings.Repeat(g.row, rest/2)
	right := strings.Repeat(g.row, rest-rest/2)
	if back {
		return g.left + left + label + right
	}
	return left + label + right + g.right
}

// line draws the message on one line.
func (m message) line(c scene) string {
	t, g := c.theme, c.glyphs
	head := t.muted.paint(string(flows.YourApp)+" "+g.row+g.row) + " " + t.text.paint(m.label) + " " + t.muted.paint(g.row+g.row+g.right+" "+string(m.to))
	switch m.state {
	case messageReady:
	case messageUnderway:
		head += t.accent.paint(fmt.Sprintf("   %d s", int(m.since.Seconds())))
	case messageAnswered:
		head += "   " + m.paint.paint(m.answer)
	}
	return head
}
