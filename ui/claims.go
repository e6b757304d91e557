package ui

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/explain"
	"akoya-tui/flows/visible"
)

// claimRow is one claim ready to be shown.
type claimRow struct {
	name    string
	short   string // one line
	full    string // the whole value
	meaning string
	entry   explain.Entry
	moment  time.Time // of a claim that is a time
	since   string    // what changed since the set before
}

// claims returns the claims of the token on view in their order; they are made
// once for each token.
func (s *inspectScreen) claims(now subject) []claimRow {
	if now.err != nil || now.token.IsZero() {
		return nil
	}
	key := rowsKey{token: now.token}
	if now.before != nil {
		key.before = now.before.Number
	}
	if s.rowsOf != key {
		s.rows, s.rowsOf = claimRows(now), key
	}
	return s.rows
}

func claimRows(now subject) []claimRow {
	before := map[string]string{}
	if now.before != nil {
		for _, old := range now.before.Decoded.Claims {
			before[old.Name] = old.Value
		}
	}
	rows := make([]claimRow, 0, len(now.decoded.Claims))
	for _, claim := range now.decoded.Claims {
		row := claimRow{name: visible.Line(claim.Name), full: plainValue(claim.Value)}
		row.short = visible.Line(cutBytes(row.full))
		row.entry, _ = explain.Claim(claim.Name)
		row.meaning = row.entry.Meaning
		if claim.Name == "sub" && now.decoded.Person.User != "" {
			row.meaning = fmt.Sprintf("The person at this bank: %s at %s.", visible.Line(now.decoded.Person.User), visible.Line(now.decoded.Person.Connector))
		}
		if row.meaning == "" {
			row.meaning = "No document mentions this claim."
		}
		if isTimeKey(claim.Name) {
			if moment, ok := unixTime(claim.Value); ok {
				row.moment = moment
			}
		}
		if strings.HasPrefix(claim.Value, "[") {
			row.short = listWords(claim.Value)
		}
		row.since = sinceWords(claim, before, now.before != nil)
		rows = append(rows, row)
	}
	return rows
}

// plainValue writes a JSON value as people read it: a string without quotes.
func plainValue(value string) string {
	var text string
	if json.Unmarshal([]byte(value), &text) == nil && strings.HasPrefix(value, `"`) {
		return text
	}
	return value
}

// listWords writes a JSON array on one line; a longer one by its length.
func listWords(value string) string {
	var list []any
	if json.Unmarshal([]byte(value), &list) != nil {
		return visible.Line(value)
	}
	words := make([]string, 0, len(list))
	for _, one := range list {
		words = append(words, fmt.Sprint(one))
	}
	text := visible.Line(strings.Join(words, ", "))
	if len(list) > 1 {
		return fmt.Sprintf("[%d] %s", len(list), text)
	}
	return text
}

// sinceWords says how a claim differs from that of the set before.
func sinceWords(claim akoya.Claim, before map[string]string, compared bool) string {
	old, there := before[claim.Name]
	switch {
	case !compared:
		return ""
	case !there:
		return "new"
	case old == claim.Value:
		return "same"
	}
	if then, ok := unixTime(old); ok && isTimeKey(claim.Name) {
		if now, ok := unixTime(claim.Value); ok {
			return signed(now.Sub(then))
		}
	}
	return "changed"
}

// signed writes a difference of times: "+25:00:00".
func signed(d time.Duration) string {
	if d < 0 {
		return "-" + clock(-d)
	}
	return "+" + clock(d)
}

// times writes a moment in three forms, local, UTC and relative, as far as the
// width allows.
func times(moment time.Time, c scene, width int) string {
	local := moment.In(c.location).Format("2006-01-02 15:04:05 -0700")
	utc := moment.UTC().Format("15:04:05Z")
	rel := ago(c.now, moment)
	for _, text := range []string{
		joinWords([]string{local, utc, rel}, c.glyphs),
		joinWords([]string{local, rel}, c.glyphs),
		joinWords([]string{moment.In(c.location).Format("01-02 15:04:05"), rel}, c.glyphs),
	} {
		if cells(text) <= width {
			return text
		}
	}
	return rel
}

// joinWords joins words with the separator of the frame.
func joinWords(words []string, g glyphs) string { return strings.Join(words, " "+g.dot+" ") }

