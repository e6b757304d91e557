package journeys

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"akoya-tui/flows/vault"
	"akoya-tui/keystore"
)

// faultyStore is a keychain of this process that fails as it is told to.
type faultyStore struct {
	*keystore.Memory

	mu    sync.Mutex
	fails func(op string, tokens keystore.Tokens) error // nil: it works
}

func newFaultyStore() *faultyStore { return &faultyStore{Memory: keystore.NewMemory()} }

// Kind implements keystore.Store: the program takes it for the keychain.
func (s *faultyStore) Kind() keystore.StoreKind { return keystore.KindKeychain }

// Describe implements keystore.Store.
func (s *faultyStore) Describe() string { return "keychain of a test" }

func (s *faultyStore) fail(fails func(op string, tokens keystore.Tokens) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fails = fails
}

func (s *faultyStore) problem(op string, tokens keystore.Tokens) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fails == nil {
		return nil
	}
	return s.fails(op, tokens)
}

func (s *faultyStore) SaveTokens(ctx context.Context, profile string, tokens keystore.Tokens) error {
	if err := s.problem("save", tokens); err != nil {
		return err
	}
	return s.Memory.SaveTokens(ctx, profile, tokens)
}

func (s *faultyStore) LoadTokens(ctx context.Context, profile string) (keystore.Tokens, error) {
	if err := s.problem("load", keystore.Tokens{}); err != nil {
		return keystore.Tokens{}, err
	}
	return s.Memory.LoadTokens(ctx, profile)
}

func (s *faultyStore) LoadCredentials(ctx context.Context, profile string) (keystore.Credentials, error) {
	if err := s.problem("load", keystore.Tokens{}); err != nil {
		return keystore.Credentials{}, err
	}
	return s.Memory.LoadCredentials(ctx, profile)
}

// lockedAfterSending lets the mark of a refresh through and fails the save of
// what it gave.
func lockedAfterSending(op string, tokens keystore.Tokens) error {
	if op != "save" || !tokens.RefreshSentAt.IsZero() {
		return nil
	}
	return &keystore.Error{Kind: keystore.KindLocked, Op: "save tokens", What: "the keychain is locked and was not unlocked",
		Hint: "Unlock your keyring, then retry, or go on in memory only."}
}

