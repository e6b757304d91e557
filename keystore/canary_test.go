package keystore

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"akoya-tui/akoya"
)

// TestNoSecretRestsInAFile plants secrets in every field, saves, fails and forgets,
// and looks through all files and everything that can be printed.
func TestNoSecretRestsInAFile(t *testing.T) {
	const canary = "cAnAry+7f3/9c=="
	secret := akoya.NewSecret(canary)
	c := Credentials{ClientID: "id", ClientSecret: secret, ServiceClientID: "id", ServiceClientSecret: secret}
	tok := Tokens{RefreshToken: secret, IDToken: secret, PreviousRefreshToken: secret,
		ServiceTokens: []ServiceToken{{AccessToken: secret}}}
	forms := []string{canary, url.QueryEscape(canary), base64.StdEncoding.EncodeToString([]byte(canary)),
		base64.RawURLEncoding.EncodeToString([]byte(canary)), "cAnAry"}
	look := func(where string, data []byte) {
		for _, form := range forms {
			if bytes.Contains(data, []byte(form)) {
				t.Errorf("%s has a secret", where)
			}
		}
	}

	k, b := newFakeKeychain(t)
	files := func() {
		err := filepath.WalkDir(k.profiles.Dir(), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			look(path, data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, user := range b.users() {
			look("the name of an item", []byte(user))
		}
	}
	for range 2 {
		if err := k.SaveCredentials(t.Context(), "p", c); err != nil {
			t.Fatal(err)
		}
		mustSave(t, k, tok)
		files()
	}
	for at := 1; at < 6; at++ {
		n := at
		b.misbehave(func(string, string) (bool, error) {
			if n--; n == 0 {
				return true, fmt.Errorf("the helper said %s", canary)
			}
			return false, nil
		})
		if err := k.SaveTokens(t.Context(), "p", tok); err != nil {
			look("an error", []byte(fmt.Sprintf("%v %+v %#v %s", err, err, err, hintOf(err))))
		}
		files()
	}
	b.misbehave(nil)
	loadedTokens, err := k.LoadTokens(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	loadedCredentials, err := k.LoadCredentials(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []any{c, tok, &tok, loadedTokens, loadedCredentials, Import{Credentials: c}} {
		asJSON, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		look("a print", []byte(fmt.Sprintf("%v %+v %#v %q %s", v, v, v, v, asJSON)))
	}
	if err := k.Forget(t.Context(), "p"); err != nil {
		t.Fatal(err)
	}
	files()
}

// TestSettingsHaveNoRoomForSecrets holds that no field of the settings or of the
// file behind them can hold a secret.
func TestSettingsHaveNoRoomForSecrets(t *testing.T) {
	secret := reflect.TypeFor[akoya.Secret]()
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		if typ == secret {
			t.Error("there is a secret among the settings")
		}
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice:
			walk(typ.Elem())
		case reflect.Struct:
			for i := range typ.NumField() {
				field := typ.Field(i)
				if name := strings.ToLower(field.Name); strings.Contains(name, "secret") || name == "refreshtoken" {
					t.Errorf("a field is called %s", field.Name)
				}
				walk(field.Type)
			}
		}
	}
	walk(reflect.TypeFor[Profile]())
	walk(reflect.TypeFor[profileFile]())
}

// TestRevealIsInOneFile holds that secrets become text in wire.go only.
func TestRevealIsInOneFile(t *testing.T) {
	sources, err := filepath.Glob("*.go")
	if err != nil || len(sources) == 0 {
		t.Fatal(err)
	}
	for _, name := range sources {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if name != "wire.go" && bytes.Contains(data, []byte(".Reveal"+"()")) {
			t.Errorf("%s reveals a secret", name)
		}
	}
}
