package ui

import (
	"testing"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// TestTheFormSaysWhatIsKept opens the form of a profile in memory while its
// secrets are there, and after another program was started.
func TestTheFormSaysWhatIsKept(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	v := r.app.deps.Vault
	settings := vault.Settings{Name: "short lived", Environment: akoya.EnvironmentSandbox, Store: vault.InMemory}
	secrets := vault.Credentials{ClientID: "my-app", ClientSecret: akoya.NewSecret("canary-client-secret-c0de")}
	if err := v.Create(t.Context(), settings, secrets); err != nil {
		t.Fatal(err)
	}
	edit := func() {
		t.Helper()
		r.send(r.app.handle(editProfile{settings.Name})())
	}
	edit()
	r.shows("Profile short lived", "empty keeps the one in memory", "gone when the program ends")
	r.press("down", "down")
	r.text("other-app")
	r.press("ctrl+s")
	if r.app.run == nil {
		t.Fatalf("it is not saved:\n%s", r.screen())
	}
	r.app.cancel()

	again, err := vault.Open(v.Dir(), false)
	if err != nil {
		t.Fatal(err)
	}
	r.app.deps.Vault = again
	edit()
	r.shows("none are there now", "from the Data Recipient Hub", "▌Client id")
	r.hides("empty keeps")
	r.text("my-app")
	r.press("ctrl+s")
	r.shows("Enter both the client id and the client secret", "▌Client secret")
	if r.app.run != nil {
		t.Error("half of the credentials is saved")
	}
	r.text("a-secret")
	r.press("ctrl+s")
	if r.app.run == nil {
		t.Errorf("it is not saved:\n%s", r.screen())
	}
}

// TestARefusalGoesToItsField: what is wrong is under the cursor when the form is
// not saved.
func TestARefusalGoesToItsField(t *testing.T) {
	t.Parallel()
	for _, one := range []struct{ id, value, label, says string }{
		{"name", "a/b", "▌Name", "The name contains"},
		{"name", "", "▌Name", "Give the profile a name"},
		{"client_id", "", "▌Client id", "Enter the client id"},
		{"client_secret", "", "▌Client secret", "Enter the client id"},
		{"service_id", "alone", "▌Service client secret", "a pair"},
		{"redirect_uri", "nowhere", "▌Redirect URI", "is not a URL"},
		{"token_url", "https://user:pw@host/", "▌Token URL", "has a user name or password"},
		{"keys_url", "ftp://keys", "▌Keys URL", "is not a URL"},
	} {
		r := newRig(t, 120, 40, realContent())
		r.press("n")
		s := r.app.screens[screenProfile].(*profileScreen)
		good := map[string]string{"name": "mine", "client_id": "my-app", "client_secret": "canary-client-secret-c0de"}
		good[one.id] = one.value
		for i, field := range s.form.fields {
			if value, ok := good[field.id]; ok {
				s.form.fields[i].value = akoya.NewSecret(value)
			}
		}
		s.form.open(r.app.theme)
		s.form.goTo("pkce", r.app.theme)
		r.press("ctrl+s")
		r.shows(one.label, one.says)
		if r.app.run != nil {
			t.Errorf("%s %q is saved", one.id, one.value)
		}
	}
}

// TestANameThatIsTakenIsUnderTheCursor when the store refuses it.
func TestANameThatIsTakenIsUnderTheCursor(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	settings := vault.Settings{Name: "taken", Environment: akoya.EnvironmentSandbox, Store: vault.InMemory}
	secrets := vault.Credentials{ClientID: "my-app", ClientSecret: akoya.NewSecret("canary-client-secret-c0de")}
	v := r.app.deps.Vault
	if err := v.Create(t.Context(), settings, secrets); err != nil {
		t.Fatal(err)
	}
	r.press("n")
	r.text("taken")
	r.press("down", "down")
	r.text("my-app")
	r.press("down")
	r.text("a-secret")
	r.press("ctrl+s")
	r.send(profileSavedMsg{run: r.app.runs, name: "taken", err: v.Create(t.Context(), settings, secrets)})
	r.shows("▌Name", "already a profile of this name")
}

// TestWithoutAKeychainMemoryIsOffered from the first screen on.
func TestWithoutAKeychainMemoryIsOffered(t *testing.T) {
	t.Parallel()
	r := rigIn(t, stateNamed(t, "start-no-keychain"), 80, 24, realContent())
	r.shows("There is no keychain here", "in memory only")
	r.press("n")
	r.shows("There is no keychain here", "memory only")
	s := r.app.screens[screenProfile].(*profileScreen)
	if settings, _ := s.settings(); settings.Store != vault.InMemory {
		t.Errorf("a new profile goes to %q", settings.Store)
	}
}
