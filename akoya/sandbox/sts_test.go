package sandbox

import (
	"net/http"
	"strings"
	"testing"
)

const (
	stsMalformed = `{"error":"invalid_request","error_description":"The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. `
	stsClient    = `{"error":"invalid_client","error_description":"Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).`
	stsScope     = `{"error":"invalid_scope","error_description":"The requested scope is invalid, unknown, or malformed. The OAuth 2.0 Client is not allowed to request scope '`
	stsPost      = ` The OAuth 2.0 Client supports client authentication method 'client_secret_basic', but method 'client_secret_post' was requested. You must configure the OAuth 2.0 client's 'token_endpoint_auth_method' value to accept 'client_secret_post'."}`
	stsUnhandled = `Make sure that the various parameters are correct, be aware of case sensitivity and trim your parameters. Make sure that the client you are using has exactly whitelisted the redirect_uri you specified."}`
	stsNoClient  = `Client credentials missing or malformed in both HTTP Authorization header and HTTP POST body."}`
)

// Ory fosite 0.49 wrote these answers.
func TestServiceTokenErrors(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	rows := []struct {
		name   string
		auth   []string
		change change
		status int
		body   string
	}{
		{"wrong secret", basic(defaultClientID, "wrong"), nil, 401, stsClient + `"}`},
		{"empty secret", basic(defaultClientID, ""), nil, 401, stsClient + `"}`},
		{"unknown client", basic("nobody", "x"), nil, 401, stsClient + `"}`},
		{"credentials in the body", nil, change{"client_id": defaultClientID, "client_secret": defaultClientSecret}, 401, stsClient + stsPost},
		{"credentials in both", good(s), change{"client_id": defaultClientID, "client_secret": defaultClientSecret}, 401, stsClient + stsPost},
		{"client_id alone in the body", nil, change{"client_id": defaultClientID}, 401, stsClient + `"}`},
		{"no credentials", nil, nil, 400, stsMalformed + stsNoClient},
		{"unknown scope", good(s), change{"scope": "nonsense"}, 400, stsScope + `nonsense'."}`},
		{"one bad scope of two", good(s), change{"scope": "advisory openid"}, 400, stsScope + `openid'."}`},
		{"missing grant_type", good(s), change{"grant_type": "-"}, 400, stsMalformed + `Request parameter 'grant_type' is missing"}`},
		{"grant_type before the client", nil, change{"grant_type": "-"}, 400, stsMalformed + `Request parameter 'grant_type' is missing"}`},
		{"wrong grant_type", good(s), change{"grant_type": "nonsense"}, 400, stsMalformed + stsUnhandled},
		{"known grant_type of another server", good(s), change{"grant_type": "refresh_token"}, 400, stsMalformed + stsUnhandled},
		{"empty body", good(s), change{"grant_type": "-", "scope": "-"}, 400, stsMalformed + `The POST body can not be empty."}`},
		{"badly escaped id", rawBasic("100%:x"), nil, 400, stsMalformed + `The client id in the HTTP authorization header could not be decoded from 'application/x-www-form-urlencoded'."}`},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			pairs := row.change.apply(map[string]string{"grant_type": "client_credentials", "scope": "app_management_v2"})
			r := post(t, s.Info().STSURL, row.auth, pairs...)
			wantReply(t, r, row.status, row.body)
			wantSTSHeaders(t, r)
		})
	}
	wantReply(t, get(t, s.Info().STSURL), 400, stsMalformed+`HTTP method is 'GET', expected 'POST'."}`)
	wantReply(t, do(t, request(t, http.MethodPost, s.Info().STSURL, `{"scope":"alps"}`, "Content-Type", "application/json")), 400, stsMalformed+`The POST body can not be empty."}`)
	wantReply(t, post(t, s.base+"/oauth2/tokens", good(s), "grant_type", "client_credentials"), 404, "404 page not found\n")
}

func wantSTSHeaders(t *testing.T, r reply) {
	t.Helper()
	for name, want := range map[string]string{"Content-Type": "application/json;charset=UTF-8", "Cache-Control": "no-store", "Pragma": "no-cache", "WWW-Authenticate": ""} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestServiceToken(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	// The scopes of "Service token OpenAPI v1.0.1", and the trap of sending none.
	for _, scope := range []string{"app_management_v2", "notifications_subscriptions advisory", "notifications_subscriptions", "alps", ""} {
		r := post(t, s.Info().STSURL, good(s), "grant_type", "client_credentials", "scope", scope)
		token := decode[serviceAnswer](t, r).AccessToken
		wantReply(t, r, 200, `{"access_token":"`+token+`","expires_in":86399,"scope":"`+scope+`","token_type":"bearer"}`)
		wantSTSHeaders(t, r)
		if !strings.HasPrefix(token, "ory_at_") || len(token) != 94 {
			t.Errorf("token of %d characters: %s", len(token), token)
		}
	}
	if s.Signatures() != 0 {
		t.Error("a service token is opaque: nothing is to be signed")
	}
}
