package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
	"akoya-tui/flows/visible"
)

// ProfileDeps connect the profile commands to the outside.
type ProfileDeps struct {
	Getenv func(string) string
	// OpenVault opens the profiles of this user. interactive says that a person is
	// there, who may be asked to unlock the keychain and is given the time.
	OpenVault func(interactive bool) (*vault.Vault, error)
}

// Profiles are the commands about profiles.
type Profiles struct {
	In       io.Reader
	Out, Err io.Writer
	ProfileDeps

	person *bool // tests say whether a person is there; nil looks
}

// ImportFlags say what a profile is to be.
type ImportFlags struct {
	Name    string
	File    string // "-" is standard input; "" is that or the variables
	Replace bool
	Store   string

	// These are nil when they are not given.
	Environment, RedirectURI, ConnectorParam, Connector, Scope *string

	AuthURL, TokenURL, RevokeURL, STSURL, AccountsURL, KeysURL *string
}

// personThere reports whether what is read is typed by a person who sees what is
// written to standard error.
func (p Profiles) personThere() bool {
	if p.person != nil {
		return *p.person
	}
	return interactive(p.In, p.Err)
}

func (p Profiles) say(format string, a ...any) error {
	_, err := fmt.Fprintf(p.Out, "%s\n", visible.Text(fmt.Sprintf(format, a...)))
	return err
}

// open opens the profiles. While a person is there, what the keychain waits for
// is said on standard error until done is closed.
func (p Profiles) open() (v *vault.Vault, done func(), err error) {
	there := p.personThere()
	if v, err = p.OpenVault(there); err != nil {
		return nil, nil, withHint(err)
	}
	if !there {
		return v, func() {}, nil
	}
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case n := <-v.Notices():
				if n.Waiting {
					fmt.Fprintf(p.Err, "akoya-tui: %s\n", Sentence(n.Text))
				}
			case <-stop:
				return
			}
		}
	}()
	return v, func() { close(stop); <-ended }, nil
}

// CheckProfile returns a sentence when there is no profile of that name.
func CheckProfile(v *vault.Vault, name string) error {
	_, err := v.Find(name)
	if err == nil || !vault.IsNotFound(err) {
		return withHint(err)
	}
	list, _ := v.List() // those that cannot be read cannot be opened either
	names := make([]string, 0, len(list))
	for _, one := range list {
		names = append(names, one.Name)
	}
	if len(names) == 0 {
		return fmt.Errorf("there is no profile %q, and no other. Make one by akoya-tui profile import NAME", akoya.RedactText(name))
	}
	return fmt.Errorf("there is no profile %q. There is: %s", akoya.RedactText(name), strings.Join(names, ", "))
}

// withHint makes an error of the profiles a sentence that says what to do. The
// commands have no memory to go on in: the variables are theirs.
func withHint(err error) error {
	if err == nil {
		return nil
	}
	text := strings.Join(vault.Sentences(err), "\n")
	if vault.KeychainFailed(err) {
		text = strings.TrimSuffix(text, ".") + ". To do without a keychain, set AKOYA_CLIENT_ID and AKOYA_CLIENT_SECRET and run akoya-tui: they stay in memory."
	}
	return &Exit{Code: ExitFailed, Text: text}
}

