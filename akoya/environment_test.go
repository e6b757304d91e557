package akoya

import (
	"strings"
	"testing"
)

func TestAlternativeRevokeURL(t *testing.T) {
	for url, want := range map[string]string{
		"https://x/revoke": "https://x/token/revoke", "https://x/token/revoke": "https://x/revoke", "https://x/other": "", "": "",
	} {
		if got := (Environment{RevokeURL: url}).AlternativeRevokeURL(); got != want {
			t.Errorf("%q: got %q, want %q", url, got, want)
		}
	}
}

// A test must never name production by mistake: no host of the one is in the other.
func TestEnvironmentsAreApart(t *testing.T) {
	for _, url := range []string{Sandbox().AuthorizeURL, Sandbox().TokenURL, Sandbox().RevokeURL, Sandbox().ServiceTokenURL, Sandbox().AccountsURL} {
		if !strings.HasPrefix(url, "https://sandbox-") {
			t.Errorf("sandbox: %s", url)
		}
	}
	for _, url := range []string{Production().AuthorizeURL, Production().TokenURL, Production().RevokeURL, Production().ServiceTokenURL, Production().AccountsURL} {
		if strings.Contains(url, "sandbox") || !strings.HasPrefix(url, "https://") {
			t.Errorf("production: %s", url)
		}
	}
	if Local("http://127.0.0.1:1/").TokenURL != "http://127.0.0.1:1/token" || !Local("x").IsLocal() || Sandbox().IsLocal() {
		t.Error("local")
	}
}

func TestOnThisMachine(t *testing.T) {
	for address, want := range map[string]bool{
		"http://LocalHost:8080/token": true, "http://127.0.0.1/token": true, "http://[::1]:1/token": true,
		"http://localhost.example/token": false, "http://localhost@idp.example/token": false, "https://10.0.0.1/token": false, "": false,
	} {
		e := Environment{TokenURL: address}
		if got := e.OnThisMachine(); got != want {
			t.Errorf("%q: on this machine %v", address, got)
		}
		if e.RevokeURL = "https://idp.example/revoke"; e.OnThisMachine() {
			t.Errorf("%q with another URL elsewhere is on this machine", address)
		}
	}
	if !Local("http://127.0.0.1:41023").OnThisMachine() || Sandbox().OnThisMachine() {
		t.Error("the named environments are mistaken")
	}
}

func TestProductionIsKnownByItsHosts(t *testing.T) {
	for address, want := range map[string]bool{
		"https://idp.ddp.akoya.com/revoke":         true,
		"https://IDP.ddp.akoya.com.:443/revoke":    true,
		"https://sandbox-idp.ddp.akoya.com/revoke": false,
		"http://127.0.0.1:1/idp.ddp.akoya.com":     false,
		"idp.ddp.akoya.com":                        false,
		"":                                         false,
	} {
		for name, e := range map[string]Environment{
			"authorize": {AuthorizeURL: address}, "token": {TokenURL: address}, "revoke": {RevokeURL: address},
			"service token": {ServiceTokenURL: address}, "accounts": {AccountsURL: address}, "keys": {KeysURL: address},
		} {
			e.Name = EnvironmentCustom
			if got := e.IsProduction(); got != want {
				t.Errorf("%s at %q: production %v", name, address, got)
			}
		}
	}
	if !Production().IsProduction() || Sandbox().IsProduction() || Local("http://127.0.0.1:1").IsProduction() {
		t.Error("the named environments are mistaken")
	}
	if elsewhere := (Environment{Name: EnvironmentProduction, TokenURL: "https://idp.example/token"}); !elsewhere.IsProduction() {
		t.Error("production with other URLs is not production")
	}
}
