package ui

import (
	"fmt"
	"strings"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/visible"
)

// inspectLabel is how wide the column of labels above the list is.
const inspectLabel = 11

// labelled puts a label before a line that is painted already.
func labelled(c scene, label, line string) string {
	return " " + cell(label, inspectLabel, c.theme.muted, c.glyphs) + line
}

func (s *inspectScreen) view(c scene) []string {
	t, g := c.theme, c.glyphs
	s.drawn, s.hidden = nil, 0
	now, count, ok := s.current(c)
	if s.input != nil {
		return []string{t.strong.paint("Inspect"), "", " Paste a token:", t.accent.paint(g.focus) + s.input.view(c.width-1, g)}
	}
	if !ok {
		lines := []string{t.strong.paint("Inspect"), "", " " + t.text.paint("There is no token yet."), ""}
		paste := " " + t.accent.paint("p") + t.text.paint(" pastes a token from elsewhere: nothing is sent anywhere")
		if !c.open {
			return append(lines, paste, " "+t.accent.paint("esc")+t.text.paint(" goes back to choose an environment, which gives tokens"))
		}
		return append(lines, " "+t.accent.paint("1")+t.text.paint(" authorizes, then 2 obtains the first token set"), paste)
	}
	place := ""
	if count > 1 {
		place = fmt.Sprintf("%d of %d tokens  ←→", min(s.at, count-1)+1, count)
	}
	lines := []string{spread(t.strong.paint("Inspect")+"  "+t.text.paint(now.name)+s.setNote(now, c), t.muted.paint(place), c.width, g)}
	if now.err != nil {
		return append(lines, s.undecoded(now, c)...)
	}
	most := max(4, c.height/2-4)
	token := s.revealedLines(now, c, c.width-inspectLabel-2)
	if len(token) > most { // a long one takes all of the pane
		lines = append(lines, "")
		for _, line := range s.scrolled(s.revealedLines(now, c, c.width-2), c, c.height-2) {
			lines = append(lines, " "+line)
		}
		return lines
	}
	for i, line := range token {
		lines = append(lines, labelled(c, firstOnly("TOKEN", i), line))
	}
	lines = append(lines, s.lifeLines(now, c)...)
	rows := s.tokenRows(now, c)
	found := s.filter.in(rows)
	at, chosen := s.chosen(rows, found)
	s.drawn = map[int]int{}
	if len(rows.list) > 0 {
		if len(found) > 0 && found[0] == 0 {
			s.drawn[len(lines)] = 0
		}
		lines = append(lines, s.signatureLine(now, rows, chosen && at == 0, c))
	}
	lineage := lineageLines(now, c)
	rest := max(0, c.height-len(lines)-len(lineage)-2)
	if len(found) == 0 && len(rows.list) > 0 {
		lines = append(append(lines, s.notice(rows, found, claimList{}, c)), s.nothingFound(c)...)
		return append(padLines(lines, c.height-len(lineage)), lineage...)
	}
	below := min(max(4, rest/4, s.detailHeight(now, rows, c)), max(4, rest/2))
	list := s.window(rows, found, max(3, rest-below))
	lines = append(lines, s.notice(rows, found, list, c))
	drawn, of := list.draw(s, now, rows, c)
	for i, row := range of {
		if row >= 0 {
			s.drawn[len(lines)+i] = row
		}
	}
	lines = append(lines, drawn...)
	lines = append(lines, t.muted.paint(list.below(rows, c)))
	lines = append(lines, s.detail(now, rows, c, c.height-len(lines)-len(lineage))...)
	return append(padLines(lines, c.height-len(lineage)), lineage...)
}

// padLines appends empty lines up to that many.
func padLines(lines []string, height int) []string {
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines
}

func (s *inspectScreen) setNote(now subject, c scene) string {
	if now.set == nil {
		return ""
	}
	return "  " + setState(*now.set, c)
}

// notice is the line above the list: the filter, or what is above the window.
func (s *inspectScreen) notice(rows tokenRows, found []int, list claimList, c scene) string {
	t, g := c.theme, c.glyphs
	count := fmt.Sprintf("%s found in %s", commas(len(found)), commas(len(rows.list)))
	if len(found) > 0 {
		count = fmt.Sprintf("%s of ", commas(s.place(rows, found)+1)) + count
	}
	switch {
	case s.search != nil:
		return spread(t.accent.paint(g.focus)+t.muted.paint("filter ")+s.search.view(max(20, c.width-cells(count)-12), g), t.muted.paint(count), c.width, g)
	case s.filter.on():
		text := cutMiddle(visible.Line(s.filter.text()), max(10, c.width-cells(count)-28), g)
		return spread(" "+t.muted.paint("filter ")+t.accent.paint(text)+t.muted.paint("   esc shows all"), t.muted.paint(count), c.width, g)
	}
	return t.muted.paint(list.above(rows, c))
}

// nothingFound says that the filter lets nothing through.
func (s *inspectScreen) nothingFound(c scene) []string {
	t := c.theme
	text := fmt.Sprintf("No claim has %q, and no field of the header.", visible.Line(s.filter.text()))
	lines := []string{""}
	for _, line := range wrapMost(text, c.width-2, 2, c.glyphs) {
		lines = append(lines, " "+t.text.paint(line))
	}
	return append(lines, "", " "+t.accent.paint("esc")+t.text.paint(" shows all of them")+t.muted.paint("   searched are names, values and meanings"))
}

