package vault_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// TestWithoutABusNothingIsWritten: a profile that cannot rest anywhere leaves no
// file, not even an empty one.
func TestWithoutABusNothingIsWritten(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	dir := filepath.Join(t.TempDir(), "settings")
	v, err := vault.Open(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	if v.NoKeychain() == nil {
		t.Skip("this user has a bus")
	}
	settings := vault.Settings{Name: "mine", Environment: akoya.EnvironmentSandbox, Store: vault.InKeychain}
	if err := v.Create(t.Context(), settings, vault.Credentials{ClientID: "my-app", ClientSecret: akoya.NewSecret("s3cret-s3cret")}); !vault.KeychainFailed(err) {
		t.Errorf("created: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the settings folder: %v", err)
	}
}
