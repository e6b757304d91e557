package cases_test

import (
	"errors"
	"strings"
	"testing"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
)

// answer is an answer as it came over the wire, written by hand.
func answer(status int, body string, headers ...string) cases.Answer {
	rt := akoya.RoundTrip{Method: "POST", URL: "https://idp.example/token", Status: status}
	rt.Received = akoya.Message{Line: "HTTP/1.1", Body: akoya.NewSecret(body)}
	for i := 0; i+1 < len(headers); i += 2 {
		rt.Received.Header = append(rt.Received.Header, akoya.Plain(headers[i], headers[i+1]))
	}
	return cases.Answer{RoundTrip: rt, State: "the-state", RedirectURI: "http://127.0.0.1:8765/callback"}
}

func TestVerdictsOfErrors(t *testing.T) {
	for name, test := range map[string]struct {
		id     string
		status int
		body   string
		want   cases.Verdict
	}{
		"as documented":               {"refresh.used", 400, `{"error":"invalid_request","error_description":"Refresh token is invalid or has already been claimed by another client."}`, cases.Exact},
		"line break and no full stop": {"refresh.used", 400, "{\"error\":\"invalid_request\",\"error_description\":\"Refresh token is invalid or has \\n already been claimed by another client\"}", cases.Exact},
		"another description":         {"refresh.used", 400, `{"error":"invalid_request","error_description":"Token expired."}`, cases.SameError},
		"no description":              {"refresh.used", 400, `{"error":"invalid_request"}`, cases.SameError},
		"a number as description":     {"refresh.used", 400, `{"error":"invalid_request","error_description":7}`, cases.SameError},
		"another error":               {"refresh.used", 400, `{"error":"invalid_grant","error_description":"Refresh token is invalid or has already been claimed by another client."}`, cases.SameStatus},
		"same words, other case":      {"refresh.used", 400, `{"error":"INVALID_REQUEST"}`, cases.SameStatus},
		"no JSON":                     {"refresh.used", 400, `<html>Bad Request</html>`, cases.SameStatus},
		"a list":                      {"refresh.used", 400, `["invalid_request"]`, cases.SameStatus},
		"nothing":                     {"refresh.used", 400, ``, cases.SameStatus},
		"another status":              {"refresh.used", 401, `{"error":"invalid_request","error_description":"Refresh token is invalid or has already been claimed by another client."}`, cases.Mismatch},
		"granted":                     {"refresh.used", 200, `{"id_token":"a","refresh_token":"b"}`, cases.Mismatch},
		"server error":                {"refresh.used", 500, `{"error":"server_error"}`, cases.Mismatch},

		"bare error":                     {"obtain.grant_type.missing", 400, `{"error":"invalid_grant"}`, cases.Exact},
		"bare error, null description":   {"obtain.grant_type.missing", 400, `{"error":"invalid_grant","error_description":null}`, cases.SameError},
		"described as in the table":      {"obtain.grant_type.missing", 400, `{"error":"invalid_grant","error_description":"Missing or incorrect grant_type field. Must be authorization_code"}`, cases.Exact},
		"described otherwise":            {"obtain.grant_type.missing", 400, `{"error":"invalid_grant","error_description":"no"}`, cases.SameError},
		"newer servers of the same kind": {"obtain.grant_type.missing", 400, `{"error":"unsupported_grant_type"}`, cases.SameStatus},

		"revoke: as the test page":   {"revoke.client_secret.wrong", 401, `{"error":"unauthorized_client"}`, cases.Exact},
		"revoke: as the error table": {"revoke.client_secret.wrong", 400, `{"error":"invalid_request"}`, cases.Exact},
		"revoke: as the RFC":         {"revoke.client_secret.wrong", 401, `{"error":"invalid_client"}`, cases.SameStatus},
		"revoke: no such endpoint":   {"revoke.client_secret.wrong", 404, "404 page not found\n", cases.Mismatch},
		"wrong token as the RFC":     {"revoke.token.wrong", 200, ``, cases.Mismatch},

		"602":           {"accounts.no_token", 401, `{"code":602,"message":"Customer not authorized"}`, cases.Exact},
		"602, reworded": {"accounts.no_token", 401, `{"code":602,"message":"Not allowed"}`, cases.SameError},
		"602 as text":   {"accounts.no_token", 401, `{"code":"602","message":"Customer not authorized"}`, cases.SameStatus},
		"601":           {"accounts.no_token", 401, `{"code":601,"message":"Customer not authorized"}`, cases.SameStatus},
	} {
		c := find(t, test.id)
		got, _, differences := cases.CompareAny(c.Steps[0].Expect, answer(test.status, test.body))
		if got != test.want {
			t.Errorf("%s: %s, want %s: %+v", name, got.Words(), test.want.Words(), differences)
		}
		for _, d := range differences {
			if (got == cases.Exact) != d.Same && got == cases.Exact {
				t.Errorf("%s: exact, but %+v", name, d)
			}
		}
	}
}

