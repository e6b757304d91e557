package ui

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/control"
)

// monkeyKeys are every key that a keyboard has, as far as programs hear of it.
func monkeyKeys() []string {
	keys := []string{
		"enter", "enter", "enter", "esc", "tab", "up", "down", "down", "left", "right", "pgup", "pgdown", "home", "end", "backspace", "delete",
		"insert", "space", "shift+tab", "ctrl+k", "ctrl+s", "ctrl+u", "ctrl+a", "ctrl+w", "alt+b", "alt+enter", "ctrl+left", "f1", "f12",
	}
	for c := ' ' + 1; c <= '~'; c++ {
		keys = append(keys, string(c))
	}
	return append(keys, "é", "漢", "👩", "\u202e")
}

// leaves reports whether a key would end the program now.
func (r *rig) leaves(key string) bool {
	if key == "ctrl+c" {
		return true
	}
	c := r.app.scene()
	if e, ok := r.app.screens[r.app.active].(editor); r.app.palette != nil || r.app.small() || ok && e.typing() && !r.app.help {
		return key == "q" && r.app.small()
	}
	b, ok := find(r.app.bindings(c), key)
	_, quit := b.intent.(quitProgram)
	return ok && quit
}

// late gives the program a result: of what is under way, or of something that
// ended long ago.
func (r *rig) late(random *rand.Rand) {
	a, c := r.app, r.content
	id := a.runs - random.IntN(2)
	problem := errors.New(c.text("it did not work"))
	body := []string{c.tokens(r.now, "canary-refresh-token-"+fmt.Sprint(random.IntN(1000), "-1b7e")), c.refusal("invalid_request", "No."), "", evil, `{"a":` + strings.Repeat("[", 200), "<html>"}
	switch random.IntN(15) {
	case 0:
		r.send(localStartedMsg{local: c.local(r.t)})
	case 1:
		if a.open {
			r.authorized(nil)
		}
	case 2:
		a.listener = &callback.Listener{}
		r.send(callbackMsg{id: a.listenID, event: callback.Refused{Reason: evil}})
		r.send(callbackMsg{id: a.listenID, event: callback.Accepted{Callback: callback.Callback{Code: akoya.NewSecret("canary-code-7hd2"), Via: callback.ViaListener}}})
		a.listener = nil
	case 3, 4, 5:
		plan := send{owner: screenObtain}
		if r.plan != nil {
			plan = *r.plan
		}
		status := []int{0, 200, 200, 200, 400, 401, 500, 302, 999}[random.IntN(9)]
		r.send(sentMsg{run: id, owner: plan.owner, arrival: plan.arrival, sent: r.canned(plan.plan, status, body[random.IntN(len(body))])})
	case 6, 7:
		var of *control.Client
		if a.local != nil {
			of = a.local.Control
		}
		if of != nil && random.IntN(2) == 0 {
			r.send(controlMsg{of: of, note: "as new", reset: random.IntN(6) == 0})
			return
		}
		offset := time.Duration(random.IntN(30)) * time.Hour
		r.send(controlMsg{of: of, offset: &offset, note: evil})
	case 8:
		s := a.screens[screenCases].(*casesScreen)
		one := s.all[random.IntN(len(s.all))]
		outcome := c.outcome(random.IntN(9), one)
		next := make(chan caseEvent)
		r.send(caseEventMsg{run: id, next: next, stopped: random.IntN(3) == 0, event: caseEvent{progress: cases.Progress{Done: random.IntN(60), Total: 61, Case: one, Outcome: &outcome}}})
	case 9:
		r.send(profilesMsg{list: c.stored()})
	case 10:
		p := c.profile
		r.send(profileOpenedMsg{run: []int{id, -1}[random.IntN(2)], name: evil, profile: p, settings: c.stored()[random.IntN(3)], err: []error{nil, problem}[random.IntN(2)]})
	case 11:
		r.send([]tea.Msg{profileSavedMsg{run: id, name: evil, err: problem}, profileSavedMsg{run: id, name: "x"}, profileGoneMsg{run: id, note: "gone"}, tokensSavedMsg{a.profile.Keeper, problem}, tokensSavedMsg{}}[random.IntN(5)])
	case 12:
		r.send([]tea.Msg{openedMsg{problem}, openedMsg{}, copiedMsg{problem}, exportedMsg{path: evil}, exportedMsg{err: problem}, searchOnMsg{}, keychainMsg{true, evil}, keychainMsg{}}[random.IntN(8)])
	case 14:
		k := &consent{Ask: cases.Ask{URL: evil, Purpose: evil, RedirectURI: evil, Deny: random.IntN(2) == 0}, answers: make(chan consentAnswer, 1)}
		if now := a.asks(); now != nil {
			k = now.consent
		}
		r.send(consentMsg{run: id, news: []consentNews{{of: k, begun: true}, {of: k, listening: true}, {of: k, why: evil}, {of: k, refused: evil}, {of: k, over: true}}[random.IntN(5)]})
	case 13:
		r.send([]tea.Msg{tickMsg{}, noteEndMsg{a.noteID}, revealEndMsg{a.revealID}, tea.BlurMsg{}, tea.FocusMsg{}, tea.BackgroundColorMsg{Color: white{}}, tea.ColorProfileMsg{Profile: 3}}[random.IntN(7)])
	}
}

// TestMonkey presses keys at random, thousands of them, with resizes, pastes,
// clicks and results in between: nothing panics, and nothing is drawn outside
// the frame.
func TestMonkey(t *testing.T) {
	t.Parallel()
	all, keys := states(), monkeyKeys()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 7))
			content := []content{realContent(), hostileContent()}[seed%2]
			content.ascii = seed == 5
			var trail []string
			var r *rig
			defer func() {
				if p := recover(); p != nil {
					t.Fatalf("after %q: %v", trail[max(0, len(trail)-25):], p)
				}
			}()
			for i := range 500 * effort / 100 {
				if i%100 == 0 {
					s := all[random.IntN(len(all))]
					trail = []string{s.name}
					r = rigIn(t, s, 80+random.IntN(60), 24+random.IntN(24), content)
					r.quiet = true
				}
				switch n := random.IntN(40); {
				case n == 0:
					size := [2]int{80 + random.IntN(120), 24 + random.IntN(40)}
					trail = append(trail, fmt.Sprint(size))
					r.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				case n == 1:
					trail = append(trail, "paste")
					r.send(tea.PasteMsg{Content: []string{evil, content.idToken(r.now), strings.Repeat("long ", 4000), "https://127.0.0.1:8765/callback?code=a&state=b", ""}[random.IntN(5)]})
				case n == 2:
					trail = append(trail, "click")
					r.send(tea.MouseClickMsg{X: random.IntN(150), Y: random.IntN(50), Button: tea.MouseLeft})
					r.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
				case n < 10:
					trail = append(trail, "late")
					r.late(random)
				default:
					key := keys[random.IntN(len(keys))]
					if r.leaves(key) {
						continue
					}
					trail = append(trail, key)
					r.wait(time.Duration(random.IntN(90)) * time.Second)
					r.press(key)
				}
				if i%2 == 0 {
					width, height := r.app.size()
					if bad := badFrame(r.app.lines(), width, height); bad != "" {
						t.Fatalf("after %q at %d × %d: %.300s", trail, width, height, bad)
					}
				}
			}
		})
	}
}
