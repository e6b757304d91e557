package sandbox

import (
	"net/http"
	"testing"
)

// The payloads of "Akoya token test cases, 2025-Jan-02", as the document gives
// them but on one line, and those that "Token API errors" adds.
const (
	docCode    = `{"error":"invalid_request","error_description":"Invalid or expired code parameter."}`
	docURI     = `{"error":"invalid_request","error_description":"redirect_uri did not match URI from initial request."}`
	docClient  = `{"error":"invalid_client","error_description":"Invalid client credentials."}`
	docNoToken = `{"error":"invalid_request","error_description":"No refresh token in request."}`
	docClaimed = `{"error":"invalid_request","error_description":"Refresh token is invalid or has already been claimed by another client."}`
	docGrant   = `{"error":"invalid_grant"}`
	docRequest = `{"error":"invalid_request"}`
	docUnauth  = `{"error":"unauthorized_client"}`
	docHint    = `{"error":"unsupported_token_type"}`
	doc602     = `{"code":602,"message":"Customer not authorized"}`
)

// A change replaces or, with the value "-", removes fields of a good request.
type change map[string]string

func (c change) apply(good map[string]string) []string {
	var pairs []string
	for k, v := range c {
		good[k] = v
	}
	for k, v := range good {
		if v != "-" {
			pairs = append(pairs, k, v)
		}
	}
	return pairs
}

func TestObtainErrors(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	rows := []struct {
		name   string
		state  string // of the code
		auth   []string
		change change
		status int
		body   string
	}{
		{"expired code", "expired", good(s), nil, 400, docCode},
		{"incorrect code", "fresh", good(s), change{"code": "made-up"}, 400, docCode},
		{"missing code", "fresh", good(s), change{"code": "-"}, 400, docCode},
		{"replayed code", "used", good(s), nil, 400, docCode},
		{"incorrect redirect_uri", "fresh", good(s), change{"redirect_uri": "https://wrong/v1/callback"}, 400, docURI},
		{"another registered redirect_uri", "fresh", good(s), change{"redirect_uri": "http://localhost:8765/callback"}, 400, docURI},
		{"missing redirect_uri", "fresh", good(s), change{"redirect_uri": "-"}, 400, docURI},
		{"missing grant_type", "fresh", good(s), change{"grant_type": "-"}, 400, docGrant},
		{"incorrect grant_type", "fresh", good(s), change{"grant_type": "nonsense"}, 400, docGrant},
		{"client_credentials is not for here", "fresh", good(s), change{"grant_type": "client_credentials"}, 400, docGrant},
		{"incorrect client_id", "fresh", basic("nobody", defaultClientSecret), nil, 401, docClient},
		{"incorrect client_secret", "fresh", basic(defaultClientID, "wrong"), nil, 401, docClient},
		{"empty client_secret", "fresh", basic(defaultClientID, ""), nil, 401, docClient},
		{"no client", "fresh", nil, nil, 401, docClient},
		{"client of another code", "fresh", basic(otherClientID, otherClientSecret), nil, 400, docCode},
		{"header wins over body", "fresh", basic(defaultClientID, "wrong"), change{"client_id": defaultClientID, "client_secret": defaultClientSecret}, 401, docClient},
		{"client before grant_type", "fresh", basic(defaultClientID, "wrong"), change{"grant_type": "-"}, 401, docClient},
		{"code before redirect_uri", "expired", good(s), change{"redirect_uri": "-"}, 400, docCode},
		{"client_id is not form-encoded", "fresh", rawBasic("100%:x"), nil, 400, `{"error":"invalid_request","error_description":"client_id improperly encoded"}`},
		{"client_secret is not form-encoded", "fresh", rawBasic("x:100%"), nil, 400, `{"error":"invalid_request","error_description":"client_secret improperly encoded"}`},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			code := mint(t, s, mintRequest{Kind: "code", State: row.state})
			pairs := row.change.apply(map[string]string{"grant_type": "authorization_code", "code": code.Value, "redirect_uri": code.RedirectURI})
			r := post(t, s.Info().TokenURL, row.auth, pairs...)
			wantReply(t, r, row.status, row.body)
			wantErrorHeaders(t, r)
		})
	}
}

// wantErrorHeaders checks dex 2.27's headers of an error.
func wantErrorHeaders(t *testing.T, r reply) {
	t.Helper()
	if got := r.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type %q", got)
	}
	for _, name := range []string{"WWW-Authenticate", "Cache-Control", "Pragma"} {
		if got, ok := r.Header[name]; ok {
			t.Errorf("%s: %q, want none", name, got)
		}
	}
}

