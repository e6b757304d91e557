package keystore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"akoya-tui/akoya"

	"github.com/zalando/go-keyring"
)

// TestKeychainErrors gives every bad answer at every call of a save, a load and a
// forget: the kind is right, the old record survives, and a retry works.
func TestKeychainErrors(t *testing.T) {
	for _, bad := range []struct {
		name   string
		answer error // nil: panic
		want   Kind
	}{
		{"no bus", errNoBus, KindNoBus},
		{"no provider", errors.New("The name org.freedesktop.secrets was not provided by any .service files"), KindNoProvider},
		{"locked", errors.New("failed to unlock correct collection '/org/freedesktop/secrets/collection/login'"), KindLocked},
		{"no collection", errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'"), KindNoCollection},
		{"too big", keyring.ErrSetDataTooBig, KindTooBig},
		{"unknown", errors.New("whatever"), KindOther},
		{"panic", nil, KindPanicked},
	} {
		t.Run(bad.name, func(t *testing.T) {
			k, b := newFakeKeychain(t)
			old, next := someTokens(1, 10), someTokens(2, 10)
			if err := k.SaveTokens(t.Context(), "p", old); err != nil {
				t.Fatal(err)
			}
			failAt := func(n int) {
				b.misbehave(func(string, string) (bool, error) {
					if n--; n != 0 {
						return false, nil
					}
					if bad.answer == nil {
						panic("the bus died with secret-in-panic")
					}
					return true, bad.answer
				})
			}
			for n := 1; n <= 2; n++ { // set, read back; later calls only clean up
				failAt(n)
				err := k.SaveTokens(t.Context(), "p", next)
				wantKind(t, err, bad.want)
				if hintOf(err) == "" {
					t.Error("no hint")
				}
				b.misbehave(nil)
				wantTokens(t, k, "p", old)
			}
			failAt(1)
			wantKind(t, k.Probe(t.Context()), bad.want)
			failAt(1)
			_, err := k.LoadTokens(t.Context(), "p")
			wantKind(t, err, bad.want)
			failAt(1)
			wantKind(t, k.Forget(t.Context(), "p"), bad.want)
			b.misbehave(nil)
			if err := k.Forget(t.Context(), "p"); err != nil {
				t.Fatal(err)
			}
			if left := b.users(); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
			b.check(t)
		})
	}
}

// TestLies is a keychain that says yes and does nothing, as after a prompt that
// was closed.
func TestLies(t *testing.T) {
	k, b := newFakeKeychain(t)
	old := someTokens(1, 10)
	if err := k.SaveTokens(t.Context(), "p", old); err != nil {
		t.Fatal(err)
	}
	lie := func(about string) {
		b.misbehave(func(op, _ string) (bool, error) { return op == about, nil })
	}
	lie("set")
	wantKind(t, k.SaveTokens(t.Context(), "p", someTokens(2, 10)), KindDismissed)
	b.misbehave(nil)
	wantTokens(t, k, "p", old)

	lie("delete")
	if err := k.SaveTokens(t.Context(), "p", someTokens(2, 10)); err != nil {
		t.Fatalf("a save is good though the old items stay: %v", err)
	}
	wantKind(t, k.Clean(t.Context(), "p"), KindDismissed)
	wantKind(t, k.Forget(t.Context(), "p"), KindDismissed)
	_, err := k.LoadTokens(t.Context(), "p")
	wantKind(t, err, KindNotFound)
	wantKind(t, k.profiles.Delete("p"), KindInUse)
	b.misbehave(nil)
	if err := k.Forget(t.Context(), "p"); err != nil {
		t.Fatal(err)
	}
	if left := b.users(); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := k.profiles.Delete("p"); err != nil {
		t.Error(err)
	}
}

func TestProbeWritesNothing(t *testing.T) {
	k, b := newFakeKeychain(t)
	if err := k.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(b.calls) != 1 || b.calls[0] != "get probe" {
		t.Errorf("calls %q", b.calls)
	}
}

// TestNoFolderForReading holds that asking for a profile that is not there makes
// nothing on the disk.
func TestNoFolderForReading(t *testing.T) {
	p := newProfiles(t)
	k := newKeychain(p, newFake(), "linux")
	_, err := k.LoadTokens(t.Context(), "p")
	wantKind(t, err, KindNotFound)
	wantKind(t, k.Forget(t.Context(), "p"), KindNotFound)
	if err := k.ForgetAll(t.Context()); err != nil {
		t.Error(err)
	}
	if entries, _ := os.ReadDir(p.Dir()); len(entries) != 0 {
		t.Errorf("%v was created", entries)
	}
}

// TestDifferentAnswer is a keychain that keeps something else than it was given.
func TestDifferentAnswer(t *testing.T) {
	k, b := newFakeKeychain(t)
	b.misbehave(func(op, user string) (bool, error) {
		if op != "set" {
			return false, nil
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.items[user] = "cut of"
		return true, nil
	})
	wantKind(t, k.SaveTokens(t.Context(), "p", someTokens(2, 10)), KindDismissed)
}

// TestLockedKeychainLeavesNoTrace holds that saves that never wrote anything do
// not make the profile file grow.
func TestLockedKeychainLeavesNoTrace(t *testing.T) {
	k, b := newFakeKeychain(t)
	b.misbehave(func(string, string) (bool, error) {
		return true, errors.New("failed to unlock correct collection '/org/freedesktop/secrets/collection/login'")
	})
	for range 10 {
		wantKind(t, k.SaveTokens(t.Context(), "p", someTokens(1, 10)), KindLocked)
	}
	f, _, err := k.profiles.read("p")
	if err != nil || len(f.Items.Stale) != 0 {
		t.Errorf("%d stale generations, %v", len(f.Items.Stale), err)
	}
}

// TestStubbornItems has old items that cannot be deleted: saves go on, none of
// the items is forgotten about, and cleaning takes them all.
func TestStubbornItems(t *testing.T) {
	k, b := newFakeKeychain(t)
	b.misbehave(func(op, _ string) (bool, error) { return op == "delete", errors.New("no") })
	for n := range 12 {
		if err := k.SaveTokens(t.Context(), "p", someTokens(n, 10)); err != nil {
			t.Fatal(err)
		}
		wantTokens(t, k, "p", someTokens(n, 10))
	}
	b.misbehave(nil)
	if err := k.Clean(t.Context(), "p"); err != nil {
		t.Fatal(err)
	}
	if left := b.users(); len(left) != 1 {
		t.Errorf("%d items, want the current one", len(left))
	}
}

func TestItemsDeletedOutside(t *testing.T) {
	k, b := newFakeKeychain(t)
	k.limit = func(string, string) int { return 50 }
	if err := k.SaveTokens(t.Context(), "p", someTokens(1, 10)); err != nil {
		t.Fatal(err)
	}
	users := b.users()
	delete(b.items, users[len(users)-1])
	_, err := k.LoadTokens(t.Context(), "p")
	wantKind(t, err, KindCorrupt)
	clear(b.items)
	_, err = k.LoadTokens(t.Context(), "p")
	wantKind(t, err, KindNotFound)
	if err := k.SaveTokens(t.Context(), "p", someTokens(2, 10)); err != nil {
		t.Fatal(err)
	}
	wantTokens(t, k, "p", someTokens(2, 10))
}

func TestNewerRecordIsLeftAlone(t *testing.T) {
	k, b := newFakeKeychain(t)
	if err := k.SaveTokens(t.Context(), "p", someTokens(1, 10)); err != nil {
		t.Fatal(err)
	}
	user := b.users()[0]
	newer := strings.Replace(b.items[user], `"version":1`, `"version":2`, 1)
	b.items[user] = newer
	_, err := k.LoadTokens(t.Context(), "p")
	wantKind(t, err, KindNewerVersion)

	if err := k.profiles.change("p", func(f *profileFile) error { f.Items.Tokens.Format = 2; return nil }); err != nil {
		t.Fatal(err)
	}
	wantKind(t, k.SaveTokens(t.Context(), "p", someTokens(2, 10)), KindNewerVersion)
	_, err = k.LoadTokens(t.Context(), "p")
	wantKind(t, err, KindNewerVersion)
	if b.items[user] != newer || len(b.items) != 1 {
		t.Error("the newer record was touched")
	}
	if err := k.Forget(t.Context(), "p"); err != nil || len(b.items) != 0 {
		t.Errorf("forget: %v, %d items left", err, len(b.items))
	}
}

// TestRenamedWhileSaving renames the profile at every call of a save.
func TestRenamedWhileSaving(t *testing.T) {
	for at := 1; at <= 4; at++ {
		k, b := newFakeKeychain(t)
		if err := k.SaveTokens(t.Context(), "p", someTokens(1, 10)); err != nil {
			t.Fatal(err)
		}
		n := 0
		b.misbehave(func(string, string) (bool, error) {
			if n++; n == at {
				if err := k.profiles.Rename("p", "renamed"); err != nil {
					t.Error(err)
				}
			}
			return false, nil
		})
		if err := k.SaveTokens(t.Context(), "p", someTokens(2, 10)); err != nil {
			t.Fatalf("renamed at call %d: %v", at, err)
		}
		wantTokens(t, k, "renamed", someTokens(2, 10))
		if left := b.users(); len(left) != 1 {
			t.Errorf("renamed at call %d: %d items", at, len(left))
		}
	}
}

// TestErrorsShowNothing makes keychains put secrets into what they say.
func TestErrorsShowNothing(t *testing.T) {
	const canary = "canary-7f3a9c"
	secret := someTokens(1, 10)
	secret.RefreshToken = akoya.NewSecret(canary)
	for _, goos := range []string{"linux", "darwin", "windows"} {
		for _, bad := range []string{"%s", "failed to unlock correct collection %s", "dial unix %s"} {
			k, b := newFakeKeychain(t)
			k.goos = goos
			b.misbehave(func(string, string) (bool, error) { return true, fmt.Errorf(bad, canary) })
			err := k.SaveTokens(context.Background(), "p", secret)
			for unwrapped := err; unwrapped != nil; unwrapped = errors.Unwrap(unwrapped) {
				if shown := fmt.Sprintf("%v %+v %#v", unwrapped, unwrapped, unwrapped) + hintOf(err); strings.Contains(shown, canary) {
					t.Errorf("%s: the error shows a secret: %s", goos, shown)
				}
			}
		}
	}
}
