package ui

import (
	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
)

// inspectScreen takes a token apart: life, signature, header, claims, lineage.
type inspectScreen struct {
	at     int // which token: counted from the newest one
	cursor int // the row under the cursor; below 0: as home
	top    int // the first row on view; below 0: as home
	page   int // how many rows were drawn last
	pasted *subject
	input  *input    // a token being typed
	search *input    // the filter being typed
	filter rowFilter // what the list shows

	rows    tokenRows // of the token on view, made once
	rowsOf  rowsKey
	above   int                     // how many lines of a revealed token were scrolled by
	hidden  int                     // and how many of them are not on view
	drawn   map[int]int             // the row on a line of the last view
	opaques map[akoya.Secret]opaque // service tokens, decoded once
}

func (s *inspectScreen) opened(scene) intent {
	s.input, s.search = nil, nil
	s.at = 0
	s.home()
	return nil
}

// home puts the cursor on the first claim, below the header, or on a signature
// that is wrong.
func (s *inspectScreen) home() { s.cursor, s.top = -1, -1 }

// counts reports whether the life of the token on view is running out.
func (s *inspectScreen) counts(c scene) bool {
	now, _, ok := s.current(c)
	if !ok || s.input != nil {
		return false
	}
	end := now.decoded.Expiry
	if now.service != nil {
		end = now.service.ExpiresAt()
	}
	return c.now.Before(end)
}

func (s *inspectScreen) bindings(c scene) []binding {
	now, count, ok := s.current(c)
	none, other, row, nothing, all := "", "", "", "", ""
	switch {
	case ok:
	case c.open:
		none = "There is no token yet: 1 authorizes, or paste one."
	default:
		none = "There is no token yet: p pastes one."
	}
	if count < 2 {
		other = "There is no other token."
	}
	rows := s.tokenRows(now, c)
	found := s.filter.in(rows)
	switch {
	case len(rows.list) == 0:
		nothing = "There are no claims to choose from."
		row = nothing
	case len(found) == 0:
		row = "No claim has this text: esc shows all of them."
	}
	if !s.filter.on() {
		all = "Nothing is filtered."
	}
	value := ""
	if at, ok := s.chosen(rows, found); ok {
		value = rows.list[at].full
	}
	esc := binding{keys: []string{"esc"}, word: "show all", rank: 2, why: all, help: "End the filter. The cursor stays on its claim.", intent: act(func() { s.showAll(c) })}
	if !c.open && !s.filter.on() {
		esc = binding{keys: []string{"esc"}, word: "back", rank: 2, help: "Back to the first screen, where an environment is chosen.", intent: goTo{screenStart}}
	}
	moves := listMoves("claim", row, 3, s.place(rows, found), len(found)-1, max(1, s.page-1), func(place int) { s.to(found, place) })
	moves[0].help = "The next claim: its whole value and meaning stand below."
	moves[1].help = "The claim before; above the first one are the header's fields and the signature."
	moves[4].help = "The signature, which stands above the header and the claims."
	if s.hidden > 0 && c.revealed == now.item() {
		moves = s.scrollBindings()
	}
	return append([]binding{
		{keys: []string{"left", "["}, label: "←→", word: "other token", rank: 4, why: other, help: "The token that came before this one.", intent: act(func() { s.turn(c, 1) })},
		{keys: []string{"right", "]"}, word: "newer token", hidden: true, why: other, help: "The token that came after this one.", intent: act(func() { s.turn(c, -1) })},
		{keys: []string{"/"}, word: "filter", rank: 5, why: nothing, help: "Show only what holds every word: in its name, value or meaning.", intent: act(func() {
			s.search = newInput(s.filter.text(), "name, value or meaning", false, c.theme)
		})},
		esc,
		{keys: []string{"y"}, word: "copy value", rank: 6, why: row, help: "Copy the value of the claim, of the header's field, or what is known of the signature.", intent: copyText{value, "The value was copied."}},
		{keys: []string{"Y"}, word: "copy token", rank: 8, why: none, help: "Copy the token itself, in clear: whoever has it can use it until it expires.", intent: copySecret{now.token, "The token was copied in clear. " + now.worth(c)}},
		{keys: []string{"v"}, word: "reveal", rank: 9, why: none, help: "Show the whole token for ten seconds.", intent: reveal{now.item()}},
		{keys: []string{"p"}, word: "paste a token", rank: 7, help: "Paste a token to take it apart. Nothing is sent. Pasting works without this key too.", intent: act(func() {
			s.input = newInput("", "a JWT; it is not shown and not sent", true, c.theme)
		})},
	}, moves...)
}

// chosen returns the row under the cursor; false when no row is on view.
func (s *inspectScreen) chosen(rows tokenRows, found []int) (int, bool) {
	if len(found) == 0 {
		return 0, false
	}
	return found[s.place(rows, found)], true
}

// to puts the cursor on one of the rows found.
func (s *inspectScreen) to(found []int, place int) {
	if len(found) > 0 {
		s.cursor = found[max(0, min(place, len(found)-1))]
	}
}

// turn shows an older token, or a newer one. The cursor stays on what it is on
// when the other token has it too.
func (s *inspectScreen) turn(c scene, by int) {
	now, count, ok := s.current(c)
	if !ok {
		return
	}
	rows := s.tokenRows(now, c)
	at, there := s.chosen(rows, s.filter.in(rows))
	s.at = (min(s.at, count-1) + by + count) % count
	if now, _, _ = s.current(c); s.cursor < 0 || !there {
		s.home()
		return
	}
	s.cursor = s.tokenRows(now, c).like(rows.list[at])
}

func (s *inspectScreen) typing() bool { return s.input != nil || s.search != nil }

func (s *inspectScreen) typingKeys() []binding {
	if s.search != nil {
		return []binding{{keys: []string{"enter"}, word: "keep"}, {keys: []string{"down"}, label: "↑↓", word: "choose"}, {keys: []string{"esc"}, word: "show all"}}
	}
	return []binding{{keys: []string{"enter"}, word: "take it apart"}, {keys: []string{"esc"}, word: "close"}}
}

func (s *inspectScreen) key(c scene, k tea.KeyPressMsg) intent {
	if s.search != nil {
		s.searchKey(c, k)
		return nil
	}
	switch k.String() {
	case "esc":
		s.input = nil
	case "enter":
		text := s.input.value()
		s.input = nil
		if text != "" {
			return inspectText{text}
		}
	default:
		s.input.press(k)
	}
	return nil
}

func (s *inspectScreen) paste(c scene, text string) intent {
	if s.search != nil {
		s.search.paste(text)
		s.refilter(c)
		return nil
	}
	s.input = nil
	return inspectText{text}
}

// rowAt chooses the row that was clicked.
func (s *inspectScreen) rowAt(_ scene, line int) intent {
	row, ok := s.drawn[line]
	if !ok || s.input != nil {
		return nil
	}
	return act(func() { s.cursor = row })
}
