package vault

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"akoya-tui/akoya"
	"akoya-tui/keystore"
)

// Vault holds the profiles of this user.
type Vault struct {
	profiles *keystore.Profiles
	keychain keystore.Store
	memory   *keystore.Memory // knows a profile by its ID, which a new name leaves as it is
	notices  chan keystore.Notice

	mu    sync.Mutex
	aside map[string]bool // by ID: profiles that do without the keychain until the program ends
}

// Open opens the profiles in dir; "" is the user's own place for settings.
// Nothing is read from the keychain yet. interactive says that a person is
// there, who may be asked to unlock the keychain and is given the time.
func Open(dir string, interactive bool) (*Vault, error) {
	profiles, err := keystore.OpenProfiles(dir)
	if err != nil {
		return nil, err
	}
	if !interactive {
		return With(profiles, keystore.NewKeychain(profiles)), nil
	}
	v := With(profiles, nil)
	v.keychain = keystore.NewKeychain(profiles, keystore.WithNotices(func(n keystore.Notice) {
		select {
		case v.notices <- n:
		default: // nobody looks; a notice is no news worth waiting for
		}
	}))
	return v, nil
}

// With returns a vault whose profiles rest in that store instead of the keychain
// of this system.
func With(profiles *keystore.Profiles, keychain keystore.Store) *Vault {
	return &Vault{
		profiles: profiles, keychain: keychain, memory: keystore.NewMemory(),
		notices: make(chan keystore.Notice, 4), aside: map[string]bool{},
	}
}

// NoKeychain says why there is no keychain here; nil when there is one, or when
// only asking it would tell. It waits for nothing.
func (v *Vault) NoKeychain() error {
	if k, ok := v.keychain.(interface{ Missing() error }); ok {
		return k.Missing()
	}
	return nil
}

// Notices tells when the keychain waits for the person, and when it no longer does.
func (v *Vault) Notices() <-chan keystore.Notice { return v.notices }

// Settings are what a profile has that is not secret.
type Settings = keystore.Profile

// Credentials are the secrets that identify an app.
type Credentials = keystore.Credentials

// Tokens are the newest tokens of a profile.
type Tokens = keystore.Tokens

// StoreKind says where the secrets of a profile rest.
type StoreKind = keystore.StoreKind

// Where a profile's secrets can rest.
const (
	InKeychain = keystore.KindKeychain
	InMemory   = keystore.KindMemory
)

// Opened is a profile ready to be used.
type Opened struct {
	Settings    Settings
	Environment akoya.Environment
	App         akoya.App
	Service     akoya.Basic // zero: the app's own credentials serve
	Tokens      Tokens      // zero when none were saved
	Where       string      // where its secrets rest, in words
}

// List returns the profiles by name. Profiles that cannot be read are left out
// and named in the error.
func (v *Vault) List() ([]Settings, error) {
	list, err := v.profiles.List()
	for i := range list {
		list[i] = v.now(list[i])
	}
	return list, err
}

// Dir returns the folder of the settings.
func (v *Vault) Dir() string { return v.profiles.Dir() }

// Open reads a profile with its secrets. A profile in memory whose secrets are
// gone, and one that has none yet, fail with an error that says so.
func (v *Vault) Open(ctx context.Context, name string) (Opened, error) {
	settings, err := v.load(name)
	if err != nil {
		return Opened{}, err
	}
	store, key := v.place(settings)
	credentials, err := store.LoadCredentials(ctx, key)
	if keystore.IsNotFound(err) {
		return Opened{Settings: settings}, &NoCredentials{Profile: name, InMemory: settings.Store == InMemory}
	}
	if err != nil {
		return Opened{Settings: settings}, err
	}
	tokens, err := store.LoadTokens(ctx, key)
	if err != nil && !keystore.IsNotFound(err) {
		return Opened{Settings: settings}, err
	}
	return opened(settings, credentials, tokens, store.Describe()), nil
}

// NoCredentials says that a profile has no client credentials.
type NoCredentials struct {
	Profile  string
	InMemory bool
}

// Error implements error.
func (e *NoCredentials) Error() string {
	if e.InMemory {
		return fmt.Sprintf("the secrets of profile %s are not in memory: enter them again; they are gone when the program ends", e.Profile)
	}
	return fmt.Sprintf("profile %s has no client id and secret in the keychain: enter them", e.Profile)
}

// Create makes a profile and saves its credentials. When the credentials cannot
// be saved there is no profile either.
func (v *Vault) Create(ctx context.Context, settings Settings, credentials Credentials) error {
	if settings.Store == InKeychain && settings.Check() == nil {
		if err := v.NoKeychain(); err != nil {
			return err // before anything is written
		}
	}
	made, err := v.profiles.Create(settings)
	if err != nil {
		return err
	}
	store, key := v.place(made)
	if err := store.SaveCredentials(ctx, key, credentials); err != nil {
		if undone := v.remove(context.WithoutCancel(ctx), made); undone != nil {
			return errors.Join(err, undone)
		}
		return err
	}
	return nil
}

// Change saves other settings, and other credentials unless they are zero. Where
// the settings name another store the secrets move there. The name stays: Rename
// changes it.
func (v *Vault) Change(ctx context.Context, settings Settings, credentials Credentials) error {
	file, err := v.profiles.Load(settings.Name)
	if err != nil {
		return err
	}
	wanted := settings.Store
	settings.Store = file.Store
	if err := v.profiles.Save(settings); err != nil {
		return err
	}
	if err := v.move(ctx, settings.Name, wanted); err != nil || credentials.Equal(Credentials{}) {
		return err
	}
	settings, err = v.load(settings.Name)
	if err != nil {
		return err
	}
	store, key := v.place(settings)
	return store.SaveCredentials(ctx, key, credentials)
}

// Credentials reads the credentials of a profile, for a form that changes some;
// zero when it has none.
func (v *Vault) Credentials(ctx context.Context, name string) (Credentials, error) {
	settings, err := v.load(name)
	if err != nil {
		return Credentials{}, err
	}
	store, key := v.place(settings)
	c, err := store.LoadCredentials(ctx, key)
	if keystore.IsNotFound(err) {
		return Credentials{}, nil
	}
	return c, err
}

// Rename gives a profile another name; its secrets stay where they are.
func (v *Vault) Rename(from, to string) error { return v.profiles.Rename(from, to) }

// Forget removes a profile: its secrets first, verified, then its settings. What
// the keychain holds goes too when the profile does without it just now.
func (v *Vault) Forget(ctx context.Context, name string) error {
	settings, err := v.profiles.Load(name)
	if err != nil {
		return err
	}
	return v.remove(ctx, settings)
}

// ForgetAll removes every profile with its secrets. It goes on after an error.
func (v *Vault) ForgetAll(ctx context.Context) error {
	list, err := v.profiles.List()
	problems := []error{err}
	for _, settings := range list {
		problems = append(problems, v.remove(ctx, settings))
	}
	return errors.Join(problems...)
}

// remove removes a profile as its file describes it.
func (v *Vault) remove(ctx context.Context, file Settings) error {
	if err := v.memory.Forget(context.WithoutCancel(ctx), memoryKey(file)); err != nil {
		return err
	}
	if file.Store == InKeychain {
		if err := v.keychain.Forget(ctx, file.Name); err != nil {
			return err
		}
	}
	return v.profiles.Delete(file.Name)
}

// ServiceToken is a stored token for Akoya's own services.
type ServiceToken = keystore.ServiceToken
