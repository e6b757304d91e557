package ui

import (
	"fmt"
	"slices"
	"strings"

	"akoya-tui/flows"
)

// railItem is one entry of the map: its key, its screen, and how far it is.
type railItem struct {
	key    string
	screen screenID
	title  string
	group  string // the heading above it; "" when it belongs to the one before
	state  func(scene) railState
}

// railState is what the map shows behind an entry.
type railState struct {
	text string
	good bool
	bad  bool
	live bool // something goes on: the text stays in the folded map, too
}

// railItems returns the map in its order.
func railItems() []railItem {
	return []railItem{
		{"1", screenAuthorize, "Authorize", "FLOW", authorizeState},
		{"2", screenObtain, "Obtain", "", obtainState},
		{"3", screenInspect, "Inspect", "", inspectState},
		{"4", screenRefresh, "Refresh", "", refreshState},
		{"5", screenRevoke, "Revoke", "", revokeState},
		{"6", screenService, "Service token", "", serviceState},
		{"7", screenCases, "Test cases", "PRACTICE", casesState},
		{"8", screenHistory, "History", "", historyState},
		{"9", screenLocal, "Local Akoya", "", localState},
		{"0", screenStart, "Profiles", "", noState},
	}
}

func authorizeState(c scene) railState {
	auth := c.session.Authorization
	refused := auth != nil && auth.Refusal != "" // it is newer than any code
	if code, ok := c.session.NewestCode(); ok && !refused {
		return railState{text: "✓ " + code.ReceivedAt.In(c.location).Format("15:04"), good: true}
	}
	if refused {
		return railState{text: "× refused", bad: true}
	}
	return railState{}
}

// obtainState is about the newest code: it waits, or it gave a set.
func obtainState(c scene) railState {
	if code, ok := c.session.NewestCode(); ok {
		switch code.StateAt(c.now) {
		case flows.CodeFresh:
			return railState{text: clock(code.ExpiresAt().Sub(c.now))}
		case flows.CodeExpired:
			return railState{text: "○ expired", bad: true}
		case flows.CodeUsed:
		}
	}
	for _, set := range slices.Backward(c.session.Sets()) {
		if set.From == 0 {
			return railState{text: fmt.Sprintf("✓ #%d", set.Number), good: true}
		}
	}
	return railState{}
}

func inspectState(c scene) railState {
	set, ok := c.session.Latest()
	switch {
	case !ok:
		return railState{}
	case set.State == flows.SetRevoked:
		return railState{text: "× revoked"}
	case set.State == flows.SetRefused, set.State == flows.SetUnclear:
		return railState{text: "◐ " + string(set.State), bad: true}
	case set.ExpiredAt(c.now):
		return railState{text: "○ expired", bad: true}
	}
	return railState{text: "● valid", good: true}
}

func refreshState(c scene) railState {
	if set, ok := c.session.Latest(); ok && set.From > 0 {
		return railState{text: fmt.Sprintf("✓ #%d", set.Number), good: true}
	}
	return railState{}
}

func revokeState(c scene) railState {
	if set, ok := c.session.Latest(); ok && set.State == flows.SetRevoked {
		return railState{text: "× revoked"}
	}
	return railState{}
}

func serviceState(c scene) railState {
	if n := len(c.session.ServiceTokens()); n > 0 {
		return railState{text: fmt.Sprintf("✓ %d", n), good: true}
	}
	return railState{}
}

func casesState(c scene) railState {
	switch {
	case c.tested.asks:
		return railState{text: "◐ asks you", live: true}
	case c.tested.under > 0:
		return railState{text: fmt.Sprintf("▸ %d/%d", c.tested.done, c.tested.under), live: true}
	case c.tested.run == 0:
		return railState{}
	case c.tested.failed > 0:
		return railState{text: fmt.Sprintf("× %d of %d", c.tested.failed, c.tested.all), bad: true}
	case c.tested.hold == 0 && c.tested.informational > 0:
		return railState{text: fmt.Sprintf("%d info only", c.tested.informational)}
	case c.tested.hold == 0: // nothing that was run was answered
		return railState{text: fmt.Sprintf("%d/%d", c.tested.hold, c.tested.all)}
	}
	return railState{text: fmt.Sprintf("✓ %d/%d", c.tested.hold, c.tested.all), good: true}
}

