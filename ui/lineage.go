package ui

import (
	"fmt"
	"strings"

	"akoya-tui/flows"
)

// lineageLines draws how the token sets followed one another; of a token that
// belongs to none, it says so.
func lineageLines(now subject, c scene) []string {
	t, g := c.theme, c.glyphs
	sets := c.session.Sets()
	switch {
	case len(sets) == 0:
		return nil
	case now.service != nil:
		return []string{labelled(c, "LINEAGE", t.muted.paint("none: a service token belongs to no token set"))}
	case now.set == nil:
		return []string{labelled(c, "LINEAGE", t.muted.paint("none: it was pasted, and belongs to no token set of this session"))}
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
		for len(parts) > 2 && cells(stripped(strings.Join(parts, arrow))) > c.width-inspectLabel-2 {
			parts = append([]string{t.muted.paint(g.ellipsis)}, parts[2:]...)
		}
		chains = append(chains, strings.Join(parts, arrow))
	}
	lines := []string{}
	const most = 3
	first := max(0, len(chains)-most)
	for i, chain := range chains[first:] {
		lines = append(lines, labelled(c, firstOnly("LINEAGE", i), chain))
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
