package akoya

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// CodeLifetime is how long an authorization code lives (token reference: "the
// code expires in 5 minutes").
const CodeLifetime = 5 * time.Minute

// AuthorizeOptions are the values of one authorization. An empty one is left
// out. Akoya documents neither a nonce nor PKCE.
type AuthorizeOptions struct {
	State         string
	Nonce         string
	CodeChallenge string // S256 of the code verifier (RFC 7636)
}

// AuthorizeURL returns the address the consumer opens in a browser. The query
// of the environment's own URL is kept; the parameters follow it. The connector
// is left out when the environment has no name for it or the app has none.
func AuthorizeURL(env Environment, app App, o AuthorizeOptions) (string, error) {
	if env.AuthorizeURL == "" {
		return "", fmt.Errorf("the environment %q has no authorize URL", env.Name)
	}
	if _, err := parseTarget(env.AuthorizeURL); err != nil {
		return "", fmt.Errorf("the authorize URL cannot be used: %w", err)
	}
	base, fragment, hasFragment := strings.Cut(env.AuthorizeURL, "#")

	var query []string
	add := func(name, value string) { query = append(query, queryEscape(name)+"="+queryEscape(value)) }
	if env.ConnectorParam != "" && app.Connector != "" {
		add(env.ConnectorParam, app.Connector)
	}
	add("client_id", app.ClientID)
	add("redirect_uri", app.RedirectURI)
	add("response_type", "code")
	add("scope", app.Scope)
	if o.State != "" {
		add("state", o.State)
	}
	if o.Nonce != "" {
		add("nonce", o.Nonce)
	}
	if o.CodeChallenge != "" {
		add("code_challenge", o.CodeChallenge)
		add("code_challenge_method", "S256")
	}

	separator := "?"
	switch {
	case strings.HasSuffix(base, "?") || strings.HasSuffix(base, "&"):
		separator = ""
	case strings.Contains(base, "?"):
		separator = "&"
	}
	address := base + separator + strings.Join(query, "&")
	if hasFragment {
		address += "#" + fragment
	}
	return address, nil
}

// AuthorizeRequest asks for the authorize page without a browser: enough to see
// how wrong parameters are refused, never enough to consent.
func AuthorizeRequest(env Environment, app App, o AuthorizeOptions) (Request, error) {
	address, err := AuthorizeURL(env, app, o)
	if err != nil {
		return Request{}, err
	}
	return Request{Method: "GET", URL: address, Header: []Field{Plain("Accept", "text/html")}}, nil
}

// queryEscape writes a space as %20, which every server reads; "+" only those
// that take the query for a form.
func queryEscape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// NewState returns an unguessable value of 43 URL-safe characters for the state
// or the nonce. Akoya recommends 8 at least.
func NewState() string {
	var raw [32]byte
	rand.Read(raw[:]) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// NewPKCE returns a code verifier and its S256 challenge (RFC 7636 section 4).
func NewPKCE() (verifier Secret, challenge string) {
	v := NewState()
	sum := sha256.Sum256([]byte(v))
	return NewSecret(v), base64.RawURLEncoding.EncodeToString(sum[:])
}
