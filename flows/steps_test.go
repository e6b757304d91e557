package flows

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
)

// All that a screen shows of a step is there, and every ID stands once.
func TestEveryStepIsComplete(t *testing.T) {
	t.Parallel()
	actors := []Actor{IdP, STS, Bank}
	flowIDs, stepIDs := map[string]bool{}, map[string]bool{}
	for _, f := range Walk() {
		if f.ID == "" || flowIDs[f.ID] || f.Title == "" || !isSentence(f.Why) || len(f.Steps) == 0 {
			t.Errorf("the flow %q is not complete: %+v", f.ID, f)
		}
		flowIDs[f.ID] = true
		if got, ok := FlowByID(f.ID); !ok || got.ID != f.ID {
			t.Errorf("the flow %q is not found by its ID", f.ID)
		}
		for _, s := range f.Steps {
			if s.ID == "" || stepIDs[s.ID] || s.Title == "" || !isSentence(s.What) || s.Document.Title == "" || s.Document.Section == "" ||
				!slices.Contains(actors, s.To) || len(s.Expect) == 0 || slices.Contains(s.Expect, "") || len(s.Variants) == 0 {
				t.Errorf("the step %q is not complete: %+v", s.ID, s)
			}
			stepIDs[s.ID] = true
			variantIDs := map[string]bool{}
			for i, v := range s.Variants {
				if v.ID == "" || variantIDs[v.ID] || v.Title == "" || v.Build == nil || i == 0 && v.Note != "" || i > 0 && !isSentence(v.Note) && v.ID != "app_management" {
					t.Errorf("the variant %q of %q is not complete: %+v", v.ID, s.ID, v)
				}
				variantIDs[v.ID] = true
			}
		}
	}
	if _, ok := FlowByID("authorize"); ok {
		t.Error("authorize has a request of the app's own")
	}
	for _, id := range []string{StepObtain, StepRefresh, StepRevoke, StepDataCall, StepService} {
		if !stepIDs[id] {
			t.Errorf("there is no step %q", id)
		}
	}
}

func isSentence(s string) bool {
	starts := strings.ToUpper(s[:min(1, len(s))]) == s[:min(1, len(s))] || strings.HasPrefix(s, "id_token")
	return len(s) > 20 && s == strings.TrimSpace(s) && starts && strings.ContainsAny(s[len(s)-1:], ".!?")
}

// A document is cited with its place, or alone.
func TestDocumentString(t *testing.T) {
	t.Parallel()
	if got := (Document{"Token reference", "Refresh tokens"}).String(); got != "Token reference, Refresh tokens" {
		t.Error(got)
	}
	if got := (Document{Title: "RFC 6749"}).String(); got != "RFC 6749" {
		t.Error(got)
	}
}

// states are the sessions that someone comes through.
func states(t *testing.T) map[string]Session {
	empty := emptySession()
	coded := withCode(empty, "canary-code-1")
	late := empty.Apply(Returned{Code: secret("canary-code-1"), Via: "paste", At: start.Add(-akoya.CodeLifetime)})
	obtained := consented(t, empty, alice, 1)
	idOnly := coded.Apply(answered(coded, build(t, coded, StepObtain, ""), 200, `{"id_token":"`+jwt(alice, 1, time.Time{})+`"}`))
	twice := refreshed(t, obtained, alice, 2)
	revoked := twice.Apply(answered(twice, build(t, twice, StepRevoke, ""), 200, ""))
	unclear := obtained.Apply(lost(obtained, build(t, obtained, StepRefresh, ""), true))
	return map[string]Session{
		"empty": empty, "code": coded, "old code": late, "obtained": obtained, "id_token only": idOnly, "refreshed": twice, "revoked": revoked, "unclear": unclear,
	}
}

