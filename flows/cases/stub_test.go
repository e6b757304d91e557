package cases_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
)

// stub is a server of the same family that phrases things in its own way.
type stub struct {
	*httptest.Server
	words wording

	login      bool // authorizing shows a login page
	noRevoke   bool // 404 on both paths
	rfcRevoke  bool // 200 for any token (RFC 7009)
	burnsCodes bool // a refused request uses its code up
	n          int
	codes      map[string]bool
	refresh    map[string]bool
	ids        map[string]bool
	served     []string
	lostAnswer string // the path whose next answer is cut off after it took effect
}

// wording is how a server refuses.
type wording struct {
	tokenType, client, code, redirect, noToken, claimed, grantType string
	grantFirst                                                     bool
}

// Newer servers of the kind whose texts are documented.
var newerDex = wording{
	tokenType: "bearer", grantFirst: true,
	client:    `{"error":"invalid_client","error_description":"Invalid client credentials."}`,
	code:      `{"error":"invalid_grant","error_description":"Invalid or expired code parameter."}`,
	redirect:  `{"error":"invalid_request","error_description":"redirect_uri did not match URI from initial request."}`,
	noToken:   `{"error":"invalid_request","error_description":"No refresh token is found in request."}`,
	claimed:   `{"error":"invalid_request","error_description":"Refresh token is invalid or has already been claimed by another client."}`,
	grantType: `{"error":"unsupported_grant_type"}`,
}

// A provider that shares the protocol and no text.
var oidcProvider = wording{
	tokenType: "Bearer",
	client:    `{"error":"invalid_client","error_description":"client authentication failed"}`,
	code:      `{"error":"invalid_grant","error_description":"grant request is invalid"}`,
	redirect:  `{"error":"invalid_grant","error_description":"grant request is invalid"}`,
	noToken:   `{"error":"invalid_request","error_description":"missing required parameter 'refresh_token'"}`,
	claimed:   `{"error":"invalid_grant","error_description":"grant request is invalid"}`,
	grantType: `{"error":"unsupported_grant_type","error_description":"unsupported grant_type requested"}`,
}

func startStub(t testing.TB, s *stub) (*stub, cases.Options) {
	t.Helper()
	s.codes, s.refresh, s.ids = map[string]bool{}, map[string]bool{}, map[string]bool{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /auth", s.authorize)
	mux.HandleFunc("GET /auth/mock", func(w http.ResponseWriter, r *http.Request) {
		s.codes[s.make("code")] = true
		target := r.URL.Query().Get("redirect_uri") + "?code=" + s.last("code") + "&state=" + url.QueryEscape(r.URL.Query().Get("state"))
		http.Redirect(w, r, target, http.StatusSeeOther)
	})
	mux.HandleFunc("POST /token", s.token)
	if !s.noRevoke {
		mux.HandleFunc("POST /revoke", s.revoke)
	}
	mux.HandleFunc("POST /sts/token", s.service)
	mux.HandleFunc("GET /accounts", s.accounts)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.served = append(s.served, r.Method+" "+r.URL.Path)
		if s.lostAnswer == r.URL.Path {
			s.lostAnswer = ""
			mux.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		}
		mux.ServeHTTP(w, r)
	}))
	client := akoya.NewClient(akoya.ClientOptions{Timeout: 5 * time.Second})
	t.Cleanup(func() { client.Close(); s.Close() })
	return s, cases.Options{
		Client: client,
		Environment: akoya.Environment{
			Name: akoya.EnvironmentCustom, AuthorizeURL: s.URL + "/auth", TokenURL: s.URL + "/token", RevokeURL: s.URL + "/revoke",
			ServiceTokenURL: s.URL + "/sts/token", AccountsURL: s.URL + "/accounts", ConnectorParam: "connector_id",
		},
		App:        akoya.App{ClientID: "app", ClientSecret: akoya.NewSecret("app-secret-0815"), RedirectURI: "http://127.0.0.1:8765/callback", Connector: "mock", Scope: "openid offline_access"},
		Service:    akoya.Basic{ClientID: "svc", ClientSecret: akoya.NewSecret("svc-secret-0815")},
		Authorizer: &cases.AutoAuthorizer{Client: client},
	}
}

