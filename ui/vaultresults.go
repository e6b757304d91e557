package ui

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows/vault"
)

// vaultResult takes what came of something done to profiles.
func (a *App) vaultResult(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case profilesMsg:
		if s, ok := a.screens[screenStart].(*startScreen); ok {
			s.profiles = msg.list
		}
		if msg.err != nil {
			return a.say(msg.err.Error(), true)
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
			return tea.Batch(a.listProfiles(), a.say("Not everything was forgotten: "+msg.err.Error(), true))
		}
		return tea.Batch(a.listProfiles(), a.say(msg.note, false))
	case tokensSavedMsg:
		if msg.err != nil {
			a.unsaved = msg.err
			return a.say("Still not saved: "+msg.err.Error(), true)
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

// profileOpened opens a session, or the form where something is missing.
func (a *App) profileOpened(msg profileOpenedMsg) tea.Cmd {
	if msg.run < 0 { // only its settings were read
		if msg.err != nil {
			return a.say(msg.err.Error(), true)
		}
		note := ""
		if msg.settings.Store == vault.InMemory {
			note = "The secrets of this profile rest in memory only: they are gone when the program ends."
		}
		return a.profileForm(msg.settings, msg.name, note)
	}
	if a.run == nil || a.run.id != msg.run {
		return nil
	}
	a.cancel()
	start, _ := a.screens[screenStart].(*startScreen)
	var none *vault.NoCredentials
	switch {
	case errors.As(msg.err, &none):
		return a.profileForm(msg.settings, msg.name, none.Error())
	case msg.err != nil:
		if start != nil {
			start.failed, start.problem = msg.name, msg.err.Error()
		}
		return nil
	}
	a.openSession(msg.profile)
	if msg.restored != nil {
		a.session = a.session.Apply(*msg.restored)
		return a.goTo(screenInspect)
	}
	return a.goTo(screenAuthorize)
}

func (a *App) profileSaved(msg profileSavedMsg) tea.Cmd {
	s, ok := a.screens[screenProfile].(*profileScreen)
	if !ok || a.run == nil || a.run.id != msg.run {
		return nil
	}
	a.cancel()
	s.saving = false
	if msg.err != nil {
		s.problem = msg.err.Error() + ` To go on without a keychain, set "Secrets rest in" to memory only.`
		return nil
	}
	a.active = screenStart
	if start, ok := a.screens[screenStart].(*startScreen); ok {
		start.chosen = msg.name
	}
	return tea.Batch(a.listProfiles(), a.say("Profile "+msg.name+" is saved. enter opens it.", false))
}
