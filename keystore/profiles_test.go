package keystore

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func fullProfile(name string) Profile {
	return Profile{
		Name: name, Environment: "custom",
		URLs: URLs{"https://a.test/auth", "https://a.test/token", "https://a.test/revoke",
			"https://a.test/sts", "http://127.0.0.1:9/accounts", "https://a.test/keys"},
		ConnectorParam: "connector", Connector: "mikomo", Scope: "openid profile offline_access",
		RedirectURI: "http://127.0.0.1:8080/callback", PKCE: true, Nonce: true, Store: KindMemory,
	}
}

func TestProfilesRoundTrip(t *testing.T) {
	p := newProfiles(t)
	if all, err := p.List(); len(all) != 0 || err != nil {
		t.Fatalf("an empty folder: %v, %v", all, err)
	}
	if entries, _ := os.ReadDir(p.Dir()); len(entries) != 0 {
		t.Error("something was created before the first write")
	}
	want, err := p.Create(fullProfile("One"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Load("One")
	if err != nil || got != want || got.ID == "" {
		t.Errorf("loaded %+v, %v", got, err)
	}
	_, err = p.Create(fullProfile("oNE"))
	wantKind(t, err, KindExists)
	_, err = p.Create(fullProfile("a/b"))
	wantKind(t, err, KindInvalid)
	create(t, p, "alpha")
	want.Scope = "openid"
	if err := p.Save(want); err != nil {
		t.Fatal(err)
	}
	all, err := p.List()
	if err != nil || len(all) != 2 || all[0].Name != "alpha" || all[1] != want {
		t.Errorf("list %+v, %v", all, err)
	}
	if err := p.Rename("One", "one"); err != nil { // only the letter case
		t.Error(err)
	}
	wantKind(t, p.Rename("one", "alpha"), KindExists)
	wantKind(t, p.Rename("gone", "x"), KindNotFound)
	wantKind(t, p.Save(fullProfile("gone")), KindNotFound)
	if err := p.Delete("one"); err != nil {
		t.Error(err)
	}
	_, err = p.Load("one")
	wantKind(t, err, KindNotFound)
	wantKind(t, p.Delete("one"), KindNotFound)
}

func TestProfileFilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits; the user's folder is private there")
	}
	p, err := OpenProfiles(filepath.Join(t.TempDir(), "new", "akoya-tui"))
	if err != nil {
		t.Fatal(err)
	}
	create(t, p, "p")
	k := newKeychain(p, newFake(), "linux")
	mustSave(t, k, someTokens(1, 1))
	unlock, err := k.LockRefresh(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	unlock()
	files := 0
	err = filepath.WalkDir(p.Dir(), func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		want := os.FileMode(0o600)
		if entry.IsDir() {
			want = 0o700
		} else {
			files++
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return nil
	})
	if err != nil || files != 4 {
		t.Errorf("%d files, %v", files, err)
	}
}

func TestStoreIsSticky(t *testing.T) {
	k, _ := newFakeKeychain(t)
	p := k.profiles
	profile, err := p.Load("p")
	if err != nil {
		t.Fatal(err)
	}
	profile.Store = KindMemory
	wantKind(t, p.Save(profile), KindInvalid)
	mustSave(t, k, someTokens(1, 1))
	wantKind(t, p.SetStore("p", KindMemory), KindInUse)
	if err := k.Forget(t.Context(), "p"); err != nil {
		t.Fatal(err)
	}
	wantKind(t, p.SetStore("p", "clipboard"), KindInvalid)
	if err := p.SetStore("p", KindMemory); err != nil {
		t.Fatal(err)
	}
	wantKind(t, k.SaveTokens(t.Context(), "p", someTokens(1, 1)), KindInvalid)
	_, err = k.LoadTokens(t.Context(), "p")
	wantKind(t, err, KindInvalid)
}

func TestRenameKeepsSecretsReachable(t *testing.T) {
	k, b := newFakeKeychain(t)
	mustSave(t, k, someTokens(1, 1))
	before := b.users()
	if err := k.profiles.Rename("p", "Production, no"); err == nil {
		t.Error("a comma was accepted")
	}
	if err := k.profiles.Rename("p", "Production"); err != nil {
		t.Fatal(err)
	}
	wantTokens(t, k, "Production", someTokens(1, 1))
	if after := b.users(); len(after) != 1 || after[0] != before[0] || strings.Contains(after[0], "p-") && strings.Contains(after[0], "production") {
		t.Errorf("items %v became %v", before, after)
	}
	_, err := k.LoadTokens(t.Context(), "p")
	wantKind(t, err, KindNotFound)
}

// TestCopiedFile is a person who copies a profile file: saving one would delete
// the secrets of the other.
func TestCopiedFile(t *testing.T) {
	k, b := newFakeKeychain(t)
	mustSave(t, k, someTokens(1, 1))
	data, err := os.ReadFile(k.profiles.profilePath("p"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(k.profiles.profilePath("copy"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	wantTokens(t, k, "copy", someTokens(1, 1))
	wantKind(t, k.SaveTokens(t.Context(), "copy", someTokens(2, 1)), KindCorrupt)
	wantKind(t, k.Forget(t.Context(), "p"), KindCorrupt)
	if len(b.users()) != 1 {
		t.Error("the items were touched")
	}
}

func TestTwoWritersLoseNothing(t *testing.T) {
	k, b := newFakeKeychain(t, WithNotices(func(Notice) {}))
	other, err := OpenProfiles(k.profiles.Dir())
	if err != nil {
		t.Fatal(err)
	}
	stores := []*Keychain{k, newKeychain(other, b, "linux", WithNotices(func(Notice) {}))}
	var wg sync.WaitGroup
	for i, k := range stores {
		wg.Go(func() {
			for n := range 10 {
				if i == 0 {
					mustSave(t, k, someTokens(n, 10))
				} else if err := k.SaveCredentials(t.Context(), "p", someCredentials(n)); err != nil {
					t.Error(err)
				}
				profile, err := k.profiles.Load("p")
				if err != nil {
					t.Error(err)
				}
				profile.Connector = "mikomo"
				if err := k.profiles.Save(profile); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	wantTokens(t, k, "p", someTokens(9, 10))
	wantCredentials(t, k, "p", someCredentials(9))
	if n := len(b.users()); n != 2 {
		t.Errorf("%d items, want 2", n)
	}
	b.check(t)
}

func TestProfileCheck(t *testing.T) {
	for name, change := range map[string]func(*Profile){
		"password in URL": func(p *Profile) { p.URLs.Token = "https://me:canary@a.test/" },
		"no scheme":       func(p *Profile) { p.URLs.Keys = "a.test/canary" },
		"other scheme":    func(p *Profile) { p.URLs.Revoke = "file:///canary" },
		"no host":         func(p *Profile) { p.URLs.Accounts = "https:///canary" },
		"control":         func(p *Profile) { p.URLs.Authorize = "https://a.test/\x7fcanary" },
		"bad store":       func(p *Profile) { p.Store = "canary" },
		"user in URI":     func(p *Profile) { p.RedirectURI = "https://canary@a.test/" },
	} {
		p := fullProfile("x")
		change(&p)
		err := p.Check()
		if err == nil || KindOf(err) != KindInvalid || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := fullProfile("x")
	p.RedirectURI = "com.example.app:/callback"
	if err := p.Check(); err != nil {
		t.Error(err)
	}
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := OpenProfiles(filepath.Join(file, "below"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Create(Profile{Name: "p", Store: KindMemory})
	if err == nil || hintOf(err) == "" || errors.Unwrap(err) == nil {
		t.Errorf("%v", err)
	}
}

func TestDefaultFolder(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(t.TempDir(), "config"))
	p, err := OpenProfiles("")
	if err != nil || filepath.Base(p.Dir()) != "akoya-tui" {
		t.Errorf("%v, %v", p, err)
	}
}
