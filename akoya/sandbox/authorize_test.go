package sandbox

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// query is a good authorize request with changes, as change.apply does them.
func query(s *Server, c change) string {
	return encodePairs(c.apply(map[string]string{
		"connector": "mikomo", "client_id": s.opts.ClientID, "redirect_uri": s.opts.RedirectURIs[0],
		"response_type": "code", "scope": "openid profile offline_access", "state": "some-state-0123456789",
	})...)
}

// approve lets a user approve a good request over the control API.
func approve(t testing.TB, s *Server, more map[string]any, pairs ...string) url.Values {
	t.Helper()
	c := change{}
	for i := 0; i < len(pairs); i += 2 {
		c[pairs[i]] = pairs[i+1]
	}
	in := map[string]any{"authorize_url": s.Info().AuthURL + "?" + query(s, c)}
	for k, v := range more {
		in[k] = v
	}
	u, err := url.Parse(decode[authorizeAnswer](t, call(t, s, "/control/authorize", in)).Redirect)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}

func approveCode(t testing.TB, s *Server, pairs ...string) string {
	t.Helper()
	code := approve(t, s, nil, pairs...).Get("code")
	if code == "" {
		t.Fatal("no code in the callback")
	}
	return code
}

func TestAuthorizeErrors(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	rows := []struct {
		name   string
		change change
		status int
		text   string // of the page, or error and description of the redirect
		code   string
	}{
		{"connector wrong", change{"connector": "Mikomoo"}, 400, "Invalid ConnectorID", ""},
		{"connector missing", change{"connector": "-"}, 403, "Missing connector", ""},
		{"connector empty", change{"connector": ""}, 403, "Missing connector", ""},
		{"client_id wrong", change{"client_id": "client_id"}, 400, `Invalid client_id ("client_id")`, ""},
		{"client_id missing", change{"client_id": "-"}, 400, `Invalid client_id ("")`, ""},
		{"redirect_uri wrong", change{"redirect_uri": "https://wrong/v1/callback"}, 400, `Unregistered redirect_uri ("https://wrong/v1/callback")`, ""},
		{"redirect_uri missing", change{"redirect_uri": "-"}, 400, `Unregistered redirect_uri ("")`, ""},
		{"redirect_uri with a slash more", change{"redirect_uri": s.opts.RedirectURIs[0] + "/"}, 400, `Unregistered redirect_uri ("http://127.0.0.1:8765/callback/")`, ""},
		{"response_type wrong", change{"response_type": "token"}, 303, `Unsupported response type "token"`, "unsupported_response_type"},
		{"response_type missing", change{"response_type": "-"}, 303, "No response_type provided", "unsupported_response_type"},
		{"scope without openid", change{"scope": "profile"}, 303, `Missing required scope(s) ["openid"].`, "invalid_scope"},
		{"scope missing", change{"scope": "-"}, 303, `Missing required scope(s) ["openid"].`, "invalid_scope"},
		{"scope unknown", change{"scope": "openid nonsense"}, 303, `Unrecognized scope(s) ["nonsense"]`, "invalid_scope"},
		{"challenge method unknown", change{"code_challenge": "x", "code_challenge_method": "S512"}, 303, `Unsupported PKCE challenge method ("S512").`, "invalid_request"},
		{"markup in the client_id", change{"client_id": "<b>"}, 400, `Invalid client_id ("<b>")`, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			r := get(t, s.Info().AuthURL+"?"+query(s, row.change))
			if r.Status != row.status {
				t.Fatalf("status %d, want %d: %s", r.Status, row.status, r.Body)
			}
			if got := r.Header.Get(controlHeader); got != s.Info().ControlURL {
				t.Errorf("%s: %q", controlHeader, got)
			}
			control := tryCall(t, s, "/control/authorize", map[string]any{"authorize_url": query(s, row.change)})
			answer := decode[authorizeAnswer](t, control)
			if row.code == "" {
				if r.Header.Get("Location") != "" || !strings.Contains(html.UnescapeString(r.Body), ">"+row.text+"<") || strings.Contains(r.Body, "<b>") {
					t.Errorf("no page with %s, but %v %s", row.text, r.Header, r.Body)
				}
				if control.Status != row.status || answer != (authorizeAnswer{Status: row.status, Error: row.text}) {
					t.Errorf("control: %d %+v", control.Status, answer)
				}
				return
			}
			want := s.opts.RedirectURIs[0] + "?error=" + row.code + "&error_description=" + url.QueryEscape(row.text) + "&state=some-state-0123456789"
			if got := r.Header.Get("Location"); got != want || answer.Redirect != want {
				t.Errorf("redirect %s\ncontrol  %s\nwant     %s", got, answer.Redirect, want)
			}
		})
	}
}

func TestConnectorIsComparedWithoutCase(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	for _, connector := range []string{"mikomo", "Mikomo"} {
		if r := get(t, s.Info().AuthURL+"?"+query(s, change{"connector": connector})); r.Status != 200 {
			t.Errorf("%s: %d", connector, r.Status)
		}
	}
	if r := do(t, request(t, http.MethodHead, s.Info().AuthURL+"?"+query(s, nil), "")); r.Status != 200 {
		t.Errorf("HEAD: %d", r.Status)
	}
	if r := get(t, s.Info().AuthURL+"?client_id=%zz"); r.Status != 400 {
		t.Errorf("a query that is not URL-encoded: %d", r.Status)
	}
}

func TestStateComesBackUnchanged(t *testing.T) {
	t.Parallel()
	redirect := "http://127.0.0.1:8765/callback?keep=this%20one"
	s := start(t, Options{RedirectURIs: []string{redirect}})
	for _, state := range []string{"", "a", ";/?:@&=+$,#[]!*'()", "a b\tc\n", "100%", "é€😀\x00\xff", `"<script>\`, strings.Repeat("s", 4000)} {
		for _, ok := range []bool{true, false} {
			in := map[string]any{"authorize_url": query(s, change{"state": state}), "approve": ok}
			to := decode[authorizeAnswer](t, call(t, s, "/control/authorize", in)).Redirect
			if !strings.HasPrefix(to, redirect+"&") {
				t.Errorf("the query of the redirect URI is lost: %s", to)
			}
			u, err := url.Parse(to)
			if err != nil {
				t.Fatal(err)
			}
			q := u.Query()
			if q.Get("state") != state || q.Get("keep") != "this one" || q.Has("code") != ok || (q.Get("error") == "access_denied") == ok {
				t.Errorf("state %q came back as %q in %s", state, q.Get("state"), to)
			}
		}
	}
	// A semicolon sent as it is is a character like any other.
	raw := strings.Replace(query(s, nil), "some-state-0123456789", "a;b", 1)
	to := decode[authorizeAnswer](t, call(t, s, "/control/authorize", map[string]any{"authorize_url": raw})).Redirect
	if !strings.HasSuffix(to, "&state=a%3Bb") {
		t.Errorf("redirect %s", to)
	}
}
