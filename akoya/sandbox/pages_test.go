package sandbox

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// visitor walks the pages as a browser without cookies or scripts would.
type visitor struct {
	t    *testing.T
	s    *Server
	page reply
}

func visit(t *testing.T, s *Server, c change) *visitor {
	t.Helper()
	return &visitor{t, s, get(t, s.Info().AuthURL+"?"+query(s, c))}
}

func (v *visitor) flow() string {
	m := regexp.MustCompile(`name="flow" value="([^"]+)"`).FindStringSubmatch(v.page.Body)
	if m == nil {
		v.t.Fatalf("no form on the page: %d %s", v.page.Status, v.page.Body)
	}
	return m[1]
}

// submit sends the form of the page with more fields, and wants a status.
func (v *visitor) submit(path string, status int, pairs ...string) {
	v.t.Helper()
	v.page = post(v.t, v.s.base+path, nil, append(pairs, "flow", v.flow())...)
	v.wantStatus(status)
}

func (v *visitor) wantStatus(status int) {
	v.t.Helper()
	if v.page.Status != status {
		v.t.Fatalf("status %d, want %d: %s", v.page.Status, status, v.page.Body)
	}
}

func (v *visitor) wantText(text string) {
	v.t.Helper()
	if !strings.Contains(v.page.Body, text) {
		v.t.Errorf("the page does not say %q: %s", text, v.page.Body)
	}
}

func TestPagesApprove(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	const state = "s;t&a=t e+%#"
	v := visit(t, s, change{"state": state})
	v.wantStatus(200)
	for _, text := range []string{"Local Akoya: not the real one", `<html lang="en">`, `<label for="username">`, "mikomo_14", "mikomo_704"} {
		v.wantText(text)
	}
	v.submit("/auth/login", 401, "username", "mikomo_1", "password", "nope")
	v.wantText(`role="alert"`)
	v.wantText(`value="mikomo_1"`)
	v.submit("/auth/login", 401, "username", "nobody", "password", "nobody")
	v.submit("/auth/login", 200, "username", "mikomo_1", "password", "mikomo_1")
	v.wantText(`id="next"`)
	v.submit("/auth/terms", 200)
	v.wantText(`id="account-1755000103"`)
	v.submit("/auth/accounts", 422, "decision", "approve")
	v.wantText("Choose at least one account")
	flow := v.flow()
	v.submit("/auth/accounts", 303, "decision", "approve", "account_1755000102", "yes", "account_1755009999", "yes")
	to, err := url.Parse(v.page.Header.Get("Location"))
	if err != nil || to.Query().Get("state") != state || !strings.HasPrefix(to.String(), s.opts.RedirectURIs[0]+"?code=") {
		t.Errorf("redirected to %s", to)
	}
	r := post(t, s.Info().TokenURL, good(s), "grant_type", "authorization_code", "code", to.Query().Get("code"), "redirect_uri", s.opts.RedirectURIs[0])
	got := verified(t, s, decode[tokenAnswer](t, r).IDToken)["accounts"].([]any)
	if len(got) != 1 || got[0] != "1755000102" {
		t.Errorf("accounts %v", got)
	}
	if again := post(t, s.base+"/auth/accounts", nil, "flow", flow, "decision", "approve", "account_1755000102", "yes"); again.Status != 400 {
		t.Errorf("a flow that has ended: %d", again.Status)
	}
}

func TestPagesDeny(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	v := visit(t, s, nil)
	v.submit("/auth/login", 200, "username", "mikomo_7", "password", "mikomo_7")
	v.submit("/auth/terms", 200)
	v.submit("/auth/accounts", 303, "decision", "deny")
	want := s.opts.RedirectURIs[0] + "?error=access_denied&error_description=The+user+denied+the+request.&state=some-state-0123456789"
	if got := v.page.Header.Get("Location"); got != want {
		t.Errorf("redirected to %s, want %s", got, want)
	}
}

func TestPagesCannotBeSkipped(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	v := visit(t, s, nil)
	v.submit("/auth/terms", 401)
	v.submit("/auth/accounts", 401, "decision", "approve", "account_1755000102", "yes")
	v.submit("/auth/login", 200, "username", "mikomo_1", "password", "mikomo_1")
	v.submit("/auth/accounts", 401, "decision", "approve", "account_1755000102", "yes")
	for _, path := range []string{"/auth/login", "/auth/terms", "/auth/accounts"} {
		r := post(t, s.base+path, nil, "flow", "made-up", "username", "mikomo_1", "password", "mikomo_1")
		if r.Status != 400 || !strings.Contains(r.Body, "This sign-in is over") {
			t.Errorf("%s with a made-up flow: %d", path, r.Status)
		}
		if r := get(t, s.base+path); r.Status != 405 || r.Header.Get("Allow") != "POST" {
			t.Errorf("GET %s: %d %v", path, r.Status, r.Header)
		}
	}
	slow := visit(t, s, nil)
	advance(t, s, flowLife)
	slow.submit("/auth/login", 400, "username", "mikomo_1", "password", "mikomo_1")
}

func TestPageHeaders(t *testing.T) {
	t.Parallel()
	s := start(t, Options{RedirectURIs: []string{"http://127.0.0.1:8765/callback", "https://app.example/cb?x=1", "my.app:/cb"}})
	for i, source := range []string{"http://127.0.0.1:8765", "https://app.example", "my.app:"} {
		v := visit(t, s, change{"redirect_uri": s.opts.RedirectURIs[i]})
		csp := v.page.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'; style-src 'sha256-") || !strings.Contains(csp, "; form-action 'self' "+source+";") || strings.Contains(csp, "unsafe") {
			t.Errorf("Content-Security-Policy: %s", csp)
		}
		for name, want := range map[string]string{"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
			"Content-Type": "text/html; charset=utf-8", controlHeader: s.Info().ControlURL} {
			if got := v.page.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if regexp.MustCompile(`(?i)<script|src=|<link|url\(|\son\w+=`).MatchString(v.page.Body) {
			t.Error("the page loads or runs something")
		}
	}
}

func TestIndex(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	r := get(t, s.base+"/")
	for _, text := range []string{s.Info().TokenURL, s.Info().STSURL, s.Info().ControlURL, s.opts.ClientID, "mikomo_602"} {
		if !strings.Contains(r.Body, text) {
			t.Errorf("no %q on the index page", text)
		}
	}
	if strings.Contains(r.Body, s.opts.ClientSecret) {
		t.Error("the client secret is on the index page")
	}
}
