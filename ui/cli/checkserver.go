package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/control"
)

// ServerFlags say against which server cases run: a profile, a named
// environment, or the URLs of any other server.
type ServerFlags struct {
	Profile     string
	Environment string // local, sandbox or production; "" is local

	AuthURL, TokenURL, RevokeURL, STSURL, AccountsURL, KeysURL string

	// These are nil when they are not given. An empty one leaves the parameter out.
	ConnectorParam, Connector, Scope, RedirectURI *string
}

// Target is a server with the credentials for it.
type Target struct {
	Environment akoya.Environment
	App         akoya.App
	Service     akoya.Basic
	Control     *control.Client // of a local Akoya that was started for the run

	Supplies cases.Supplies // tokens that the profile holds
	// Save keeps a new pair of tokens before anything else is sent; nil when
	// nobody keeps them, or Through does.
	Save func(ctx context.Context, tokens cases.Tokens) error
	// Through puts a sender before the client; nil: requests go straight to it.
	Through func(*akoya.Client) cases.Sender
	Close   func() // nil when there is nothing to close
}

// approvingUser approves at a local Akoya. It is far from the first ones of its
// list: a new consent replaces the tokens of whoever else uses that person.
const approvingUser = "mikomo_13"

// customRedirectURI is the first that a local Akoya registers.
const customRedirectURI = "http://127.0.0.1:8765/callback"

// credentialsHint says where credentials come from: never from an argument,
// because arguments can be seen by others.
const credentialsHint = "Secrets never come by argument."

func (f ServerFlags) custom() bool {
	return f.AuthURL+f.TokenURL+f.RevokeURL+f.STSURL+f.AccountsURL+f.KeysURL != ""
}

// target finds the server and its credentials, and starts the local Akoya.
func (c Check) target(running context.Context, chosen []cases.Case) (Target, error) {
	f := c.Server
	switch {
	case f.Profile != "" && (f.Environment != "" || f.custom()):
		return Target{}, errors.New("a profile has its own server: give --profile without --env and URLs")
	case f.Profile != "":
		return c.profile(running)
	case f.Environment != "" && f.custom():
		return Target{}, fmt.Errorf("the environment %s has its own URLs: give either --env or the URLs of your server", f.Environment)
	case f.custom():
		return c.customTarget()
	}
	switch f.Environment {
	case "", akoya.EnvironmentLocal:
		return c.localTarget(running)
	case akoya.EnvironmentSandbox:
		return c.withCredentials(akoya.Sandbox(), akoya.DefaultRedirectURI)
	case akoya.EnvironmentProduction:
		if err := c.mayConfirm(akoya.Production(), chosen); err != nil {
			return Target{}, err
		}
		return c.withCredentials(akoya.Production(), akoya.DefaultRedirectURI)
	}
	return Target{}, fmt.Errorf("there is no environment %q: choose local, sandbox or production", f.Environment)
}

func (c Check) profile(ctx context.Context) (Target, error) {
	if c.FindProfile == nil {
		return Target{}, fmt.Errorf("there is no profile %q", c.Server.Profile)
	}
	target, err := c.FindProfile(ctx, c.Server.Profile)
	if err != nil {
		return Target{}, err
	}
	c.Server.override(&target)
	return target, nil
}

// override puts what the flags say in the place of what the target has.
func (f ServerFlags) override(t *Target) {
	for _, one := range []struct {
		flag, in *string
	}{
		{f.ConnectorParam, &t.Environment.ConnectorParam}, {f.Connector, &t.App.Connector},
		{f.Scope, &t.App.Scope}, {f.RedirectURI, &t.App.RedirectURI},
	} {
		if one.flag != nil {
			*one.in = *one.flag
		}
	}
}

func (c Check) localTarget(running context.Context) (Target, error) {
	var redirects []string
	if c.Server.RedirectURI != nil {
		redirects = []string{*c.Server.RedirectURI}
	}
	info, err := c.StartLocal(running, redirects)
	if err != nil {
		return Target{}, err
	}
	api, err := control.New(info.ControlURL)
	if err != nil {
		return Target{}, err
	}
	secret := akoya.NewSecret(info.ClientSecret)
	target := Target{
		Environment: akoya.Local(strings.TrimSuffix(info.TokenURL, "/token")),
		App: akoya.App{
			ClientID: info.ClientID, ClientSecret: secret, RedirectURI: info.RedirectURIs[0],
			Connector: akoya.DefaultConnector, Scope: akoya.DefaultScope,
		},
		Service: akoya.Basic{ClientID: info.ClientID, ClientSecret: secret},
		Control: api, Close: api.Close,
	}
	c.Server.override(&target)
	return target, nil
}