// faultyVault returns profiles over a store that fails when it is told to.
func faultyVault(t *testing.T) (*vault.Vault, *faultyStore) {
	t.Helper()
	profiles, err := keystore.OpenProfiles(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	store := newFaultyStore()
	return vault.With(profiles, store), store
}

// TestSaveFails has the keychain fail after a refresh: the banner stays, nothing
// is refreshed before the person decides, and both ways out work.
func TestSaveFails(t *testing.T) {
	t.Parallel()
	server := startIDP(t)
	v, store := faultyVault(t)
	server.profile(t, v, "p")
	p := start(t, v)
	p.open("p")
	p.WaitFor("Set #1 has no id_token", "secrets: keychain of a test")
	store.fail(lockedAfterSending)
	p.refresh("200 OK", "Set #1 is claimed", "NOT SAVED", "the keychain is locked", "s saves again, S goes on without")
	p.Type("enter")
	p.WaitFor("WHAT WILL BE SENT")
	p.Type("enter")
	p.WaitFor("No refresh while the newest tokens are not saved")
	p.Type("s")
	p.WaitFor("Still not saved", "Unlock your keyring", "NOT SAVED")
	if got := stored(t, v, "p"); got.Set != 1 || got.RefreshSentAt.IsZero() {
		t.Errorf("the store has set %d, marked %v", got.Set, !got.RefreshSentAt.IsZero())
	}
	store.fail(nil)
	p.Type("s")
	p.WaitFor("The tokens are saved")
	p.WaitGone("NOT SAVED")
	if got := stored(t, v, "p"); got.Set != 2 || got.RefreshToken.Reveal() != server.honoured || !got.RefreshSentAt.IsZero() {
		t.Errorf("the store has set %d, marked %v", got.Set, !got.RefreshSentAt.IsZero())
	}
	p.refresh("200 OK", "Set #2 is claimed")

	store.fail(lockedAfterSending)
	p.refresh("200 OK", "Set #3 is claimed", "NOT SAVED")
	p.Type("S")
	p.WaitFor("Tokens stay in memory from now on", "memory only")
	p.WaitGone("NOT SAVED")
	p.refresh("200 OK", "Set #4 is claimed")
	p.quitForGood()
	store.fail(nil)

	again := start(t, v)
	again.open("p")
	again.WaitFor("unclear: no answer came", "Set #3 is unclear: a refresh went out at", "Refresh once more", "authorize again (1)")
	again.Type("enter")
	again.WaitFor("400 Bad Request", "does not work any more")
	again.quit()
	if server.rotated != 4 || server.claimed != 1 {
		t.Errorf("%d sets were given and %d used tokens sent, want 4 and 1", server.rotated, server.claimed)
	}
}

// TestUnclearTokenThatWorks opens a profile whose refresh never reached the
// server: the TUI says that nobody knows, and the same token gives a new set.
func TestUnclearTokenThatWorks(t *testing.T) {
	t.Parallel()
	server := startIDP(t)
	v, _ := faultyVault(t)
	server.profile(t, v, "p")
	tokens := stored(t, v, "p")
	tokens.RefreshSentAt = time.Now().Add(-time.Hour)
	server.store(t, v, "p", tokens)
	p := start(t, v)
	p.open("p")
	p.WaitFor("unclear: no answer came", "Set #1 is unclear", "Refresh once more")
	p.refresh("200 OK", "Set #1 is claimed")
	if got := stored(t, v, "p"); got.Set != 2 || !got.RefreshSentAt.IsZero() {
		t.Errorf("the store has set %d, marked %v", got.Set, !got.RefreshSentAt.IsZero())
	}
	p.quit()
}

// TestEveryStateInWords opens a profile while the keychain is in each state: one
// sentence says which, and what to do.
func TestEveryStateInWords(t *testing.T) {
	t.Parallel()
	for kind, words := range map[keystore.Kind]string{
		keystore.KindNoBus: "no D-Bus", keystore.KindNoCollection: "no default keyring", keystore.KindDismissed: "question is closed",
		keystore.KindStuck: "does not answer", keystore.KindPanicked: "connection to the keychain broke", keystore.KindDenied: "refused access",
	} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			server := startIDP(t)
			v, store := faultyVault(t)
			server.profile(t, v, "p")
			what, hint := sentences(kind)
			store.fail(func(string, keystore.Tokens) error {
				return &keystore.Error{Kind: kind, Op: "load", What: what, Hint: hint}
			})
			p := start(t, v)
			p.open("p")
			p.WaitFor("Profile p was not opened.", words, "m go on in memory only")
			p.Type("?")
			p.WaitFor("Keys of this screen")
			p.Type("esc")
			p.WaitGone("Keys of this screen")
			for _, word := range strings.Fields(hint) {
				if !strings.Contains(p.Screen(), word) {
					t.Errorf("the hint is cut: %q is not on the screen:\n%s", word, p.Screen())
				}
			}
			p.quit()
		})
	}
}

// sentences are what the keychain of Linux says.
func sentences(kind keystore.Kind) (what, hint string) {
	switch kind {
	case keystore.KindNoBus:
		return "there is no keychain here: this session has no D-Bus, as over SSH, in a container or in WSL", "Run akoya-tui in your desktop session, or go on in memory only."
	case keystore.KindNoCollection:
		return "there is no default keyring to keep secrets in, or it was not unlocked", "Unlock your password manager, or create a default keyring in \"Passwords and Keys\", then retry, or go on in memory only."
	case keystore.KindDismissed:
		return "the keychain did not keep what it was given, as when its question is closed without an answer", "Retry, and answer the keychain's question; nothing that was stored before is lost."
	case keystore.KindStuck:
		return "the keychain does not answer", "Look for a window that asks for your password and answer it, then retry, or go on in memory only."
	case keystore.KindPanicked:
		return "the connection to the keychain broke", "Retry; if it happens again, log out and in, or go on in memory only."
	default:
		return "the keychain refused access", "Allow akoya-tui in the settings of your keychain, then retry, or go on in memory only."
	}
}
