package journeys

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestKeychainStates puts a real keyring into every state while the program runs.
func TestKeychainStates(t *testing.T) {
	withKeyring(t, func(t *testing.T, k *keyring) {
		server := startIDP(t)
		server.profile(t, openVault(t, k.config()), "p")

		p := start(t, openVault(t, k.config()))
		k.stop()
		p.open("p")
		p.says("Waiting for the keychain: unlock your keychain in its own window")
		responsive(t, p, "while the keyring is stopped")
		p.Type("esc")
		p.says("Profile p was not opened.", "m go on in memory only")
		p.Type("r")
		p.says("Profile p was not opened. The keychain does not answer.", "Look for a window")
		responsive(t, p, "after the wait was given up")
		k.goOn()
		p.retry("Set #1 has no id_token")
		p.quit()

		k.kill()
		p = start(t, openVault(t, k.config()))
		p.open("p")
		p.says("Profile p was not opened. No program on this desktop offers a keychain.", "Install and start gnome-keyring")
		k.locked()
		p.Type("r")
		p.says("The keychain is locked and was not unlocked.", "Unlock your keyring, then retry")
		p.memoryOnly(server)
		p.quitForGood()

		k.kill()
		k.unlocked()
		if got := stored(t, openVault(t, k.config()), "p"); got.Set != 1 || got.RefreshToken.IsZero() {
			t.Errorf("what the keyring had is gone: set %d", got.Set)
		}
		again := start(t, openVault(t, k.config()))
		again.open("p")
		again.WaitFor("Set #1 has no id_token", "system keyring")

		k.kill() // while the profile is open
		again.refresh("Nothing was sent")
		again.says("No program on this desktop offers a keychain. Install and start gnome-keyring")
		responsive(t, again, "after the keyring was killed")
		k.unlocked()
		again.refresh("200 OK", "Set #1 is claimed")

		hold := make(chan struct{}) // killed between the server's answer and the save
		server.set(func() { server.hold = hold })
		again.Type("enter")
		again.WaitFor("WHAT WILL BE SENT")
		again.Type("enter")
		server.until(func() bool { return server.holding == 1 })
		k.kill()
		server.set(func() { server.hold = nil })
		close(hold)
		again.says("200 OK", "NOT SAVED", "no program on this desktop offers a keychain")
		k.unlocked()
		again.Type("s")
		again.WaitFor("The tokens are saved")
		again.WaitGone("NOT SAVED")
		if got := stored(t, openVault(t, k.config()), "p"); got.Set != 3 || got.RefreshToken.Reveal() != server.honoured {
			t.Errorf("the keyring has set %d, which is not the one that works", got.Set)
		}
		again.quit()
		if server.claimed != 0 {
			t.Errorf("%d used tokens were sent", server.claimed)
		}
	})
}

// TestEmptyKeyring opens a profile where the keyring has lost its collection.
func TestEmptyKeyring(t *testing.T) {
	withKeyring(t, func(t *testing.T, k *keyring) {
		server := startIDP(t)
		server.profile(t, openVault(t, k.config()), "p")
		k.kill()
		if err := os.RemoveAll(filepath.Join(os.Getenv("XDG_DATA_HOME"), "keyrings")); err != nil {
			t.Fatal(err)
		}
		k.start("")
		p := start(t, openVault(t, k.config()))
		p.open("p")
		p.says("Profile p was not opened. There is no default keyring", "create a default keyring", "m go on in memory only")
		p.memoryOnly(server)
		p.quitForGood()
	})
}

// TestNoBus makes a profile where there is no session bus: the form says so, and
// takes memory instead.
func TestNoBus(t *testing.T) {
	withKeyring(t, func(t *testing.T, k *keyring) {
		k.kill()
		bus := os.Getenv("DBUS_SESSION_BUS_ADDRESS")
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+k.dir+"/gone")
		server := startIDP(t)
		info := server.Info()
		p := start(t, openVault(t, k.config()))
		p.WaitFor("New profile")
		p.Type("n")
		p.WaitFor("What you call it.")
		p.fill(field{"Name", "p"}, choice{"Environment", 2, "custom"},
			field{"Client id", info.ClientID}, secret{"Client secret", info.ClientSecret},
			field{"Redirect URI", server.redirect}, field{"Connector", ""}, field{"Scope", ""},
			choice{"Secrets rest in", 0, "the system's keychain"}, field{"Service client id", ""}, field{"Service client secret", ""},
			choice{"PKCE", 0, "off"}, choice{"Nonce", 0, "off"},
			field{"Authorize URL", info.AuthURL}, field{"Token URL", server.token})
		p.Type("\x13")
		p.says("There is no keychain here: this session has no D-Bus", "Run akoya-tui in your desktop session", "Memory only: set")
		p.fill(choice{"Secrets rest in", 1, "memory only"})
		p.Type("\x13")
		p.WaitFor("Profile p is saved", "in memory only")
		p.open("p")
		p.approve(server)
		p.obtain()
		p.refresh("200 OK", "Set #1 is claimed")
		p.quitForGood()
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus)
		k.unlocked()
		if n := k.items(); n != 0 {
			t.Errorf("secret-tool finds %d items of a profile in memory", n)
		}
	})
}

func (p *idp) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	p.changed.Broadcast()
}

// retry presses r until the profile opens: a keyring that goes on needs a moment.
func (p *program) retry(text string) {
	p.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !strings.Contains(p.Screen(), text) {
		if time.Now().After(deadline) {
			p.t.Fatalf("the profile does not open:\n%s", p.Screen())
		}
		p.Type("r")
		time.Sleep(20 * time.Millisecond) // until another program goes on
	}
}

// responsive measures how long a key takes from the keyboard to the screen.
func responsive(t *testing.T, p *program, when string) {
	t.Helper()
	begin := time.Now()
	p.Type("?")
	p.WaitFor("Keys of this screen")
	opened := time.Since(begin)
	p.Type("?")
	p.WaitGone("Keys of this screen")
	measured(t, "%s a key was answered after %v", when, opened.Round(time.Millisecond))
}

// memoryOnly goes on without the keychain from where it failed, as far as tokens.
func (p *program) memoryOnly(server *idp) {
	p.t.Helper()
	info := server.Info()
	p.Type("m")
	p.says("The secrets of this profile rest in memory only")
	p.fill(field{"Client id", info.ClientID}, secret{"Client secret", info.ClientSecret})
	p.Type("\x13")
	p.WaitFor("Profile p is saved", "in memory only")
	p.open("p")
	p.WaitFor("memory only")
	p.approve(server)
	p.obtain()
	p.refresh("200 OK", "Set #1 is claimed")
	p.Type("0")
	p.WaitFor("Explore Akoya's token flow")
}
