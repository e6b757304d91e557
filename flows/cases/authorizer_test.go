package cases_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/cases"
)

const backTo = "http://127.0.0.1:8765/callback"

func auto(t testing.TB) *cases.AutoAuthorizer {
	client := akoya.NewClient(akoya.ClientOptions{Timeout: 5 * time.Second})
	t.Cleanup(client.Close)
	return &cases.AutoAuthorizer{Client: client, User: "mikomo_9"}
}

func TestAutoAuthorizerApprovesByTheControlAPIThatThePageNames(t *testing.T) {
	l := startLocal(t, sandbox.Options{})
	o := l.options
	o.Control, o.Authorizer = nil, auto(t)
	o.Environment.Name = akoya.EnvironmentCustom
	got := verdicts(t, o, []cases.Case{find(t, "authorize.ok"), find(t, "authorize.denied"), find(t, "obtain.ok"), find(t, "obtain.code.replayed"), find(t, "refresh.used"), find(t, "refresh.ok")})
	for id, outcome := range got {
		if outcome.Verdict != cases.Exact {
			t.Errorf("%s: %s %s", id, outcome.Verdict.Words(), outcome.Why)
		}
	}
	if got["obtain.code.replayed"].Judged {
		t.Error("an undocumented case is judged on a custom server")
	}
}

func TestAutoAuthorizerTrustsNoControlAPIElsewhere(t *testing.T) {
	called := false
	evil := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called = true }))
	defer evil.Close()
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Akoya-Sandbox-Control", evil.URL+"/control")
		_, _ = fmt.Fprint(w, "<title>Sign &amp; in</title>")
	}))
	defer page.Close()
	_, err := auto(t).Authorize(t.Context(), cases.Ask{URL: page.URL + "/auth", RedirectURI: backTo})
	if err == nil || !strings.Contains(err.Error(), "shows a page (Sign & in)") || called {
		t.Errorf("%v, called %v", err, called)
	}
}