// In each state each step gives its request or says what is missing and where
// one gets it; never both.
func TestWhatEachStateAllows(t *testing.T) {
	t.Parallel()
	const ok = "-" // can be sent; else where to go for what is missing
	want := map[string]map[string]string{
		//                  code, body           current, basic        used                token, path         data                service
		"empty":         {"obtain": "authorize", "refresh": "authorize", "used": "refresh", "revoke": "authorize", "data": "authorize", "service": ok},
		"code":          {"obtain": ok, "refresh": "obtain", "used": "refresh", "revoke": "obtain", "data": "obtain", "service": ok},
		"old code":      {"obtain": ok, "refresh": "authorize", "used": "refresh", "revoke": "authorize", "data": "authorize", "service": ok},
		"obtained":      {"obtain": ok, "refresh": ok, "used": "refresh", "revoke": ok, "data": ok, "service": ok},
		"id_token only": {"obtain": ok, "refresh": "authorize", "used": "refresh", "revoke": "authorize", "data": ok, "service": ok},
		"refreshed":     {"obtain": ok, "refresh": ok, "used": ok, "revoke": ok, "data": ok, "service": ok},
		"revoked":       {"obtain": ok, "refresh": ok, "used": ok, "revoke": ok, "data": ok, "service": ok},
		"unclear":       {"obtain": ok, "refresh": ok, "used": "refresh", "revoke": ok, "data": ok, "service": ok},
	}
	for name, s := range states(t) {
		was := snapshot(s)
		for _, f := range Walk() {
			for _, step := range f.Steps {
				for _, v := range step.Variants {
					column := step.ID
					if v.ID == "used" {
						column = "used"
					}
					request, err := v.Build(s, start)
					if want[name][column] == ok {
						if err != nil || request.URL == "" {
							t.Errorf("%s: %s %s: %v", name, step.ID, v.ID, err)
						}
						continue
					}
					checkBlocked(t, name+": "+step.ID+" "+v.ID, request, err, want[name][column])
				}
			}
		}
		if snapshot(s) != was {
			t.Errorf("%s: building changed the session", name)
		}
	}
}

// checkBlocked holds that nothing was built, for a reason, with a way out.
func checkBlocked(t *testing.T, name string, request akoya.Request, err error, unblock string) {
	t.Helper()
	var blocked *Blocked
	if !errors.As(err, &blocked) || !isSentence(blocked.Error()) || blocked.Unblock != unblock {
		t.Errorf("%s: %v (%+v), want to be sent to %q", name, err, blocked, unblock)
		return
	}
	if snapshot(request) != snapshot(akoya.Request{}) {
		t.Errorf("%s: blocked, but there is a request", name)
	}
	if _, isFlow := FlowByID(blocked.Unblock); blocked.Unblock != "" && blocked.Unblock != "authorize" && !isFlow {
		t.Errorf("%s: %q is no flow", name, blocked.Unblock)
	}
}

// An environment that lacks an endpoint says so instead of sending nowhere.
func TestMissingEndpointsBlock(t *testing.T) {
	t.Parallel()
	full := refreshed(t, consented(t, emptySession(), alice, 1), alice, 2)
	for _, f := range Walk() {
		for _, step := range f.Steps {
			for _, v := range step.Variants {
				bare := full
				bare.Environment = akoya.Environment{}
				request, err := v.Build(bare, start)
				checkBlocked(t, step.ID+" "+v.ID, request, err, "")
				if err != nil && !strings.Contains(err.Error(), "no ") {
					t.Errorf("%s %s: %v", step.ID, v.ID, err)
				}
			}
		}
	}
	odd := full
	odd.Environment.RevokeURL, odd.Environment.AccountsURL = "https://idp.example/destroy", "https://data.example/everything"
	for step, variant := range map[string]string{StepRevoke: "path", StepDataCall: "accounts"} {
		request, err := variantOf(t, step, variant).Build(odd, start)
		checkBlocked(t, step+" "+variant, request, err, "")
	}
}

// form writes the fields of a request's body in their order, with the sensitive
// ones marked.
func form(r akoya.Request) string {
	var parts []string
	for _, f := range r.Form {
		mark := "="
		if f.Sensitive {
			mark = ":="
		}
		parts = append(parts, f.Name+mark+f.Value.Reveal())
	}
	return strings.Join(parts, " ")
}

