package journeys

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
	"akoya-tui/keystore"
)

// canaryVariable names the folder of TestCanarySession.
const canaryVariable = "AKOYA_JOURNEY_CANARIES"

// TestNoSecretShows plants canaries in every secret of a long session and looks
// for them, in every encoding, in all that the session left behind.
func TestNoSecretShows(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"work", "config", "terminal", "deliberate"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestCanarySession$", "-test.v")
	cmd.Env = append(os.Environ(), canaryVariable+"="+dir)
	cmd.Dir = filepath.Join(dir, "work")
	out, err := cmd.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("--- PASS: TestCanarySession")) {
		t.Fatalf("%v\n%s", err, out)
	}
	forms := canaryForms()
	for _, what := range canariesIn(out, forms) {
		t.Errorf("the output of the process has a canary: %s", what)
	}
	var figures []string
	for _, name := range []string{"work", "config", "terminal"} {
		found, size, err := canariesUnder(filepath.Join(dir, name), forms)
		if err != nil || size == 0 {
			t.Errorf("%s: %d bytes, %v", name, size, err)
		}
		for _, what := range found {
			t.Errorf("%s/%s", name, what)
		}
		figures = append(figures, fmt.Sprintf("%s %d bytes", name, size))
	}
	exports, _ := filepath.Glob(filepath.Join(dir, "work", "akoya-tui*"))
	if len(exports) < 3 {
		t.Errorf("only %d files were exported", len(exports))
	}
	// The net must catch something: the reveal key and the copy key are there for that.
	found, _, err := canariesUnder(filepath.Join(dir, "deliberate"), forms)
	if all := strings.Join(found, "\n"); err != nil || !strings.Contains(all, "revealed.bin: ") || !strings.Contains(all, "copied.txt: ") {
		t.Errorf("the reveal key and the copy key show nothing: the search cannot be trusted (%v): %s", err, all)
	}
	t.Logf("measured: %d forms of canaries searched in %s, %d exports, standard output and error: none found", len(forms), strings.Join(figures, ", "), len(exports))
}