func TestRefreshErrors(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	rows := []struct {
		name   string
		mint   mintRequest
		change change
		status int
		body   string
	}{
		{"used", mintRequest{State: "used"}, nil, 400, docClaimed},
		{"expired", mintRequest{State: "expired"}, nil, 400, docClaimed},
		{"revoked", mintRequest{State: "revoked"}, nil, 400, docClaimed},
		{"another client's", mintRequest{ClientID: otherClientID}, nil, 400, docClaimed},
		{"made-up", mintRequest{}, change{"refresh_token": "made-up"}, 400, docClaimed},
		{"missing", mintRequest{}, change{"refresh_token": "-"}, 400, docNoToken},
		{"empty", mintRequest{}, change{"refresh_token": ""}, 400, docNoToken},
		{"incorrect client_secret", mintRequest{}, change{"client_secret": "wrong"}, 401, docClient},
		{"missing client_secret", mintRequest{}, change{"client_secret": "-"}, 401, docClient},
		{"incorrect client_id", mintRequest{}, change{"client_id": "nobody"}, 401, docClient},
		{"missing grant_type", mintRequest{}, change{"grant_type": "-"}, 400, docGrant},
		{"incorrect grant_type", mintRequest{}, change{"grant_type": "refresh"}, 400, docGrant},
		{"more scope", mintRequest{}, change{"scope": "openid email"}, 400, `{"error":"invalid_request","error_description":"Requested scopes contain unauthorized scope(s): [\"email\"]."}`},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.mint.Kind = "refresh_token"
			token := mint(t, s, row.mint)
			pairs := row.change.apply(map[string]string{"grant_type": "refresh_token", "refresh_token": token.Value,
				"client_id": defaultClientID, "client_secret": defaultClientSecret})
			r := post(t, s.Info().TokenURL, nil, pairs...)
			wantReply(t, r, row.status, row.body)
			wantErrorHeaders(t, r)
		})
	}
}

func TestTokenAnswer(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	code := mint(t, s, mintRequest{Kind: "code"})
	r := post(t, s.Info().TokenURL, good(s), "grant_type", "authorization_code", "code", code.Value, "redirect_uri", code.RedirectURI)
	set := decode[tokenAnswer](t, r)
	want := `{"token_type":"bearer","expires_in":86399,"refresh_token":"` + set.RefreshToken + `","id_token":"` + set.IDToken + `"}`
	wantReply(t, r, 200, want)
	for name, want := range map[string]string{"Content-Type": "application/json", "Cache-Control": "no-store", "Pragma": "no-cache"} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if len(set.RefreshToken) != 72 || len(code.Value) != 25 {
		t.Errorf("refresh token of %d and code of %d characters, dex has 72 and 25", len(set.RefreshToken), len(code.Value))
	}
	wantReply(t, accounts(t, s, set.IDToken), 200, accounts(t, s, set.IDToken).Body)
}

func TestNoRefreshTokenWithoutOfflineAccess(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	if set := obtain(t, s, mintRequest{Scope: "openid profile"}); set.RefreshToken != "" || set.IDToken == "" {
		t.Errorf("got %+v", set)
	}
}

// What is odd about a request, but not a fault of a field.
func TestTokenRequestShapes(t *testing.T) {
	t.Parallel()
	s := start(t, Options{ClientID: "akoya+plus/client", ClientSecret: "100% s:e&c=ret"})
	url := s.Info().TokenURL
	wantReply(t, get(t, url), 401, docClient)
	wantReply(t, get(t, url, good(s)...), 400, docGrant)
	wantReply(t, post(t, url, good(s)), 400, docGrant)
	json := request(t, http.MethodPost, url, `{"grant_type":"refresh_token"}`, append(good(s), "Content-Type", "application/json")...)
	wantReply(t, do(t, json), 400, docGrant)
	wantReply(t, post(t, url, rawBasic("akoya+plus/client:100%25 s:e&c=ret")), 401, docClient) // + sent raw is a space
	wantReply(t, post(t, url, []string{"Authorization", "Basic !!!"}), 401, docClient)
	wantReply(t, post(t, url, good(s), "grant_type", string(make([]byte, maxBody))), 413, `{"error":"invalid_request","error_description":"the request body is larger than 1 MiB"}`)
	if r := refresh(t, s, mint(t, s, mintRequest{Kind: "refresh_token"}).Value); r.Status != 200 {
		t.Errorf("credentials in the body: %d %s", r.Status, r.Body)
	}
	basic := post(t, url, good(s), "grant_type", "refresh_token", "refresh_token", mint(t, s, mintRequest{Kind: "refresh_token"}).Value)
	if basic.Status != 200 {
		t.Errorf("refresh with a Basic header: %d %s", basic.Status, basic.Body)
	}
	obtain(t, s, mintRequest{})
}

func TestFailedAttemptKeepsTheCode(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	code := mint(t, s, mintRequest{Kind: "code"})
	try := func(auth []string, redirect, grant string) reply {
		return post(t, s.Info().TokenURL, auth, "grant_type", grant, "code", code.Value, "redirect_uri", redirect)
	}
	wantReply(t, try(good(s), "http://wrong", "authorization_code"), 400, docURI)
	wantReply(t, try(basic(defaultClientID, "wrong"), code.RedirectURI, "authorization_code"), 401, docClient)
	wantReply(t, try(basic(otherClientID, otherClientSecret), code.RedirectURI, "authorization_code"), 400, docCode)
	wantReply(t, try(good(s), code.RedirectURI, ""), 400, docGrant)
	if r := try(good(s), code.RedirectURI, "authorization_code"); r.Status != 200 {
		t.Fatalf("the code is burned: %d %s", r.Status, r.Body)
	}
	wantReply(t, try(good(s), code.RedirectURI, "authorization_code"), 400, docCode)
}
