package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/visible"
)

// ending is the question before cases that end a consent may run on a live
// server. Where the consents are those of real people its name must be typed.
type ending struct {
	input   *input // nil: a key answers
	problem string // what was typed instead
}

// howToEnd says in the reason of a skipped case how one asks for it.
const howToEnd = "key D"

// endingBinding includes the cases that end a consent, or leaves them out again.
func (s *casesScreen) endingBinding(c scene) binding {
	b := binding{
		keys: []string{"D"}, word: "include cases that end the consent", rank: 11,
		help:   "Let the cases run that end the consent, or may, on a live server. It asks first, and holds until D or the end of the session.",
		intent: act(func() { s.askEnding(c) }),
	}
	switch {
	case s.endings:
		b.word, b.help = "leave out cases that end the consent", "Skip them again."
		b.intent = act(func() { s.endings = false })
	case c.local != nil || c.session.Environment.IsLocal():
		b.why = "On the local Akoya these cases run anyway: a consent there costs nothing."
	}
	return b
}

func (s *casesScreen) askEnding(c scene) {
	s.ending = &ending{}
	if c.profile.production() {
		s.ending.input = newInput("", "the name of the environment", false, c.theme)
	}
}

// answerEnding gives a key to the name that is being typed.
func (s *casesScreen) answerEnding(k tea.KeyPressMsg) {
	switch k.String() {
	case "esc":
		s.ending = nil
	case "enter":
		if strings.TrimSpace(s.ending.input.value()) != akoya.EnvironmentProduction {
			s.ending.problem = "That is not the name: they stay left out. esc leaves it at that."
			return
		}
		s.ending, s.endings = nil, true
	default:
		s.ending.problem = ""
		s.ending.input.press(k)
	}
}

// endingAnswers are the keys while the question is asked.
func (s *casesScreen) endingAnswers() []binding {
	if s.ending.input != nil { // only the name that is typed answers it
		return []binding{{keys: []string{"esc"}, word: "no", rank: 1, help: "Leave them out.", intent: act(func() { s.ending = nil })}}
	}
	return []binding{
		{keys: []string{"y"}, word: "include them", rank: 1, help: "Let cases run that end the consent, or may.", intent: act(func() { s.ending, s.endings = nil, true })},
		{keys: []string{"esc", "n"}, word: "no", rank: 2, help: "Leave them out.", intent: act(func() { s.ending = nil })},
	}
}

// endingLines draw the question: what runs then, and what will be lost.
func (s *casesScreen) endingLines(c scene) []string {
	t, g := c.theme, c.glyphs
	var end, may []string
	for _, one := range s.all {
		switch {
		case one.Cost == cases.CostDestroys:
			end = append(end, one.ID)
		case one.MayDestroy:
			may = append(may, one.ID)
		}
	}
	lines := []string{"", t.strong.paint("Include the cases that end the consent?"), ""}
	add := func(paint ink, text string) {
		for _, line := range wrap(visible.Line(text), c.width-2) {
			lines = append(lines, " "+paint.paint(line))
		}
	}
	if len(end) > 0 {
		add(t.text, "They end it: "+strings.Join(end, ", ")+".")
	}
	if len(may) > 0 {
		add(t.text, "They may, on a server that reads the standard instead of Akoya's documents: "+strings.Join(may, ", ")+".")
	}
	lines = append(lines, "")
	add(t.bad, endingLoss(c))
	add(t.text, "They run last. They stay included until D leaves them out, or this session ends.")
	lines = append(lines, "")
	e := s.ending
	if e.input == nil {
		return append(lines, "  "+t.accent.paint("y")+t.text.paint(" include them")+"   "+t.accent.paint("esc")+t.text.paint(" no"))
	}
	add(t.bad, "This is production: it is the consent of a real consumer. Type "+akoya.EnvironmentProduction+" to include them.")
	lines = append(lines, t.accent.paint(g.focus)+e.input.view(min(c.width-2, 40), g))
	if e.problem != "" {
		add(t.warn, e.problem)
	}
	return lines
}

// endingLoss says what the first such case takes away.
func endingLoss(c scene) string {
	set, ok := c.session.Current()
	if !ok || !set.Live() {
		return "There is no token set now. Whichever set they run on is lost, and its consent with it: the person then has to authorize again."
	}
	whose := "the consent"
	if user := set.Decoded.Person.User; user != "" {
		whose += " of " + user
	}
	text := fmt.Sprintf("What is lost when one of them runs: %s at %s, and with it token set #%d: its refresh token is dead then", whose, c.profile.Name, set.Number)
	if c.profile.Keeper != nil && !c.profile.InMemory {
		text += ", in the keychain too"
	}
	return text + ". To go on, the person has to authorize again."
}

// endingBanner stays on view while such cases are included.
func (s *casesScreen) endingBanner(c scene) []string {
	if !s.endings {
		return nil
	}
	lines := wrapMost("Cases that end the consent are INCLUDED: they run last. D leaves them out.", c.width-2, 2, c.glyphs)
	for i := range lines {
		lines[i] = c.theme.warn.paint(c.glyphs.focus + " " + lines[i])
	}
	return lines
}