// TestCanarySession is run by TestNoSecretShows in a process of its own.
func TestCanarySession(t *testing.T) {
	dir := os.Getenv(canaryVariable)
	if dir == "" {
		t.Skip("part of TestNoSecretShows")
	}
	web, _ := startCanaryServer(t)
	profiles, err := keystore.OpenProfiles(filepath.Join(dir, "config"))
	if err != nil {
		t.Fatal(err)
	}
	store := newFaultyStore()
	v := vault.With(profiles, store)
	p := start(t, v)
	p.WaitFor("New profile")
	p.Type("n")
	p.WaitFor("What you call it.")
	p.fill(field{"Name", "birds"}, choice{"Environment", 2, "custom"}, field{"Client id", "canary-app"})
	for _, key := range canary("client") {
		p.Type(string(key))
	}
	p.Type("tab")
	p.fill(field{"Redirect URI", "https://recipient.test/callback"}, field{"Connector", ""}, field{"Scope", ""},
		choice{"Secrets rest in", 0, "the system's keychain"}, field{"Service client id", "canary-service"}, secret{"Service client secret", canary("service-client")},
		choice{"PKCE", 0, "off"}, choice{"Nonce", 0, "off"},
		field{"Authorize URL", web.URL + "/auth"}, field{"Token URL", web.URL + "/token"}, field{"Revoke URL", web.URL + "/revoke"},
		field{"Service token URL", web.URL + "/sts"}, field{"Accounts URL", web.URL + "/accounts"}, field{"Keys URL", web.URL + "/keys"})
	p.Type("\x13")
	p.WaitFor("Profile birds is saved")
	p.open("birds")
	p.WaitFor("WHERE THE PERSON IS", "response_type")
	p.Type("y", "o")
	p.Paste(callbackOf(t, <-p.urls))
	p.WaitFor("state matched")
	p.obtain()
	p.refresh("200 OK", "Set #1 is claimed")
	p.refresh("200 OK", "Set #2 is claimed")
	p.Type("3")
	p.WaitFor("id_token of set #3")
	p.walk("down", 8)
	p.walk("left", 3)
	p.Paste(canary("pasted"))
	p.WaitFor("pasted token")

	p.Type("4") // the used refresh token, and a secret typed into a field
	p.WaitFor("Refresh tokens")
	p.Type("x")
	p.WaitFor("the used refresh token", "WHAT WILL BE SENT")
	p.Type("enter")
	p.WaitFor("400 Bad Request", "WHAT IT MEANS")
	p.walk("down", 12)
	p.Type("enter")
	p.WaitFor("WHAT WILL BE SENT")
	p.walk("down", 9)
	p.Type("e")
	p.WaitFor("put back")
	p.Paste(canary("typed"))
	p.Type("enter")
	p.WaitFor("u undoes")
	p.Type("y")
	p.WaitFor("Copied as curl")
	p.Type("enter")
	p.WaitFor("WHAT IT MEANS")
	p.Type("6")
	p.WaitFor("Service token")
	p.Type("enter")
	p.WaitFor("200 OK", "opaque")
	p.Type("5", "n")
	p.WaitFor("Call the data API", "WHAT WILL BE SENT")
	p.Type("enter")
	p.WaitFor("401 Unauthorized", "602")
	p.walk("down", 8)

	store.fail(lockedAfterSending) // a save that fails
	p.Type("4", "x", "x")
	p.WaitFor("current refresh token", "WHAT WILL BE SENT")
	p.refresh("NOT SAVED")
	p.Type("s")
	p.WaitFor("Still not saved")
	store.fail(nil)
	p.Type("s")
	p.WaitFor("The tokens are saved")

	for _, size := range [][2]int{{80, 24}, {60, 20}, {200, 50}, {120, 40}} {
		p.Resize(size[0], size[1])
		if size[0] < 80 {
			p.WaitFor("too small")
			continue
		}
		p.WaitGone("too small")
		p.Type("?")
		p.WaitFor("Keys of this screen")
		p.Type("?")
		p.WaitGone("Keys of this screen")
	}
	p.Type("7")
	p.WaitFor("R run all")
	p.find("authorize.ok")
	p.Type("enter")
	p.says("a person has to log in and approve")
	p.Type("y", "o")
	p.Paste(callbackOf(t, <-p.urls))
	p.WaitFor("▌  ✓ exact")
	p.find("obtain.ok")
	p.Type("enter")
	p.says("a person has to log in and approve")
	p.Type("o")
	p.Paste(callbackOf(t, <-p.urls))
	p.WaitFor("▌  ✓ exact")
	p.Type("u", "R")
	p.says("a person has to log in")
	p.withoutPerson()
	p.WaitFor("R run all", "mismatch")
	p.Type("w")
	p.waitFile("akoya-tui-cases-*.md")
	p.walk("down", 6)
	p.Type("right")
	p.walk("down", 6)
	p.Type("8")
	p.WaitFor("newest first")
	p.Type("w")
	p.waitFile("akoya-tui-2*.har")
	p.Type("m")
	p.waitFile("akoya-tui-session-*.md")
	for range 3 {
		p.Type("enter")
		p.WaitFor("sides")
		p.walk("right", 4)
		p.walk("down", 8)
		p.Type("y", "esc")
		p.WaitGone("sides")
		p.Type("down")
	}
	p.Type("c", "down", "c")
	p.walk("down", 6)
	p.Type("c")
	p.WaitFor("newest first")
	p.quit()
	save(t, dir, "terminal/session.bin", p.Raw())
	save(t, dir, "terminal/screens.txt", strings.Join(p.screens, "\n"))
	save(t, dir, "terminal/copied.txt", strings.Join(p.copied, "\n"))
	arguments, err := os.ReadFile("/proc/self/cmdline")
	if err == nil {
		save(t, dir, "terminal/arguments.txt", string(arguments))
	}

	keeper := keeperOf(t, v, "birds")
	if err := keeper.Save(t.Context(), canaryTokens()); err != nil {
		t.Fatal(err)
	}
	again := start(t, v) // what shows a secret on purpose
	again.open("birds")
	again.WaitFor("id_token of set #3")
	again.Type("v")
	again.WaitFor(idCanary(1)[:12])
	again.Type("Y")
	again.WaitFor("copied in clear")
	again.quit()
	save(t, dir, "deliberate/revealed.bin", strings.ReplaceAll(plainText(again.Raw()), "\n", ""))
	save(t, dir, "deliberate/copied.txt", strings.Join(again.copied, "\n"))
}

// callbackOf returns the callback of an authorize request, with the canary code.
func callbackOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return "https://recipient.test/callback?" + url.Values{"code": {canary("code")}, "state": {u.Query().Get("state")}}.Encode()
}

// walk presses a key several times.
func (p *program) walk(key string, times int) {
	p.t.Helper()
	for range times {
		p.Type(key)
	}
}

// waitFile waits until the program has written a file of that name.
func (p *program) waitFile(pattern string) {
	p.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		if found, _ := filepath.Glob(pattern); len(found) > 0 {
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("no %s is written:\n%s", pattern, p.Screen())
		}
		time.Sleep(time.Millisecond) // until another goroutine has written
	}
}

func save(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// canaryTokens are those of a profile that was used before.
func canaryTokens() vault.Tokens {
	return vault.Tokens{Set: 3, RefreshToken: akoya.NewSecret(canary("refresh3.")), IDToken: akoya.NewSecret(idCanary(3)),
		PreviousRefreshToken: akoya.NewSecret(canary("refresh2.")), ObtainedAt: time.Now()}
}
