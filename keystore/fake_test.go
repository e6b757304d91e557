package keystore

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"akoya-tui/akoya"

	"github.com/zalando/go-keyring"
)

// fakeBackend is a keychain in memory that checks how it is used and can be made
// to misbehave.
type fakeBackend struct {
	mu    sync.Mutex
	items map[string]string
	calls []string // "set user", in order

	// before is asked ahead of every call. What it returns with handled replaces
	// the call. It may block or panic.
	before func(op, user string) (handled bool, err error)
	limit  sizeLimit

	busy     atomic.Int32
	overlaps atomic.Int32 // calls made while another one ran
	replaced atomic.Int32 // items overwritten in place
	colons   atomic.Int32 // names that Windows would mix up
}

func newFake() *fakeBackend { return &fakeBackend{items: map[string]string{}} }

func (b *fakeBackend) enter(op, service, user string) (handled bool, err error) {
	if b.busy.Add(1) > 1 {
		b.overlaps.Add(1)
	}
	if strings.Contains(service+user, ":") || len(service) >= 512 {
		b.colons.Add(1)
	}
	b.mu.Lock()
	b.calls = append(b.calls, op+" "+user)
	before := b.before
	b.mu.Unlock()
	if before != nil {
		return before(op, user)
	}
	return false, nil
}

func (b *fakeBackend) Set(service, user, value string) error {
	defer b.busy.Add(-1)
	if handled, err := b.enter("set", service, user); handled {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.limit != nil && len(value) > b.limit(service, user) {
		return keyring.ErrSetDataTooBig
	}
	if _, ok := b.items[user]; ok {
		b.replaced.Add(1)
	}
	b.items[user] = value
	return nil
}

func (b *fakeBackend) Get(service, user string) (string, error) {
	defer b.busy.Add(-1)
	if handled, err := b.enter("get", service, user); handled {
		return "", err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	value, ok := b.items[user]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return value, nil
}

func (b *fakeBackend) Delete(service, user string) error {
	defer b.busy.Add(-1)
	if handled, err := b.enter("delete", service, user); handled {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, ok := b.items[user]; !ok {
		return keyring.ErrNotFound
	}
	delete(b.items, user)
	return nil
}

// misbehave sets what is asked ahead of every call; nil makes the fake good again.
func (b *fakeBackend) misbehave(before func(op, user string) (bool, error)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.before = before
}

func (b *fakeBackend) users() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Sorted(maps.Keys(b.items))
}

func (b *fakeBackend) callCount() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.calls)
}

// check fails the test if the fake was used in a way some keychain cannot stand.
func (b *fakeBackend) check(t *testing.T) {
	t.Helper()
	if n := b.overlaps.Load(); n > 0 {
		t.Errorf("%d calls were made while another one ran", n)
	}
	if n := b.replaced.Load(); n > 0 {
		t.Errorf("%d items were overwritten in place", n)
	}
	if n := b.colons.Load(); n > 0 {
		t.Errorf("%d names contain a colon or are too long", n)
	}
}

// dirBackend is a keychain in a folder, for tests of several processes.
type dirBackend struct{ dir string }

func (b dirBackend) Set(_, user, value string) error {
	f, err := os.OpenFile(filepath.Join(b.dir, user), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(value)
	return errors.Join(err, f.Close())
}

func (b dirBackend) Get(_, user string) (string, error) {
	data, err := os.ReadFile(filepath.Join(b.dir, user))
	if os.IsNotExist(err) {
		return "", keyring.ErrNotFound
	}
	return string(data), err
}

func (b dirBackend) Delete(_, user string) error {
	err := os.Remove(filepath.Join(b.dir, user))
	if os.IsNotExist(err) {
		return keyring.ErrNotFound
	}
	return err
}

// newProfiles returns an empty settings folder.
func newProfiles(t testing.TB) *Profiles {
	t.Helper()
	p, err := OpenProfiles(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// create makes a profile that keeps its secrets in the keychain.
func create(t testing.TB, p *Profiles, name string) Profile {
	t.Helper()
	profile, err := p.Create(Profile{Name: name, Environment: "sandbox", Store: KindKeychain})
	if err != nil {
		t.Fatal(err)
	}
	return profile
}

// newFakeKeychain returns a keychain with one profile "p" over a fake backend.
func newFakeKeychain(t testing.TB, opts ...Option) (*Keychain, *fakeBackend) {
	t.Helper()
	p := newProfiles(t)
	create(t, p, "p")
	b := newFake()
	return newKeychain(p, b, "linux", opts...), b
}

// someTokens returns token set n, with texts of about size bytes in all.
func someTokens(n, size int) Tokens {
	at := time.Date(2026, 3, 1, 12, 0, n%60, 0, time.UTC)
	return Tokens{
		Set:                  n,
		RefreshToken:         akoya.NewSecret(fmt.Sprintf("refresh-%d-of-the-lineage", n)),
		PreviousRefreshToken: akoya.NewSecret(fmt.Sprintf("refresh-%d-of-the-lineage", n-1)),
		IDToken:              akoya.NewSecret(fmt.Sprintf("eyJ%d.", n) + strings.Repeat("x", size)),
		ObtainedAt:           at,
		ServiceTokens: []ServiceToken{
			{Scope: "app_management_v2", AccessToken: akoya.NewSecret(fmt.Sprintf("ory_at_%d", n)), ExpiresAt: at.Add(time.Hour)},
		},
	}
}

func someCredentials(n int) Credentials {
	return Credentials{
		ClientID:            fmt.Sprintf("client-%d", n),
		ClientSecret:        akoya.NewSecret(fmt.Sprintf("client-secret-%d-é-\U0001f511-\"quoted\"", n)),
		ServiceClientID:     "service",
		ServiceClientSecret: akoya.NewSecret("service-secret"),
	}
}

func wantKind(t *testing.T, err error, want Kind) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one of kind %q", want)
	}
	if got := KindOf(err); got != want {
		t.Fatalf("error %q is of kind %q, want %q", err, got, want)
	}
}

// hintOf returns what a person can do about err, or "".
func hintOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Hint
	}
	return ""
}
