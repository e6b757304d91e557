package linear

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/control"
	"akoya-tui/flows/vault"
	"akoya-tui/keystore"
)

// brokenStore is a store that can be made to fail.
type brokenStore struct {
	*keystore.Memory
	loading, saving error
}

func (s *brokenStore) LoadCredentials(ctx context.Context, profile string) (keystore.Credentials, error) {
	if s.loading != nil {
		return keystore.Credentials{}, s.loading
	}
	return s.Memory.LoadCredentials(ctx, profile)
}

func (s *brokenStore) SaveTokens(ctx context.Context, profile string, tokens keystore.Tokens) error {
	if s.saving != nil {
		return s.saving
	}
	return s.Memory.SaveTokens(ctx, profile, tokens)
}

// kept is a profile of a sandbox that is reached as any other server.
type kept struct {
	deps     Deps
	info     sandbox.Info
	store    *brokenStore
	vault    *vault.Vault
	controls *control.Client
}

func keptProfile(t *testing.T, redirect string) kept {
	t.Helper()
	profiles, err := keystore.OpenProfiles(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	server, err := sandbox.Start(t.Context(), sandbox.Options{ClientSecret: canarySecret, RedirectURIs: []string{redirect}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close(context.WithoutCancel(t.Context())) })
	k := kept{deps: localDeps(t), info: server.Info(), store: &brokenStore{Memory: keystore.NewMemory()}}
	k.vault = vault.With(profiles, k.store)
	k.deps.Vault = k.vault
	if k.controls, err = control.New(k.info.ControlURL); err != nil {
		t.Fatal(err)
	}
	err = k.vault.Create(t.Context(), vault.Settings{
		Name: "mine", Environment: akoya.EnvironmentCustom, Store: vault.InKeychain, RedirectURI: redirect,
		URLs: keystore.URLs{
			Authorize: k.info.AuthURL, Token: k.info.TokenURL, Revoke: k.info.RevokeURL,
			ServiceToken: k.info.STSURL, Accounts: k.info.AccountsURL, Keys: k.info.KeysURL,
		},
	}, vault.Credentials{ClientID: k.info.ClientID, ClientSecret: akoya.NewSecret(canarySecret)})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// approved approves the authorize request that was read out and returns the callback.
func (k kept) approved(t *testing.T, c *conversation) string {
	t.Helper()
	c.hear("It holds no secret.\n")
	from := c.seen
	c.hear("\n")
	address := c.said.String()[from : c.seen-1]
	answer, err := k.controls.Authorize(t.Context(), control.Authorization{URL: address, User: "mikomo_3"})
	if err != nil {
		t.Fatal(err)
	}
	return answer.Redirect.Reveal()
}

func TestPastedCallback(t *testing.T) {
	t.Parallel()
	k := keptProfile(t, testRedirect)
	c := converse(t, k.deps)
	c.hear("2. Profile mine: custom at 127.0.0.1:")
	c.answer("2")
	c.hear("Profile mine. Secrets are kept:")
	c.answer("1")
	callback := k.approved(t, c)
	c.answer("https://recipient.example/callback?code=stolen&state=another")
	c.hear("state")
	c.answer(callback)
	c.hear("its state is the right one")
	c.answer("2", "1", "1")
	c.hear("Token set #1.")
	c.answer("1")
	c.hear("Main menu.")
	stored, err := k.vault.Open(t.Context(), "mine")
	if err != nil || stored.Tokens.Set != 1 {
		t.Errorf("stored: %d %v", stored.Tokens.Set, err)
	}
	c.answer("7", "2")
	c.hear("Done: ")
	c.answer("b", "4", "1", "1")
	c.hear("is current; both of its tokens are new.")
	c.answer("q")
	c.over()
	now, _ := c.talk.session.Current()
	if stored, err = k.vault.Open(t.Context(), "mine"); err != nil || !stored.Tokens.RefreshToken.Equal(now.RefreshToken) {
		t.Errorf("the stored refresh token is not the current one: %v", err)
	}
	again := converse(t, k.deps)
	again.answer("2")
	again.hear("is current; its id_token expires")
	again.answer("4", "1", "1")
	again.hear("is current; both of its tokens are new.")
	again.answer("q")
	again.over()
}

func TestCallbackToTheListener(t *testing.T) {
	t.Parallel()
	k := keptProfile(t, "http://127.0.0.1:18765/callback")
	k.deps.OpenProfile = "mine"
	opened := make(chan string, 1)
	k.deps.OpenBrowser = func(address string) error { opened <- address; return nil }
	c := converse(t, k.deps)
	c.answer("1")
	callback := k.approved(t, c)
	c.hear("Waiting for the callback on http://127.0.0.1:18765/callback.")
	c.answer("1")
	if address := <-opened; !strings.HasPrefix(address, k.info.AuthURL) {
		t.Errorf("the browser was to open %s", address)
	}
	c.hear("The browser was asked")
	answer, err := http.Get(callback)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	c.hear("its state is the right one", "Next: 2, Obtain.")
	c.answer("q")
	c.over()
}

func TestBareCode(t *testing.T) {
	t.Parallel()
	k := keptProfile(t, testRedirect)
	k.deps.OpenProfile = "mine"
	c := converse(t, k.deps)
	c.answer("1")
	_, code, _ := strings.Cut(k.approved(t, c), "code=")
	code, _, _ = strings.Cut(code, "&")
	c.answer("2", code)
	c.hear("cannot be checked", "Use it all the same?")
	c.answer("1", "2", "not a callback at all")
	c.hear("neither an address nor a code")
	c.answer("2", code, "2")
	c.hear("Its state was not checked.", "Next: 2")
	c.answer("2", "1", "1")
	c.hear("Token set #1.")
	c.answer("q")
	c.over()
}

// TestUnsavedTokens cannot save a rotated token: it is said, no further refresh is
// sent, and leaving asks once more.
func TestUnsavedTokens(t *testing.T) {
	t.Parallel()
	k := keptProfile(t, testRedirect)
	k.deps.OpenProfile = "mine"
	c := converse(t, k.deps)
	c.answer("1")
	c.answer(k.approved(t, c))
	k.store.saving = &keystore.Error{Kind: keystore.KindLocked, What: "the keychain is locked", Hint: "Unlock it, then retry."}
	c.answer("2", "1", "1")
	c.hear("in memory only: they could not be saved.", "The keychain is locked.", "Unlock it, then retry.")
	c.answer("1")
	c.hear("The newest tokens are not saved.")
	c.answer("4", "1", "1")
	c.hear("No refresh while the newest tokens are not saved")
	c.answer("7", "2")
	c.hear("No cases while the newest tokens are not saved")
	c.answer("b", "q")
	c.hear("will be lost. Quit all the same?")
	c.answer("1", "save")
	c.hear("Still not saved.")
	k.store.saving = nil
	c.answer("save")
	c.hear("The tokens are saved.")
	c.answer("4", "1", "1")
	c.hear("both of its tokens are new.")
	k.store.saving = &keystore.Error{Kind: keystore.KindLocked, What: "the keychain is locked"}
	c.answer("1", "6", "1", "1")
	c.hear("could not be saved.")
	c.answer("1", "go on")
	c.hear("Tokens stay in memory from now on")
	c.answer("q")
	c.over()
}

// TestKeychainFails opens a profile whose secrets cannot be read, and goes on in memory.
func TestKeychainFails(t *testing.T) {
	t.Parallel()
	k := keptProfile(t, testRedirect)
	k.deps.OpenProfile = "mine"
	k.store.loading = &keystore.Error{Kind: keystore.KindNoBus, What: "there is no keychain here", Hint: "Go on in memory only."}
	c := converse(t, k.deps)
	c.hear("Profile mine was not opened.", "There is no keychain here.", "Go on in memory only.")
	c.answer("1")
	c.hear("was not opened.")
	c.answer("2")
	c.hear("The client id of your app?")
	c.answer("h", k.info.ClientID)
	c.hear("The client secret of your app?")
	c.answer("b")
	c.hear("Where do you want to go?")
	c.answer("2")
	c.hear("not in memory")
	c.answer("2", k.info.ClientID, canarySecret)
	c.hear("Profile mine. Secrets are kept: memory only")
	c.answer("6", "1", "1")
	c.hear("A service token.")
	c.answer("q")
	if strings.Contains(c.over(), canarySecret) {
		t.Error("the client secret was said")
	}
}

// TestProduction opens production only when asked twice, also where only a URL
// says that it is production.
func TestProduction(t *testing.T) {
	t.Parallel()
	custom := vault.Settings{Environment: akoya.EnvironmentCustom}
	custom.URLs.Revoke = akoya.Production().RevokeURL
	for name, settings := range map[string]vault.Settings{"by name": {Environment: akoya.EnvironmentProduction}, "by host": custom} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opensTwiceAsked(t, settings)
		})
	}
}

