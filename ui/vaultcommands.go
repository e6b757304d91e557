package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows"
	"akoya-tui/flows/vault"
)

// vaultTimeout is longer than the keychain's own limit for a person who is
// typing a password.
const vaultTimeout = 150 * time.Second

// Intents about profiles.
type (
	openProfile   struct{ name string }
	newProfile    struct{}
	editProfile   struct{ name string }
	saveProfile   struct{}
	forgetProfile struct{ name string }
	forgetAll     struct{}
	// useMemory moves a profile's secrets to memory, where they have to be entered again.
	useMemory struct{ name string }
	// saveTokens saves tokens whose save failed; dropKeeper goes on without.
	saveTokens struct{}
	dropKeeper struct{}
)

// Messages about profiles.
type (
	profilesMsg struct {
		list       []vault.Settings
		noKeychain error // why there is none; nil when there may be one
		err        error
	}
	profileOpenedMsg struct {
		run      int
		name     string
		profile  Profile
		restored *flows.Restored
		settings vault.Settings
		holds    bool // there are secrets, as far as can be known without asking the keychain
		err      error
	}
	profileSavedMsg struct {
		run  int
		name string
		err  error
	}
	profileGoneMsg struct {
		run  int
		note string
		err  error
	}
	tokensSavedMsg struct {
		keeper *vault.Keeper // of the profile whose tokens they are
		err    error
	}
	keychainMsg struct {
		waiting bool
		text    string
	}
)

// handleVault acts on intents about profiles.
func (a *App) handleVault(i intent) tea.Cmd {
	v := a.deps.Vault
	if v == nil {
		return a.say(orWords(a.deps.NoProfiles, "This program was started without profiles."), true)
	}
	switch i.(type) {
	case saveTokens:
		return a.saveTokens()
	case dropKeeper:
		a.profile.Keeper, a.profile.Where, a.unsaved = nil, "memory only", nil
		return a.say("Tokens stay in memory from now on and are gone when the program ends.", false)
	}
	if a.run != nil {
		return a.say("One thing at a time: esc cancels what is under way.", true)
	}
	switch i := i.(type) {
	case openProfile:
		ctx, run := a.newRun(screenStart, "opening "+i.name, vaultTimeout)
		id := run.id
		return func() tea.Msg { return openStored(ctx, v, id, i.name) }
	case newProfile:
		settings, note := vault.Settings{}, ""
		if start, ok := a.screens[screenStart].(*startScreen); ok && start.noKeychain != "" {
			settings.Store, note = vault.InMemory, start.noKeychain
		}
		return a.profileForm(settings, "", false, note)
	case editProfile:
		return func() tea.Msg {
			list, err := v.List()
			for _, settings := range list {
				if settings.Name == i.name {
					return profileOpenedMsg{run: -1, name: i.name, settings: settings, holds: holdsSecrets(v, settings)}
				}
			}
			return profileOpenedMsg{run: -1, name: i.name, err: orError(err, "there is no profile "+i.name)}
		}
	case saveProfile:
		return a.saveProfile()
	case forgetProfile:
		ctx, run := a.newRun(screenStart, "forgetting "+i.name, vaultTimeout)
		id := run.id
		return func() tea.Msg {
			return profileGoneMsg{run: id, note: "Profile " + i.name + " is forgotten: its secrets and tokens are gone from the store.", err: v.Forget(ctx, i.name)}
		}
	case forgetAll:
		ctx, run := a.newRun(screenStart, "forgetting every profile", vaultTimeout)
		id := run.id
		return func() tea.Msg {
			return profileGoneMsg{run: id, note: "Every profile is forgotten: no secret of theirs is left in the store.", err: v.ForgetAll(ctx)}
		}
	case useMemory:
		return func() tea.Msg {
			settings, err := v.UseMemory(i.name)
			return profileOpenedMsg{run: -1, name: i.name, settings: settings, holds: err == nil && holdsSecrets(v, settings), err: err}
		}
	}
	return nil
}

// holdsSecrets reports whether a profile has secrets that a form can keep. The
// keychain is not asked: it could want a password.
func holdsSecrets(v *vault.Vault, settings vault.Settings) bool {
	if settings.Store != vault.InMemory {
		return true
	}
	held, err := v.Credentials(context.Background(), settings.Name)
	return err == nil && !held.Equal(vault.Credentials{})
}