// Each request is, field by field, the one of the documents, or differs from it
// in just what its variant says.
func TestRequestsAreThoseOfTheDocuments(t *testing.T) {
	t.Parallel()
	s := withCode(refreshed(t, consented(t, emptySession(), alice, 1), alice, 2), "canary-code-9")
	service := s
	service.Service = akoya.Basic{ClientID: "service-id", ClientSecret: secret("service-secret")}
	set := setNumber(t, s, 2)
	const (
		inBody  = " client_id=app-id client_secret:=canary-client-secret"
		accept  = "Accept=application/json"
		isForm  = " Content-Type=application/x-www-form-urlencoded"
		obtain  = "grant_type=authorization_code redirect_uri=https://app.example/callback code:=canary-code-9"
		current = "grant_type=refresh_token refresh_token:=canary-refresh-token-2"
		used    = "grant_type=refresh_token refresh_token:=canary-refresh-token-1"
		revoke  = "token:=canary-refresh-token-2 token_type_hint=refresh_token"
		client  = "grant_type=client_credentials scope="
		appID   = "app-id/canary-client-secret"
	)
	bearer := " Authorization:=Bearer " + set.IDToken.Reveal()
	for _, c := range []struct {
		session                                   Session
		step, variant, method, url, header, basic string
		form                                      string
	}{
		{s, "obtain", "code", "POST", "https://idp.example/token", accept + isForm, appID, obtain},
		{s, "obtain", "body", "POST", "https://idp.example/token", accept + isForm, "/", obtain + inBody},
		{s, "refresh", "current", "POST", "https://idp.example/token", accept + isForm, "/", current + inBody},
		{s, "refresh", "used", "POST", "https://idp.example/token", accept + isForm, "/", used + inBody},
		{s, "refresh", "basic", "POST", "https://idp.example/token", accept + isForm, appID, current},
		{s, "revoke", "token", "POST", "https://idp.example/revoke", accept + isForm, "/", revoke + inBody},
		{s, "revoke", "path", "POST", "https://idp.example/token/revoke", accept + isForm, "/", revoke + inBody},
		{s, "data", "accounts-info", "GET", "https://data.example/accounts-info/v2/mikomo", accept + bearer, "/", ""},
		{s, "data", "accounts", "GET", "https://data.example/accounts/v2/mikomo", accept + bearer, "/", ""},
		{s, "service", "app_management", "POST", "https://sts.example/oauth2/token", accept + isForm, appID, client + "app_management_v2"},
		{s, "service", "notifications", "POST", "https://sts.example/oauth2/token", accept + isForm, appID, client + "notifications_subscriptions advisory"},
		{s, "service", "alps", "POST", "https://sts.example/oauth2/token", accept + isForm, appID, client + "alps"},
		{service, "service", "app_management", "POST", "https://sts.example/oauth2/token", accept + isForm, "service-id/service-secret", client + "app_management_v2"},
	} {
		r := build(t, c.session, c.step, c.variant)
		name := c.step + " " + c.variant
		if r.Method != c.method || r.URL != c.url {
			t.Errorf("%s: %s %s, want %s %s", name, r.Method, r.URL, c.method, c.url)
		}
		if got := form(akoya.Request{Form: r.Header}); got != c.header {
			t.Errorf("%s: the headers are %s, want %s", name, got, c.header)
		}
		if got := r.Basic.ClientID + "/" + r.Basic.ClientSecret.Reveal(); got != c.basic {
			t.Errorf("%s: the credentials in the header are %s, want %s", name, got, c.basic)
		}
		if got := form(r); got != c.form {
			t.Errorf("%s: the form is\n%s, want\n%s", name, got, c.form)
		}
	}
}

// The other documented path is the other one from either side.
func TestTheOtherRevokePathFromBothSides(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	s.Environment.RevokeURL = "https://idp.example/token/revoke"
	if got := build(t, s, StepRevoke, "path").URL; got != "https://idp.example/revoke" {
		t.Errorf("it is %s", got)
	}
}

// A flow made of the same types works like those of the walk: its request is
// built, read, applied and explained, and nothing has to know of it.
func TestAMadeUpFlow(t *testing.T) {
	t.Parallel()
	balances := Flow{ID: "balances", Title: "Balances", Why: "To see what is there.", Steps: []Step{{
		ID: "balances", Title: "Ask for balances", What: "Ask with the id_token as bearer.", Document: Document{Title: "Data API"}, To: Bank,
		Expect: []string{"200 OK with balances"},
		Variants: []Variant{{ID: "all", Title: "all accounts", Build: func(s Session, _ time.Time) (akoya.Request, error) {
			set, ok := s.Latest()
			if !ok {
				return akoya.Request{}, &Blocked{Reason: "There is no id_token yet.", Unblock: "obtain"}
			}
			r := akoya.AccountsRequest(s.Environment, s.App, set.IDToken)
			r.URL = strings.Replace(r.URL, "accounts-info", "balances", 1)
			return r, nil
		}}},
	}}}
	v := balances.Steps[0].Variants[0]
	if _, err := v.Build(emptySession(), start); err == nil {
		t.Error("it is not blocked without tokens")
	}
	s := consented(t, emptySession(), alice, 1)
	request, err := v.Build(s, start)
	if err != nil {
		t.Fatal(err)
	}
	sent := answered(s, request, 401, bodyNotAuthor)
	sent.Step = balances.Steps[0].ID
	after := s.Apply(sent)
	if call, ok := after.LastDataCall(); !ok || call != (DataCall{1, 401, "602"}) || after.History.Newest(0).Step != "balances" {
		t.Errorf("the call is %+v", call)
	}
	if m := Explain(s, after, sent); m.Good || !strings.Contains(m.Text, "602") {
		t.Errorf("its meaning is %+v", m)
	}
}
