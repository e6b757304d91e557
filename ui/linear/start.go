package linear

import (
	"context"
	"errors"
	"fmt"

	"akoya-tui/flows"
	"akoya-tui/flows/vault"
	"akoya-tui/ui"
)

// place is one line of the first question.
type place struct {
	title string
	open  func() error
}

// start asks where to go, again and again.
func (t *talk) start() error {
	for {
		places := t.places()
		titles := make([]string, 0, len(places))
		for _, p := range places {
			titles = append(titles, p.title)
		}
		i, err := t.choose(menu{
			title: "Where do you want to go?", choices: titles,
			help: "The local Akoya is inside this program: no account and no secret of yours is needed. A profile is an app of yours at Akoya; its secrets rest in the keychain. New profiles are made with the command akoya-tui profile import.",
		})
		if errors.Is(err, errBack) {
			t.out.say("This is the first question: there is nothing to go back to. q quits.")
			continue
		}
		if err == nil {
			err = places[i].open()
		}
		if err != nil && !errors.Is(err, errBack) {
			return err
		}
	}
}

func (t *talk) places() []place {
	var list []place
	if t.deps.StartLocal != nil {
		list = append(list, place{"Local Akoya: inside this program, no account, nothing to set up.", t.openLocal})
	}
	if env := t.deps.FromEnv; env != nil {
		list = append(list, place{
			fmt.Sprintf("%s at %s: from AKOYA_CLIENT_ID, in memory only.", env.Name, hostOf(env.Environment.TokenURL)),
			func() error { return t.open(*env, nil) },
		})
	}
	if t.deps.NoProfiles != "" {
		t.out.paragraph(t.deps.NoProfiles)
	}
	if t.deps.Vault != nil {
		profiles, err := t.deps.Vault.List()
		if err != nil {
			t.out.paragraph(problem(err))
		}
		for _, p := range profiles {
			environment, where := vault.EnvironmentOf(p), "secrets in the keychain"
			if p.Store == vault.InMemory {
				where = "secrets in memory only"
			}
			list = append(list, place{
				fmt.Sprintf("Profile %s: %s at %s, %s.", p.Name, environment.Name, hostOf(environment.TokenURL), where),
				func() error { return t.openStored(p.Name) },
			})
		}
	}
	return append(list, place{"Inspect a token: nothing is sent anywhere.", t.inspectPasted})
}

func (t *talk) openLocal() error {
	if t.deps.StartLocal == nil {
		t.out.say("This program was started without a local Akoya.")
		return nil
	}
	if t.local == nil {
		t.out.say("Starting the local Akoya.")
		type started struct {
			local ui.Local
			err   error
		}
		s := during(t, callLimit, func(ctx context.Context) started {
			local, err := t.deps.StartLocal(ctx)
			return started{local, err}
		})
		if s.err != nil {
			t.out.paragraph(problem(s.err))
			return nil
		}
		t.local = &s.local
	}
	return t.open(t.local.Profile, nil)
}

// open begins an empty session, with the tokens of an earlier one if there are any.
func (t *talk) open(p ui.Profile, restored *flows.Restored) error {
	if p.Environment.IsProduction() && !t.trusted {
		yes, err := t.yes(fmt.Sprintf("%s is production: real consumers, real banks, real consents. Open it?", p.Name), "Leave it closed.", "Open production.")
		if err != nil || !yes {
			return err
		}
		t.trusted = true
	}
	t.stopListening()
	t.profile, t.unsaved = p, nil
	t.session = flows.NewSession(p.Environment, p.App)
	t.session.Service = p.Service
	t.runner.Client = t.clientFor(p.Environment)
	clear(t.tested)
	if restored != nil {
		t.session = t.session.Apply(*restored)
	}
	return t.walk()
}

// stored is what came of opening a stored profile.
type stored struct {
	opened vault.Opened
	err    error
}

// openStored opens a profile, and says what to do when its secrets are not there.
func (t *talk) openStored(name string) error {
	v := t.deps.Vault
	if v == nil {
		t.out.say("This program was started without profiles.")
		return nil
	}
	for {
		t.out.say("Opening profile %s.", name)
		s := during(t, vaultLimit, func(ctx context.Context) stored {
			opened, err := v.Open(ctx, name)
			return stored{opened, err}
		})
		if s.err == nil {
			return t.openOpened(s.opened)
		}
		if t.ctx.Err() != nil {
			return errQuit
		}
		if err := t.openFailed(name, s); err != nil {
			return err
		}
	}
}

func (t *talk) openOpened(o vault.Opened) error {
	p := ui.Profile{
		Name: "Profile " + o.Settings.Name, Environment: o.Environment, App: o.App, Service: o.Service, Where: o.Where,
		PKCE: o.Settings.PKCE, Nonce: o.Settings.Nonce, Keeper: t.deps.Vault.Keeper(o.Settings), Tokens: o.Tokens,
	}
	if o.Tokens.Equal(vault.Tokens{}) {
		return t.open(p, nil)
	}
	restored := flows.Restore(o.Tokens)
	return t.open(p, &restored)
}

// openFailed asks what to do about a profile that cannot be opened. nil tries again.
func (t *talk) openFailed(name string, s stored) error {
	t.out.say("Profile %s was not opened.", name)
	t.out.paragraph(problem(s.err))
	choices := []string{"Try again."}
	_, missing := errors.AsType[*vault.NoCredentials](s.err)
	if missing {
		choices = append(choices, "Enter the client id and the client secret.")
	} else if vault.KeychainFailed(s.err) {
		choices = append(choices, "Go on in memory only: enter the secrets; they are gone when the program ends.")
	}
	i, err := t.choose(menu{
		title: "What now?", choices: choices,
		help: "The settings of a profile are in a file, its secrets in the keychain of the system. Without the keychain the profile works in memory: its secrets are typed in and gone when the program ends.",
	})
	if err != nil || i == 0 {
		return err
	}
	settings := s.opened.Settings
	if !missing {
		if settings, err = t.deps.Vault.UseMemory(name); err != nil {
			t.out.paragraph(problem(err))
			return nil
		}
	}
	return t.enterCredentials(settings)
}

func (t *talk) enterCredentials(settings vault.Settings) error {
	id, err := t.text("The client id of your app?", "The Data Recipient Hub has it. It is no secret.")
	if err != nil {
		return err
	}
	secret, err := t.secret("The client secret of your app?", "The Data Recipient Hub has it. It is kept where the profile keeps its secrets, and nowhere else.")
	if err != nil {
		return err
	}
	if id == "" || secret.IsZero() {
		t.out.say("A client id and its secret come together. Nothing was saved.")
		return nil
	}
	err = during(t, vaultLimit, func(ctx context.Context) error {
		return t.deps.Vault.Change(ctx, settings, vault.Credentials{ClientID: id, ClientSecret: secret})
	})
	if err != nil {
		t.out.paragraph(problem(err))
	}
	return nil
}