// List prints the profiles. The keychain is not asked.
func (p Profiles) List() error {
	v, err := p.OpenVault(false)
	if err != nil {
		return withHint(err)
	}
	list, err := v.List()
	if len(list) == 0 && err == nil {
		return p.say("There is no profile yet. Make one by akoya-tui profile import NAME.")
	}
	out := tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
	if len(list) > 0 {
		fmt.Fprintln(out, "NAME\tENVIRONMENT\tSERVER\tSECRETS")
	}
	for _, one := range list {
		environment, where := vault.EnvironmentOf(one), "keychain"
		if one.Store == vault.InMemory {
			where = "memory only"
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", visible.Line(one.Name), environment.Name, visible.Line(hostOf(environment.TokenURL)), where)
	}
	if flushed := out.Flush(); flushed != nil {
		return flushed
	}
	return withHint(err)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// Import saves a profile with credentials from a file, from standard input, or
// from the AKOYA_… variables.
func (p Profiles) Import(ctx context.Context, f ImportFlags) error {
	if f.Store != string(vault.InKeychain) {
		return errors.New("an imported profile rests in the keychain: what is in memory would be gone when this command ends. To work in memory, set AKOYA_CLIENT_ID and AKOYA_CLIENT_SECRET and run akoya-tui")
	}
	v, done, err := p.open()
	if err != nil {
		return err
	}
	defer done()
	settings, known, err := p.settings(v, f)
	if err != nil {
		return err
	}
	imported, source, err := p.credentials(f.File)
	if err != nil {
		return err
	}
	if f.RedirectURI == nil && imported.RedirectURI != "" {
		settings.RedirectURI = imported.RedirectURI
	}
	if err := checkSettings(settings); err != nil {
		return err
	}
	dropped, err := v.Import(ctx, settings, imported.Credentials, f.Replace)
	switch {
	case ctx.Err() != nil && err != nil:
		return &Exit{ExitFailed, "it was stopped: look with akoya-tui profile list what there is"}
	case vault.IsTaken(err):
		return fmt.Errorf("there is a profile of this name already, perhaps in other letters: %s", strings.Join(namesLike(v, f.Name), ", "))
	case err != nil:
		return withHint(err)
	}
	return p.imported(settings, imported, source, known, dropped)
}

// settings are what the flags make of a new profile, or of one that there is.
func (p Profiles) settings(v *vault.Vault, f ImportFlags) (settings vault.Settings, known bool, err error) {
	settings, err = v.Find(f.Name)
	switch known = err == nil; {
	case known && !f.Replace:
		return settings, known, fmt.Errorf("there is a profile %s already: give --replace to change it, or choose another name", settings.Name)
	case err != nil && !vault.IsNotFound(err):
		return settings, known, withHint(err)
	case err != nil:
		settings = vault.Settings{Name: f.Name, Environment: akoya.EnvironmentSandbox}
		if f.custom() {
			settings.Environment = akoya.EnvironmentCustom
		}
	}
	settings.Store = vault.InKeychain
	for _, one := range []struct {
		flag *string
		to   *string
	}{
		{f.Environment, &settings.Environment}, {f.RedirectURI, &settings.RedirectURI}, {f.ConnectorParam, &settings.ConnectorParam},
		{f.Connector, &settings.Connector}, {f.Scope, &settings.Scope}, {f.AuthURL, &settings.URLs.Authorize},
		{f.TokenURL, &settings.URLs.Token}, {f.RevokeURL, &settings.URLs.Revoke}, {f.STSURL, &settings.URLs.ServiceToken},
		{f.AccountsURL, &settings.URLs.Accounts}, {f.KeysURL, &settings.URLs.Keys},
	} {
		if one.flag != nil {
			*one.to = *one.flag
		}
	}
	return settings, known, checkSettings(settings)
}

func (f ImportFlags) custom() bool {
	for _, one := range []*string{f.AuthURL, f.TokenURL, f.RevokeURL, f.STSURL, f.AccountsURL, f.KeysURL} {
		if one != nil && *one != "" {
			return true
		}
	}
	return false
}

// checkSettings refuses what could not be used.
func checkSettings(s vault.Settings) error {
	switch s.Environment {
	case akoya.EnvironmentSandbox, akoya.EnvironmentProduction:
	case akoya.EnvironmentCustom:
		if s.URLs.Token == "" {
			return errors.New("a custom environment needs at least its token URL: give --token-url, and --auth-url to obtain with")
		}
	case akoya.EnvironmentLocal:
		return errors.New("the local Akoya needs no profile: akoya-tui --env local opens it")
	default:
		return fmt.Errorf("there is no environment %q: choose sandbox, production or custom", akoya.RedactText(s.Environment))
	}
	if err := vault.CheckSettings(s); err != nil {
		return withHint(err)
	}
	if u, err := url.Parse(s.RedirectURI); s.RedirectURI != "" && (err != nil || u.Scheme == "" || strings.Contains(s.RedirectURI, "#")) {
		return errors.New("the redirect URI must be absolute and have no fragment, such as " + customRedirectURI)
	}
	return nil
}

// credentials reads the credentials and says where they came from.
func (p Profiles) credentials(file string) (imported vault.Imported, source string, err error) {
	_, typed := terminal(p.In)
	if p.person != nil {
		typed = *p.person
	}
	switch {
	case file == "" && typed:
		source = "the AKOYA_… variables"
		imported, err = vault.CredentialsFromEnv(p.Getenv)
		if vault.IsNotFound(err) {
			return imported, source, &Exit{Code: ExitFailed, Text: "set AKOYA_CLIENT_ID and AKOYA_CLIENT_SECRET to those of your app, or name a file that holds them, or - for standard input. " + credentialsHint}
		}
	case file == "" || file == "-":
		source = "standard input"
		imported, err = vault.ReadCredentials(p.In)
	default:
		source = "the file"
		var opened *os.File
		if opened, err = os.Open(file); err != nil {
			return imported, source, cannotOpenCredentials(file, err)
		}
		defer opened.Close()
		imported, err = vault.ReadCredentials(opened)
	}
	return imported, source, withHint(err)
}

// cannotOpenCredentials says why a file cannot be read. What may be the secret
// itself is not repeated.
func cannotOpenCredentials(name string, err error) error {
	const hint = "Name a file with the credentials, or - for standard input. " + credentialsHint
	var failed *os.PathError
	if !errors.As(err, &failed) || !strings.ContainsAny(name, "./\\") || len(name) > 200 || akoya.RedactText(name) != name {
		return &Exit{Code: ExitFailed, Text: "cannot read the credentials: there is no such file. " + hint}
	}
	return fmt.Errorf("cannot read the credentials: %s: %w. %s", name, failed.Err, hint)
}

// namesLike lists the profiles whose name differs in letter case only.
func namesLike(v *vault.Vault, name string) []string {
	list, _ := v.List()
	var names []string
	for _, one := range list {
		if strings.EqualFold(one.Name, name) {
			names = append(names, one.Name)
		}
	}
	return names
}

// imported says what was saved. The secret is not in it.
func (p Profiles) imported(s vault.Settings, i vault.Imported, source string, known, dropped bool) error {
	environment, word := vault.EnvironmentOf(s), "saved"
	if known {
		word = "changed"
	}
	lines := []string{
		fmt.Sprintf("Profile %s is %s: %s at %s, client id %s. Its secrets are in the keychain.", s.Name, word, environment.Name, hostOf(environment.TokenURL), i.Credentials.ClientID),
	}
	if production(environment) {
		lines = append(lines, "This is production: real consumers, real banks, real consents.")
	}
	if dropped {
		lines = append(lines, "Its tokens were those of another app or server and are removed.")
	}
	if source == "the file" {
		lines = append(lines, "The file still holds the secret: delete it when nothing else needs it.")
	}
	lines = append(lines, "Open it by akoya-tui --profile "+quoted(s.Name)+".")
	return p.say("%s", strings.Join(lines, "\n"))
}

// quoted writes a name as a shell wants it.
func quoted(name string) string {
	if strings.Contains(name, " ") {
		return `"` + name + `"`
	}
	return name
}

// forgetLimit bounds a command that only deletes.
const forgetLimit = 3 * time.Minute

// Forget removes a profile with its secrets, or every one when all is set.
func (p Profiles) Forget(ctx context.Context, name string, all, yes bool) error {
	v, done, err := p.open()
	if err != nil {
		return err
	}
	defer done()
	what := "every profile"
	if !all {
		if err := CheckProfile(v, name); err != nil {
			return err
		}
		what = "profile " + name
	}
	if err := p.confirm(ctx, what, yes); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, forgetLimit)
	defer cancel()
	if all {
		err = v.ForgetAll(ctx)
	} else {
		err = v.Forget(ctx, name)
	}
	if err != nil {
		return &Exit{ExitFailed, "not everything was forgotten.\n" + withHint(err).Error()}
	}
	return p.say("Forgotten: %s. No secret and no token of it is left in the keychain.", what)
}

// confirm has a person say yes: a lost refresh token means a new consent.
func (p Profiles) confirm(ctx context.Context, what string, yes bool) error {
	switch {
	case yes:
		return nil
	case !p.personThere():
		return fmt.Errorf("nobody is there to be asked: give --yes to forget %s with its secrets and tokens", what)
	}
	fmt.Fprintf(p.Err, "%s", visible.Text("Forget "+what+"? Its client secret and its tokens are removed; a lost refresh token means a new consent.\nType yes to go on: "))
	typed := make(chan string, 1)
	go func() { typed <- readLine(p.In) }() // a read of a terminal cannot be interrupted
	select {
	case <-ctx.Done():
		return &Exit{ExitFailed, "it was stopped: nothing was forgotten"}
	case line := <-typed:
		if strings.TrimSpace(line) != "yes" {
			return errors.New("yes was not typed, so nothing was forgotten")
		}
	}
	return nil
}
