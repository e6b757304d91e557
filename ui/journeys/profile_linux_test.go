package journeys

import (
	"os"
	"path/filepath"
	"testing"
)

// TestProfile makes a profile in the form, gets tokens, leaves, comes back to
// them, changes the profile and forgets it, all over a real keyring.
func TestProfile(t *testing.T) {
	withKeyring(t, func(t *testing.T, k *keyring) {
		server := startIDP(t)
		info := server.Info()
		first := start(t, openVault(t, k.config()))
		first.WaitFor("New profile")
		first.Type("n")
		first.WaitFor("New profile", "What you call it.")
		first.fill(
			field{"Name", "bank one"}, choice{"Environment", 2, "custom"},
			field{"Client id", info.ClientID}, secret{"Client secret", info.ClientSecret},
			field{"Redirect URI", server.redirect}, field{"Connector", ""}, field{"Scope", ""},
			choice{"Secrets rest in", 0, "the system's keychain"}, field{"Service client id", ""}, field{"Service client secret", ""},
			choice{"PKCE", 0, "off"}, choice{"Nonce", 0, "off"},
			field{"Authorize URL", info.AuthURL}, field{"Token URL", server.token}, field{"Revoke URL", info.RevokeURL},
			field{"Service token URL", info.STSURL}, field{"Accounts URL", info.AccountsURL}, field{"Keys URL", info.KeysURL})
		first.Type("\x13") // ctrl+s
		first.WaitFor("Profile bank one is saved")
		if n := k.items(); n != 1 {
			t.Errorf("secret-tool finds %d items of a profile with credentials, want 1", n)
		}
		first.Type("enter")
		first.approve(server)
		first.obtain()
		first.WaitFor("system keyring")
		first.quit()
		if n := k.items(); n != 2 {
			t.Errorf("secret-tool finds %d items of a profile with tokens, want 2", n)
		}

		second := start(t, openVault(t, k.config()))
		second.open("bank one")
		second.WaitFor("id_token of set #1", "#1 current")
		second.refresh("200 OK", "Set #1 is claimed")

		second.Type("0")
		second.choose("bank one")
		second.Type("e")
		second.WaitFor("Profile bank one", "empty keeps the one in the keychain")
		second.Type("\x15") // ctrl+u
		second.fill(field{"Name", "bank two"})
		second.Type("\x13")
		second.WaitFor("Profile bank two is saved")
		second.refresh("200 OK", "Set #2 is claimed") // the session goes on under the new name

		second.Type("0")
		second.choose("bank two")
		second.Type("e")
		second.WaitFor("Profile bank two")
		second.Type("down", "down", "down")
		second.fill(secret{"Client secret", "another-client-secret-of-canary"})
		second.Type("\x13")
		second.WaitFor("Profile bank two is saved")
		if c, err := openVault(t, k.config()).Credentials(t.Context(), "bank two"); err != nil || c.ClientID != info.ClientID || c.ClientSecret.Reveal() != "another-client-secret-of-canary" {
			t.Errorf("the changed credentials are %v, %v", c, err)
		}
		if got := stored(t, openVault(t, k.config()), "bank two"); got.Set != 3 || got.RefreshToken.Reveal() != server.honoured {
			t.Errorf("the store has set %d, which is not the one that works", got.Set)
		}
		if n := k.items(); n != 2 {
			t.Errorf("secret-tool finds %d items after the changes, want 2", n)
		}

		second.Type("x")
		second.WaitFor("Forget profile bank two?")
		second.Type("y")
		second.WaitFor("Profile bank two is forgotten")
		if n := k.items(); n != 0 {
			t.Errorf("secret-tool finds %d items of a forgotten profile", n)
		}
		if left, err := os.ReadDir(filepath.Join(k.config(), "profiles")); err != nil || len(left) != 0 {
			t.Errorf("%d files are left of the profile, %v", len(left), err)
		}
		second.quit()
		measured(t, "a profile of a real keyring: created, authorized, obtained, opened again, refreshed twice, renamed, changed, forgotten; 0 items and 0 files left")
	})
}
