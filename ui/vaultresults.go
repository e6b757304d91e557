package ui

import (
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows"
	"akoya-tui/flows/vault"
)

// vaultResult takes what came of something done to profiles.
func (a *App) vaultResult(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case profilesMsg:
		if s, ok := a.screens[screenStart].(*startScreen); ok {
			s.profiles, s.noKeychain = msg.list, ""
			if msg.noKeychain != nil {
				s.noKeychain = withoutKeychain(msg.noKeychain)
			}
		}
		if msg.err != nil {
			return a.say(vault.Sentence(msg.err), true)
		}
	case profileOpenedMsg:
		return a.profileOpened(msg)
	case profileSavedMsg:
		return a.profileSaved(msg)
	case profileGoneMsg:
		if a.run == nil || a.run.id != msg.run {
			return nil
		}
		a.cancel()
		if msg.err != nil {
			return tea.Batch(a.listProfiles(), a.say("Not everything was forgotten. "+vault.Sentence(msg.err), true))
		}
		return tea.Batch(a.listProfiles(), a.say(msg.note, false))
	case tokensSavedMsg:
		if msg.keeper != a.profile.Keeper { // another session is open by now
			return nil
		}
		if msg.err != nil {
			a.unsaved = msg.err
			return a.say("Still not saved. "+vault.Sentence(msg.err), true)
		}
		a.unsaved = nil
		return a.say("The tokens are saved.", false)
	case keychainMsg:
		a.keychain = ""
		if msg.waiting {
			a.keychain = msg.text
		}
		return a.awaitKeychain()
	}
	return nil
}

// withoutKeychain says what works where there is no keychain.
func withoutKeychain(err error) string {
	return sentence(vault.Happened(err)) + " Memory only works: secrets are then gone when the program ends."
}

// profileOpened opens a session, or the form where something is missing.
func (a *App) profileOpened(msg profileOpenedMsg) tea.Cmd {
	if msg.run < 0 { // only its settings were read
		if msg.err != nil {
			return a.say(vault.Sentence(msg.err), true)
		}
		note := ""
		switch {
		case msg.settings.Store != vault.InMemory:
		case msg.holds:
			note = "The secrets of this profile rest in memory only: they are gone when the program ends."
		default:
			note = "The secrets of this profile rest in memory only, and none are there now: enter them again."
		}
		return a.profileForm(msg.settings, msg.name, msg.holds, note)
	}
	start, _ := a.screens[screenStart].(*startScreen)
	if a.run == nil || a.run.id != msg.run {
		if start != nil && a.run == nil && msg.err != nil { // stopped while the keychain was waited for
			start.failed, start.problem = msg.name, "The keychain was not waited for."
		}
		return nil
	}
	a.cancel()
	var none *vault.NoCredentials
	switch {
	case errors.As(msg.err, &none):
		return a.profileForm(msg.settings, msg.name, false, upperFirst(none.Error())+".")
	case msg.err != nil:
		if start != nil {
			start.failed, start.problem = msg.name, vault.Sentence(msg.err)
		}
		return nil
	}
	if start != nil {
		start.failed, start.problem = "", ""
		if msg.profile.production() && !start.trusted {
			start.ask(msg.name)
			a.active = screenStart
			return nil
		}
	}
	a.openSession(msg.profile)
	if msg.restored == nil {
		return a.arrive(screenAuthorize)
	}
	a.session = a.session.Apply(*msg.restored)
	if set, ok := a.session.Latest(); ok && set.State == flows.SetUnclear {
		return tea.Batch(a.arrive(screenRefresh), a.say(a.unclearText(set), true))
	}
	return a.arrive(screenInspect)
}

// unclearText says what it means that a refresh of the stored set went out and
// its answer was not saved.
func (a *App) unclearText(set flows.TokenSet) string {
	return fmt.Sprintf("Set #%d is unclear: a refresh went out at %s and its answer was not saved. Refresh once more: "+
		`200 gives a new set; 400 "claimed" means that the answer is lost, and the person must authorize again (1).`,
		set.Number, set.EndedAt.In(a.deps.Location).Format("15:04:05 on 2006-01-02"))
}

func (a *App) profileSaved(msg profileSavedMsg) tea.Cmd {
	s, ok := a.screens[screenProfile].(*profileScreen)
	if !ok || a.run == nil || a.run.id != msg.run {
		return nil
	}
	a.cancel()
	s.saving = false
	if msg.err != nil {
		s.problem = vault.Sentence(msg.err)
		switch {
		case vault.KeychainFailed(msg.err):
			s.problem += ` Memory only: set "Secrets rest in" to it.`
			s.form.goTo("store", a.theme)
		case vault.IsTaken(msg.err):
			s.form.goTo("name", a.theme)
		}
		return a.listProfiles()
	}
	a.active = screenStart
	if start, ok := a.screens[screenStart].(*startScreen); ok {
		start.chosen = msg.name
	}
	return tea.Batch(a.listProfiles(), a.say("Profile "+msg.name+" is saved. enter opens it.", false))
}
