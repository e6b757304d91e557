package ui

import (
	"fmt"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
	"akoya-tui/flows/visible"
)

// startScreen chooses where to go, and keeps the profiles.
type startScreen struct {
	cursor   int
	fromEnv  *Profile // from the environment's variables; nil when they are not set
	profiles []vault.Settings
	chosen   string // the profile to put the cursor on, once it is in the list
	confirm  *question
	failed   string // the profile that could not be opened
	problem  string // and why
	trusted  bool   // production was confirmed in this session

	noKeychain string // why no secret can rest in one; "" when there may be one
	noProfiles string // why no profile can be kept; "" when they can
	noFromEnv  string // why the environment's variables make none
}

// question is a yes or no before something that cannot be undone.
type question struct {
	text string
	yes  string // what y does, in two words
	then all
}

// choice is one line of the start screen.
type choice struct {
	title, text string
	production  bool
	profile     string // its name; "" for what is no profile
	why         string // why it cannot be chosen
	intent      intent
}

func (s *startScreen) choices() []choice {
	list := []choice{{title: "Local Akoya", text: "inside this program: no account, nothing to set up", intent: startLocal{}}}
	if s.fromEnv != nil {
		one := choice{
			title: s.fromEnv.Name, text: visible.Line(hostOf(s.fromEnv.Environment.TokenURL)) + ", from AKOYA_CLIENT_ID",
			production: s.fromEnv.production(), intent: useProfile{*s.fromEnv},
		}
		if s.fromEnv.production() && !s.trusted {
			open := one.intent
			one.intent = act(func() { s.askThen(s.fromEnv.Name, open) })
		}
		list = append(list, one)
	}
	for _, p := range s.profiles {
		environment := vault.EnvironmentOf(p)
		where := "in the keychain"
		if p.Store == vault.InMemory {
			where = "in memory only"
		}
		one := choice{title: visible.Line(p.Name), profile: p.Name, text: environmentWord(environment) + ", " + visible.Line(hostOf(environment.TokenURL)) + ", " + where, intent: openProfile{p.Name}}
		one.production = environment.IsProduction()
		if one.production && !s.trusted {
			one.intent = act(func() { s.ask(p.Name) })
		}
		list = append(list, one)
	}
	fresh := choice{title: "New profile…", text: "your app's client id and secret, in the keychain", why: s.noProfiles, intent: newProfile{}}
	if s.noKeychain != "" {
		fresh.text = "your app's client id and secret, in memory only"
	}
	if fresh.why != "" {
		fresh.text = "there is no place to keep one"
	}
	return append(list, fresh,
		choice{title: "Inspect a token…", text: "paste a JWT; nothing is sent anywhere", intent: goTo{screenInspect}})
}

// environmentWord writes production so that nobody overlooks it.
func environmentWord(e akoya.Environment) string {
	if e.IsProduction() {
		return strings.ToUpper(akoya.EnvironmentProduction)
	}
	return visible.Line(e.Name)
}

// leave returns what opening a choice does while a session is open: the same one
// goes on, and another one asks, because what is in memory only is lost.
func (s *startScreen) leave(c scene, at choice) intent {
	switch at.intent.(type) {
	case startLocal, openProfile, useProfile, act:
	default:
		return at.intent
	}
	lost := c.session.History.Len() > 0 || c.session.SetCount() > 0 || c.tested.run > 0
	switch {
	case !c.open:
		return at.intent
	case at.profile == c.profile.Name, at.profile == "" && at.title == visible.Line(c.profile.Name), c.local != nil && at.intent == intent(startLocal{}):
		return resume{}
	case !lost:
		return at.intent
	}
	requests := fmt.Sprintf("%d requests", c.session.History.Len())
	if c.session.History.Len() == 1 {
		requests = "1 request"
	}
	text := fmt.Sprintf("The session with %s ends: its history (%s) and its results are forgotten", c.profile.Name, requests)
	if c.profile.Keeper == nil && c.session.SetCount() > 0 {
		text += ", and its tokens with them: they are in memory only"
	}
	return act(func() { s.confirm = &question{text + ". Go on?", "end it", all{at.intent}} })
}

