package keystore

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// life ends after a number of steps on the disk and in the keychain. What a dead
// program tries to do has no effect, so what rests afterwards is just what rests
// after a kill at that step.
type life struct{ left int }

var errDead = errors.New("killed")

func (l *life) step() bool {
	l.left--
	return l.left >= 0
}

// mortalDisk dies between the steps of a change of a file, and in the middle of
// writing one.
type mortalDisk struct {
	osDisk
	*life
}

func (d mortalDisk) writeTemp(dir string, data []byte) (string, error) {
	if !d.step() {
		return "", errDead
	}
	if !d.step() {
		_ = os.WriteFile(filepath.Join(dir, ".unfinished-half"), data[:len(data)/2], 0o600)
		return "", errDead
	}
	return d.osDisk.writeTemp(dir, data)
}

func (d mortalDisk) rename(from, to string) error {
	if !d.step() {
		return errDead
	}
	return d.osDisk.rename(from, to)
}

func (d mortalDisk) remove(path string) error {
	if !d.step() {
		return errDead
	}
	return d.osDisk.remove(path)
}

func (d mortalDisk) syncDir(dir string) error {
	if !d.step() {
		return errDead
	}
	return d.osDisk.syncDir(dir)
}

// atEveryStep prepares a world, runs act in it with a life of 0, 1, 2, … steps
// until act survives, and calls check after each. It returns how many deaths
// there were.
func atEveryStep(t *testing.T, prepare func(k *Keychain), act func(k *Keychain) error, check func(k *Keychain, survived bool)) int {
	t.Helper()
	for steps := 0; steps < 500; steps++ {
		p := newProfiles(t)
		create(t, p, "p")
		b := newFake()
		healthy := newKeychain(p, b, "linux")
		healthy.limit = func(string, string) int { return 150 }
		prepare(healthy)

		l := &life{left: steps}
		dying := newKeychain(&Profiles{dir: p.dir, disk: mortalDisk{life: l}}, b, "linux")
		dying.limit = healthy.limit
		b.misbehave(func(string, string) (bool, error) { return !l.step(), errDead })
		err := act(dying)
		b.misbehave(nil)
		survived := l.left >= 0
		if survived && err != nil {
			t.Fatalf("alive after %d steps, and still: %v", steps, err)
		}
		check(healthy, survived)
		if t.Failed() {
			t.Fatalf("killed at step %d", steps)
		}
		if err := healthy.Clean(t.Context(), "p"); err != nil && !IsNotFound(err) {
			t.Fatalf("killed at step %d, clean: %v", steps, err)
		}
		checkNoGarbage(t, healthy, b)
		b.check(t)
		if survived {
			return steps
		}
	}
	t.Fatal("never survives")
	return 0
}

