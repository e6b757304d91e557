package akoya_test

import (
	"strings"
	"testing"

	"akoya-tui/akoya"
)

// A URL is taken apart and put together again: what was not touched is as it was.
func TestQuery(t *testing.T) {
	t.Parallel()
	app := akoya.App{ClientID: "id with & and =", RedirectURI: "http://127.0.0.1:8765/callback", Connector: "mikomo", Scope: akoya.DefaultScope}
	env := akoya.Local("http://127.0.0.1:1")
	env.AuthorizeURL += "?tenant=a%26b#top"
	address, err := akoya.AuthorizeURL(env, app, akoya.AuthorizeOptions{State: "s+t/u", CodeChallenge: "c"})
	if err != nil {
		t.Fatal(err)
	}
	list := akoya.Query(address)
	if got, err := akoya.WithQuery(address, list); err != nil || got != address {
		t.Errorf("%q became %q (%v)", address, got, err)
	}
	want := map[string]string{"tenant": "a&b", "client_id": app.ClientID, "scope": app.Scope, "state": "s+t/u", "redirect_uri": app.RedirectURI}
	for _, f := range list {
		if value, ok := want[f.Name]; ok && f.Display() != value {
			t.Errorf("%s is %q, want %q", f.Name, f.Display(), value)
		}
		delete(want, f.Name)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
	if got := akoya.Query("https://idp.example/auth"); got != nil {
		t.Errorf("no query gives %v", got)
	}
	odd := akoya.Query("https://idp.example/auth?a=%zz&&b&client_secret=hidden")
	if len(odd) != 3 || odd[0].Display() != "%zz" || odd[1].Name != "b" || !odd[2].Sensitive || strings.Contains(odd[2].Display(), "idden") {
		t.Errorf("an odd query is %v", odd)
	}
}

// What a browser must not be given is refused with a reason, whatever was typed.
func TestBeforeQuery(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://idp.example/auth?a=1#top": "https://idp.example/auth", "https://idp.example/auth#top?a=1": "https://idp.example/auth",
		"https://idp.example/auth": "https://idp.example/auth", "no address": "no address", "": "",
	} {
		if got := akoya.BeforeQuery(address); got != want {
			t.Errorf("%q before its query is %q, want %q", address, got, want)
		}
	}
}

func TestWithQueryRefuses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "idp.example/auth", "file:///etc/passwd", "javascript:alert(1)", "https://user:pass@idp.example/", "https://idp.example/a b", "-x"} {
		if got, err := akoya.WithQuery(address, nil); err == nil {
			t.Errorf("%q is taken: %q", address, got)
		}
	}
	got, err := akoya.WithQuery("https://idp.example/auth?old=1#f", []akoya.Field{akoya.Plain("a b", "c&d=e#f\x00\n漢")})
	if want := "https://idp.example/auth?a%20b=c%26d%3De%23f%00%0A%E6%BC%A2#f"; err != nil || got != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}
