package ui

import (
	"fmt"
	"strings"

	"akoya-tui/flows/visible"
)

// scrollRevealed scrolls a secret that is in clear, which any other key hides.
type scrollRevealed func()

// revealedLines is the whole token in clear when it is revealed, in lines of
// width cells, and nothing otherwise.
func (s *inspectScreen) revealedLines(now subject, c scene, width int) []string {
	if c.revealed != now.item() {
		s.above = 0
		return nil
	}
	whole := now.token.Reveal()
	text := cutBytes(whole)
	cut := ""
	if len(text) < len(whole) {
		cut = c.glyphs.ellipsis
	}
	var lines []string
	for rest := visible.Line(text) + cut; rest != ""; {
		var line string
		if line, rest = splitWidth(rest, width); line == "" {
			break
		}
		lines = append(lines, c.theme.warn.paint(line))
	}
	return lines
}

// scrolled returns what of a revealed token fits into height lines, and says what
// is above and below.
func (s *inspectScreen) scrolled(lines []string, c scene, height int) []string {
	s.hidden = 0
	if len(lines) <= height {
		return lines
	}
	room := max(1, height-1)
	s.page, s.hidden = room, len(lines)-room
	s.above = min(s.above, s.hidden)
	place := fmt.Sprintf("lines %d to %d of %d", s.above+1, s.above+room, len(lines))
	shown := append([]string{}, lines[s.above:s.above+room]...)
	return append(shown, c.theme.muted.paint(place+"   ")+c.theme.accent.paint("↑↓")+c.theme.muted.paint(" scroll"))
}

// scrollBindings move through a revealed token that is longer than the pane.
func (s *inspectScreen) scrollBindings() []binding {
	by := func(lines int) scrollRevealed {
		return func() { s.above = max(0, min(s.above+lines, s.hidden)) }
	}
	page := max(1, s.page-1)
	return []binding{
		{keys: []string{"down", "j"}, label: "↑↓", word: "scroll", rank: 3, help: "The next line of the token.", intent: by(1)},
		{keys: []string{"up", "k"}, word: "up", hidden: true, help: "The line before.", intent: by(-1)},
		{keys: []string{"pgdown", "space"}, word: "page down", hidden: true, help: "Scroll the token.", intent: by(page)},
		{keys: []string{"pgup"}, word: "page up", hidden: true, help: "Scroll the token back.", intent: by(-page)},
		{keys: []string{"home", "g"}, word: "beginning", hidden: true, help: "The beginning of the token.", intent: by(-s.hidden)},
		{keys: []string{"end", "G"}, word: "end", hidden: true, help: "The end of the token.", intent: by(s.hidden)},
	}
}

// worth says what whoever has the token can do with it.
func (now subject) worth(c scene) string {
	switch end := now.decoded.Expiry; {
	case now.service != nil && !c.now.Before(now.service.ExpiresAt()):
		return "It has expired: no server should take it any more."
	case now.service != nil:
		return "Whoever has it can act as your app until it expires."
	case now.err != nil:
		return "Only the server that issued it can say what it opens: treat it as a secret."
	case strings.EqualFold(now.decoded.Algorithm, "none"):
		return "It is not signed, so no server should take it; what stands in it can be read by whoever has it."
	case !end.IsZero() && !c.now.Before(end):
		return "It has expired, so no server should take it any more; what stands in it can be read by whoever has it."
	case end.IsZero():
		return "It does not say when it expires: whoever has it may be able to use it for long."
	case now.wasPasted && now.set == nil:
		return "Whoever has it can use it until it expires."
	}
	return "Whoever has it can read the person's data until it expires."
}
