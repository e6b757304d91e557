package vault

import (
	"context"
	"io"

	"akoya-tui/keystore"
)

// Imported are credentials from outside, with the redirect URI if it was there.
type Imported = keystore.Import

// ReadCredentials reads credentials from a file: lines of KEY=VALUE, a JSON
// object, or the CSV file from Akoya's hub.
func ReadCredentials(r io.Reader) (Imported, error) { return keystore.ImportReader(r) }

// CredentialsFromEnv reads credentials from the AKOYA_… variables.
func CredentialsFromEnv(getenv func(string) string) (Imported, error) {
	return keystore.ImportEnv(getenv)
}

// Find returns the settings of a profile.
func (v *Vault) Find(name string) (Settings, error) { return v.load(name) }

// IsNotFound reports whether err says that there is no such profile or record.
func IsNotFound(err error) bool { return keystore.IsNotFound(err) }

// IsTaken reports whether err says that there is a profile of this name already.
func IsTaken(err error) bool { return err != nil && keystore.KindOf(err) == keystore.KindExists }

// CheckSettings says which rule settings break; nil when they may be saved.
func CheckSettings(s Settings) error { return s.Check() }

// Import saves a profile with its credentials. One that exists is changed only
// with replace. When it becomes that of another app or server, its tokens, which
// are of no use there, are removed: dropped says so.
func (v *Vault) Import(ctx context.Context, settings Settings, credentials Credentials, replace bool) (dropped bool, err error) {
	old, err := v.load(settings.Name)
	if keystore.IsNotFound(err) || err == nil && !replace {
		return false, v.Create(ctx, settings, credentials)
	}
	if err != nil {
		return false, err
	}
	before, err := v.Credentials(ctx, old.Name)
	if err != nil {
		return false, err
	}
	if err := v.Change(ctx, settings, credentials); err != nil {
		return false, err
	}
	if before.ClientID == credentials.ClientID && EnvironmentOf(old).TokenURL == EnvironmentOf(settings).TokenURL {
		return false, nil
	}
	return v.dropTokens(ctx, settings.Name)
}

// dropTokens removes the tokens of a profile and reports whether there were any.
func (v *Vault) dropTokens(ctx context.Context, name string) (bool, error) {
	settings, err := v.load(name)
	if err != nil {
		return false, err
	}
	store, key := v.place(settings)
	unlock, err := store.LockRefresh(ctx, key)
	if err != nil {
		return false, err
	}
	defer unlock()
	tokens, err := store.LoadTokens(ctx, key)
	switch {
	case keystore.IsNotFound(err), err == nil && tokens.Equal(Tokens{}):
		return false, nil
	case err != nil:
		return false, err
	}
	return true, store.SaveTokens(ctx, key, Tokens{})
}

// Sentences says what happened and what to do about it, once for each part of a
// joined error.
func Sentences(err error) []string {
	if err == nil {
		return nil
	}
	if parts, ok := err.(interface{ Unwrap() []error }); ok {
		var all []string
		for _, part := range parts.Unwrap() {
			all = append(all, Sentences(part)...)
		}
		return all
	}
	return []string{Sentence(err)}
}
