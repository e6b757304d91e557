package ui

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// state is one thing that the program can have on view, and how to get there.
type state struct {
	name string
	to   func(*rig)
}

// states returns every screen in its main states.
func states() []state {
	var all []state
	for _, list := range [][]state{startStates(), formStates(), authorizeStates(), flowStates(), inspectStates(), casesStates(), otherStates()} {
		all = append(all, list...)
	}
	return all
}

// rigIn returns a program in a state.
func rigIn(t testing.TB, s state, width, height int, c content) *rig {
	t.Helper()
	r := newRig(t, width, height, c)
	r.quiet = true
	s.to(r)
	r.quiet = false
	r.app.lines()
	return r
}

// stateNamed returns a state by its name.
func stateNamed(t testing.TB, name string) state {
	t.Helper()
	for _, s := range states() {
		if s.name == name {
			return s
		}
	}
	t.Fatalf("there is no state %q", name)
	return state{}
}

func startStates() []state {
	profiles := func(r *rig) { r.send(profilesMsg{list: r.content.stored()}) }
	return []state{
		{"start", func(*rig) {}},
		{"start-environment", func(r *rig) {
			p := r.content.profile
			p.Name, p.Environment, p.Where = "Akoya sandbox", akoya.Sandbox(), "memory only"
			r.app.screens[screenStart].(*startScreen).fromEnv = &p
			r.press("down")
		}},
		{"start-no-keychain", func(r *rig) {
			r.send(profilesMsg{list: r.content.stored(), noKeychain: errors.New("there is no keychain here: this session has no D-Bus")})
		}},
		{"start-nowhere", func(r *rig) {
			s := r.app.screens[screenStart].(*startScreen)
			s.noProfiles = r.content.text("No profile can be kept. This system does not say where settings go. Set XDG_CONFIG_HOME or HOME.")
			s.noFromEnv = r.content.text("AKOYA_CLIENT_SECRET is missing. A client id and its secret come together.")
			r.press("down")
		}},
		{"start-many", func(r *rig) {
			var list []vault.Settings
			for i := range 30 {
				one := r.content.stored()[i%3]
				one.Name = fmt.Sprintf("%s %d", one.Name, i)
				list = append(list, one)
			}
			r.send(profilesMsg{list: list})
			r.press(strings.Split(strings.Repeat("down ", 15)+"down", " ")...)
		}},
		{"start-starting", func(r *rig) { r.press("enter") }},
		{"start-profiles", func(r *rig) { profiles(r); r.press("down") }},
		{"start-production", func(r *rig) { profiles(r); r.press("down", "down", "enter") }},
		{"start-forget", func(r *rig) { profiles(r); r.press("down", "x") }},
		{"start-opening", func(r *rig) {
			profiles(r)
			r.press("down", "enter")
			r.send(keychainMsg{true, r.content.text("unlock your keychain in its own window")})
		}},
		{"start-problem", func(r *rig) {
			profiles(r)
			r.press("down", "enter")
			r.send(profileOpenedMsg{run: r.app.runs, name: r.content.text("onboarding"), err: errors.New(r.content.text("the keychain does not answer: no secret service runs on this system. Install gnome-keyring, or go on in memory only"))})
		}},
	}
}