func TestAutoAuthorizerSaysWhyItStops(t *testing.T) {
	var target string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/cookie":
			http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
			http.Redirect(w, r, "/cookie2", http.StatusFound)
		case "/cookie2":
			if c, err := r.Cookie("a"); err != nil || c.Value != "b" {
				w.WriteHeader(http.StatusTeapot)
				return
			}
			http.Redirect(w, r, backTo+"?code=the-code&state=s", http.StatusFound)
		case "/to":
			w.Header().Set("Location", target)
			w.WriteHeader(http.StatusFound)
		default:
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	a := auto(t)
	for path, want := range map[string]string{
		"/loop":        "redirects more than 10 times",
		"/unavailable": "answers 503",
	} {
		_, err := a.Authorize(t.Context(), cases.Ask{URL: server.URL + path, RedirectURI: backTo})
		if err == nil || !strings.HasPrefix(err.Error(), "cannot authorize without a browser: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	for _, target = range []string{"file:///etc/passwd", "javascript:alert(1)", "://", "\x00"} {
		if c, err := a.Authorize(t.Context(), cases.Ask{URL: server.URL + "/to", RedirectURI: backTo}); err == nil {
			t.Errorf("to %q: %+v", target, c)
		}
	}
	got, err := a.Authorize(t.Context(), cases.Ask{URL: server.URL + "/cookie", RedirectURI: backTo})
	if err != nil || !got.Code.Equal(akoya.NewSecret("the-code")) || got.State != "s" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := a.Authorize(t.Context(), cases.Ask{URL: server.URL + "/cookie", RedirectURI: backTo, Deny: true}); err == nil || !strings.Contains(err.Error(), "cannot deny") {
		t.Errorf("deny where nobody asks: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Authorize(ctx, cases.Ask{URL: server.URL + "/cookie", RedirectURI: backTo}); !errors.Is(err, context.Canceled) {
		t.Errorf("ended: %v", err)
	}
}

func TestPasteAuthorizer(t *testing.T) {
	ask := cases.Ask{URL: "https://idp.example/auth?client_id=x&state=the-state-0815", State: "the-state-0815", RedirectURI: backTo, Purpose: "obtain.ok: a fresh code"}
	var out bytes.Buffer
	in := strings.NewReader("what?\n" + backTo + "?code=c1&state=other\n" + backTo + "?code=c2&state=the-state-0815")
	p := cases.NewPasteAuthorizer(in, &out)
	got, err := p.Authorize(t.Context(), ask)
	if err != nil || !got.Code.Equal(akoya.NewSecret("c2")) || got.State != ask.State || got.URI != backTo {
		t.Fatalf("%+v, %v\n%s", got, err, out.String())
	}
	if text := out.String(); !strings.Contains(text, ask.URL) || !strings.Contains(text, ask.Purpose) || strings.Contains(text, "c1") {
		t.Errorf("told %q", text)
	}
	for range 2 {
		if _, err := p.Authorize(t.Context(), ask); err == nil || !strings.Contains(err.Error(), "input has ended") {
			t.Errorf("after the end: %v", err)
		}
	}
	wrong := cases.NewPasteAuthorizer(strings.NewReader(strings.Repeat("x", 1<<20)+"\n\n\n\n"), &out)
	if _, err := wrong.Authorize(t.Context(), ask); err == nil || !strings.Contains(err.Error(), "3 tries") {
		t.Errorf("three wrong ones: %v", err)
	}
}

// A code alone cannot be judged, so the whole address is asked for; an error
// without its state can be: the state is missing.
func TestPasteAuthorizerWithoutAState(t *testing.T) {
	ask := cases.Ask{URL: "https://idp.example/auth", State: "the-state-0815", RedirectURI: backTo}
	var out bytes.Buffer
	p := cases.NewPasteAuthorizer(strings.NewReader("the-bare-code-0815\n"+backTo+"?code=c2&state=the-state-0815\n"), &out)
	if got, err := p.Authorize(t.Context(), ask); err != nil || !got.Code.Equal(akoya.NewSecret("c2")) {
		t.Errorf("%+v, %v", got, err)
	}
	if text := out.String(); !strings.Contains(text, "paste the whole address") || strings.Contains(text, "the-bare-code") {
		t.Errorf("told %q", text)
	}
	p = cases.NewPasteAuthorizer(strings.NewReader(backTo+"?error=access_denied\n"), &out)
	denied, err := p.Authorize(t.Context(), ask)
	if err != nil || denied.Error != "access_denied" || denied.State != "" {
		t.Fatalf("%+v, %v", denied, err)
	}
	verdict, _ := cases.Compare(find(t, "authorize.denied").Steps[0].Expect[0], cases.Answer{Callback: &denied, State: ask.State, RedirectURI: backTo})
	if verdict != cases.Mismatch {
		t.Errorf("an error without its state: %s", verdict.Words())
	}
}

func TestBrowserAuthorizer(t *testing.T) {
	// The browser of this test goes straight to the redirect URI.
	redirect := freePort(t)
	b := &cases.BrowserAuthorizer{Timeout: 5 * time.Second, Open: func(string) error {
		go get(redirect + "?code=the-code&state=the-state-0815")
		return nil
	}}
	got, err := b.Authorize(t.Context(), cases.Ask{URL: "https://idp.example/auth", State: "the-state-0815", RedirectURI: redirect})
	if err != nil || !got.Code.Equal(akoya.NewSecret("the-code")) || got.URI != redirect {
		t.Errorf("%+v, %v", got, err)
	}
	b = &cases.BrowserAuthorizer{Timeout: 300 * time.Millisecond, Open: func(string) error {
		go get(redirect + "?code=the-code&state=another")
		return nil
	}}
	if _, err = b.Authorize(t.Context(), cases.Ask{URL: "https://idp.example/auth", State: "the-state-0815", RedirectURI: redirect}); err == nil || !strings.Contains(err.Error(), "another state") {
		t.Errorf("another state: %v", err)
	}
	b = &cases.BrowserAuthorizer{Open: func(string) error { return errors.New("no browser here") }}
	if _, err = b.Authorize(t.Context(), cases.Ask{URL: "https://idp.example/auth", State: "s", RedirectURI: redirect}); err == nil || !strings.Contains(err.Error(), "--authorize paste") {
		t.Errorf("no browser: %v", err)
	}
	if _, err = b.Authorize(t.Context(), cases.Ask{URL: "https://idp.example/auth", State: "s", RedirectURI: "https://app.example/callback"}); err == nil {
		t.Error("a redirect URI elsewhere cannot be listened on")
	}
}

func freePort(t testing.TB) string {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	return s.URL + "/callback"
}

func get(address string) {
	if response, err := http.Get(address); err == nil {
		_ = response.Body.Close()
	}
}

// FuzzParseCallback: no address makes it panic, and none keeps its query.
func FuzzParseCallback(f *testing.F) {
	f.Add("http://127.0.0.1/callback?code=a&state=b#c")
	f.Add("http://[::1")
	f.Fuzz(func(t *testing.T, text string) {
		c, ok := cases.ParseCallback(text)
		if ok && strings.ContainsAny(c.URI, "?#") {
			t.Errorf("%q keeps the query in %q", text, c.URI)
		}
	})
}
