package keystore

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestUnknownFieldsAreKept(t *testing.T) {
	k, _ := newFakeKeychain(t)
	path := k.profiles.profilePath("p")
	edit(t, path, func(m map[string]any) {
		m["future"] = map[string]any{"a": 1.5, "b": []any{"x"}}
		m["urls"].(map[string]any)["introspect"] = "https://x.test"
	})
	profile, err := k.profiles.Load("p")
	if err != nil {
		t.Fatal(err)
	}
	profile.Scope = "changed"
	if err := k.profiles.Save(profile); err != nil {
		t.Fatal(err)
	}
	mustSave(t, k, someTokens(1, 1))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"future"`, `1.5`, `"introspect": "https://x.test"`, `"scope": "changed"`, `"generation"`} {
		if !strings.Contains(string(data), part) {
			t.Errorf("%s is missing in\n%s", part, data)
		}
	}
}

// edit changes a JSON file as a person would.
func edit(t *testing.T, path string, change func(map[string]any)) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	change(m)
	if data, err = json.Marshal(m); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestBadFilesAreNotOverwritten gives files that nobody should lose.
func TestBadFilesAreNotOverwritten(t *testing.T) {
	for name, bad := range map[string]struct {
		content string
		want    Kind
	}{
		"cut off":        {"{\n\"scope\": \"openid\",\n\"urls\": {", KindCorrupt},
		"empty":          {"", KindCorrupt},
		"array":          {"[]", KindCorrupt},
		"wrong type":     {`{"scope": 7}`, KindCorrupt},
		"newer":          {`{"version": 2}`, KindNewerVersion},
		"strange id":     {`{"version": 1, "id": "../../x"}`, KindCorrupt},
		"strange items":  {`{"version": 1, "keychain_items": {"tokens": {"generation": "abcdefghijklmnop", "parts": 1000000}}}`, KindCorrupt},
		"strange record": {`{"keychain_items": {"stale": [{"record": "x", "generation": "abcdefghijklmnop", "parts": 1}]}}`, KindCorrupt},
	} {
		t.Run(name, func(t *testing.T) {
			k, b := newFakeKeychain(t)
			path := k.profiles.profilePath("p")
			if err := os.WriteFile(path, []byte(bad.content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := k.profiles.Load("p")
			wantKind(t, err, bad.want)
			if !strings.Contains(err.Error(), path) || hintOf(err) == "" {
				t.Errorf("the error does not name the file or what to do: %v", err)
			}
			wantKind(t, k.profiles.Save(Profile{Name: "p", Store: KindKeychain}), bad.want)
			wantKind(t, k.profiles.Rename("p", "q"), bad.want)
			wantKind(t, k.profiles.Delete("p"), bad.want)
			wantKind(t, k.SaveTokens(t.Context(), "p", Tokens{}), bad.want)
			wantKind(t, k.Forget(t.Context(), "p"), bad.want)
			if err := k.ForgetAll(t.Context()); err == nil {
				t.Error("forget everything does not say that a file could not be read")
			}
			_, err = k.profiles.Create(Profile{Name: "P", Store: KindKeychain})
			wantKind(t, err, KindExists)
			if data, err := os.ReadFile(path); err != nil || string(data) != bad.content {
				t.Errorf("the file was changed: %q, %v", data, err)
			}
			if b.callCount() != 0 {
				t.Error("the keychain was asked")
			}
			create(t, k.profiles, "good")
			all, err := k.profiles.List()
			if len(all) != 1 || err == nil {
				t.Errorf("list %v, %v", all, err)
			}
		})
	}
}

func TestBadJSONNamesTheLine(t *testing.T) {
	_, err := parseProfileFile("/x/p.json", []byte("{\n\"scope\": \"secret-value\",\n\"urls\": !"))
	if err == nil || !strings.Contains(err.Error(), "line 3") || strings.Contains(err.Error(), "secret-value") {
		t.Errorf("%v", err)
	}
}

func TestFileWrittenByHand(t *testing.T) {
	k, _ := newFakeKeychain(t)
	path := k.profiles.profilePath("hand")
	if err := os.WriteFile(path, []byte(`{"environment":"sandbox"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	unlock, err := k.LockRefresh(t.Context(), "hand")
	if err != nil {
		t.Fatal(err)
	}
	unlock()
	if err := os.WriteFile(path, []byte(`{"environment":"sandbox"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := k.SaveTokens(t.Context(), "hand", someTokens(1, 1)); err != nil {
		t.Fatal(err)
	}
	wantTokens(t, k, "hand", someTokens(1, 1))
}

func FuzzProfileFile(f *testing.F) {
	good, _ := profileFile{Version: 1, ID: newName(), Store: KindKeychain}.withSettings(fullProfile("x")).marshal(nil)
	f.Add(good)
	f.Add([]byte(`{"future":{"a":[1,{}]},"urls":{"x":1},"keychain_items":{"stale":[{}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := parseProfileFile("p", data)
		if err != nil {
			if KindOf(err) != KindCorrupt && KindOf(err) != KindNewerVersion {
				t.Fatalf("%v", err)
			}
			return
		}
		written, err := file.marshal(data)
		if err != nil {
			t.Fatal(err)
		}
		again, err := parseProfileFile("p", written)
		if err != nil {
			t.Fatalf("%v in what was written: %s", err, written)
		}
		if again.profile("p") != file.profile("p") || again.Items.isEmpty() != file.Items.isEmpty() {
			t.Errorf("%+v became %+v", file, again)
		}
	})
}
