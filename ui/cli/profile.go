package cli

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"text/tabwriter"

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

	person *bool // tests say whether a person is there; nil looks
}

// Profiles are the commands about profiles.
type Profiles struct {
	In       io.Reader
	Out, Err io.Writer
	ProfileDeps
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
	return &Exit{Code: ExitFailed, Text: AfterName(hinted(err), err)}
}

// hinted says what happened and what to do, in sentences of their own lines.
func hinted(err error) string {
	text := strings.Join(vault.Sentences(err), "\n")
	if vault.KeychainFailed(err) {
		text = strings.TrimSuffix(text, ".") + ". To do without a keychain, set AKOYA_CLIENT_ID and AKOYA_CLIENT_SECRET and run akoya-tui: they stay in memory."
	}
	return text
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
