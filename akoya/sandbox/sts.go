package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// serviceLife is the expires_in of a service token: 24 hours, truncated
// ("Service token OpenAPI v1.0.1").
const serviceLife = 86399

// serviceScopes are the scopes of the service token document. alps is
// deprecated there, but its example answer still shows it.
func serviceScopes() []string {
	return []string{"app_management_v2", "notifications_subscriptions", "advisory", "alps"}
}

// serviceAnswer has its keys in fosite's order, which is the document's too.
type serviceAnswer struct {
	AccessToken string `json:"access_token"`
	ExpiresIn   int    `json:"expires_in"`
	Scope       string `json:"scope"`
	TokenType   string `json:"token_type"`
}

// The texts of Ory fosite 0.49: a description, a space and a hint. Akoya
// documents no error of this endpoint but a 404 for a wrong path.
const (
	fositeInvalidRequest = "The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed."
	fositeWhitelisted    = "Make sure that the various parameters are correct, be aware of case sensitivity and trim your parameters. Make sure that the client you are using has exactly whitelisted the redirect_uri you specified."
	fositeInvalidClient  = "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)."
	fositeBasicOnly      = "The OAuth 2.0 Client supports client authentication method 'client_secret_basic', but method 'client_secret_post' was requested. You must configure the OAuth 2.0 client's 'token_endpoint_auth_method' value to accept 'client_secret_post'."
	fositeNoClient       = "Client credentials missing or malformed in both HTTP Authorization header and HTTP POST body."
	fositeBadEscape      = "The client %s in the HTTP authorization header could not be decoded from 'application/x-www-form-urlencoded'."
	fositeInvalidScope   = "The requested scope is invalid, unknown, or malformed. The OAuth 2.0 Client is not allowed to request scope '%s'."
)

func stsInvalidRequest(hint string) *oauthError {
	// fosite writes its descriptions without double quotes.
	return &oauthError{http.StatusBadRequest, "invalid_request", strings.ReplaceAll(fositeInvalidRequest+" "+hint, `"`, "'")}
}

func stsInvalidClient(hint string) *oauthError {
	return &oauthError{http.StatusUnauthorized, "invalid_client", strings.TrimSpace(fositeInvalidClient + " " + hint)}
}

// serviceToken answers /oauth2/token ("Service token OpenAPI v1.0.1").
func (s *Server) serviceToken(w http.ResponseWriter, r *http.Request) {
	noStore(w)
	answer, refused := s.serviceGrant(w, r)
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	if refused != nil {
		w.WriteHeader(refused.Status)
		w.Write(encode(refused, false))
		return
	}
	w.Write(encode(answer, false))
}

// serviceGrant checks in fosite's order: the method, the body, grant_type, then
// the client. An unknown grant_type is nobody's business, so it is refused
// before the client is looked at. A missing scope is no error: the token is
// good for nothing (the document says that scope is required).
func (s *Server) serviceGrant(w http.ResponseWriter, r *http.Request) (*serviceAnswer, *oauthError) {
	if r.Method != http.MethodPost {
		return nil, stsInvalidRequest(fmt.Sprintf("HTTP method is '%s', expected 'POST'.", r.Method))
	}
	f, err := readForm(w, r)
	if err != nil || f.damaged {
		return nil, stsInvalidRequest("Unable to parse HTTP body, make sure to send a properly formatted form request body.")
	}
	if len(f.values) == 0 {
		return nil, stsInvalidRequest("The POST body can not be empty.")
	}
	switch strings.Join(strings.Fields(f.get("grant_type")), " ") {
	case "":
		return nil, stsInvalidRequest("Request parameter 'grant_type' is missing")
	case "client_credentials":
	default:
		return nil, stsInvalidRequest(fositeWhitelisted)
	}
	if refused := s.serviceClient(r, f); refused != nil {
		return nil, refused
	}
	scopes := strings.Fields(f.get("scope"))
	for _, scope := range scopes {
		if !slices.Contains(serviceScopes(), scope) {
			text := fmt.Sprintf(fositeInvalidScope, scope)
			return nil, &oauthError{http.StatusBadRequest, "invalid_scope", strings.ReplaceAll(text, `"`, "'")}
		}
	}
	return &serviceAnswer{newServiceToken(), serviceLife, strings.Join(scopes, " "), "bearer"}, nil
}

// serviceClient accepts Basic only, as the document asks and as fosite does
// for a client whose method is client_secret_basic.
func (s *Server) serviceClient(r *http.Request, f form) *oauthError {
	id, secret, basic, err := parseBasic(r.Header.Get("Authorization"))
	switch err {
	case errBasicID:
		return stsInvalidRequest(fmt.Sprintf(fositeBadEscape, "id"))
	case errBasicSecret:
		return stsInvalidRequest(fmt.Sprintf(fositeBadEscape, "secret"))
	}
	if !basic {
		if id = f.get("client_id"); id == "" {
			return stsInvalidRequest(fositeNoClient)
		}
	}
	c := s.clients[id]
	switch {
	case c == nil:
		return stsInvalidClient("")
	case f.get("client_id") != "" && f.get("client_secret") != "":
		return stsInvalidClient(fositeBasicOnly)
	case !c.secretIs(secret):
		return stsInvalidClient("")
	}
	return nil
}
