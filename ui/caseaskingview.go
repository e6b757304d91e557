package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows/cases"
	"akoya-tui/flows/visible"
)

// whileAsking are the keys while a person is asked: those of the asking, and of
// the others those that only move. A key has one meaning.
func (s *casesScreen) whileAsking(c scene) []binding {
	list := s.asking.bindings(c, s.batch != nil && s.batch.total > 1)
	taken := []string{"esc"}
	for _, b := range list {
		taken = append(taken, b.keys...)
	}
	for _, b := range s.ownBindings(c) {
		if _, stops := b.intent.(stopCases); stops {
			list = append(list, b)
			continue
		}
		b.keys = slices.DeleteFunc(slices.Clone(b.keys), func(key string) bool { return slices.Contains(taken, key) })
		if b.why == "" && !navigates(b) {
			b.why = "A person is asked first: n leaves the case out."
		}
		if len(b.keys) > 0 {
			list = append(list, b)
		}
	}
	return list
}

// bindings answer what is asked. many says that other cases may ask, too.
func (k *asking) bindings(c scene, many bool) []binding {
	list := []binding{
		{keys: []string{"o"}, word: "open browser", rank: 2, during: true, help: "Open the page for the case in the browser. The callback comes back by itself where this program can listen.", intent: all{act(func() { k.problem = "" }), openURL{k.URL}}},
		{keys: []string{"y"}, word: "copy URL", rank: 4, during: true, help: "Copy the authorize URL of the case, to open it in a browser elsewhere.", intent: copyText{k.URL, copyNote(browserRequest(k.URL))}},
		{keys: []string{"p"}, word: "paste callback", rank: 5, during: true, help: "Type or paste the address on which the browser ended. Pasting works without this key.", intent: act(func() {
			k.input = newInput("", "the whole address that the browser ended on", false, c.theme)
		})},
		{keys: []string{"n"}, word: "leave out", rank: 3, during: true, help: "Leave this case out and go on: it is skipped.", intent: leaveOut{}},
	}
	if many {
		list = append(list, binding{keys: []string{"N"}, word: "leave all out", rank: 6, during: true, help: "Leave out every case of this run that needs a person.", intent: leaveOut{all: true}})
	}
	return list
}

// typing reports whether a callback address is being typed.
func (k *asking) typing() bool { return k != nil && k.input != nil }

func (k *asking) key(press tea.KeyPressMsg) intent {
	switch press.String() {
	case "esc":
		k.input = nil
	case "enter":
		text := k.input.value()
		k.input = nil
		return takeConsent{text}
	default:
		k.input.press(press)
	}
	return nil
}

// words say who is asked to do what, for which case.
func (k *asking) words() string {
	id, what, _ := strings.Cut(k.Purpose, ": ")
	switch {
	case k.Deny:
		return id + " needs a refusal: a person has to log in and DENY."
	case what == cases.NeedFreshCode.Why():
		return id + " needs a fresh code: a person has to log in and approve."
	}
	return id + " needs a consent: a person has to log in and approve."
}

// onlyAsking is the view where there is no room for more.
func (s *casesScreen) onlyAsking(c scene) []string {
	t, g := c.theme, c.glyphs
	lines := []string{spread(t.strong.paint("Test cases"), s.sumWords(c), c.width, g)}
	switch {
	case s.search != nil: // the keys go there until it is closed
		lines = append(lines, s.filterLine(c))
	case s.batch != nil:
		lines = append(lines, s.progress(c))
	}
	lines = append(lines, "")
	return append(lines, s.asking.lines(c, s.personWords(), c.height-len(lines))...)
}

// personWords say how many cases of the run need a person, until one was asked.
func (s *casesScreen) personWords() string {
	if s.batch == nil || s.batch.persons == 0 {
		return ""
	}
	need := "cases need"
	if s.batch.persons == 1 {
		need = "case needs"
	}
	return fmt.Sprintf("%d of the %d %s a person to approve or deny; n leaves one out.", s.batch.persons, s.batch.total, need)
}

// personLines are those words before the first one is asked.
func (s *casesScreen) personLines(c scene) []string {
	words := s.personWords()
	if words == "" || s.asking != nil {
		return nil
	}
	return []string{" " + c.theme.text.paint(words)}
}

// lines draw what is asked, in at most that many lines. What is new stays; of the
// address and of what is only good to know as much as there is room for.
func (k *asking) lines(c scene, before string, most int) []string {
	t, g := c.theme, c.glyphs
	width := c.width - 2
	var head, rest, more []string
	add := func(to *[]string, paint ink, text string, most int) {
		for _, line := range wrapParts(visible.Line(text), width, most, g) {
			*to = append(*to, " "+paint.paint(line))
		}
	}
	add(&head, t.strong, k.words(), 3)
	if len(head) > 0 {
		head[0] = t.accent.paint(g.focus) + strings.TrimPrefix(head[0], " ")
	}
	switch {
	case !k.known:
		add(&rest, t.muted, "opening the redirect URI"+g.ellipsis, 1)
	case k.listening:
		add(&rest, t.ok, g.expiring+" waiting for the callback on "+k.RedirectURI, 2)
	default:
		add(&rest, t.warn, "Nobody listens for the callback. "+k.why, 5)
	}
	if c.profile.production() {
		add(&rest, t.bad, "This is production: it is the consent of a real person.", 2)
	}
	for _, why := range k.refused[max(0, len(k.refused)-2):] {
		add(&rest, t.warn, "Refused: "+why, 2)
	}
	if k.problem != "" {
		add(&rest, t.warn, k.problem, 4)
	}
	if k.input != nil {
		add(&rest, t.text, "The address on which the browser ended:", 1)
		rest = append(rest, t.accent.paint(g.focus)+k.input.view(width, g))
	}
	if before != "" {
		add(&more, t.text, before, 2)
	}
	if set, ok := c.session.Current(); ok && set.Live() && !k.Deny {
		add(&more, t.muted, fmt.Sprintf("When its code is exchanged, the new tokens take the place of set #%d.", set.Number), 2)
	}
	if k.input == nil && k.listening { // who cannot listen says so
		add(&more, t.muted, "Or paste the address on which the browser ended, even if it shows an error page.", 2)
	}
	var address []string
	for _, line := range addressLines(visible.Line(k.URL), width, max(1, most-len(head)-len(rest)), g) {
		address = append(address, " "+t.text.paint(line))
	}
	lines := slices.Concat(head, address, rest)
	if left := most - len(lines); left > 1 && len(more) > 0 {
		lines = append(append(lines, ""), more[:min(len(more), left-1)]...)
	}
	return lines
}

// addressLines breaks an address before its parameters where they fit a line.
func addressLines(address string, width, most int, g glyphs) []string {
	var lines []string
	line := ""
	for i, part := range strings.Split(address, "&") {
		if i > 0 {
			part = "&" + part
		}
		if line != "" && cells(line)+cells(part) > width {
			lines = append(lines, wrapParts(line, width, most, g)...)
			line = ""
		}
		line += part
	}
	lines = append(lines, wrapParts(line, width, most, g)...)
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] = fit(lines[most-1]+g.ellipsis, min(width, cells(lines[most-1])+1), g)
	}
	return lines
}
