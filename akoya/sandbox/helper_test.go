package sandbox

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// start runs a sandbox for one test.
func start(t testing.TB, opts Options) *Server {
	t.Helper()
	s, err := Start(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(context.Background()) })
	return s
}

// reply is what came back.
type reply struct {
	Status int
	Header http.Header
	Body   string
}

// json decodes the body into a new T.
func decode[T any](t testing.TB, r reply) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(r.Body), &v); err != nil {
		t.Fatalf("status %d, body %q: %v", r.Status, r.Body, err)
	}
	return v
}

// do sends a request without following redirects.
func do(t testing.TB, req *http.Request) reply {
	t.Helper()
	c := &http.Client{
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(body)}
}

func get(t testing.TB, url string, header ...string) reply {
	t.Helper()
	return do(t, request(t, http.MethodGet, url, "", header...))
}

// request builds a request with headers given as name, value, …
func request(t testing.TB, method, url, body string, header ...string) *http.Request {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return req
}

// post sends a form given as name, value, …
func post(t testing.TB, to string, header []string, pairs ...string) reply {
	t.Helper()
	req := request(t, http.MethodPost, to, encodePairs(pairs...), header...)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return do(t, req)
}

func encodePairs(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v.Encode()
}

// basic is an Authorization header of form-escaped parts.
func basic(id, secret string) []string {
	return rawBasic(url.QueryEscape(id) + ":" + url.QueryEscape(secret))
}

func rawBasic(text string) []string {
	return []string{"Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte(text))}
}

func good(s *Server) []string { return basic(s.opts.ClientID, s.opts.ClientSecret) }

// call sends a command of the control API and wants status 200.
func call(t testing.TB, s *Server, path string, in any) reply {
	t.Helper()
	r := tryCall(t, s, path, in)
	if r.Status != http.StatusOK {
		t.Fatalf("POST %s: status %d, body %s", path, r.Status, r.Body)
	}
	return r
}

func tryCall(t testing.TB, s *Server, path string, in any) reply {
	t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	return do(t, request(t, http.MethodPost, s.base+path, string(bytes.TrimSpace(body)), "Content-Type", "application/json"))
}

func mint(t testing.TB, s *Server, in mintRequest) mintAnswer {
	t.Helper()
	m := map[string]string{"kind": in.Kind}
	for k, v := range map[string]string{"state": in.State, "client_id": in.ClientID, "user": in.User, "redirect_uri": in.RedirectURI, "scope": in.Scope} {
		if v != "" {
			m[k] = v
		}
	}
	return decode[mintAnswer](t, call(t, s, "/control/mint", m))
}

// obtain exchanges a fresh code of a user and returns the tokens.
func obtain(t testing.TB, s *Server, in mintRequest) tokenAnswer {
	t.Helper()
	in.Kind = "code"
	code := mint(t, s, in)
	r := post(t, s.Info().TokenURL, good(s), "grant_type", "authorization_code", "code", code.Value, "redirect_uri", code.RedirectURI)
	if r.Status != http.StatusOK {
		t.Fatalf("obtain: status %d, body %s", r.Status, r.Body)
	}
	return decode[tokenAnswer](t, r)
}

// refresh sends a refresh with the credentials in the body, as documented.
func refresh(t testing.TB, s *Server, token string) reply {
	t.Helper()
	return post(t, s.Info().TokenURL, nil, "grant_type", "refresh_token", "refresh_token", token,
		"client_id", s.opts.ClientID, "client_secret", s.opts.ClientSecret)
}

// accounts makes a data call.
func accounts(t testing.TB, s *Server, idToken string) reply {
	t.Helper()
	return get(t, s.Info().AccountsURL, "Authorization", "Bearer "+idToken)
}

func advance(t testing.TB, s *Server, d time.Duration) {
	t.Helper()
	if err := s.Advance(d); err != nil {
		t.Fatal(err)
	}
}

func wantReply(t testing.TB, got reply, status int, body string) {
	t.Helper()
	if got.Status != status || got.Body != body {
		t.Errorf("got  %d %s\nwant %d %s", got.Status, got.Body, status, body)
	}
}
