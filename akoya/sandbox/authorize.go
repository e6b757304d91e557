package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// authRequest is an authorize request that passed every check.
type authRequest struct {
	Client      *client
	RedirectURI string
	State       string
	Scope       []string
	Nonce       string
	Challenge   string
	Method      string
	At          time.Time
}

// refusal is why an authorize request goes no further: a page with Status and
// Text or, when Redirect is set, an error carried back to the app.
type refusal struct {
	Status   int
	Text     string
	Redirect string
}

func knownScopes() []string { return []string{"openid", "offline_access", "profile", "email"} }

// checkAuthorize checks an authorize request in dex 2.27's order. As long as
// the client, its redirect URI and the connector are not all right, the answer
// is a page and never a redirect (Akoya's authentication test cases; RFC 6749
// section 4.1.2.1). A missing connector may be 403 or an unusable login page
// there; it is 403 here.
func (s *Server) checkAuthorize(query string) (*authRequest, *refusal) {
	q := parseForm(query)
	if q.damaged {
		return nil, &refusal{Status: http.StatusBadRequest, Text: "The query of this request is not URL-encoded."}
	}
	id, redirect, connector := q.get("client_id"), q.get("redirect_uri"), q.get("connector")
	c := s.clients[id]
	switch {
	case c == nil:
		return nil, &refusal{Status: http.StatusBadRequest, Text: fmt.Sprintf("Invalid client_id (%q)", id)}
	case !slices.Contains(c.RedirectURIs, redirect):
		return nil, &refusal{Status: http.StatusBadRequest, Text: fmt.Sprintf("Unregistered redirect_uri (%q)", redirect)}
	case connector == "":
		return nil, &refusal{Status: http.StatusForbidden, Text: "Missing connector"}
	case !knownConnector(connector):
		return nil, &refusal{Status: http.StatusBadRequest, Text: "Invalid ConnectorID"}
	}
	req := &authRequest{
		Client: c, RedirectURI: redirect, State: q.get("state"), Scope: strings.Fields(q.get("scope")),
		Nonce: q.get("nonce"), Challenge: q.get("code_challenge"), Method: q.get("code_challenge_method"), At: s.Now(),
	}
	if code, text := req.problem(q.get("response_type")); code != "" {
		return nil, &refusal{Status: http.StatusSeeOther, Text: text, Redirect: req.fail(code, text)}
	}
	return req, nil
}

// problem is what is wrong with the parameters whose errors go back to the app.
func (a *authRequest) problem(responseType string) (code, text string) {
	if a.Challenge != "" && a.Method == "" {
		a.Method = "plain" // RFC 7636 section 4.3
	}
	if a.Challenge != "" && a.Method != "S256" && a.Method != "plain" {
		return "invalid_request", fmt.Sprintf("Unsupported PKCE challenge method (%q).", a.Method)
	}
	if !slices.Contains(a.Scope, "openid") {
		return "invalid_scope", `Missing required scope(s) ["openid"].`
	}
	var unknown []string
	for _, scope := range a.Scope {
		if !slices.Contains(knownScopes(), scope) {
			unknown = append(unknown, scope)
		}
	}
	switch {
	case len(unknown) > 0:
		return "invalid_scope", fmt.Sprintf("Unrecognized scope(s) %q", unknown)
	case responseType == "":
		return "unsupported_response_type", "No response_type provided"
	case responseType != "code":
		return "unsupported_response_type", fmt.Sprintf("Unsupported response type %q", responseType)
	}
	return "", ""
}

// succeed and fail build the callback (RFC 6749 sections 4.1.2 and 4.1.2.1).
// The state is always there, empty if it was, as in Akoya's sample callback.
func (a *authRequest) succeed(code string) string {
	return a.callback("code=" + url.QueryEscape(code))
}

func (a *authRequest) fail(code, text string) string {
	return a.callback("error=" + url.QueryEscape(code) + "&error_description=" + url.QueryEscape(text))
}

// callback keeps what the redirect URI has as a query of its own.
func (a *authRequest) callback(query string) string {
	sep := "?"
	if strings.Contains(a.RedirectURI, "?") {
		sep = "&"
	}
	return a.RedirectURI + sep + query + "&state=" + url.QueryEscape(a.State)
}

// deny is the callback of a user who said no.
func (a *authRequest) deny() string {
	return a.fail("access_denied", "The user denied the request.")
}

// approve issues the code of a user who said yes, and returns the callback.
func (s *Server) approve(a *authRequest, u *user, accounts []string, authTime time.Time) string {
	return a.succeed(s.store.addCode(&consent{
		Client: a.Client.ID, User: u, Accounts: accounts, Scope: a.Scope, Nonce: a.Nonce,
		RedirectURI: a.RedirectURI, Challenge: a.Challenge, Method: a.Method,
		RequestedAt: a.At, AuthTime: authTime,
	}, s.Now()))
}

// findUser returns the user of a name, or nil.
func (s *Server) findUser(name string) *user {
	for _, u := range s.users {
		if u.Name == name {
			return u
		}
	}
	return nil
}
