package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

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
		if imported, err = vault.ReadCredentials(p.In); file == "" && vault.IsNotFound(err) {
			// Nothing was sent, as from a script: the variables count.
			if given, failed := vault.CredentialsFromEnv(p.Getenv); !vault.IsNotFound(failed) {
				return given, "the AKOYA_… variables", withHint(failed)
			}
		}
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
	if environment.IsProduction() {
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