func opensTwiceAsked(t *testing.T, settings vault.Settings) {
	t.Helper()
	k := keptProfile(t, testRedirect)
	settings.Name, settings.Store = "real", vault.InKeychain
	err := k.vault.Create(t.Context(), settings, vault.Credentials{ClientID: "id", ClientSecret: akoya.NewSecret(canarySecret)})
	if err != nil {
		t.Fatal(err)
	}
	c := converse(t, k.deps)
	c.answer("Profile real")
	c.hear("is production: real consumers")
	c.answer("1")
	c.hear("Where do you want to go?")
	c.answer("profile real", "2")
	c.hear("Main menu.")
	c.answer("b", "profile real")
	c.hear("Main menu.")
	c.answer("q")
	c.over()
}

// TestInterrupt ends the conversation from outside while it waits for an answer.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	deps := localDeps(t)
	reader, writer := io.Pipe()
	defer writer.Close()
	said := newTranscript()
	deps.In, deps.Out = reader, said
	end := make(chan error, 1)
	go func() { end <- Run(ctx, deps) }()
	c := &conversation{t: t, said: said}
	c.hear("q to quit.")
	cancel()
	if err := <-end; err != nil {
		t.Error(err)
	}
	if !strings.HasSuffix(said.String(), "Stopped. Goodbye.\n") {
		t.Errorf("said %s", said)
	}
}

// brokenOutput fails to write from some point on.
type brokenOutput struct{ left int }

func (b *brokenOutput) Write(p []byte) (int, error) {
	if b.left--; b.left < 0 {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}

func TestOutputFails(t *testing.T) {
	t.Parallel()
	for left := range 12 {
		deps := localDeps(t)
		deps.In, deps.Out = strings.NewReader(strings.Join(typed(), "\n")), &brokenOutput{left * 40}
		if err := Run(t.Context(), deps); err == nil {
			t.Errorf("%d lines could be written, and there was no error", left*40)
		}
	}
}
