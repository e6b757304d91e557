package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"akoya-tui/flows/control"
	"akoya-tui/flows/visible"
)

// localScreen holds the controls of the local Akoya: its clock, its people, its
// faults.
type localScreen struct {
	cursor int
	faults []control.Fault // that wait, as far as is known
}

// lever is one control.
type lever struct {
	group, title, text string
	intent             intent
}

// leverCells is how wide the longest title is.
const leverCells = 31

func levers() []lever {
	once := func(title, text string, fault control.Fault) lever {
		fault.Count = 1
		return lever{"THE NEXT REQUEST", title, text, injectFault{faultChoice{"the next request " + title, fault}}}
	}
	return []lever{
		{"CLOCK", "5 minutes on", "a code expires", moveClock{5 * time.Minute}},
		{"CLOCK", "1 hour on", "", moveClock{time.Hour}},
		{"CLOCK", "25 hours on", "id_token and service token expire", moveClock{25 * time.Hour}},
		{"CLOCK", "1 year on", "a refresh token expires", moveClock{366 * 24 * time.Hour}},
		{"THE PERSON", "ends the consent at the bank", "the data call then answers 602", withdrawConsent{}},
		once("takes three seconds", "esc cancels it", control.Fault{Kind: "latency", Delay: 3 * time.Second}),
		once("is cut off without an answer", "nothing was done", control.Fault{Kind: "drop"}),
		once("is done, but the answer is lost", "the dangerous one: a refresh rotates", control.Fault{Kind: "lost"}),
		once("answers 503", "", control.Fault{Kind: "status", Status: 503}),
		once("answers HTML", "as a proxy or a login page would", control.Fault{Kind: "nonjson"}),
		once("answers half of its JSON", "", control.Fault{Kind: "truncate"}),
		once("answers 8 MiB", "", control.Fault{Kind: "huge"}),
		{"EVERY REQUEST", "takes half a second", "until the faults are forgotten", injectFault{faultChoice{"every request takes half a second", control.Fault{Kind: "latency", Delay: 500 * time.Millisecond}}}},
		{"EVERY REQUEST", "answers as documented again", "forget all faults", clearFaults{}},
		{"ALL", "start over", "as new; history and test results stay", resetLocal{}},
	}
}

func (s *localScreen) opened(c scene) intent {
	if c.local == nil {
		return nil
	}
	return lookLocal{}
}

// counts reports that the clock on view goes on.
func (s *localScreen) counts(c scene) bool { return c.local != nil }

func (s *localScreen) bindings(c scene) []binding {
	list := levers()
	return append([]binding{
		{keys: []string{"enter"}, word: list[s.cursor].title, rank: 2, why: notLocal(c), help: "Do what is chosen.", intent: list[s.cursor].intent},
	}, listMoves("line", "", 3, s.cursor, len(list)-1, max(1, c.height/2), func(row int) { s.cursor = row })...)
}

// notLocal says why the controls do nothing; "" when there is a local Akoya.
func notLocal(c scene) string {
	if c.local == nil {
		return "Only the local Akoya has these controls."
	}
	return ""
}

// named implements namer: every line with its words in place of the one under the
// cursor.
func (s *localScreen) named(c scene) []binding {
	var list []binding
	for i, l := range levers() {
		list = append(list, binding{
			keys: []string{"enter"}, label: " ", word: l.name(), why: notLocal(c), help: l.help(),
			intent: all{act(func() { s.cursor = i }), l.intent},
		})
	}
	return append(list, s.bindings(c)[1:]...)
}

// name is what the palette calls a control.
func (l lever) name() string {
	if l.group == "ALL" {
		return l.title
	}
	return strings.ToLower(l.group) + ": " + l.title
}

// help says what a control does, a sentence.
func (l lever) help() string {
	does := "Goes to the Local Akoya and does this"
	if l.text != "" {
		does += ": " + l.text
	}
	return does + "."
}

func (s *localScreen) view(c scene) []string {
	t, g := c.theme, c.glyphs
	if c.local == nil {
		return []string{t.strong.paint("Local Akoya"), "", " " + t.text.paint("These controls are for the local Akoya.")}
	}
	lines := []string{
		spread(t.strong.paint("Local Akoya"), t.muted.paint(c.local.Base), c.width, g),
		t.muted.paint("its time  ") + c.now.In(c.location).Format("2006-01-02 15:04:05 -0700") + offsetWords(c),
		s.faultWords(c),
	}
	body, heads := []string{}, map[int]bool{}
	cursorLine, group := 0, ""
	for i, l := range levers() {
		if l.group != group {
			group = l.group
			if c.height >= 28 {
				body = append(body, "")
			}
			heads[len(body)] = true
			body = append(body, " "+t.muted.paint(group))
		}
		mark, paint := " ", t.text
		if i == s.cursor {
			mark, paint = t.accent.paint(g.focus), t.strong
			cursorLine = len(body)
		}
		body = append(body, "  "+mark+" "+cell(l.title, leverCells, paint, g)+"  "+t.muted.paint(l.text))
	}
	facts := s.facts(c)
	room := c.height - len(lines) - len(facts)
	if room < len(body) {
		room--
		first := max(0, min(cursorLine-room/2, len(body)-room))
		end, more := first+room, g.ellipsis+" more above"
		if end < len(body) {
			more = g.ellipsis + " more below"
			for end > first && heads[end-1] { // no heading without its lines
				end--
			}
		}
		body = append(slices.Clone(body[first:end]), " "+t.muted.paint(more))
	}
	return append(append(lines, body...), facts...)
}

// faultWords lists the faults that wait.
func (s *localScreen) faultWords(c scene) string {
	if len(s.faults) == 0 {
		return c.theme.muted.paint("faults    none waits")
	}
	words := make([]string, 0, len(s.faults))
	for _, f := range s.faults {
		times := "every request"
		if f.Count > 0 {
			times = fmt.Sprintf("%d×", f.Count)
		}
		words = append(words, fmt.Sprintf("%s on %s, %s", f.Kind, orWords(f.Path, "*"), times))
	}
	return c.theme.muted.paint("faults    ") + c.theme.warn.paint(visible.Line(strings.Join(words, "; ")))
}

func offsetWords(c scene) string {
	if c.session.ClockOffset == 0 {
		return c.theme.muted.paint("  not moved")
	}
	return c.theme.warn.paint("  +" + clock(c.session.ClockOffset))
}

// facts are what another program needs to use the same local Akoya.
func (s *localScreen) facts(c scene) []string {
	t, g := c.theme, c.glyphs
	if c.height < 28 {
		return nil
	}
	return []string{
		"", " " + t.muted.paint("FOR YOUR OWN APP"),
		"   " + t.muted.paint("client id      ") + visible.Line(c.session.App.ClientID) + t.muted.paint("   client secret ") + c.session.App.ClientSecret.Mask(),
		"   " + t.muted.paint("redirect URIs  ") + cutMiddle(visible.Line(strings.Join(c.local.RedirectURIs, "  ")), c.width-19, g),
		"   " + t.muted.paint("control API    ") + c.local.Control.URL(),
	}
}