// checkNoGarbage holds that the keychain has the items of the current
// generations and no other, and that no unfinished file outlives the next write.
func checkNoGarbage(t *testing.T, k *Keychain, b *fakeBackend) {
	t.Helper()
	var want []string
	for _, name := range k.profiles.names() {
		f, _, err := k.profiles.read(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Items.Stale) != 0 {
			t.Errorf("%d generations are still stale", len(f.Items.Stale))
		}
		for _, r := range []record{recordCredentials, recordTokens} {
			if g := f.Items.current(r); g != nil {
				for part := 1; part <= g.Parts; part++ {
					want = append(want, itemUser(f.ID, r, g.Name, part))
				}
			}
		}
		if err := k.profiles.Save(f.profile(name)); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(want)
	if got := b.users(); !slices.Equal(got, want) {
		t.Errorf("the keychain has %d items, want %d", len(got), len(want))
	}
	if left, _ := filepath.Glob(filepath.Join(k.profiles.dir, "profiles", tempPattern)); len(left) > 0 && len(want) > 0 {
		t.Errorf("unfinished files: %v", left)
	}
}

func TestKilledAtEveryStepOfASave(t *testing.T) {
	old, next := someTokens(1, 100), someTokens(2, 100)
	deaths := atEveryStep(t,
		func(k *Keychain) { mustSave(t, k, old) },
		func(k *Keychain) error { return k.SaveTokens(t.Context(), "p", next) },
		func(k *Keychain, survived bool) {
			got, err := k.LoadTokens(t.Context(), "p")
			if err != nil || !got.Equal(next) && (survived || !got.Equal(old)) {
				t.Errorf("neither old nor new: set %d, %v", got.Set, err)
			}
		})
	t.Logf("second save: killed at each of %d steps", deaths)

	deaths = atEveryStep(t,
		func(*Keychain) {},
		func(k *Keychain) error { return k.SaveTokens(t.Context(), "p", next) },
		func(k *Keychain, survived bool) {
			got, err := k.LoadTokens(t.Context(), "p")
			if !(err == nil && got.Equal(next)) && (survived || !IsNotFound(err)) {
				t.Errorf("neither nothing nor new: set %d, %v", got.Set, err)
			}
		})
	t.Logf("first save: killed at each of %d steps", deaths)
}

// TestKilledTwice kills a save at some steps and then the save after it at every
// step, which first has to clean up.
func TestKilledTwice(t *testing.T) {
	old, lost, next := someTokens(1, 100), someTokens(2, 100), someTokens(3, 100)
	for _, first := range []int{5, 14} {
		atEveryStep(t,
			func(k *Keychain) {
				mustSave(t, k, old)
				l := &life{left: first}
				dying := newKeychain(&Profiles{dir: k.profiles.dir, disk: mortalDisk{life: l}}, k.backend, "linux")
				dying.limit = k.limit
				b := k.backend.(*fakeBackend)
				b.misbehave(func(string, string) (bool, error) { return !l.step(), errDead })
				_ = dying.SaveTokens(t.Context(), "p", lost)
				b.misbehave(nil)
			},
			func(k *Keychain) error { return k.SaveTokens(t.Context(), "p", next) },
			func(k *Keychain, survived bool) {
				got, err := k.LoadTokens(t.Context(), "p")
				if err != nil || !got.Equal(next) && (survived || !got.Equal(old) && !got.Equal(lost)) {
					t.Errorf("none of the three: set %d, %v", got.Set, err)
				}
			})
	}
}

func TestKilledAtEveryStepOfForget(t *testing.T) {
	c, tok := someCredentials(1), someTokens(1, 100)
	deaths := atEveryStep(t,
		func(k *Keychain) {
			mustSave(t, k, tok)
			if err := k.SaveCredentials(t.Context(), "p", c); err != nil {
				t.Fatal(err)
			}
		},
		func(k *Keychain) error { return k.Forget(t.Context(), "p") },
		func(k *Keychain, survived bool) {
			got, err := k.LoadTokens(t.Context(), "p")
			if !(err == nil && !survived && got.Equal(tok)) && !IsNotFound(err) {
				t.Errorf("half forgotten: set %d, %v", got.Set, err)
			}
			if err := k.Forget(t.Context(), "p"); err != nil {
				t.Error(err)
			}
			if left := k.backend.(*fakeBackend).users(); len(left) != 0 {
				t.Errorf("%d items are left", len(left))
			}
		})
	t.Logf("forget: killed at each of %d steps", deaths)
}

func TestKilledAtEveryStepOfAProfileChange(t *testing.T) {
	tok := someTokens(1, 10)
	for name, act := range map[string]func(k *Keychain) error{
		"save":   func(k *Keychain) error { return k.profiles.Save(Profile{Name: "p", Scope: "new", Store: KindKeychain}) },
		"rename": func(k *Keychain) error { return k.profiles.Rename("p", "new name") },
		"create": func(k *Keychain) error {
			_, err := k.profiles.Create(Profile{Name: "other", Store: KindMemory})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			atEveryStep(t,
				func(k *Keychain) { mustSave(t, k, tok) },
				act,
				func(k *Keychain, survived bool) {
					all, err := k.profiles.List()
					if err != nil {
						t.Errorf("a broken file: %v", err)
					}
					withTokens := 0
					for _, p := range all {
						if p.Store != KindKeychain {
							continue
						}
						withTokens++
						wantTokens(t, k, p.Name, tok)
						if survived && name == "rename" && p.Name != "new name" || survived && name == "save" && p.Scope != "new" {
							t.Error("survived, but nothing changed")
						}
					}
					if withTokens != 1 {
						t.Errorf("%d profiles have the tokens", withTokens)
					}
				})
		})
	}
}

func mustSave(t *testing.T, k *Keychain, tok Tokens) {
	t.Helper()
	if err := k.SaveTokens(t.Context(), "p", tok); err != nil {
		t.Fatal(err)
	}
}
