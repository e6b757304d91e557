package clitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The credentials at the stub. They are canaries: none may be written anywhere.
const (
	clientID      = "stub-app"
	clientSecret  = "canary/client+secret=4711"
	serviceSecret = "canary-service-secret-4711"
)

// stub is a server of the same family that phrases things in its own way.
type stub struct {
	state *state
	kinds []string

	mu      sync.Mutex
	n       int
	codes   map[string]bool
	refresh map[string]bool
	ids     map[string]bool
}

// startStub starts a stub and puts its URLs and credentials into the environment:
// stub [login] [norevoke] [echo] [slow]
func startStub(ts *testscript.TestScript, neg bool, kinds []string) {
	s := &stub{state: stateOf(ts), kinds: kinds, codes: map[string]bool{}, refresh: map[string]bool{}, ids: map[string]bool{}}
	s.state.served = make(chan struct{}, 10_000)
	s.state.secret(clientSecret)
	s.state.secret(serviceSecret)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /auth", s.authorize)
	mux.HandleFunc("POST /token", s.token)
	if !s.is("norevoke") {
		mux.HandleFunc("POST /revoke", s.revoke)
	}
	mux.HandleFunc("POST /sts/token", s.service)
	mux.HandleFunc("GET /accounts", s.accounts)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.state.served <- struct{}{}
		if s.is("slow") {
			time.Sleep(50 * time.Millisecond)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		mux.ServeHTTP(w, r)
	}))
	ts.Defer(server.Close)
	for name, value := range map[string]string{
		"AUTH_URL": server.URL + "/auth", "TOKEN_URL": server.URL + "/token", "REVOKE_URL": server.URL + "/revoke",
		"STS_URL": server.URL + "/sts/token", "ACCOUNTS_URL": server.URL + "/accounts",
		"AKOYA_CLIENT_ID": clientID, "AKOYA_CLIENT_SECRET": clientSecret,
		"AKOYA_SERVICE_CLIENT_ID": "stub-service", "AKOYA_SERVICE_CLIENT_SECRET": serviceSecret,
		"AKOYA_REDIRECT_URI": freeCallback(),
	} {
		ts.Setenv(name, value)
	}
}

// freeCallback is a redirect URI at a port that was free just now.
func freeCallback() string {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	return server.URL + "/callback"
}

func (s *stub) is(kind string) bool { return slices.Contains(s.kinds, kind) }

func (s *stub) make(kind string, keep map[string]bool) string {
	s.n++
	made := fmt.Sprintf("canary-%s-%04d-of-the-stub", kind, s.n)
	keep[made] = true
	s.state.secret(made)
	return made
}

func (s *stub) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	back := q.Get("redirect_uri")
	answer := url.Values{"state": {q.Get("state")}}
	switch {
	case q.Get("client_id") != clientID || !strings.HasPrefix(back, "http://127.0.0.1:") || !strings.HasSuffix(back, "/callback"):
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	case q.Get("connector_id") != "mock" && q.Get("connector_id") != "":
		http.Error(w, "no such connector", http.StatusBadRequest)
		return
	case s.is("login") || q.Get("connector_id") == "":
		_, _ = fmt.Fprint(w, "<html><head><title>Log in to \x1b[31mthe bank</title></head>")
		return
	case q.Get("response_type") != "code":
		answer.Set("error", "unsupported_response_type")
	case !strings.Contains(q.Get("scope"), "openid"):
		answer.Set("error", "invalid_scope")
	default:
		answer.Set("code", s.make("code", s.codes))
	}
	http.Redirect(w, r, back+"?"+answer.Encode(), http.StatusSeeOther)
}

// refuse answers with an error; a stub that echoes says again what it was sent.
func (s *stub) refuse(w http.ResponseWriter, r *http.Request, status int, code, description string) {
	if s.is("echo") {
		description += " You sent " + r.PostForm.Encode() + " and " + r.Header.Get("Authorization")
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": code, "error_description": description})
}

func (s *stub) known(r *http.Request) bool {
	id, secret, ok := r.BasicAuth()
	if ok { // RFC 6749 section 2.3.1: both are form-encoded
		id, _ = url.QueryUnescape(id)
		secret, _ = url.QueryUnescape(secret)
	} else {
		id, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	return id == clientID && secret == clientSecret || id == "stub-service" && secret == serviceSecret
}

func (s *stub) token(w http.ResponseWriter, r *http.Request) {
	grant, code, refresh := r.PostFormValue("grant_type"), r.PostFormValue("code"), r.PostFormValue("refresh_token")
	switch {
	case !s.known(r):
		s.refuse(w, r, 401, "invalid_client", "client authentication failed")
	case grant != "authorization_code" && grant != "refresh_token":
		s.refuse(w, r, 400, "unsupported_grant_type", "unsupported grant_type requested")
	case grant == "authorization_code" && !s.codes[code]:
		s.refuse(w, r, 400, "invalid_grant", "grant request is invalid")
	case grant == "authorization_code" && !strings.HasSuffix(r.PostFormValue("redirect_uri"), "/callback"):
		s.refuse(w, r, 400, "invalid_request", "redirect_uri did not match URI from initial request.")
	case grant == "refresh_token" && refresh == "":
		s.refuse(w, r, 400, "invalid_request", "missing required parameter 'refresh_token'")
	case grant == "refresh_token" && !s.refresh[refresh]:
		s.refuse(w, r, 400, "invalid_grant", "grant request is invalid")
	default:
		delete(s.codes, code)
		delete(s.refresh, refresh)
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"access_token": s.make("access", map[string]bool{}), "expires_in": 600, "token_type": "Bearer",
			"id_token": s.make("id", s.ids), "refresh_token": s.make("refresh", s.refresh),
		})
	}
}

func (s *stub) revoke(w http.ResponseWriter, r *http.Request) {
	switch {
	case !s.known(r):
		s.refuse(w, r, 401, "invalid_client", "client authentication failed")
	case !s.refresh[r.PostFormValue("token")]:
		s.refuse(w, r, 400, "invalid_request", "missing required parameter 'token'")
	default:
		delete(s.refresh, r.PostFormValue("token"))
		clear(s.ids)
	}
}

func (s *stub) service(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil || !s.known(r) {
		s.refuse(w, r, 401, "invalid_client", "client authentication failed")
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": s.make("service", map[string]bool{}), "expires_in": 86399, "token_type": "bearer"})
}

func (s *stub) accounts(w http.ResponseWriter, r *http.Request) {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); !ok || !s.ids[token] {
		s.refuse(w, r, 401, "invalid_token", "no")
		return
	}
	_, _ = fmt.Fprint(w, `{"accounts":[{"depositAccount":{"accountId":"1"}}]}`)
}