// left implements leaver: a question is about what was so when it was asked.
func (s *startScreen) left() { s.confirm = nil }

// ask asks whether a production profile is to be opened; once in a session.
func (s *startScreen) ask(name string) { s.askThen("Profile "+name, openProfile{name}) }

func (s *startScreen) askThen(what string, open intent) {
	s.confirm = &question{what + " is PRODUCTION: real consumers, real banks, real consents. Open it?", "open production", all{act(func() { s.trusted = true }), open}}
}

func (s *startScreen) current() choice {
	list := s.choices()
	if s.chosen != "" {
		for i, one := range list {
			if one.profile == s.chosen {
				s.cursor, s.chosen = i, ""
				break
			}
		}
	}
	return list[min(s.cursor, len(list)-1)]
}

func (s *startScreen) bindings(c scene) []binding {
	if s.confirm != nil {
		q := s.confirm
		return []binding{
			{keys: []string{"y"}, word: q.yes, rank: 1, help: q.text, intent: append(all{act(func() { s.confirm = nil })}, q.then...)},
			{keys: []string{"esc", "n"}, word: "no", rank: 2, help: "Leave everything as it is.", intent: act(func() { s.confirm = nil })},
		}
	}
	at, last := s.current(), len(s.choices())-1
	at.intent = s.leave(c, at)
	busy, noProfile := "", ""
	if c.running != nil {
		busy = "Something is under way: esc cancels it."
	}
	if c.starting {
		busy = "The local Akoya is being started."
	}
	nothing := busy
	if len(s.profiles) == 0 && busy == "" {
		nothing = "There is no profile to forget."
	}
	if noProfile = busy; at.profile == "" && busy == "" {
		noProfile = "This works on a profile: choose one, or make one."
	}
	list := []binding{
		{keys: []string{"enter"}, word: "open", rank: 2, why: orWords(at.why, busy), help: "Open what is chosen.", intent: at.intent},
		{keys: []string{"n"}, word: "new profile", rank: 4, why: orWords(s.noProfiles, busy), help: "Enter the client id and secret of your app once; they rest in the keychain.", intent: newProfile{}},
		{keys: []string{"e"}, word: "edit", rank: 5, why: noProfile, help: "Change the profile: its name, URLs, secrets.", intent: editProfile{at.profile}},
		{keys: []string{"x"}, word: "forget", rank: 6, why: noProfile, help: "Remove the profile with its secrets and tokens from this machine.", intent: act(func() {
			s.confirm = &question{"Forget profile " + at.profile + "? Its client secret and its tokens are removed from the store; a lost refresh token means a new consent.", "forget it", all{forgetProfile{at.profile}}}
		})},
		{keys: []string{"X"}, word: "forget everything", rank: 12, why: nothing, help: "Remove every profile with its secrets.", intent: act(func() {
			s.confirm = &question{"Forget every profile with all secrets and tokens?", "forget all", all{forgetAll{}}}
		})},
		{keys: []string{"down", "j"}, label: "↑↓", word: "choose", rank: 3, help: "Next line.", intent: act(func() { s.cursor = min(s.cursor+1, last); s.problem = "" })},
		{keys: []string{"up", "k"}, word: "up", hidden: true, help: "Line before.", intent: act(func() { s.cursor = max(min(s.cursor, last)-1, 0); s.problem = "" })},
	}
	if s.problem != "" {
		list = append(list,
			binding{keys: []string{"r"}, word: "try again", rank: 1, why: busy, help: "Open the profile again.", intent: openProfile{s.failed}},
			binding{keys: []string{"m"}, word: "memory only", rank: 1, why: busy, help: "Use this profile without the keychain until the program ends: its secrets are entered again. What the keychain holds stays there.", intent: useMemory{s.failed}})
	}
	return list
}