// signatureLine says what is known of the signature, in one line.
func (s *inspectScreen) signatureLine(now subject, rows tokenRows, cursor bool, c scene) string {
	t, g := c.theme, c.glyphs
	row := rows.list[0]
	room := c.width - inspectLabel - 1
	v := now.verified
	var line string
	switch {
	case row.unprovable:
		words := row.part.Short
		if alg := now.decoded.Algorithm; alg != "" {
			words += " (alg " + cutMiddle(visible.Line(alg), 20, g) + ")"
		}
		if now.verified.State == akoya.SignatureWrong || strings.EqualFold(now.decoded.Algorithm, "none") {
			words += ": trust nothing in it"
		} else {
			words += ": it cannot be checked"
		}
		line = t.bad.paint(g.bad + " " + words)
	case v.State == akoya.SignatureVerified:
		key, from := visible.Line(v.KeyID), visible.Line(v.KeysURL)
		if room < cells("✓ verified with key  from ")+cells(key)+cells(from) {
			from = pathOf(v.KeysURL)
		}
		key = cutMiddle(key, max(8, room-cells("✓ verified with key  from ")-cells(from)), g)
		line = t.ok.paint(g.ok+" verified with key "+key) + t.muted.paint(" from "+from)
	case v.State == akoya.SignatureWrong:
		line = t.bad.paint(g.bad + " " + row.short)
	default:
		line = t.warn.paint(g.ended + " " + row.short)
	}
	line = labelled(c, "SIGNATURE", fit(line, room, g))
	if cursor {
		line = t.accent.paint(g.focus) + strings.TrimPrefix(line, " ")
	}
	return line
}

// lifeLines draws what is left of the token's life, and its ends in three forms.
func (s *inspectScreen) lifeLines(now subject, c scene) []string {
	t, g := c.theme, c.glyphs
	start, end := now.decoded.IssuedAt, now.decoded.Expiry
	if end.IsZero() {
		text := "the token does not say when it expires (no exp claim)"
		if value, ok := claimOf(now.decoded, "exp"); ok {
			text = "exp is not a time: " + cutMiddle(visible.Line(cutBytes(value)), max(10, c.width-inspectLabel-22), g)
		}
		return []string{labelled(c, "LIFE", t.warn.paint(text))}
	}
	begins := "issued   "
	if start.IsZero() && now.set != nil {
		start, begins = now.set.ObtainedAt, "obtained "
	}
	ink := lifeInk(c.now, start, end, t)
	room := c.width - inspectLabel - 11
	at := func(label, when string) string { return labelled(c, "", t.muted.paint(label)+when) }
	lines := []string{labelled(c, "LIFE", bar(lifeShare(c.now, start, end), min(c.width-inspectLabel-25, 44), ink, t, g)+"  "+ink.paint(remaining(c.now, end)))}
	switch value, there := claimOf(now.decoded, "iat"); {
	case now.decoded.IssuedAt.IsZero() && there:
		lines = append(lines, at("issued   ", t.warn.paint("iat is not a time: "+cutMiddle(visible.Line(cutBytes(value)), max(10, room-20), g))))
	case start.After(end):
		lines = append(lines, at(begins, t.warn.paint(times(start, c, room-24)+", after it expires")))
	case !start.IsZero() && c.height >= 22:
		lines = append(lines, at(begins, times(start, c, room)))
	}
	if begin := now.decoded.NotBefore; begin.After(c.now) {
		lines = append(lines, at("begins   ", t.warn.paint(times(begin, c, room-22)+", not valid yet (nbf)")))
	}
	return append(lines, at(endWord(c.now, end), times(end, c, room)))
}

// endWord is the label of the end of a life.
func endWord(now, end time.Time) string {
	if end.After(now) {
		return "expires  "
	}
	return "expired  "
}

// claimOf returns the JSON text of a claim; of several the last one counts.
func claimOf(token akoya.IDToken, name string) (string, bool) {
	value, ok := "", false
	for _, claim := range token.Claims {
		if claim.Name == name {
			value, ok = claim.Value, true
		}
	}
	return value, ok
}

// undecoded explains a token that is no JWT.
func (s *inspectScreen) undecoded(now subject, c scene) []string {
	t := c.theme
	token := s.scrolled(s.revealedLines(now, c, c.width-8), c, max(4, c.height-12))
	if token == nil {
		token = []string{now.token.Mask()}
	}
	lines := []string{""}
	for i, line := range token {
		lines = append(lines, " "+cell(firstOnly("TOKEN", i), 6, t.muted, c.glyphs)+line)
	}
	lines = append(lines, "")
	paint := t.warn
	if now.service != nil {
		paint = t.text
	}
	for _, line := range wrapMost(visible.Line(sentence(now.err.Error())), c.width-2, 6, c.glyphs) {
		lines = append(lines, " "+paint.paint(line))
	}
	if now.service != nil {
		lines = append(lines, "", " "+t.muted.paint("scope    ")+visible.Line(now.service.Scope))
		if end := now.service.ExpiresAt(); !end.IsZero() {
			ink := lifeInk(c.now, now.service.ObtainedAt, end, t)
			lines = append(lines,
				" "+t.muted.paint(endWord(c.now, end))+times(end, c, c.width-12)+t.muted.paint(fmt.Sprintf("   expires_in %d s", now.service.ExpiresIn)),
				" "+t.muted.paint("         ")+bar(lifeShare(c.now, now.service.ObtainedAt, end), 30, ink, t, c.glyphs)+"  "+ink.paint(remaining(c.now, end)))
		}
	}
	return lines
}