func TestVerdictsOfGrants(t *testing.T) {
	const pair = `{"token_type":"bearer","expires_in":86399,"refresh_token":"new-r","id_token":"new-i"}`
	for name, test := range map[string]struct {
		id   string
		body string
		want cases.Verdict
	}{
		"a new pair":                  {"refresh.ok", pair, cases.Exact},
		"with an access_token":        {"refresh.ok", strings.Replace(pair, "{", `{"access_token":"x",`, 1), cases.Exact},
		"the old refresh token":       {"refresh.ok", strings.Replace(pair, "new-r", "old-r", 1), cases.Mismatch},
		"the old id_token":            {"refresh.ok", strings.Replace(pair, "new-i", "old-i", 1), cases.Mismatch},
		"no refresh token":            {"refresh.ok", `{"token_type":"bearer","expires_in":1,"id_token":"new-i"}`, cases.Mismatch},
		"an empty id_token":           {"obtain.ok", `{"token_type":"bearer","expires_in":1,"refresh_token":"r","id_token":""}`, cases.Mismatch},
		"expires_in as text":          {"obtain.ok", strings.Replace(pair, "86399", `"86399"`, 1), cases.Mismatch},
		"expires_in with a fraction":  {"obtain.ok", strings.Replace(pair, "86399", `86399.5`, 1), cases.Mismatch},
		"HTML":                        {"obtain.ok", `<html></html>`, cases.Mismatch},
		"empty":                       {"obtain.ok", ``, cases.Mismatch},
		"an error with 200":           {"obtain.ok", `{"error":"invalid_request"}`, cases.Mismatch},
		"service token":               {"service.app_management", `{"access_token":"ory_at_x.y","expires_in":86399,"scope":"app_management_v2","token_type":"bearer"}`, cases.Exact},
		"Bearer":                      {"service.app_management", `{"access_token":"ory_at_x.y","expires_in":86399,"scope":"app_management_v2","token_type":"Bearer"}`, cases.Exact},
		"another lifetime":            {"service.app_management", `{"access_token":"ory_at_x.y","expires_in":3599,"scope":"app_management_v2","token_type":"bearer"}`, cases.SameStatus},
		"no scope, another form":      {"service.app_management", `{"access_token":"x","expires_in":600,"token_type":"Bearer"}`, cases.SameStatus},
		"scopes in another order":     {"service.notifications", `{"access_token":"ory_at_x","expires_in":86399,"scope":"advisory notifications_subscriptions","token_type":"bearer"}`, cases.Exact},
		"half of the scopes":          {"service.notifications", `{"access_token":"ory_at_x","expires_in":86399,"scope":"advisory","token_type":"bearer"}`, cases.SameStatus},
		"a token without being asked": {"service.scope.missing", `{"access_token":"ory_at_x","expires_in":86399,"scope":"","token_type":"bearer"}`, cases.Exact},
		"accounts":                    {"accounts.ok", `{"accounts":[{"depositAccount":{}}]}`, cases.Exact},
		"no accounts":                 {"accounts.ok", `{"accounts":[]}`, cases.Mismatch},
		"revoked":                     {"revoke.ok", ``, cases.Exact},
		"revoked, with a body":        {"revoke.ok", `{}`, cases.Mismatch},
	} {
		a := answer(200, test.body)
		a.Before = cases.Tokens{RefreshToken: akoya.NewSecret("old-r"), IDToken: akoya.NewSecret("old-i")}
		got, _, differences := cases.CompareAny(find(t, test.id).Steps[0].Expect, a)
		if got != test.want {
			t.Errorf("%s: %s, want %s: %+v", name, got.Words(), test.want.Words(), differences)
		}
	}
}

