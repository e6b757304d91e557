package akoya

import (
	"net/url"
	"slices"
	"strings"
)

// Names of the environments. A custom environment is any other set of URLs.
const (
	EnvironmentLocal      = "local"
	EnvironmentSandbox    = "sandbox"
	EnvironmentProduction = "production"
	EnvironmentCustom     = "custom"
)

// connectorPlaceholder in AccountsURL stands for the connector of the app.
const connectorPlaceholder = "{connector}"

// Environment is a set of absolute URLs that make up one Akoya. An empty URL
// means that the environment does not have that endpoint.
type Environment struct {
	Name            string // local, sandbox, production or custom
	AuthorizeURL    string // GET, in a browser
	TokenURL        string // POST: obtain and refresh
	RevokeURL       string // POST
	ServiceTokenURL string // POST, at the STS
	AccountsURL     string // GET with the id_token as bearer; "{connector}" is replaced
	KeysURL         string // GET, a JSON Web Key Set (RFC 7517); Akoya documents none
	ConnectorParam  string // query parameter of AuthorizeURL that names the bank; Akoya: "connector"
}

// Local returns the environment of a local Akoya whose pages start at base,
// for example "http://127.0.0.1:41023".
func Local(base string) Environment {
	base = strings.TrimRight(base, "/")
	return Environment{
		Name:            EnvironmentLocal,
		AuthorizeURL:    base + "/auth",
		TokenURL:        base + "/token",
		RevokeURL:       base + "/revoke",
		ServiceTokenURL: base + "/oauth2/token",
		AccountsURL:     base + "/accounts-info/v2/" + connectorPlaceholder,
		KeysURL:         base + "/keys",
		ConnectorParam:  "connector",
	}
}

// Sandbox returns Akoya's sandbox (token reference; service token OpenAPI v1.0.1).
// The documents name no key set, so KeysURL is empty and discovery is tried.
func Sandbox() Environment {
	return Environment{
		Name:            EnvironmentSandbox,
		AuthorizeURL:    "https://sandbox-idp.ddp.akoya.com/auth",
		TokenURL:        "https://sandbox-idp.ddp.akoya.com/token",
		RevokeURL:       "https://sandbox-idp.ddp.akoya.com/revoke",
		ServiceTokenURL: "https://sandbox-sts.ddp.akoya.com/oauth2/token",
		AccountsURL:     "https://sandbox-products.ddp.akoya.com/accounts-info/v2/" + connectorPlaceholder,
		ConnectorParam:  "connector",
	}
}

// Production returns Akoya's production environment: real consumers, real banks.
func Production() Environment {
	return Environment{
		Name:            EnvironmentProduction,
		AuthorizeURL:    "https://idp.ddp.akoya.com/auth",
		TokenURL:        "https://idp.ddp.akoya.com/token",
		RevokeURL:       "https://idp.ddp.akoya.com/revoke",
		ServiceTokenURL: "https://sts.ddp.akoya.com/oauth2/token",
		AccountsURL:     "https://products.ddp.akoya.com/accounts-info/v2/" + connectorPlaceholder,
		ConnectorParam:  "connector",
	}
}

// IsLocal reports whether this is the local Akoya, which costs nothing to break.
func (e Environment) IsLocal() bool { return e.Name == EnvironmentLocal }

// IsProduction reports whether real consumers may be behind this environment: it
// has the name of Akoya's production, or one of its hosts under whatever name.
func (e Environment) IsProduction() bool {
	if e.Name == EnvironmentProduction {
		return true
	}
	real := Production().hosts()
	return slices.ContainsFunc(e.hosts(), func(host string) bool { return slices.Contains(real, host) })
}

// OnThisMachine reports whether every URL can only be this machine, where nobody
// limits the number of requests.
func (e Environment) OnThisMachine() bool {
	hosts := e.hosts()
	return len(hosts) > 0 && !slices.ContainsFunc(hosts, func(host string) bool { return !IsLoopback(host) })
}

// hosts returns the hosts of the URLs as DNS compares them, without ports.
func (e Environment) hosts() []string {
	var hosts []string
	for _, address := range []string{e.AuthorizeURL, e.TokenURL, e.RevokeURL, e.ServiceTokenURL, e.AccountsURL, e.KeysURL} {
		if u, err := url.Parse(address); err == nil && u.Hostname() != "" {
			hosts = append(hosts, strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")))
		}
	}
	return hosts
}

// AlternativeRevokeURL returns the other of the two documented revoke paths:
// the test page of 2025 and the reference say /revoke, the newer copy of the
// test page says /token/revoke. It is empty when RevokeURL is neither.
func (e Environment) AlternativeRevokeURL() string {
	if base, ok := strings.CutSuffix(e.RevokeURL, "/token/revoke"); ok {
		return base + "/revoke"
	}
	if base, ok := strings.CutSuffix(e.RevokeURL, "/revoke"); ok {
		return base + "/token/revoke"
	}
	return ""
}

// App is an app registered in the Data Recipient Hub, with what its owner chose
// to ask for.
type App struct {
	ClientID     string
	ClientSecret Secret
	RedirectURI  string // registered; compared character by character by Akoya
	Connector    string // the bank; "mikomo" in Akoya's sandbox
	Scope        string // space separated
}

// DefaultScope asks for what Akoya's newest page requires. Without
// offline_access no refresh token is to be expected.
const DefaultScope = "openid profile offline_access"

// DefaultRedirectURI is the placeholder that a new app has in the Data Recipient
// Hub. Nothing listens there for the app: the callback has to be pasted.
const DefaultRedirectURI = "https://recipient.ddp.akoya.com/flow/callback"

// DefaultConnector is the test bank of Akoya's sandbox.
const DefaultConnector = "mikomo"
