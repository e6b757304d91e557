package cli

import (
	"strings"
	"testing"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// TestCheckSaysWhyAProfileCannotServe, in one sentence and with what it can use.
func TestCheckSaysWhyAProfileCannotServe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, err := vault.Open(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	settings := vault.Settings{Name: "mem", Environment: akoya.EnvironmentSandbox, Store: vault.InMemory}
	if err := first.Create(t.Context(), settings, vault.Credentials{ClientID: "app", ClientSecret: akoya.NewSecret("canary-4711")}); err != nil {
		t.Fatal(err)
	}
	again, err := vault.Open(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"mem":  "Set AKOYA_CLIENT_ID and AKOYA_CLIENT_SECRET",
		"nope": `there is no profile "nope". There is: mem`,
	} {
		if _, err := ProfileTarget(t.Context(), again, name); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "load profile") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