func (s *stub) make(kind string) string { s.n++; return s.last(kind) }
func (s *stub) last(kind string) string { return fmt.Sprintf("%s-number-%d-of-the-stub", kind, s.n) }

func (s *stub) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	switch {
	case q.Get("client_id") != "app" || q.Get("redirect_uri") != "http://127.0.0.1:8765/callback":
		http.Error(w, "<html><title>Bad Request</title>", http.StatusBadRequest)
	case q.Get("connector_id") == "Mikomoo":
		http.Error(w, "no such connector", http.StatusBadRequest)
	case s.login || q.Get("connector_id") == "":
		_, _ = fmt.Fprint(w, "<html><head><title>Log in to\n \x1b[31mdex</title></head>")
	case q.Get("response_type") != "code":
		http.Redirect(w, r, q.Get("redirect_uri")+"?error=unsupported_response_type&state="+q.Get("state"), http.StatusSeeOther)
	case !slices.Contains([]string{"openid offline_access"}, q.Get("scope")):
		http.Redirect(w, r, q.Get("redirect_uri")+"?error=invalid_scope&error_description=no&state="+q.Get("state"), http.StatusSeeOther)
	default:
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "cookie-4711"})
		http.Redirect(w, r, "/auth/mock?"+r.URL.RawQuery, http.StatusFound)
	}
}

func refuse(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = fmt.Fprint(w, body)
}

func (s *stub) clientOK(r *http.Request) bool {
	id, secret, ok := r.BasicAuth()
	if !ok {
		id, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	return id == "app" && secret == "app-secret-0815"
}

func (s *stub) token(w http.ResponseWriter, r *http.Request) {
	grant := r.PostFormValue("grant_type")
	alive := s.codes[r.PostFormValue("code")]
	if s.burnsCodes {
		delete(s.codes, r.PostFormValue("code"))
	}
	badGrant := grant != "authorization_code" && grant != "refresh_token"
	switch {
	case badGrant && s.words.grantFirst:
		refuse(w, 400, s.words.grantType)
	case !s.clientOK(r):
		refuse(w, 401, s.words.client)
	case badGrant:
		refuse(w, 400, s.words.grantType)
	case grant == "authorization_code" && !alive:
		refuse(w, 400, s.words.code)
	case grant == "authorization_code" && r.PostFormValue("redirect_uri") != "http://127.0.0.1:8765/callback":
		refuse(w, 400, s.words.redirect)
	case grant == "refresh_token" && r.PostFormValue("refresh_token") == "":
		refuse(w, 400, s.words.noToken)
	case grant == "refresh_token" && !s.refresh[r.PostFormValue("refresh_token")]:
		refuse(w, 400, s.words.claimed)
	default:
		delete(s.codes, r.PostFormValue("code"))
		delete(s.refresh, r.PostFormValue("refresh_token"))
		id, refresh := s.make("id"), s.make("refresh")
		s.ids[id], s.refresh[refresh] = true, true
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "access", "expires_in": 600, "id_token": id, "refresh_token": refresh, "token_type": s.words.tokenType})
	}
}

func (s *stub) revoke(w http.ResponseWriter, r *http.Request) {
	switch {
	case !s.clientOK(r):
		refuse(w, 401, `{"error":"invalid_client","error_description":"client authentication failed"}`)
	case s.rfcRevoke || s.refresh[r.PostFormValue("token")]:
		delete(s.refresh, r.PostFormValue("token"))
		clear(s.ids)
		w.WriteHeader(200)
	default:
		refuse(w, 400, `{"error":"invalid_request","error_description":"missing required parameter 'token'"}`)
	}
}

func (s *stub) service(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	if id != "svc" || secret != "svc-secret-0815" {
		refuse(w, 401, `{"error":"invalid_client","error_description":"client authentication failed"}`)
		return
	}
	_, _ = fmt.Fprint(w, `{"access_token":"opaque","expires_in":600,"token_type":"Bearer"}`)
}

func (s *stub) accounts(w http.ResponseWriter, r *http.Request) {
	token := r.Header.Get("Authorization")
	if len(token) < 8 || !s.ids[token[7:]] {
		refuse(w, 403, `{"error":"access_denied"}`)
		return
	}
	_, _ = fmt.Fprint(w, `{"accounts":[{"depositAccount":{"accountId":"1"}}]}`)
}