func historyState(c scene) railState {
	if n := c.session.History.Len(); n > 0 {
		return railState{text: commas(n)}
	}
	return railState{}
}

func noState(scene) railState { return railState{} }

func localState(c scene) railState {
	if c.session.ClockOffset > 0 {
		return railState{text: "+" + clock(c.session.ClockOffset)}
	}
	return railState{}
}

// rail returns the map as a column.
func (a *App) rail(c scene) []string {
	t, g := a.theme, a.glyphs
	lines := []string{}
	for _, item := range railItems() {
		if item.group != "" {
			if len(lines) > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, " "+t.muted.paint(item.group))
		}
		mark, title := " ", t.text.paint(item.title)
		if item.screen == a.active {
			mark, title = t.accent.paint(g.focus), t.strong.paint(item.title)
		}
		state := item.state(c)
		text := a.railText(state)
		left := mark + t.accent.paint(item.key) + " " + title
		lines = append(lines, spread(left, text+" ", railWidth, g))
	}
	return lines
}

func (a *App) railText(state railState) string {
	switch {
	case state.live:
		return a.theme.accent.paint(a.glyphs.translate(state.text))
	case state.good:
		return a.theme.ok.paint(a.glyphs.translate(state.text))
	case state.bad:
		return a.theme.bad.paint(a.glyphs.translate(state.text))
	}
	return a.theme.muted.paint(a.glyphs.translate(state.text))
}

// foldedRail returns the map as one line for narrow terminals. Where not every
// name fits, those of steps that are done go first, then those farthest from
// where one is; the keys stay.
func (a *App) foldedRail(c scene) string {
	return " " + strings.Join(a.foldedParts(c), strings.Repeat(" ", foldedGap))
}

func (a *App) foldedParts(c scene) []string {
	items := railItems()
	named := make([]bool, len(items))
	at := 0
	for i, item := range items {
		named[i] = true
		if item.screen == a.active {
			at = i
		}
	}
	width, _ := a.size()
	parts := a.namedParts(c, items, named)
	for _, i := range foldOrder(c, items, at) {
		if 1+cells(stripped(strings.Join(parts, strings.Repeat(" ", foldedGap)))) <= width {
			break
		}
		named[i] = false
		parts = a.namedParts(c, items, named)
	}
	return parts
}

// foldedGap is the space between two entries of the folded map.
const foldedGap = 2

// foldOrder returns the entries whose names go, in the order in which they go.
func foldOrder(c scene, items []railItem, at int) []int {
	order := make([]int, 0, len(items))
	for i := range items {
		if i != at {
			order = append(order, i)
		}
	}
	rank := func(i int) int { // the smallest goes first
		if items[i].state(c).good {
			return -len(items)
		}
		return -max(i-at, at-i)
	}
	slices.SortStableFunc(order, func(i, j int) int { return rank(i) - rank(j) })
	return order
}

func (a *App) namedParts(c scene, items []railItem, named []bool) []string {
	t, g := a.theme, a.glyphs
	parts := make([]string, 0, len(items))
	for i, item := range items {
		text := t.accent.paint(item.key)
		if named[i] {
			text += " " + t.muted.paint(shortTitle(item.title))
		}
		if item.screen == a.active {
			text = t.accent.paint(g.focus+item.key) + " " + t.strong.paint(item.title)
		}
		switch state := item.state(c); {
		case state.live:
			text += " " + a.railText(state)
		case state.good:
			text += t.ok.paint(g.ok)
		case state.bad:
			text += t.bad.paint(g.bad)
		}
		parts = append(parts, text)
	}
	return parts
}

// shortTitle is a map entry in a folded rail.
func shortTitle(title string) string {
	first, _, _ := strings.Cut(title, " ")
	return first
}

// translate writes the state glyphs of the map in the set of the terminal.
func (g glyphs) translate(s string) string {
	return strings.NewReplacer("▸", g.right, "✓", g.ok, "×", g.bad, "●", g.valid, "○", g.ended, "◐", g.expiring, "↻", g.again).Replace(s)
}
