package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
	"akoya-tui/keystore"
)

// failingStore is a store that can be made to fail.
type failingStore struct {
	*keystore.Memory
	saving, forgetting error
}

func (s *failingStore) SaveCredentials(ctx context.Context, profile string, c keystore.Credentials) error {
	if s.saving != nil {
		return s.saving
	}
	return s.Memory.SaveCredentials(ctx, profile, c)
}

func (s *failingStore) Forget(ctx context.Context, profile string) error {
	if s.forgetting != nil {
		return s.forgetting
	}
	return s.Memory.Forget(ctx, profile)
}

// shelf is a place for profiles whose secrets rest in memory.
type shelf struct {
	t     *testing.T
	dir   string
	store *failingStore
	vault *vault.Vault
	env   map[string]string
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	dir := t.TempDir()
	profiles, err := keystore.OpenProfiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{t: t, dir: dir, store: &failingStore{Memory: keystore.NewMemory()}, env: map[string]string{}}
	s.vault = vault.With(profiles, s.store)
	return s
}

const canary = "canary-0123456789-secret"

// run runs a profile command. person says that somebody is there, who types in.
func (s *shelf) run(in string, person bool, args ...string) (out, asked string, err error) {
	s.t.Helper()
	var stdout, stderr bytes.Buffer
	command := ProfileCommand(ProfileDeps{
		Getenv:    func(name string) string { return s.env[name] },
		OpenVault: func(bool) (*vault.Vault, error) { return s.vault, nil },
		person:    &person,
	})
	command.SilenceErrors, command.SilenceUsage = true, true
	command.SetIn(strings.NewReader(in))
	command.SetOut(&stdout)
	command.SetErr(&stderr)
	command.SetArgs(args)
	err = command.ExecuteContext(s.t.Context())
	text := stdout.String() + stderr.String()
	if err != nil {
		text += err.Error()
	}
	if strings.Contains(text, canary) {
		s.t.Errorf("the secret was said: %s", text)
	}
	return stdout.String(), stderr.String(), err
}

// fails wants an error with a text and the exit code of a command that could not run.
func (s *shelf) fails(want string, in string, person bool, args ...string) {
	s.t.Helper()
	_, _, err := s.run(in, person, args...)
	switch {
	case err == nil || !strings.Contains(err.Error(), want):
		s.t.Errorf("%v: %v, want %q", args, err, want)
	case ExitCode(err) != ExitFailed:
		s.t.Errorf("%v: exit code %d", args, ExitCode(err))
	}
}

func (s *shelf) works(in string, person bool, args ...string) string {
	s.t.Helper()
	out, _, err := s.run(in, person, args...)
	if err != nil {
		s.t.Fatalf("%v: %v", args, err)
	}
	return out
}

func (s *shelf) opened(name string) vault.Opened {
	s.t.Helper()
	o, err := s.vault.Open(s.t.Context(), name)
	if err != nil {
		s.t.Fatal(err)
	}
	return o
}

const pair = "AKOYA_CLIENT_ID=my-app\nAKOYA_CLIENT_SECRET=" + canary + "\n"

