package keystore

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
)

// Keychain is the Store that keeps secrets in the keychain of the operating
// system. Which items belong to a profile is written in the profile's file, so a
// profile must exist before anything can be saved for it, and its settings must
// say that its store is the keychain.
type Keychain struct {
	profiles *Profiles
	backend  backend
	worker   *worker
	limit    sizeLimit
	goos     string
}

var _ Store = (*Keychain)(nil)

// Option changes how a Keychain behaves.
type Option func(*options)

type options struct {
	notify func(Notice)
}

// WithNotices makes a Keychain wait for a person: up to two minutes instead of
// five seconds for one answer, with a notice after one second and another when
// the wait is over. notify is called from other goroutines and must not block.
func WithNotices(notify func(Notice)) Option {
	return func(o *options) { o.notify = notify }
}

// NewKeychain returns the keychain for the profiles in p. It does not touch the
// keychain: the first Load or Save does.
func NewKeychain(p *Profiles, opts ...Option) *Keychain {
	return newKeychain(p, osBackend{}, runtime.GOOS, opts...)
}

func newKeychain(p *Profiles, b backend, goos string, opts ...Option) *Keychain {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	return &Keychain{
		profiles: p,
		backend:  b,
		worker:   newWorker(filepath.Join(p.dir, "locks", "keychain"), o.notify),
		limit:    limitOf(goos),
		goos:     goos,
	}
}

// Kind implements Store.
func (k *Keychain) Kind() StoreKind { return KindKeychain }

// Describe implements Store.
func (k *Keychain) Describe() string { return describe(k.goos) }

// LoadCredentials implements Store.
func (k *Keychain) LoadCredentials(ctx context.Context, profile string) (Credentials, error) {
	text, err := k.load(ctx, profile, recordCredentials)
	if err != nil {
		return Credentials{}, during("load credentials", err)
	}
	c, err := decodeCredentials(text)
	return c, during("load credentials", err)
}

// SaveCredentials implements Store.
func (k *Keychain) SaveCredentials(ctx context.Context, profile string, c Credentials) error {
	text, err := encodeCredentials(c)
	if err == nil {
		err = k.save(ctx, profile, recordCredentials, text, false)
	}
	return during("save credentials", err)
}

// LoadTokens implements Store.
func (k *Keychain) LoadTokens(ctx context.Context, profile string) (Tokens, error) {
	t, err := k.loadTokens(ctx, profile)
	return t, during("load tokens", err)
}

// SaveTokens implements Store.
func (k *Keychain) SaveTokens(ctx context.Context, profile string, t Tokens) error {
	text, err := encodeTokens(t)
	if err == nil {
		err = k.save(ctx, profile, recordTokens, text, !t.RefreshSentAt.IsZero())
	}
	return during("save tokens", err)
}

// Forget implements Store. A profile that does not exist is KindNotFound.
func (k *Keychain) Forget(ctx context.Context, profile string) error {
	return during("forget", k.forget(ctx, profile))
}

// ForgetAll implements Store, for the profiles whose file can be read; it says
// which cannot. The files stay.
func (k *Keychain) ForgetAll(ctx context.Context) error {
	var failed []error
	for _, name := range k.profiles.names() {
		if err := k.Forget(ctx, name); err != nil && !IsNotFound(err) {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// Clean removes from the keychain what interrupted saves left behind for the
// profile. Saves do so too; Clean is for a program that has time for it.
func (k *Keychain) Clean(ctx context.Context, profile string) error {
	return during("clean up", k.clean(ctx, profile))
}

// Probe asks the keychain for an item that is not there, and so whether it can be
// read now. It may make the keychain ask a person to unlock it. It writes nothing.
func (k *Keychain) Probe(ctx context.Context) error {
	const op = "open the keychain"
	s, err := k.worker.open(ctx)
	if err != nil {
		return during(op, err)
	}
	defer s.close()
	t := transaction{Keychain: k, session: s}
	if _, err := t.get("probe"); err != nil && !IsNotFound(err) {
		return during(op, err)
	}
	return nil
}

// Missing says why there is no keychain here, as far as that can be known without
// asking one; nil when there may be one. It waits for nothing and writes nothing.
func (k *Keychain) Missing() error {
	if b, ok := k.backend.(interface{ missing() error }); ok {
		if err := b.missing(); err != nil {
			return classify(k.goos, err)
		}
	}
	return nil
}

// LockRefresh implements Store, for all programs on this computer that use the
// same settings folder. Whoever gets the right first finishes, if that is
// possible, the save of a program that died.
func (k *Keychain) LockRefresh(ctx context.Context, profile string) (func(), error) {
	const op = "wait for another refresh"
	f, _, err := k.profiles.read(profile)
	if err == nil && f.ID == "" {
		err = k.profiles.change(profile, func(now *profileFile) error { f.ID = now.ID; return nil })
	}
	if err != nil {
		return nil, during(op, err)
	}
	unlock, err := lockFile(ctx, k.profiles.refreshLockPath(f.ID), 0)
	if err != nil {
		return nil, during(op, err)
	}
	k.finishSave(ctx, profile)
	return unlock, nil
}
