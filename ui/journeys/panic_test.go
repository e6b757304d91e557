package journeys

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/vault"
	"akoya-tui/keystore"
	"akoya-tui/ui"
)

// panicHelper runs the program as main does, over a profile in DIR whose secrets
// are canaries, and panics in the dependency PANIC.
func panicHelper() {
	ctx := context.Background()
	profiles, err := keystore.OpenProfiles(os.Getenv("DIR"))
	if err != nil {
		fail("open the profiles", err)
	}
	v := vault.With(profiles, newFaultyStore())
	err = v.Create(ctx, vault.Settings{Name: "birds", Environment: akoya.EnvironmentCustom, Store: vault.InKeychain,
		RedirectURI: "https://recipient.test/callback", URLs: vaultURLs{Authorize: "http://127.0.0.1:1/auth", Token: "http://127.0.0.1:1/token"}},
		vault.Credentials{ClientID: "canary-app", ClientSecret: akoya.NewSecret(canary("client"))})
	if err != nil {
		fail("make the profile", err)
	}
	list, _ := v.List()
	if err := v.Keeper(list[0]).Save(ctx, canaryTokens()); err != nil {
		fail("save the tokens", err)
	}
	opened, err := v.Open(ctx, "birds")
	if err != nil {
		fail("open the profile", err)
	}
	where, calls := os.Getenv("PANIC"), 0
	client := akoya.NewClient(akoya.ClientOptions{})
	keys, typed := io.Pipe()
	app := ui.New(ui.Deps{
		Version: "test", Client: client, Vault: v, OpenProfile: "birds", Location: time.UTC, Cases: cases.Catalogue(),
		Copy:        func(text string) error { panic(where) },
		OpenBrowser: func(string) error { panic(where) },
		Now: func() time.Time {
			if calls++; where == "now" && calls > 40 {
				panic(fmt.Sprintf("%v %+v %#v", opened, opened, opened)) // the worst that a panic can say
			}
			return time.Now()
		},
	})
	go func() {
		for {
			if _, err := io.WriteString(typed, map[string]string{"copy": "Y", "browser": "1no", "now": "?"}[where]); err != nil {
				return
			}
			time.Sleep(5 * time.Millisecond) // until the profile is open
		}
	}()
	_, err = tea.NewProgram(app, tea.WithInput(keys), tea.WithOutput(os.Stdout), tea.WithWindowSize(100, 30)).Run()
	fmt.Fprintf(os.Stderr, "akoya-tui: %v\n", err)
	os.Exit(1)
}

// TestPanicIsClean makes the program panic in a command, while it draws, and with
// secrets in what the panic says.
func TestPanicIsClean(t *testing.T) {
	t.Parallel()
	forms := canaryForms()
	for _, where := range []string{"copy", "browser", "now"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			cmd := helper("panic", "PANIC="+where, "DIR="+t.TempDir(), "GOTRACEBACK=all")
			out, err := cmd.CombinedOutput()
			if err == nil || !bytes.Contains(out, []byte("goroutine")) && !bytes.Contains(out, []byte("panic")) {
				t.Fatalf("it did not panic: %v\n%s", err, out)
			}
			if where == "copy" { // what a person copies on purpose goes to the terminal's clipboard
				out = withoutClipboard(out)
			}
			for _, what := range canariesIn(out, forms) {
				t.Errorf("the panic shows a canary: %s\n%s", what, out)
			}
			t.Logf("measured: a panic in %s: %d bytes, no canary", where, len(out))
		})
	}
}

// withoutClipboard takes out what sets the terminal's clipboard (OSC 52).
func withoutClipboard(out []byte) []byte {
	for {
		i := bytes.Index(out, []byte("\x1b]52;"))
		if i < 0 {
			return out
		}
		n := bytes.IndexByte(out[i:], '\a')
		if n < 0 {
			return out
		}
		out = slices.Delete(out, i, i+n+1)
	}
}
