package flows

import (
	"testing"

	"akoya-tui/akoya"
)

// Every request that the steps build is known for what it is.
func TestKindOfTheStepsRequests(t *testing.T) {
	t.Parallel()
	s := refreshed(t, withCode(consented(t, emptySession(), alice, 1), "canary-code-2"), alice, 2)
	want := map[string]kind{StepObtain: kindObtain, StepRefresh: kindRefresh, StepRevoke: kindRevoke, StepDataCall: kindData, StepService: kindService}
	for _, f := range Walk() {
		for _, step := range f.Steps {
			for _, v := range step.Variants {
				request := build(t, s, step.ID, v.ID)
				if got := requestKind(s.Environment, request); got != want[step.ID] || s.IsRefresh(request) != (got == kindRefresh) {
					t.Errorf("%s %s is of kind %d, want %d", step.ID, v.ID, got, want[step.ID])
				}
			}
		}
	}
}

// A request changed by hand is what it has become.
func TestKindOfEditedRequests(t *testing.T) {
	t.Parallel()
	form := func(pairs ...string) (fields []akoya.Field) {
		for i := 0; i < len(pairs); i += 2 {
			fields = append(fields, akoya.Plain(pairs[i], pairs[i+1]))
		}
		return fields
	}
	hydra := testEnvironment()
	hydra.RevokeURL = "https://idp.example/oauth2/destroy"
	one := akoya.Local("http://127.0.0.1:4000")
	for _, c := range []struct {
		name        string
		environment akoya.Environment
		request     akoya.Request
		want        kind
	}{
		{"the grant_type decides, wherever it goes", testEnvironment(), akoya.Request{Method: "POST", URL: "https://elsewhere.example/x", Form: form("grant_type", "refresh_token")}, kindRefresh},
		{"two grant_types: the first", testEnvironment(), akoya.Request{Method: "POST", URL: "https://idp.example/token", Form: form("grant_type", "refresh_token", "grant_type", "authorization_code")}, kindRefresh},
		{"an empty grant_type", testEnvironment(), akoya.Request{Method: "POST", URL: "https://idp.example/token", Form: form("grant_type", "", "code", "x")}, kindOther},
		{"an unknown grant_type", testEnvironment(), akoya.Request{Method: "POST", URL: "https://idp.example/token", Form: form("grant_type", "nonsense")}, kindOther},
		{"no grant_type", testEnvironment(), akoya.Request{Method: "POST", URL: "https://idp.example/token", Form: form("code", "x")}, kindOther},
		{"a grant_type beside a token", testEnvironment(), akoya.Request{Method: "POST", URL: "https://idp.example/revoke", Form: form("token", "x", "grant_type", "nonsense")}, kindOther},
		{"PUT has a body too", testEnvironment(), akoya.Request{Method: "PUT", URL: "https://idp.example/token", Form: form("grant_type", "client_credentials")}, kindService},
		{"a GET does not send its form", testEnvironment(), akoya.Request{Method: "GET", URL: "https://idp.example/token", Form: form("grant_type", "refresh_token")}, kindOther},
		{"HEAD neither", testEnvironment(), akoya.Request{Method: "HEAD", URL: "https://idp.example/revoke", Form: form("token", "x")}, kindOther},
		{"the other documented path", testEnvironment(), akoya.Request{Method: "POST", URL: "https://idp.example/token/revoke", Form: form("token", "x")}, kindRevoke},
		{"a query and a host in capitals", testEnvironment(), akoya.Request{Method: "POST", URL: "https://IDP.example/revoke?x=1", Form: form("token", "x")}, kindRevoke},
		{"a revoke with an empty token", testEnvironment(), akoya.Request{Method: "POST", URL: "https://idp.example/revoke", Form: form("token", "")}, kindRevoke},
		{"a revoke without a token", testEnvironment(), akoya.Request{Method: "POST", URL: "https://idp.example/revoke", Form: form("client_id", "x")}, kindOther},
		{"another host's revoke", testEnvironment(), akoya.Request{Method: "POST", URL: "https://elsewhere.example/revoke", Form: form("token", "x")}, kindOther},
		{"another path", testEnvironment(), akoya.Request{Method: "POST", URL: "https://idp.example/introspect", Form: form("token", "x")}, kindOther},
		{"a revoke URL of one's own", hydra, akoya.Request{Method: "POST", URL: "https://idp.example/oauth2/destroy", Form: form("token", "x")}, kindRevoke},
		{"no URL is nobody's", akoya.Environment{}, akoya.Request{Method: "POST", Form: form("token", "x")}, kindOther},
		{"no URL is no data call", akoya.Environment{}, akoya.Request{Method: "GET"}, kindOther},
		{"a URL that cannot be read", testEnvironment(), akoya.Request{Method: "GET", URL: "https://data.example/%zz"}, kindOther},
		{"any path of the data API", testEnvironment(), akoya.Request{Method: "GET", URL: "https://data.example/balances/v2/mikomo?accountIds=1"}, kindData},
		{"another host is no data", testEnvironment(), akoya.Request{Method: "GET", URL: "https://idp.example/keys"}, kindOther},
		{"a POST to the data API", testEnvironment(), akoya.Request{Method: "POST", URL: "https://data.example/accounts-info/v2/mikomo"}, kindOther},
		{"one host: data", one, akoya.Request{Method: "GET", URL: "http://127.0.0.1:4000/accounts/v2/mikomo"}, kindData},
		{"one host: the keys are no data", one, akoya.Request{Method: "GET", URL: "http://127.0.0.1:4000/keys"}, kindOther},
		{"one host: nor is the login page", one, akoya.Request{Method: "GET", URL: "http://127.0.0.1:4000/auth?client_id=x"}, kindOther},
		{"one host: nor a token URL by GET", one, akoya.Request{Method: "GET", URL: "http://127.0.0.1:4000/token"}, kindOther},
		{"nothing", testEnvironment(), akoya.Request{}, kindOther},
	} {
		if got := requestKind(c.environment, c.request); got != c.want {
			t.Errorf("%s: kind %d, want %d", c.name, got, c.want)
		}
	}
}

// The bearer is read as RFC 6750 writes it, with any case and space.
func TestBearer(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"Bearer abc": "abc", "bearer abc": "abc", "BEARER   abc ": "abc", "Basic abc": "", "Bearer": "", "Bearer ": "", "abc": "", "": "", "DPoP abc": "",
	} {
		request := akoya.Request{Header: []akoya.Field{akoya.Plain("Accept", "Bearer no"), akoya.Plain("authorization", value)}}
		if got := bearerOf(request).Reveal(); got != want {
			t.Errorf("of %q the bearer is %q, want %q", value, got, want)
		}
	}
	if got := bearerOf(akoya.Request{}); !got.IsZero() {
		t.Errorf("without a header the bearer is %v", got)
	}
}
