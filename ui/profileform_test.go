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
	r.shows("none are there now", "from the Data Recipient Hub")
	r.hides("empty keeps")
	r.press("down", "down")
	r.text("my-app")
	r.press("ctrl+s")
	r.shows("Enter both the client id and the client secret")
	if r.app.run != nil {
		t.Error("half of the credentials is saved")
	}
	r.press("down")
	r.text("a-secret")
	r.press("ctrl+s")
	if r.app.run == nil {
		t.Errorf("it is not saved:\n%s", r.screen())
	}
}