func formStates() []state {
	edit := func(r *rig) {
		settings := r.content.stored()[0]
		r.send(profilesMsg{list: r.content.stored()})
		r.press("down", "e")
		r.send(profileOpenedMsg{run: -1, name: settings.Name, settings: settings, holds: true})
	}
	memory := func(holds bool) func(*rig) {
		return func(r *rig) {
			settings := r.content.stored()[2]
			r.send(profileOpenedMsg{run: -1, name: settings.Name, settings: settings, holds: holds})
			if holds {
				r.press("down", "down")
			}
		}
	}
	return []state{
		{"form-new", func(r *rig) { r.press("n") }},
		{"form-choice", func(r *rig) { r.press("n"); r.text("onboarding"); r.press("down") }},
		{"form-edit", func(r *rig) { edit(r); r.press("down", "down", "down") }},
		{"form-memory", memory(true)},
		{"form-memory-gone", memory(false)},
		{"form-end", func(r *rig) { edit(r); r.press(strings.Split(strings.Repeat("down ", 17)+"down", " ")...) }},
		{"form-no-keychain", func(r *rig) {
			r.send(profilesMsg{noKeychain: errors.New("there is no keychain here: this session has no D-Bus")})
			r.press("n")
		}},
		{"form-bad-name", func(r *rig) { edit(r); r.text("/b"); r.press("down", "down", "ctrl+s") }},
		{"form-missing", func(r *rig) { r.press("n", "ctrl+s") }},
		{"form-saving", func(r *rig) { edit(r); r.press("ctrl+s") }},
		{"form-problem", func(r *rig) {
			edit(r)
			r.press("ctrl+s")
			r.send(profileSavedMsg{run: r.app.runs, name: "onboarding", err: errors.New(r.content.text("the keychain is locked and nobody unlocked it."))})
		}},
	}
}

func otherStates() []state {
	return []state{
		{"history-empty", func(r *rig) { r.openLocal(); r.press("8") }},
		{"history-list", func(r *rig) { r.refreshed(); r.service(); r.press("8", "down") }},
		{"history-cases", func(r *rig) {
			r.openLocal()
			for _, e := range judgedTrips() {
				e.Case = r.content.text(e.Case)
				r.app.session.History = r.app.session.History.Append(e)
			}
			r.press("8")
		}},
		{"history-case", func(r *rig) {
			r.openLocal()
			for _, e := range judgedTrips() {
				e.Case = r.content.text(e.Case)
				r.app.session.History = r.app.session.History.Append(e)
			}
			r.press("8", "down", "enter")
		}},
		{"history-open", func(r *rig) { r.refreshed(); r.press("8", "enter") }},
		{"history-timings", func(r *rig) { r.refreshed(); r.press("8", "enter", "right") }},
		{"history-edit", func(r *rig) { r.refreshed(); r.press("8", "e") }},
		{"history-compare", func(r *rig) { r.refreshed(); r.press("8", "c", "down", "c") }},
		{"local", func(r *rig) { r.obtained(); r.press("9") }},
		{"local-moved", func(r *rig) {
			r.obtained()
			offset := 25 * time.Hour
			r.send(controlMsg{of: r.app.local.Control, offset: &offset, note: "The local Akoya's clock moved 25:00:00 forward."})
			r.press("9", "down", "down")
		}},
		{"help-flow", func(r *rig) { r.obtained(); r.press("4", "?") }},
		{"help-start", func(r *rig) { r.press("?") }},
		{"palette", func(r *rig) { r.obtained(); r.press(":") }},
		{"palette-found", func(r *rig) { r.obtained(); r.press(":"); r.text("copy") }},
		{"palette-nothing", func(r *rig) { r.obtained(); r.press(":"); r.text(r.content.text("zzz")) }},
		{"unsaved", func(r *rig) {
			r.obtained()
			r.app.unsaved = errors.New(r.content.text("the keychain is locked."))
			r.press("4")
		}},
		{"keychain", func(r *rig) {
			r.obtained()
			r.send(keychainMsg{true, r.content.text("unlock your keychain in its own window, esc goes on without")})
		}},
		{"note", func(r *rig) { r.obtained(); r.press("4", "y") }},
		{"refusal", func(r *rig) { r.openLocal(); r.press("z") }},
		{"production", func(r *rig) {
			p := r.content.profile
			p.Name, p.Environment, p.Where = r.content.text("pilot"), akoya.Production(), "the system's keychain"
			r.do(useProfile{p})
			r.authorized(nil)
		}},
	}
}
