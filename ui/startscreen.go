package ui

import (
	"akoya-tui/flows/visible"
)

// startScreen chooses where to go.
type startScreen struct {
	cursor  int
	fromEnv *Profile // from the environment's variables; nil when they are not set
}

// choice is one line of the start screen.
type choice struct {
	title, text string
	why         string // why it cannot be chosen
	intent      intent
}

func (s *startScreen) choices() []choice {
	list := []choice{{title: "Local Akoya", text: "inside this program: no account, nothing to set up", intent: startLocal{}}}
	if s.fromEnv != nil {
		list = append(list, choice{
			title: s.fromEnv.Name, text: visible.Line(hostOf(s.fromEnv.Environment.TokenURL)) + " · from AKOYA_CLIENT_ID, in memory only",
			intent: useProfile{*s.fromEnv},
		})
	} else {
		list = append(list, choice{
			title: "Akoya sandbox", text: "needs AKOYA_CLIENT_ID and AKOYA_CLIENT_SECRET",
			why: "Set AKOYA_CLIENT_ID and AKOYA_CLIENT_SECRET (and AKOYA_REDIRECT_URI) to those of your sandbox app, and start again. They stay in memory.",
		})
	}
	return append(list, choice{title: "Inspect a token" + "…", text: "paste a JWT; nothing is sent anywhere", intent: goTo{screenInspect}})
}

func (s *startScreen) bindings(scene) []binding {
	list := s.choices()
	at := list[min(s.cursor, len(list)-1)]
	return []binding{
		{keys: []string{"enter"}, word: "open", rank: 2, why: at.why, help: "Open what is chosen.", intent: at.intent},
		{keys: []string{"down", "j"}, label: "↑↓", word: "choose", rank: 3, help: "Next line.", intent: act(func() { s.cursor = min(s.cursor+1, len(list)-1) })},
		{keys: []string{"up", "k"}, word: "up", hidden: true, help: "Line before.", intent: act(func() { s.cursor = max(s.cursor-1, 0) })},
	}
}

func (s *startScreen) view(c scene) []string {
	t, g := c.theme, c.glyphs
	lines := []string{"", "  " + t.strong.paint("Explore Akoya's token flow")}
	for _, line := range wrap("Authorize, obtain, inspect, refresh, revoke, service tokens: see every request and every answer.", c.width-4) {
		lines = append(lines, "  "+t.muted.paint(line))
	}
	lines = append(lines, "")
	for i, choice := range s.choices() {
		mark, title := " ", t.text
		if i == s.cursor {
			mark, title = t.accent.paint(g.focus), t.strong
		}
		if choice.why != "" {
			title = t.muted
		}
		lines = append(lines, "  "+mark+" "+cell(choice.title, 20, title, g)+"  "+t.muted.paint(choice.text))
	}
	lines = append(lines, "")
	for _, line := range wrap("Nothing secret is written anywhere, and nothing is sent before you have seen it.", c.width-4) {
		lines = append(lines, "  "+t.muted.paint(line))
	}
	return lines
}
