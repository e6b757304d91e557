package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
)

// newCheck returns a check with nothing around it: no terminal, no local Akoya.
func newCheck(env map[string]string) (Check, *bytes.Buffer) {
	var said bytes.Buffer
	return Check{
		Format: "text", In: strings.NewReader(""), Out: &said, Err: &said,
		CheckDeps: CheckDeps{
			Version: "test", Catalogue: cases.Catalogue, Getenv: func(name string) string { return env[name] },
		},
	}, &said
}

var credentials = map[string]string{"AKOYA_CLIENT_ID": "app", "AKOYA_CLIENT_SECRET": "canary-4711"}

func TestServersThatAreNotHereAreSpared(t *testing.T) {
	custom := func(urls ...string) akoya.Environment {
		return akoya.Environment{Name: akoya.EnvironmentCustom, AuthorizeURL: urls[0], TokenURL: urls[len(urls)-1]}
	}
	for name, c := range map[string]struct {
		env  akoya.Environment
		want float64
	}{
		"sandbox":           {akoya.Sandbox(), 4},
		"production":        {akoya.Production(), 4},
		"local":             {akoya.Local("http://127.0.0.1:1"), 0},
		"custom elsewhere":  {custom("https://idp.example/auth"), 4},
		"custom here":       {custom("http://localhost:8080/auth", "http://[::1]:8080/token"), 0},
		"one of them here":  {custom("http://127.0.0.1/auth", "https://idp.example/token"), 4},
		"looks like here":   {custom("http://127.0.0.1.example/auth"), 4},
		"localhost as user": {custom("http://localhost@idp.example/auth"), 4},
	} {
		if got := requestsPerSecond(c.env); got != c.want {
			t.Errorf("%s: %v requests a second, want %v", name, got, c.want)
		}
	}
}

func TestACustomServerNeverFallsBackToAkoya(t *testing.T) {
	c, _ := newCheck(credentials)
	c.Server.TokenURL = "https://idp.example/token"
	empty := ""
	c.Server.ConnectorParam = &empty
	target, err := c.target(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := akoya.Environment{Name: akoya.EnvironmentCustom, TokenURL: "https://idp.example/token"}
	if target.Environment != want {
		t.Errorf("environment %+v", target.Environment)
	}
	if target.Control != nil || target.App.RedirectURI != customRedirectURI || target.Service.ClientID != "app" {
		t.Errorf("target %+v", target)
	}
}

func TestServiceCredentialsAreTheirOwnWhenSet(t *testing.T) {
	env := map[string]string{"AKOYA_SERVICE_CLIENT_ID": "svc", "AKOYA_SERVICE_CLIENT_SECRET": "s", "AKOYA_REDIRECT_URI": "https://app.example/back"}
	for name, value := range credentials {
		env[name] = value
	}
	c, _ := newCheck(env)
	c.Server.Environment = akoya.EnvironmentSandbox
	target, err := c.target(t.Context(), nil)
	if err != nil || target.Service.ClientID != "svc" || target.App.ClientID != "app" || target.App.RedirectURI != "https://app.example/back" {
		t.Errorf("%+v, %v", target, err)
	}
	if target.Environment != akoya.Sandbox() {
		t.Errorf("environment %+v", target.Environment)
	}
}

func TestAProfileIsAsked(t *testing.T) {
	c, _ := newCheck(nil)
	c.Server.Profile = "work"
	if _, err := c.target(t.Context(), nil); err == nil || err.Error() != `there is no profile "work"` {
		t.Errorf("without profiles: %v", err)
	}
	scope := "openid"
	c.Server.Scope = &scope
	c.FindProfile = func(_ context.Context, name string) (Target, error) {
		if name != "work" {
			return Target{}, errors.New("no")
		}
		return Target{Environment: akoya.Production(), App: akoya.App{ClientID: "of-work", Scope: "all"}}, nil
	}
	target, err := c.target(t.Context(), nil)
	if err != nil || target.App.ClientID != "of-work" || target.App.Scope != "openid" {
		t.Errorf("%+v, %v", target, err)
	}
	c.IncludeDestructive = true
	if err := c.confirm(t.Context(), target.Environment, c.Catalogue()); err == nil || !strings.Contains(err.Error(), "type its name") {
		t.Errorf("a production profile without a terminal: %v", err)
	}
	harmless := []cases.Case{c.Catalogue()[0]}
	if err := c.confirm(t.Context(), target.Environment, harmless); err != nil {
		t.Errorf("%s ends no consent: %v", harmless[0].ID, err)
	}
}

func TestPlainHTTPIsWarnedOf(t *testing.T) {
	c, said := newCheck(credentials)
	c.warn(Target{Environment: akoya.Environment{TokenURL: "http://idp.example/token", RevokeURL: "http://idp.example/revoke", AuthorizeURL: "http://127.0.0.1/auth"}})
	if got := said.String(); strings.Count(got, "http://idp.example is not encrypted") != 1 || strings.Contains(got, "127.0.0.1") {
		t.Errorf("said %q", got)
	}
}

func TestWhoApproves(t *testing.T) {
	for way, want := range map[string]string{
		"": "*cases.AutoAuthorizer", authorizeAuto: "*cases.AutoAuthorizer",
		authorizeBrowser: "*cases.BrowserAuthorizer", authorizePaste: "*cases.PasteAuthorizer",
	} {
		c, _ := newCheck(credentials)
		c.Authorize = way
		if got := typeName(c.authorizer(Target{Environment: akoya.Sandbox()}, nil)); got != want {
			t.Errorf("%q without a terminal: %s", way, got)
		}
	}
	for uri, want := range map[string]bool{
		"http://127.0.0.1:8765/callback": true, "http://localhost:1/": true, "https://127.0.0.1/callback": false,
		akoya.DefaultRedirectURI: false, "myapp://callback": false, "": false,
	} {
		if canListen(uri) != want {
			t.Errorf("canListen(%q) is %v", uri, !want)
		}
	}
}