func TestVerdictsOfRedirects(t *testing.T) {
	const back = "http://127.0.0.1:8765/callback"
	for name, test := range map[string]struct {
		id       string
		status   int
		location string
		want     cases.Verdict
	}{
		"a page":                    {"authorize.connector.wrong", 400, "", cases.Exact},
		"a redirect":                {"authorize.connector.wrong", 302, back + "?code=c", cases.Mismatch},
		"a page that redirects":     {"authorize.connector.wrong", 400, back, cases.Exact}, // a Location without 3xx redirects nobody
		"login page":                {"authorize.connector.missing", 200, "", cases.Exact},
		"forbidden":                 {"authorize.connector.missing", 403, "", cases.Exact},
		"a code all the same":       {"authorize.connector.missing", 303, back + "?code=c&state=the-state", cases.Mismatch},
		"error and state":           {"authorize.response_type.wrong", 303, back + "?error=unsupported_response_type&state=the-state", cases.Exact},
		"the 4xx instead":           {"authorize.response_type.wrong", 403, "", cases.Exact},
		"another error":             {"authorize.response_type.wrong", 303, back + "?error=invalid_request&state=the-state", cases.SameStatus},
		"another state":             {"authorize.response_type.wrong", 303, back + "?error=unsupported_response_type&state=x", cases.Mismatch},
		"to another place":          {"authorize.response_type.wrong", 303, "https://evil.example/?error=unsupported_response_type&state=the-state", cases.Mismatch},
		"a relative one":            {"authorize.response_type.wrong", 303, "/login", cases.Mismatch},
		"broken":                    {"authorize.response_type.wrong", 303, "http://[::1", cases.Mismatch},
		"a token in answer":         {"authorize.response_type.wrong", 200, "", cases.Mismatch},
		"scope, as documented":      {"authorize.scope.no_openid", 303, back + "?error=invalid_scope&error_description=Missing+required+scope(s)+%5B%22openid%22%5D.&state=the-state", cases.Exact},
		"scope, no description":     {"authorize.scope.no_openid", 302, back + "?error=invalid_scope&state=the-state", cases.SameError},
		"scope, in the fragment":    {"authorize.scope.no_openid", 302, back + "#error=invalid_scope&state=the-state", cases.Mismatch},
		"scope, granted without it": {"authorize.scope.no_openid", 302, back + "?code=c&state=the-state", cases.Mismatch},
	} {
		a := answer(test.status, "<html></html>")
		if test.location != "" {
			a = answer(test.status, "", "location", test.location)
		}
		got, _, differences := cases.CompareAny(find(t, test.id).Steps[0].Expect, a)
		if got != test.want {
			t.Errorf("%s: %s, want %s: %+v", name, got.Words(), test.want.Words(), differences)
		}
	}
}

func TestNoAnswerIsAMismatchThatSaysWhy(t *testing.T) {
	a := cases.Answer{RoundTrip: akoya.RoundTrip{Err: &akoya.TransportError{Reason: "connection refused"}}}
	verdict, differences := cases.Compare(find(t, "refresh.used").Steps[0].Expect[0], a)
	if verdict != cases.Mismatch || len(differences) != 1 || !strings.Contains(differences[0].Actual, "connection refused") {
		t.Errorf("%s %+v", verdict, differences)
	}
	a = answer(400, `{"error":"invalid_request"}`)
	a.RoundTrip.Err = errors.New("the body broke off")
	if verdict, _ := cases.Compare(find(t, "refresh.used").Steps[0].Expect[0], a); verdict != cases.Mismatch {
		t.Errorf("half an answer: %s", verdict)
	}
}

func TestDifferencesShowNoSecret(t *testing.T) {
	const canary = "canary-refresh-token-4711"
	a := answer(400, `{"error":"invalid_request","error_description":"no token `+canary+` here"}`)
	a.RoundTrip = a.RoundTrip.WithKnown(akoya.NewSecret(canary))
	_, differences := cases.Compare(find(t, "refresh.used").Steps[0].Expect[0], a)
	for _, d := range differences {
		if strings.Contains(d.Actual, canary) {
			t.Errorf("%s shows a token: %q", d.Field, d.Actual)
		}
	}
}

func TestExpectationsPrintAsLines(t *testing.T) {
	for id, want := range map[string]string{
		"refresh.missing":               "400 invalid_request: No refresh token in request.",
		"authorize.response_type.wrong": "302 or 303 unsupported_response_type; redirect to the redirect URI with the error; state the one that was sent",
		"revoke.ok":                     "200; body empty",
		"accounts.no_token":             "401; code 602; message Customer not authorized",
	} {
		if got := find(t, id).Steps[0].Expect[0].String(); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	if got := find(t, "authorize.response_type.wrong").Steps[0].Expect[1].String(); got != "400 to 499; redirect not with a code" {
		t.Errorf("%q", got)
	}
}

// FuzzCompare: no answer of a server makes the judge panic, and none that is not
// as documented is exact.
func FuzzCompare(f *testing.F) {
	f.Add(400, `{"error":"invalid_request","error_description":"x"}`, "http://127.0.0.1:8765/callback?code=1")
	f.Add(200, `{"id_token":null,"refresh_token":[],"expires_in":1e999}`, "::")
	f.Add(303, "\x1b[31m", "http://[")
	all := cases.Catalogue()
	f.Fuzz(func(t *testing.T, status int, body, location string) {
		for _, c := range all {
			for _, step := range c.Steps {
				verdict, which, differences := cases.CompareAny(step.Expect, answer(status, body, "Location", location))
				if which < 0 || which >= len(step.Expect) || len(differences) == 0 {
					t.Fatalf("%s: expectation %d, %d lines", c.ID, which, len(differences))
				}
				for _, d := range differences {
					if verdict == cases.Exact && !d.Same {
						t.Fatalf("%s is exact, but %+v", c.ID, d)
					}
				}
			}
		}
	})
}