func orError(err error, text string) error {
	if err != nil {
		return err
	}
	return errors.New(text)
}

// openStored opens a profile with the tokens of an earlier session.
func openStored(ctx context.Context, v *vault.Vault, run int, name string) tea.Msg {
	opened, err := v.Open(ctx, name)
	if err != nil {
		return profileOpenedMsg{run: run, name: name, settings: opened.Settings, err: err}
	}
	msg := profileOpenedMsg{run: run, name: name, profile: profileOf(opened, v.Keeper(opened.Settings)), settings: opened.Settings}
	if !opened.Tokens.Equal(vault.Tokens{}) {
		restored := flows.Restore(opened.Tokens)
		msg.restored = &restored
	}
	return msg
}

// listProfiles reads the profiles for the start screen.
func (a *App) listProfiles() tea.Cmd {
	v := a.deps.Vault
	if v == nil {
		return nil
	}
	return func() tea.Msg {
		list, err := v.List()
		return profilesMsg{list, v.NoKeychain(), err}
	}
}

// awaitKeychain waits for the next notice of the keychain.
func (a *App) awaitKeychain() tea.Cmd {
	v := a.deps.Vault
	if v == nil {
		return nil
	}
	return func() tea.Msg {
		n, ok := <-v.Notices()
		if !ok {
			return nil
		}
		return keychainMsg{n.Waiting, n.Text}
	}
}

// profileForm opens the form of a profile.
func (a *App) profileForm(settings vault.Settings, changes string, holds bool, note string) tea.Cmd {
	s, ok := a.screens[screenProfile].(*profileScreen)
	if !ok {
		return nil
	}
	s.fill(settings, changes, holds, note, a.theme)
	if env := a.deps.FromEnv; env != nil && changes == "" {
		s.prefill(*env)
	}
	a.active, a.help, a.revealed = screenProfile, false, ""
	return nil
}

func (a *App) saveProfile() tea.Cmd {
	s, ok := a.screens[screenProfile].(*profileScreen)
	if !ok {
		return nil
	}
	if s.refused(a.theme) {
		return nil
	}
	settings, credentials := s.settings()
	changes, v := s.changes, a.deps.Vault
	s.saving = true
	ctx, run := a.newRun(screenProfile, "saving "+settings.Name, vaultTimeout)
	id := run.id
	return func() tea.Msg {
		return profileSavedMsg{run: id, name: settings.Name, err: storeProfile(ctx, v, settings, credentials, changes)}
	}
}

// storeProfile makes or changes a profile. A form that leaves a secret empty
// keeps the stored one.
func storeProfile(ctx context.Context, v *vault.Vault, settings vault.Settings, credentials vault.Credentials, changes string) error {
	if changes == "" {
		return v.Create(ctx, settings, credentials)
	}
	if !credentials.Equal(vault.Credentials{}) {
		stored, err := v.Credentials(ctx, changes)
		if err != nil {
			return err
		}
		credentials = credentialsOver(stored, credentials)
	}
	name := settings.Name
	settings.Name = changes
	if err := v.Change(ctx, settings, credentials); err != nil || name == changes {
		return err
	}
	return v.Rename(changes, name) // last: until it worked, the form changes the profile of the old name
}

// credentialsOver fills what the form left empty with what is stored.
func credentialsOver(stored, typed vault.Credentials) vault.Credentials {
	if typed.ClientID == "" {
		typed.ClientID = stored.ClientID
	}
	if typed.ClientSecret.IsZero() {
		typed.ClientSecret = stored.ClientSecret
	}
	if typed.ServiceClientID == "" {
		typed.ServiceClientID = stored.ServiceClientID
	}
	if typed.ServiceClientSecret.IsZero() {
		typed.ServiceClientSecret = stored.ServiceClientSecret
	}
	return typed
}

// saveTokens saves the session's tokens once more after a save failed.
func (a *App) saveTokens() tea.Cmd {
	keeper, record := a.profile.Keeper, a.session.Record()
	if keeper == nil || a.unsaved == nil {
		return a.say("Everything is saved.", false)
	}
	return func() tea.Msg {
		a.sending.begin() // leaving waits for it
		defer a.sending.end()
		ctx, cancel := context.WithTimeout(context.Background(), vaultTimeout)
		defer cancel()
		return tokensSavedMsg{keeper, keeper.Save(ctx, record)}
	}
}