// Widths of the titles of the choices, in cells.
const (
	leastTitleCells = 20
	mostTitleCells  = 32
)

// startText says what the program is for.
const startText = "Authorize, obtain, inspect, refresh, revoke, service tokens: see every request and every answer."

// room returns how many choices are on view.
func (s *startScreen) room(c scene) int { return max(3, c.height-3-len(wrap(startText, c.width-4))-6) }

func (s *startScreen) view(c scene) []string {
	t, g := c.theme, c.glyphs
	s.current() // puts the cursor on a profile that has just been saved
	lines := []string{"", "  " + t.strong.paint("Explore Akoya's token flow")}
	for _, line := range wrap(startText, c.width-4) {
		lines = append(lines, "  "+t.muted.paint(line))
	}
	lines = append(lines, "")
	list := s.choices()
	room := s.room(c)
	first := max(0, min(s.cursor-room/2, len(list)-room))
	if room < len(list) {
		lines[1] = spread(lines[1], t.muted.paint(fmt.Sprintf("%d of %d", s.cursor+1, len(list))), c.width-2, g)
	}
	wide := leastTitleCells
	for _, one := range list {
		wide = min(max(wide, cells(one.title)), mostTitleCells)
	}
	for i := first; i < len(list) && i < first+room; i++ {
		mark, title := " ", t.text
		if i == s.cursor {
			mark, title = t.accent.paint(g.focus), t.strong
		}
		if list[i].why != "" {
			title = t.muted
		}
		text := t.muted.paint(list[i].text)
		if list[i].production {
			text = t.bad.paint(list[i].text)
		}
		if _, on := s.leave(c, list[i]).(resume); on {
			text = t.ok.paint(g.valid + " open now: enter goes on")
		}
		lines = append(lines, "  "+mark+" "+cell(list[i].title, wide, title, g)+"  "+text)
	}
	lines = append(lines, "")
	add := func(paint ink, text string) {
		for _, line := range wrap(text, c.width-4) {
			lines = append(lines, "  "+paint.paint(line))
		}
	}
	switch {
	case s.confirm != nil:
		add(t.bad, visible.Line(s.confirm.text))
		lines = append(lines, "  "+t.accent.paint("y")+t.text.paint(" "+s.confirm.yes)+"   "+t.accent.paint("esc")+t.text.paint(" no"))
	case c.starting:
		add(t.accent, "starting the local Akoya"+g.ellipsis)
	case c.running != nil:
		add(t.accent, visible.Line(c.running.label)+g.ellipsis)
	case s.problem != "":
		add(t.bad, "Profile "+visible.Line(s.failed)+" was not opened. "+visible.Line(upperFirst(s.problem)))
		lines = append(lines, "  "+t.accent.paint("r")+t.text.paint(" try again")+"   "+t.accent.paint("m")+t.text.paint(" go on in memory only: enter the secrets again"))
	case s.noProfiles != "" || s.noFromEnv != "":
		if s.noProfiles != "" {
			add(t.warn, visible.Line(s.noProfiles))
		}
		if s.noFromEnv != "" {
			add(t.warn, "The AKOYA_… variables make no profile. "+visible.Line(s.noFromEnv))
		}
	case s.noKeychain != "":
		add(t.warn, visible.Line(s.noKeychain))
	default:
		add(t.muted, "Secrets rest in the system's keychain or in memory, and nowhere else. Nothing is sent before you have seen it.")
	}
	return lines
}

func (s *startScreen) rowAt(c scene, line int) intent {
	if s.confirm != nil {
		return nil
	}
	top := 3 + len(wrap(startText, c.width-4))
	list := s.choices()
	i := max(0, min(s.cursor-s.room(c)/2, len(list)-s.room(c))) + line - top
	if line < top || i < 0 || i >= len(list) {
		return nil
	}
	return act(func() { s.cursor, s.problem = i, "" })
}