func TestProfileImport(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	out := s.works(pair, false, "import", "sandbox one", "-")
	for _, want := range []string{"Profile sandbox one is saved: sandbox at sandbox-idp.ddp.akoya.com, client id my-app.", `akoya-tui --profile "sandbox one"`} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in %s", want, out)
		}
	}
	if o := s.opened("sandbox one"); o.App.ClientID != "my-app" || o.App.ClientSecret.Reveal() != canary || !strings.Contains(o.App.RedirectURI, "recipient.ddp") {
		t.Errorf("opened %+v", o)
	}
	file := filepath.Join(t.TempDir(), "credentials.json")
	if err := os.WriteFile(file, []byte(`{"client_id":"from-file","client_secret":"`+canary+`","redirect_uris":["http://127.0.0.1:8765/callback"]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	out = s.works("", false, "import", "prod", "--env", "production", file)
	if !strings.Contains(out, "This is production") || !strings.Contains(out, "The file still holds the secret") {
		t.Errorf("said %s", out)
	}
	if o := s.opened("prod"); o.App.RedirectURI != "http://127.0.0.1:8765/callback" || o.Environment.Name != akoya.EnvironmentProduction {
		t.Errorf("opened %+v", o)
	}
	s.env = map[string]string{"AKOYA_CLIENT_ID": "from-env", "AKOYA_CLIENT_SECRET": canary, "AKOYA_SERVICE_CLIENT_ID": "svc", "AKOYA_SERVICE_CLIENT_SECRET": canary}
	s.works("", true, "import", "mine", "--token-url", "https://idp.example/token", "--auth-url", "https://idp.example/auth",
		"--redirect-uri", "http://127.0.0.1:9999/cb", "--connector", "bank", "--connector-param", "connector_id", "--scope", "openid")
	o := s.opened("mine")
	if o.App.ClientID != "from-env" || o.Service.ClientID != "svc" || o.Environment.Name != akoya.EnvironmentCustom || o.Environment.TokenURL != "https://idp.example/token" ||
		o.Environment.RevokeURL != "" || o.App.Connector != "bank" || o.Environment.ConnectorParam != "connector_id" || o.App.Scope != "openid" || o.App.RedirectURI != "http://127.0.0.1:9999/cb" {
		t.Errorf("opened %+v", o)
	}
	s.works("", false, "import", "scripted") // nothing is sent: the variables count
	if o := s.opened("scripted"); o.App.ClientID != "from-env" {
		t.Errorf("opened %+v", o)
	}
	out = s.works("", false, "list")
	for _, want := range []string{"mine", "custom", "idp.example", "prod", "production", "sandbox one", "keychain"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in the list\n%s", want, out)
		}
	}
	s.noSecretOnDisk()
}

// noSecretOnDisk looks through the settings.
func (s *shelf) noSecretOnDisk() {
	s.t.Helper()
	err := filepath.WalkDir(s.dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), canary) {
			s.t.Errorf("%s holds the secret", path)
		}
		return err
	})
	if err != nil {
		s.t.Error(err)
	}
}

func TestProfileReplace(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.works(pair, false, "import", "p", "--connector", "bank", "-")
	s.fails("give --replace to change it", pair, false, "import", "p", "-")
	s.fails("already, perhaps in other letters: p", pair, false, "import", "P", "-")
	s.fails("already, perhaps in other letters: p", pair, false, "import", "P", "--replace", "-")
	tokens := vault.Tokens{Set: 3, RefreshToken: akoya.NewSecret("refresh-token-value"), ObtainedAt: time.Unix(1, 0)}
	if err := s.vault.Keeper(s.opened("p").Settings).Save(t.Context(), tokens); err != nil {
		t.Fatal(err)
	}
	out := s.works("client_id=my-app\nclient_secret="+canary+"-2\n", false, "import", "p", "--replace", "--scope", "openid", "-")
	o := s.opened("p")
	if !strings.Contains(out, "is changed") || strings.Contains(out, "removed") || o.Tokens.Set != 3 || o.App.Connector != "bank" || o.App.Scope != "openid" || o.App.ClientSecret.Reveal() != canary+"-2" {
		t.Errorf("another secret of the same app: %s %+v", out, o)
	}
	out = s.works("client_id=other-app\nclient_secret="+canary+"\n", false, "import", "p", "--replace", "-")
	if o = s.opened("p"); !strings.Contains(out, "Its tokens were those of another app or server and are removed.") || o.Tokens.Set != 0 || o.App.ClientID != "other-app" {
		t.Errorf("another app: %s %+v", out, o)
	}
	out = s.works("client_id=other-app\nclient_secret="+canary+"\n", false, "import", "p", "--replace", "--env", "production", "-")
	if strings.Contains(out, "removed") || s.opened("p").Environment.Name != akoya.EnvironmentProduction {
		t.Errorf("another environment without tokens: %s", out)
	}
}

func TestProfileImportRefuses(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	missing := filepath.Join(t.TempDir(), "missing.env")
	for _, c := range []struct {
		want, in string
		person   bool
		args     []string
	}{
		{"give the profile a name", "", false, []string{"import"}},
		{"there are 3 arguments", "", false, []string{"import", "a", "b", canary}},
		{"the input is empty", "", false, []string{"import", "a"}},
		{"the input is empty", "", false, []string{"import", "a", "-"}},
		{"AKOYA_CLIENT_SECRET is missing", "AKOYA_CLIENT_ID=x\n", false, []string{"import", "a", "-"}},
		{"line 1 is not KEY=VALUE", canary, false, []string{"import", "a", "-"}},
		{"set AKOYA_CLIENT_ID and AKOYA_CLIENT_SECRET", "", true, []string{"import", "a"}},
		{"no such file", "", false, []string{"import", "a", canary}},
		{"missing.env: no such file", "", false, []string{"import", "a", missing}},
		{"rests in the keychain", pair, false, []string{"import", "a", "--store", "memory", "-"}},
		{"there is no environment \"staging\"", pair, false, []string{"import", "a", "--env", "staging", "-"}},
		{"needs no profile", pair, false, []string{"import", "a", "--env", "local", "-"}},
		{"at least its token URL", pair, false, []string{"import", "a", "--env", "custom", "-"}},
		{"at least its token URL", pair, false, []string{"import", "a", "--auth-url", "https://idp.example/auth", "-"}},
		{"user name or password", pair, false, []string{"import", "a", "--token-url", "https://u:" + canary + "@idp.example/token", "-"}},
		{"token URL is not a URL", pair, false, []string{"import", "a", "--token-url", canary, "-"}},
		{"no fragment", pair, false, []string{"import", "a", "--redirect-uri", "https://x.example/cb#f", "-"}},
		{"redirect URI is not a URL", "client_id=x\nclient_secret=y\nredirect_uri=nothing\n", false, []string{"import", "a", "-"}},
		{"contains '/'", pair, false, []string{"import", "a/b", "-"}},
		{"a profile needs a name", pair, false, []string{"import", "", "-"}},
	} {
		s.fails(c.want, c.in, c.person, c.args...)
	}
	s.store.saving = &keystore.Error{Kind: keystore.KindLocked, What: "the keychain is locked", Hint: "Unlock your keyring, then retry, or go on in memory only."}
	s.fails("Unlock your keyring, then retry, or go on in memory only. To do without a keychain, set AKOYA_CLIENT_ID", pair, false, "import", "a", "-")
	s.store.saving = nil
	if out := s.works("", false, "list"); !strings.Contains(out, "There is no profile yet.") {
		t.Errorf("something was left behind: %s", out)
	}
}

func TestProfileForget(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	for _, name := range []string{"one", "two", "three"} {
		s.works(pair, false, "import", name, "-")
	}
	s.fails("name the profile to forget", "", false, "forget")
	s.fails("leave the name out", "", false, "forget", "one", "--all")
	s.fails("one name at a time", "", false, "forget", "one", "two")
	s.fails(`there is no profile "four". There is: one, three, two`, "", false, "forget", "four", "--yes")
	s.fails("the name contains '='", "", false, "forget", canary+"=", "--yes")
	s.fails("give --yes to forget profile one", "", false, "forget", "one")
	s.fails("yes was not typed, so nothing was forgotten", "no\n", true, "forget", "one")
	s.fails("yes was not typed", "", true, "forget", "one")
	_, asked, err := s.run("yes\n", true, "forget", "one")
	if err != nil || !strings.Contains(asked, "Forget profile one?") {
		t.Errorf("%v, asked %s", err, asked)
	}
	if _, err := s.vault.Open(t.Context(), "one"); !vault.IsNotFound(err) {
		t.Errorf("one is still there: %v", err)
	}
	s.store.forgetting = &keystore.Error{Kind: keystore.KindStuck, What: "the keychain does not answer", Hint: "Look for a window."}
	s.fails("not everything was forgotten.\nThe keychain does not answer. Look for a window.", "", false, "forget", "two", "--yes")
	s.fails("not everything was forgotten.", "", false, "forget", "--all", "--yes")
	s.store.forgetting = nil
	s.works("", false, "forget", "two", "--yes")
	if out := s.works("", false, "forget", "--all", "--yes"); !strings.Contains(out, "Forgotten: every profile.") {
		t.Errorf("said %s", out)
	}
	s.fails(`and no other. Make one by akoya-tui profile import NAME`, "", false, "forget", "three", "--yes")
}

func TestProfileListDamaged(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.works(pair, false, "import", "good", "-")
	if err := os.WriteFile(filepath.Join(s.dir, "profiles", "bad.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _, err := s.run("", false, "list")
	if !strings.Contains(out, "good") || err == nil || ExitCode(err) != ExitFailed || !strings.Contains(err.Error(), "bad") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestProfileStopped interrupts while a person is asked.
func TestProfileStopped(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.works(pair, false, "import", "one", "-")
	ctx, cancel := context.WithCancel(t.Context())
	in, typed := io.Pipe()
	defer typed.Close()
	person, asked := true, make(chan struct{}, 8)
	p := Profiles{In: in, Out: io.Discard, Err: writerFunc(func() { asked <- struct{}{} }), ProfileDeps: ProfileDeps{
		OpenVault: func(bool) (*vault.Vault, error) { return s.vault, nil }, person: &person,
	}}
	go func() { <-asked; cancel() }()
	var exit *Exit
	if err := p.Forget(ctx, "one", false, false); !errors.As(err, &exit) || exit.Code != ExitFailed || !strings.Contains(exit.Text, "nothing was forgotten") {
		t.Errorf("%v", err)
	}
	s.opened("one")
}

type writerFunc func()

func (w writerFunc) Write(p []byte) (int, error) { w(); return len(p), nil }
