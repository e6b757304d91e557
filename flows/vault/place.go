package vault

import (
	"context"

	"akoya-tui/keystore"
)

// load reads the settings of a profile as they are now.
func (v *Vault) load(name string) (Settings, error) {
	settings, err := v.profiles.Load(name)
	return v.now(settings), err
}

// now returns settings with the store that is used now: memory where a person
// chose to do without the keychain until the program ends.
func (v *Vault) now(file Settings) Settings {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.aside[memoryKey(file)] {
		file.Store = InMemory
	}
	return file
}

func (v *Vault) setAside(file Settings, aside bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if aside {
		v.aside[memoryKey(file)] = true
		return
	}
	delete(v.aside, memoryKey(file))
}

// place returns where the secrets of a profile rest, and what that store calls it.
func (v *Vault) place(settings Settings) (store keystore.Store, key string) {
	if settings.Store == InMemory {
		return v.memory, memoryKey(settings)
	}
	return v.keychain, settings.Name
}

// memoryKey is what a profile is called in memory. A file written by hand has no
// ID before it is first changed.
func memoryKey(settings Settings) string {
	if settings.ID == "" {
		return settings.Name
	}
	return settings.ID
}

// UseMemory makes a profile do without its keychain until the program ends. Its
// secrets have to be entered again; what rests in the keychain stays there, and
// the next start finds it.
func (v *Vault) UseMemory(name string) (Settings, error) {
	file, err := v.profiles.Load(name)
	if err != nil {
		return Settings{}, err
	}
	v.setAside(file, true)
	return v.now(file), nil
}

// move takes the secrets of a profile to another store, for good. It can be
// called again after an error.
func (v *Vault) move(ctx context.Context, name string, to keystore.StoreKind) error {
	file, err := v.profiles.Load(name)
	if err != nil || v.now(file).Store == to {
		return err
	}
	if to == InMemory {
		if err := v.copySecrets(ctx, v.keychain, name, v.memory, memoryKey(file)); err != nil {
			return err
		}
		if err := v.keychain.Forget(ctx, name); err != nil {
			return err
		}
		return v.profiles.SetStore(name, InMemory)
	}
	made := file.Store != InKeychain
	if made {
		if err := v.profiles.SetStore(name, InKeychain); err != nil {
			return err
		}
	}
	if err := v.copySecrets(ctx, v.memory, memoryKey(file), v.keychain, name); err != nil {
		if made && v.keychain.Forget(context.WithoutCancel(ctx), name) == nil {
			_ = v.profiles.SetStore(name, InMemory)
		}
		return err
	}
	v.setAside(file, false)
	return v.memory.Forget(context.WithoutCancel(ctx), memoryKey(file))
}

// copySecrets copies what there is.
func (v *Vault) copySecrets(ctx context.Context, from keystore.Store, fromKey string, to keystore.Store, toKey string) error {
	credentials, err := from.LoadCredentials(ctx, fromKey)
	if err == nil {
		err = to.SaveCredentials(ctx, toKey, credentials)
	}
	if err != nil && !keystore.IsNotFound(err) {
		return err
	}
	tokens, err := from.LoadTokens(ctx, fromKey)
	if err == nil {
		err = to.SaveTokens(ctx, toKey, tokens)
	}
	if err != nil && !keystore.IsNotFound(err) {
		return err
	}
	return nil
}