// customTarget takes the URLs as they are given. One that is missing stays
// missing: no request of a custom server may ever go to Akoya instead.
func (c Check) customTarget() (Target, error) {
	f := c.Server
	for _, one := range []struct{ flag, text string }{
		{"--auth-url", f.AuthURL}, {"--token-url", f.TokenURL}, {"--revoke-url", f.RevokeURL},
		{"--sts-url", f.STSURL}, {"--accounts-url", f.AccountsURL}, {"--keys-url", f.KeysURL},
	} {
		if err := checkURL(one.flag, one.text); err != nil {
			return Target{}, err
		}
	}
	return c.withCredentials(akoya.Environment{
		Name: akoya.EnvironmentCustom, AuthorizeURL: f.AuthURL, TokenURL: f.TokenURL, RevokeURL: f.RevokeURL,
		ServiceTokenURL: f.STSURL, AccountsURL: f.AccountsURL, KeysURL: f.KeysURL, ConnectorParam: "connector",
	}, customRedirectURI)
}

// checkURL refuses what is no URL. It does not repeat the text: a secret may
// have been pasted into it.
func checkURL(flag, text string) error {
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return fmt.Errorf("the value of %s is not a URL: write it as https://idp.example/path", flag)
	case u.User != nil:
		return fmt.Errorf("the value of %s has a user name or password in it: remove the part before the @. %s", flag, credentialsHint)
	}
	return nil
}

// withCredentials adds the app of the AKOYA_… variables.
func (c Check) withCredentials(env akoya.Environment, redirectURI string) (Target, error) {
	id, secret, err := c.pair("AKOYA_CLIENT_ID", "AKOYA_CLIENT_SECRET")
	switch {
	case err != nil:
		return Target{}, err
	case id == "":
		return Target{}, fmt.Errorf("set AKOYA_CLIENT_ID and AKOYA_CLIENT_SECRET to those of your app to check this server. %s", credentialsHint)
	}
	serviceID, serviceSecret, err := c.pair("AKOYA_SERVICE_CLIENT_ID", "AKOYA_SERVICE_CLIENT_SECRET")
	if err != nil {
		return Target{}, err
	}
	if serviceID == "" {
		serviceID, serviceSecret = id, secret
	}
	if set := c.Getenv("AKOYA_REDIRECT_URI"); set != "" {
		redirectURI = set
	}
	target := Target{
		Environment: env,
		App: akoya.App{
			ClientID: id, ClientSecret: secret, RedirectURI: redirectURI,
			Connector: akoya.DefaultConnector, Scope: akoya.DefaultScope,
		},
		Service: akoya.Basic{ClientID: serviceID, ClientSecret: serviceSecret},
	}
	c.Server.override(&target)
	if u, err := url.Parse(target.App.RedirectURI); err != nil || u.Scheme == "" || strings.Contains(target.App.RedirectURI, "#") {
		return Target{}, errors.New("the redirect URI must be absolute and have no fragment, such as " + customRedirectURI)
	}
	return target, nil
}

// pair reads a client id and its secret; half of a pair is an error.
func (c Check) pair(idName, secretName string) (id string, secret akoya.Secret, err error) {
	id, text := c.Getenv(idName), c.Getenv(secretName)
	switch {
	case id != "" && text == "":
		return "", secret, fmt.Errorf("%s is set, but %s is not: set both", idName, secretName)
	case id == "" && text != "":
		return "", secret, fmt.Errorf("%s is set, but %s is not: set both", secretName, idName)
	case id == "":
		return "", secret, nil
	}
	return id, akoya.NewSecret(text), nil
}

// liveLimit is how many requests a second a live server sees. Akoya's sandbox
// takes five.
const liveLimit = 4

// requestsPerSecond is the limit for a server; 0 is none, for this machine's own.
func requestsPerSecond(env akoya.Environment) float64 {
	if env.OnThisMachine() {
		return 0
	}
	return liveLimit
}

// plainHosts are those to which secrets would go without encryption.
func plainHosts(env akoya.Environment) []string {
	var plain []string
	for _, u := range hosts(env) {
		if u.Scheme == "http" && !akoya.IsLoopback(u.Hostname()) && !slices.Contains(plain, u.Host) {
			plain = append(plain, u.Host)
		}
	}
	return plain
}

func hosts(env akoya.Environment) []*url.URL {
	var all []*url.URL
	for _, text := range []string{env.AuthorizeURL, env.TokenURL, env.RevokeURL, env.ServiceTokenURL, env.AccountsURL, env.KeysURL} {
		if u, err := url.Parse(text); err == nil && u.Host != "" {
			all = append(all, u)
		}
	}
	return all
}