// table draws the claims that fit into height lines, the cursor's among them.
func (s *inspectScreen) table(now subject, c scene, height int) []string {
	t, g := c.theme, c.glyphs
	rows := s.claims(now)
	const nameCells, sinceCells, valueCells = 14, 8, 33
	since := 0
	if now.before != nil && c.width >= wideLayout {
		since = sinceCells + 2
	}
	meaningCells := max(0, c.width-nameCells-valueCells-since-5)
	head := " " + cell("CLAIM", nameCells, t.muted, g) + " " + cell("VALUE", valueCells, t.muted, g) + "  " + cell("MEANING", meaningCells, t.muted, g)
	if since > 0 {
		head += "  " + cell(fmt.Sprintf("SINCE #%d", now.before.Number), sinceCells, t.muted, g)
	}
	lines := []string{head}
	cursor := min(s.cursor, max(0, len(rows)-1))
	room := max(1, height-1)
	first := max(0, min(cursor-room/2, len(rows)-room))
	for i := first; i < len(rows) && len(lines) <= room; i++ {
		row := rows[i]
		value := row.short
		if !row.moment.IsZero() {
			value = joinWords([]string{row.moment.In(c.location).Format("2006-01-02 15:04:05"), ago(c.now, row.moment)}, g)
		}
		mark := " "
		if i == cursor {
			mark = t.accent.paint(g.focus)
		}
		line := mark + cell(row.name, nameCells, t.accent, g) + " " + cell(cutMiddle(value, valueCells, g), valueCells, t.text, g) + "  " + cell(row.meaning, meaningCells, t.muted, g)
		if since > 0 {
			line += "  " + cell(row.since, sinceCells, sinceInk(row.since, t), g)
		}
		lines = append(lines, line)
	}
	return lines
}

func sinceInk(since string, t theme) ink {
	if since == "same" || since == "" {
		return t.muted
	}
	return t.warn
}

// detail explains the claim under the cursor: its whole value and meaning.
func (s *inspectScreen) detail(now subject, c scene) []string {
	t := c.theme
	rows := s.claims(now)
	if len(rows) == 0 {
		return nil
	}
	row := rows[min(s.cursor, len(rows)-1)]
	value := visible.Line(cutBytes(row.full))
	if !row.moment.IsZero() {
		value += "  =  " + times(row.moment, c, 999)
	}
	lines := []string{""}
	most := max(1, c.height/8-1)
	for _, line := range wrapMost(row.name+"  "+value, c.width-2, most, c.glyphs) {
		lines = append(lines, " "+t.text.paint(line))
	}
	source := row.entry.Document
	if source == "" {
		source = row.entry.RFC
	}
	meaning := row.meaning
	if source != "" {
		meaning += " (" + source + ")"
	}
	for _, line := range wrap(meaning, c.width-2) {
		lines = append(lines, " "+t.muted.paint(line))
	}
	return lines
}

// lineageLines draws how the token sets followed one another.
func lineageLines(c scene) []string {
	t, g := c.theme, c.glyphs
	sets := c.session.Sets()
	if len(sets) == 0 {
		return nil
	}
	arrow := t.muted.paint(" " + g.row + g.right + " ")
	var chains []string
	for _, root := range sets {
		if root.From != 0 {
			continue
		}
		parts := []string{t.muted.paint("code")}
		for set, ok := root, true; ok; set, ok = next(sets, set) {
			parts = append(parts, setWord(set, c))
		}
		for len(parts) > 2 && cells(stripped(strings.Join(parts, arrow))) > c.width-12 {
			parts = append([]string{t.muted.paint(g.ellipsis)}, parts[2:]...)
		}
		chains = append(chains, strings.Join(parts, arrow))
	}
	lines := []string{}
	const most = 3
	first := max(0, len(chains)-most)
	for i, chain := range chains[first:] {
		label := "        "
		if i == 0 {
			label = "LINEAGE "
		}
		lines = append(lines, " "+t.muted.paint(label)+chain)
	}
	return lines
}

// next returns the set that a set's refresh token gave.
func next(sets []flows.TokenSet, set flows.TokenSet) (flows.TokenSet, bool) {
	for _, child := range sets {
		if child.From == set.Number {
			return child, true
		}
	}
	return flows.TokenSet{}, false
}

// setWord names a set with what became of it.
func setWord(set flows.TokenSet, c scene) string {
	t := c.theme
	name := fmt.Sprintf("#%d ", set.Number)
	at := ""
	if !set.EndedAt.IsZero() {
		at = " " + set.EndedAt.In(c.location).Format("15:04")
	}
	switch set.State {
	case flows.SetCurrent:
		if set.ExpiredAt(c.now) {
			return t.warn.paint(name + "current, id_token expired")
		}
		return t.ok.paint(name + "current")
	case flows.SetRevoked, flows.SetRefused:
		return t.bad.paint(name + string(set.State) + at)
	case flows.SetUnclear:
		return t.warn.paint(name + "unclear" + at)
	case flows.SetClaimed, flows.SetReplaced:
	}
	return t.muted.paint(name + string(set.State) + at)
}

// stripped returns a line without escape sequences.
func stripped(s string) string { return ansi.Strip(s) }

// sentence returns s with a capital first letter and a full stop.
func sentence(s string) string {
	if s = upperFirst(s); s != "" && !strings.ContainsRune(".!?:", rune(s[len(s)-1])) {
		s += "."
	}
	return s
}

// upperFirst returns s with a capital first letter.
func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
