package ui

import "akoya-tui/flows/visible"

func firstUser(c scene) string {
	if c.local == nil || len(c.local.Users) == 0 {
		return ""
	}
	return c.local.Users[0]
}

func (s *authorizeScreen) peopleBindings(c scene) []binding {
	last := len(c.local.Users) - 1
	return []binding{
		{keys: []string{"enter"}, word: "approve as " + c.local.Users[min(s.user, last)], rank: 1, help: "Approve as this person, with all accounts.", intent: s.as(c, true)},
		{keys: []string{"x"}, word: "deny", rank: 2, help: "Deny as this person.", intent: s.as(c, false)},
		{keys: []string{"down", "j"}, label: "↑↓", word: "choose", rank: 3, help: "Next person.", intent: act(func() { s.user = min(s.user+1, last) })},
		{keys: []string{"up", "k"}, word: "up", hidden: true, help: "Person before.", intent: act(func() { s.user = max(s.user-1, 0) })},
		{keys: []string{"esc"}, word: "back", rank: 4, help: "Close the list.", intent: act(func() { s.choosing = false })},
	}
}

// as answers as the person under the cursor; the list closes.
func (s *authorizeScreen) as(c scene, approve bool) intent {
	user := c.local.Users[min(s.user, len(c.local.Users)-1)]
	return all{act(func() { s.choosing = false }), approveHere{user, approve}}
}

// peoplePane lists the people of the test bank.
func (s *authorizeScreen) peoplePane(c scene, width, height int) []string {
	t, g := c.theme, c.glyphs
	lines := []string{heading("APPROVE AS", "", true, c, width)}
	about := wrap("Users with a number like 602 make data calls answer that error.", width-2)
	most := min(12, max(3, height-len(about)-3))
	first := max(0, min(s.user-most/2, len(c.local.Users)-most))
	for i := first; i < len(c.local.Users) && i < first+most; i++ {
		mark, paint := " ", t.text
		if i == s.user {
			mark, paint = t.accent.paint(g.focus), t.strong
		}
		lines = append(lines, " "+mark+" "+paint.paint(visible.Line(c.local.Users[i])))
	}
	if first+most < len(c.local.Users) {
		lines = append(lines, "   "+t.muted.paint(g.ellipsis))
	}
	lines = append(lines, "")
	for _, line := range about {
		lines = append(lines, " "+t.muted.paint(line))
	}
	return lines
}
