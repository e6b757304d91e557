package keystore

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"akoya-tui/akoya"
)

// sentTokens is set n after a refresh with it was sent.
func sentTokens(n int) Tokens {
	tokens := someTokens(n, 100)
	tokens.RefreshSentAt = time.Date(2026, 3, 1, 13, 0, 0, 0, time.UTC)
	return tokens
}

// interrupt leaves what a save of text leaves that died before it moved the
// pointer, with only the first parts written; all of them if written is 0.
func interrupt(t *testing.T, k *Keychain, text string, written int) {
	t.Helper()
	tx, err := k.begin(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	defer tx.close()
	g, parts, err := tx.cut(recordTokens, newName(), text)
	if err == nil {
		noted := g
		noted.Parts += spareParts
		err = tx.note(recordTokens, noted)
	}
	if err != nil {
		t.Fatal(err)
	}
	if written == 0 {
		written = len(parts)
	}
	for n, part := range parts[:written] {
		if err := tx.set(itemUser(tx.file.ID, recordTokens, g.Name, n+1), part); err != nil {
			t.Fatal(err)
		}
	}
}

func encoded(t *testing.T, tokens Tokens) string {
	t.Helper()
	text, err := encodeTokens(tokens)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestKilledAtEveryStepOfRollingForward holds that the answer stays readable
// wherever the program that finishes the save dies.
func TestKilledAtEveryStepOfRollingForward(t *testing.T) {
	for name, act := range map[string]func(k *Keychain) error{
		"load": func(k *Keychain) error {
			got, err := k.LoadTokens(t.Context(), "p")
			if err == nil && !got.Equal(someTokens(2, 100)) && !got.Equal(sentTokens(1)) {
				t.Errorf("a load gives set %d, marked %v", got.Set, !got.RefreshSentAt.IsZero())
			}
			return err
		},
		"lock": func(k *Keychain) error {
			unlock, err := k.LockRefresh(t.Context(), "p")
			if err == nil {
				unlock()
			}
			return err
		},
		"clean": func(k *Keychain) error { return k.Clean(t.Context(), "p") },
		"credentials": func(k *Keychain) error {
			return k.SaveCredentials(t.Context(), "p", someCredentials(1))
		},
		"mark": func(k *Keychain) error { return k.SaveTokens(t.Context(), "p", sentTokens(1)) },
	} {
		t.Run(name, func(t *testing.T) {
			deaths := atEveryStep(t,
				func(k *Keychain) {
					mustSave(t, k, sentTokens(1))
					interrupt(t, k, encoded(t, someTokens(2, 100)), 0)
				},
				act,
				func(k *Keychain, _ bool) { wantTokens(t, k, "p", someTokens(2, 100)) })
			t.Logf("killed at each of %d steps", deaths)
		})
	}
}

// TestKilledAtEveryStepOfARefresh kills a refresh by the whole protocol. From the
// step on at which the items are written every start has the new token.
func TestKilledAtEveryStepOfARefresh(t *testing.T) {
	old, next := someTokens(1, 100), someTokens(2, 100)
	var answered bool
	var classes []string
	deaths := atEveryStep(t,
		func(k *Keychain) { mustSave(t, k, old) },
		func(k *Keychain) error {
			answered = false
			unlock, err := k.LockRefresh(t.Context(), "p")
			if err != nil {
				return err
			}
			defer unlock()
			ahead, err := k.PrepareTokens(t.Context(), "p")
			if err != nil {
				return err
			}
			defer ahead.Cancel()
			if err := k.SaveTokens(t.Context(), "p", sentTokens(1)); err != nil {
				return err
			}
			answered = true
			return ahead.Commit(t.Context(), next)
		},
		func(k *Keychain, survived bool) {
			got, err := k.LoadTokens(t.Context(), "p")
			class := "neither"
			switch {
			case err != nil:
			case got.Equal(next) && answered:
				class = "new"
			case got.Equal(sentTokens(1)) && !survived:
				class = "marked"
				if answered {
					class = "marked, after the answer"
				}
			case got.Equal(old) && !answered:
				class = "old"
			}
			if class == "neither" {
				t.Errorf("set %d, answered %v, %v", got.Set, answered, err)
			}
			if n := len(classes); n == 0 || classes[n-1] != class {
				classes = append(classes, class)
			}
		})
	if want := []string{"old", "marked", "marked, after the answer", "new"}; !slices.Equal(classes, want) {
		t.Errorf("one after the other: %q, want %q", classes, want)
	}
	t.Logf("refresh: killed at each of %d steps", deaths)
}

// TestSafeWithTheLastSet holds that nothing but the items themselves is between
// the answer and what the next start can use.
func TestSafeWithTheLastSet(t *testing.T) {
	k, b := newFakeKeychain(t)
	k.limit = func(string, string) int { return 150 }
	mustSave(t, k, someTokens(1, 100))
	ahead, err := k.PrepareTokens(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, k, sentTokens(1))
	l := &life{}
	dying := newKeychain(&Profiles{dir: k.profiles.dir, disk: mortalDisk{life: l}}, b, "linux")
	dying.limit = k.limit
	_, parts, err := (&transaction{Keychain: k, file: profileFile{ID: "i"}}).cut(recordTokens, newName(), encoded(t, someTokens(2, 100)))
	if err != nil || len(parts) < 2 {
		t.Fatal(len(parts), err)
	}
	ahead.(*preparedTokens).noted.Parts = len(parts)
	ahead.(*preparedTokens).keychain = dying
	l.left = len(parts)
	b.misbehave(func(string, string) (bool, error) { return !l.step(), errDead })
	if ahead.Commit(t.Context(), someTokens(2, 100)) == nil {
		t.Error("a save by the dead succeeds")
	}
	b.misbehave(nil)
	wantTokens(t, k, "p", someTokens(2, 100))
	b.check(t)
}

// TestNothingElseIsAdopted has pending generations that are no answer to the
// marked refresh.
func TestNothingElseIsAdopted(t *testing.T) {
	noToken, same := someTokens(2, 100), someTokens(1, 100)
	noToken.RefreshToken = akoya.Secret{}
	same.PreviousRefreshToken = same.RefreshToken
	empty := sentTokens(1)
	empty.RefreshToken = akoya.Secret{}
	afterEmpty := someTokens(2, 100)
	afterEmpty.PreviousRefreshToken = akoya.Secret{}
	credentials, err := encodeCredentials(someCredentials(1))
	if err != nil {
		t.Fatal(err)
	}
	answer := encoded(t, someTokens(2, 100))
	for name, c := range map[string]struct {
		current Tokens
		text    string
		written int
		spoil   func(*items)
	}{
		"not marked":            {current: someTokens(1, 100), text: answer},
		"not all written":       {current: sentTokens(1), text: answer, written: 1},
		"of another token":      {current: sentTokens(1), text: encoded(t, someTokens(3, 100))},
		"the one before":        {current: sentTokens(2), text: encoded(t, someTokens(1, 100))},
		"the mark itself":       {current: sentTokens(1), text: encoded(t, sentTokens(1))},
		"without refresh token": {current: sentTokens(1), text: encoded(t, noToken)},
		"the same token":        {current: sentTokens(1), text: encoded(t, same)},
		"no token before":       {current: empty, text: encoded(t, afterEmpty)},
		"credentials":           {current: sentTokens(1), text: credentials},
		"no record":             {current: sentTokens(1), text: answer[:len(answer)-1]},
		"newer":                 {current: sentTokens(1), text: answer, spoil: func(i *items) { i.Stale[0].Format = 2 }},
		"replaced":              {current: sentTokens(1), text: answer, spoil: func(i *items) { i.Stale[0].Pending = false }},
	} {
		t.Run(name, func(t *testing.T) {
			k, b := newFakeKeychain(t)
			k.limit = func(string, string) int { return 150 }
			mustSave(t, k, c.current)
			interrupt(t, k, c.text, c.written)
			if c.spoil != nil {
				if err := k.profiles.change("p", func(f *profileFile) error { c.spoil(&f.Items); return nil }); err != nil {
					t.Fatal(err)
				}
			}
			wantTokens(t, k, "p", c.current)
			unlock, err := k.LockRefresh(t.Context(), "p")
			if err != nil {
				t.Fatal(err)
			}
			unlock()
			wantTokens(t, k, "p", c.current)
			if err := k.Clean(t.Context(), "p"); err != nil {
				t.Fatal(err)
			}
			wantTokens(t, k, "p", c.current)
			checkNoGarbage(t, k, b)
		})
	}
}

// TestKeychainFailsWhileRollingForward has every call after the current record
// was read go wrong: the load gives that record with its mark and no error, and
// the answer is there when the keychain works again.
func TestKeychainFailsWhileRollingForward(t *testing.T) {
	for name, bad := range map[string]func(op string) (bool, error){
		"locked":  func(string) (bool, error) { return true, errors.New("failed to unlock correct collection x") },
		"broken":  func(string) (bool, error) { return true, errors.New("whatever") },
		"panic":   func(string) (bool, error) { panic("the bus died") },
		"lie":     func(op string) (bool, error) { return true, nil }, // an item that is empty
		"hang":    nil,
		"stopped": nil,
	} {
		t.Run(name, func(t *testing.T) {
			k, b := newFakeKeychain(t)
			k.limit = func(string, string) int { return 64 << 10 }
			mustSave(t, k, sentTokens(1))
			interrupt(t, k, encoded(t, someTokens(2, 100)), 0)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			release := make(chan struct{})
			if name == "hang" {
				k.worker.limit = 20 * time.Millisecond
			}
			n := 0
			b.misbehave(func(op, _ string) (bool, error) {
				if n++; n == 1 { // the current record
					return false, nil
				}
				switch name {
				case "stopped":
					cancel()
					<-release
				case "hang":
					<-release
				default:
					return bad(op)
				}
				return false, nil
			})
			got, err := k.LoadTokens(ctx, "p")
			if err != nil || !got.Equal(sentTokens(1)) {
				t.Errorf("set %d, marked %v, %v", got.Set, !got.RefreshSentAt.IsZero(), err)
			}
			close(release)
			b.misbehave(nil)
			k.worker.limit = time.Minute
			for got, err = k.LoadTokens(t.Context(), "p"); KindOf(err) == KindStuck && err != nil; { // until the abandoned call is back
				got, err = k.LoadTokens(t.Context(), "p")
			}
			if err != nil || !got.Equal(someTokens(2, 100)) {
				t.Errorf("afterwards: set %d, %v", got.Set, err)
			}
			if err := k.Clean(t.Context(), "p"); err != nil {
				t.Error(err)
			}
			checkNoGarbage(t, k, b)
			b.check(t)
		})
	}
}

// TestDiskFailsWhileRollingForward cannot move the pointer.
func TestDiskFailsWhileRollingForward(t *testing.T) {
	k, b := newFakeKeychain(t)
	mustSave(t, k, sentTokens(1))
	interrupt(t, k, encoded(t, someTokens(2, 100)), 0)
	full := newKeychain(&Profiles{dir: k.profiles.dir, disk: mortalDisk{life: &life{}}}, b, "linux")
	wantTokens(t, full, "p", sentTokens(1))
	if err := full.Clean(t.Context(), "p"); err == nil {
		t.Error("cleaned without a disk")
	}
	wantTokens(t, k, "p", someTokens(2, 100))
}

// TestNobodyTakesASaveInProgress holds that while a living program has the right
// to refresh, others leave its pending generation where it is.
func TestNobodyTakesASaveInProgress(t *testing.T) {
	k, b := newFakeKeychain(t)
	other := newKeychain(k.profiles, b, "linux")
	mustSave(t, k, someTokens(1, 100))
	unlock, err := k.LockRefresh(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	ahead, err := k.PrepareTokens(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, k, sentTokens(1))
	interrupt(t, k, encoded(t, someTokens(2, 100)), 0)
	for _, one := range []*Keychain{k, other} {
		wantTokens(t, one, "p", sentTokens(1))
		if err := one.SaveCredentials(t.Context(), "p", someCredentials(1)); err != nil {
			t.Fatal(err)
		}
		if err := one.Clean(t.Context(), "p"); err != nil {
			t.Fatal(err)
		}
	}
	if f, _, err := k.profiles.read("p"); err != nil || len(f.Items.Stale) != 2 {
		t.Errorf("%d generations are pending, %v; want 2", len(f.Items.Stale), err)
	}
	if err := ahead.Commit(t.Context(), someTokens(2, 100)); err != nil {
		t.Fatal(err)
	}
	unlock()
	wantTokens(t, other, "p", someTokens(2, 100))
	if err := other.Clean(t.Context(), "p"); err != nil {
		t.Fatal(err)
	}
	checkNoGarbage(t, k, b)
}

// TestPrepared is what can happen between a preparation and its save.
func TestPrepared(t *testing.T) {
	next := someTokens(2, 100)
	for name, between := range map[string]func(k *Keychain, p Prepared) error{
		"nothing": func(*Keychain, Prepared) error { return nil },
		"another save": func(k *Keychain, _ Prepared) error {
			return k.SaveTokens(t.Context(), "p", someTokens(5, 100))
		},
		"cleaned": func(k *Keychain, _ Prepared) error { return k.Clean(t.Context(), "p") },
		"forgotten": func(k *Keychain, _ Prepared) error {
			return k.Forget(t.Context(), "p")
		},
		"renamed": func(k *Keychain, _ Prepared) error { return k.profiles.Rename("p", "q") },
		"another profile": func(k *Keychain, _ Prepared) error {
			if err := k.profiles.Rename("p", "q"); err != nil {
				return err
			}
			_, err := k.profiles.Create(Profile{Name: "p", Store: KindKeychain})
			return err
		},
		"a longer record": func(k *Keychain, _ Prepared) error {
			k.limit = func(string, string) int { return 30 }
			return nil
		},
		"saved once": func(k *Keychain, p Prepared) error { return p.Commit(t.Context(), someTokens(5, 100)) },
	} {
		t.Run(name, func(t *testing.T) {
			k, b := newFakeKeychain(t)
			mustSave(t, k, someTokens(1, 100))
			ahead, err := k.PrepareTokens(t.Context(), "p")
			if err != nil {
				t.Fatal(err)
			}
			if err := between(k, ahead); err != nil {
				t.Fatal(err)
			}
			if err := ahead.Commit(t.Context(), next); err != nil {
				t.Fatal(err)
			}
			ahead.Cancel()
			if name == "renamed" || name == "another profile" {
				wantTokens(t, k, "q", next)
			} else {
				wantTokens(t, k, "p", next)
			}
			for _, profile := range k.profiles.names() {
				if err := k.Clean(t.Context(), profile); err != nil {
					t.Fatal(err)
				}
			}
			checkNoGarbage(t, k, b)
			b.check(t)
		})
	}
}

func TestCancelLeavesNothing(t *testing.T) {
	k, b := newFakeKeychain(t)
	mustSave(t, k, someTokens(1, 100))
	ahead, err := k.PrepareTokens(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	ahead.Cancel()
	checkNoGarbage(t, k, b)
	wantTokens(t, k, "p", someTokens(1, 100))
}
