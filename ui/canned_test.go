package ui

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/vault"
)

// content is what the program gets to show: what a server and a person really
// say, or the worst that they could.
type content struct {
	hostile bool
	ascii   bool
	profile Profile
	verdict *akoya.Verification // of id_tokens; nil: verified
}

// evil is text that a terminal must never obey, and that is hard to lay out.
var evil = "\x1b]52;c;aGFja2Vk\x07\x1b[2J\x1b[31mRED\x1b]0;owned\x1b\\" + "\u202edlrow\u2066x\u200by\u2069" +
	"e\u0301\u0301\u0301漢字漢字👩‍👩‍👧‍👦🇩🇪 שלום مرحبا \x00\x07\x7f\u009b31m\r\n\ttab\xff\xfe" + strings.Repeat("漢e\u0301 ", 6)

func realContent() content {
	return content{profile: Profile{
		Name: "local Akoya", Where: "memory only", Environment: akoya.Local(localBase),
		App: akoya.App{
			ClientID: "akoya-tui-local", ClientSecret: akoya.NewSecret("canary-client-secret-c0de"), RedirectURI: "http://127.0.0.1:8765/callback",
			Connector: akoya.DefaultConnector, Scope: akoya.DefaultScope,
		},
	}}
}

func hostileContent() content {
	c := realContent()
	c.hostile = true
	c.profile.Name, c.profile.Where = evil, "memory only"
	c.profile.App.ClientID, c.profile.App.Scope, c.profile.App.Connector = evil, evil, evil
	return c
}

// text returns s, and what is worse when the content is hostile.
func (c content) text(s string) string {
	if c.hostile {
		return s + evil
	}
	return s
}

// long returns a value of about n bytes when the content is hostile.
func (c content) long(s string, n int) string {
	if c.hostile {
		return s + strings.Repeat("long-value-漢字-", n/18)
	}
	return s
}

// token makes a JSON Web Token whose signature nobody checks.
func token(claims string) string {
	return tokenOf(`{"alg":"RS256","kid":"2f1c9a4e0b7d","typ":"JWT"}`, claims)
}

// tokenOf makes a token with a header of its own.
func tokenOf(header, claims string) string {
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	return part(header) + "." + part(claims) + "." + part("signature-of-a-test")
}

// idToken makes an id_token that was issued at a time and lives for a day.
func (c content) idToken(at time.Time) string {
	object := func(pairs ...any) string {
		var parts []string
		for i := 0; i < len(pairs); i += 2 {
			name, _ := json.Marshal(pairs[i])
			value, _ := json.Marshal(pairs[i+1])
			parts = append(parts, string(name)+":"+string(value))
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
	pairs := []any{
		"iss", c.text(localBase), "sub", "CghtaWtvbW9fMRIGbWlrb21v", "aud", c.text("akoya-tui-local"),
		"exp", at.Add(24 * time.Hour).Unix(), "iat", at.Unix(), c.text("at_hash"), c.long("Yx0qkD1mR9vV3Jw8Zs5hQA", 10<<10),
		"name", c.text("Mikomo One"), "grant_id", "b1946ac9-2492-4d23-8f4a-0c1b5e5d7a11",
		"accounts", []string{"acc-1001", "acc-1002", c.text("acc-1003")},
	}
	for i := 0; c.hostile && i < 200; i++ {
		pairs = append(pairs, fmt.Sprint("claim_", i), evil)
	}
	return token(object(pairs...))
}

// tokens is the body of a good answer of the token endpoint.
func (c content) tokens(at time.Time, refresh string) string {
	extra := ""
	if c.hostile {
		text, _ := json.Marshal(evil)
		extra = `,` + string(text) + `:` + string(text) + `,"long":"` + strings.Repeat("v", 10<<10) + `"`
	}
	return fmt.Sprintf(`{"token_type":"bearer","expires_in":86399,"refresh_token":%q,"id_token":%q%s}`, refresh, c.idToken(at), extra)
}

// refusal is the body of a refusal.
func (c content) refusal(code, description string) string {
	body, _ := json.Marshal(map[string]string{"error": c.text(code), "error_description": c.long(c.text(description), 10<<10)})
	return string(body)
}

// canned returns what would have come of a request.
func (r *rig) canned(p flows.Plan, status int, body string) flows.Sent {
	header := []akoya.Field{
		akoya.Plain("Content-Type", "application/json"), akoya.Plain("Cache-Control", "no-store"),
		akoya.Plain("Date", "Sat, 21 Nov 2026 14:03:22 GMT"),
	}
	if r.content.hostile {
		header = append(header, akoya.Plain("X-Evil", evil), akoya.Plain(evil, "value"), akoya.Plain("X-Long", strings.Repeat("w", 10<<10)))
	}
	trip := akoya.RoundTrip{
		Method: p.Request.Method, URL: p.Request.URL, RemoteAddr: "127.0.0.1:41023", Started: r.now,
		Timings: akoya.Timings{
			Connect: akoya.Span{Start: time.Millisecond, Length: 2 * time.Millisecond},
			Wait:    akoya.Span{Start: 3 * time.Millisecond, Length: 36 * time.Millisecond},
			Body:    akoya.Span{Start: 39 * time.Millisecond, Length: 2 * time.Millisecond}, Total: 41 * time.Millisecond,
		},
	}
	var pairs []string
	for _, f := range p.Request.Form {
		pairs = append(pairs, f.Name+"="+f.Value.Reveal())
	}
	trip.Sent = akoya.Message{Line: p.Request.Method + " " + pathOf(p.Request.URL) + " HTTP/1.1", Header: p.Request.Header, Body: akoya.NewSecret(strings.Join(pairs, "&"))}
	sent := flows.Sent{Step: p.Step, Variant: p.Variant, Case: p.Case, Request: p.Request, At: r.now.Add(p.ClockOffset)}
	if status == 0 {
		trip.Err = &akoya.TransportError{Phase: "wait", Reason: r.content.text("the connection was closed before an answer came"), Hint: "The server may have acted on the request: send the same one again.", MaybeSent: true}
		sent.RoundTrip = trip
		return sent
	}
	trip.Status = status
	trip.Received = akoya.Message{Line: fmt.Sprintf("HTTP/1.1 %d", status), Header: header, Body: akoya.NewSecret(body)}
	sent.RoundTrip = trip
	sent.Refusal = trip.Refusal()
	if granted, err := trip.TokenResponse(); status == 200 && err == nil && (!granted.IDToken.IsZero() || !granted.AccessToken.IsZero()) {
		sent.Granted = &granted
		sent.RoundTrip = trip.WithKnown(granted.IDToken, granted.RefreshToken, granted.AccessToken)
		if !granted.IDToken.IsZero() {
			sent.Decoded, sent.DecodeErr = akoya.DecodeWithoutVerify(granted.IDToken)
			sent.Verification = akoya.Verification{State: akoya.SignatureVerified, KeyID: r.content.text("2f1c9a4e0b7d"), KeysURL: localBase + "/keys"}
			if v := r.content.verdict; v != nil {
				sent.Verification = *v
			}
		}
	}
	return sent
}

// answer gives the request under way its answer; status 0: none comes.
func (r *rig) answer(status int, body string) {
	r.t.Helper()
	if r.plan == nil || r.app.run == nil {
		r.t.Fatalf("no request is under way:\n%s", r.screen())
	}
	plan := r.plan.plan
	plan.Environment, plan.ClockOffset = r.app.session.Environment, r.app.session.ClockOffset
	r.send(sentMsg{run: r.app.run.id, owner: r.plan.owner, arrival: r.plan.arrival, sent: r.canned(plan, status, body)})
}

// openLocal opens the local Akoya: its authorize request waits.
func (r *rig) openLocal() {
	r.t.Helper()
	if r.app.open {
		r.do(startLocal{})
	} else {
		r.press("enter")
	}
	if r.app.starting {
		r.send(localStartedMsg{local: r.content.local(r.t)})
	}
	r.authorized(nil)
}

// authorized gives the authorize request that was asked for.
func (r *rig) authorized(why error) {
	r.t.Helper()
	address, err := akoya.AuthorizeURL(r.app.session.Environment, r.app.session.App, akoya.AuthorizeOptions{State: "state-of-the-test-0123456789"})
	if err != nil {
		r.t.Fatal(err)
	}
	r.send(authorizedMsg{id: r.app.listenID, why: why, auth: flows.Authorization{
		URL: address, State: "state-of-the-test-0123456789", StartedAt: r.now.Add(r.app.session.ClockOffset),
	}})
}

// param changes a parameter of the authorize URL as its keys do; "" drops it. The
// new request that may come of it has values that are the same in every test.
func (r *rig) param(name, value string) {
	r.t.Helper()
	was := *r.app.session.Authorization
	var list []akoya.Field
	found := false
	for _, f := range akoya.Query(was.URL) {
		if found = found || f.Name == name; f.Name != name {
			list = append(list, f)
		} else if value != "" {
			list = append(list, akoya.Plain(name, value))
		}
	}
	if !found {
		list = append(list, akoya.Plain(name, value))
	}
	opened := r.app.screens[screenAuthorize].(*authorizeScreen).isOut
	r.do(changeAuthorize{&akoya.Request{URL: was.URL, Form: list}, opened})
	if r.app.session.Authorization != nil {
		return
	}
	address, err := akoya.WithQuery(was.URL, list)
	if err != nil {
		r.t.Fatal(err)
	}
	auth, err := was.Changed(address, false, was.StartedAt)
	if err != nil {
		r.t.Fatal(err)
	}
	r.send(authorizedMsg{id: r.app.listenID, auth: auth})
}

// approved brings the code by a pasted callback.
func (r *rig) approved() {
	r.t.Helper()
	r.do(takeCallback{r.app.session.App.RedirectURI + "?code=canary-code-7hd2&state=state-of-the-test-0123456789"})
	if _, ok := r.app.session.NewestCode(); !ok {
		r.t.Fatalf("no code came: %s", r.app.wait.problem)
	}
}

// obtained walks until the first token set is there.
func (r *rig) obtained() {
	r.t.Helper()
	r.openLocal()
	r.approved()
	r.wait(7 * time.Second)
	r.press("2", "enter")
	r.answer(200, r.content.tokens(r.now, "canary-refresh-token-one-9f2c"))
	if r.app.session.SetCount() != 1 {
		r.t.Fatalf("there is no token set:\n%s", r.screen())
	}
}

// refreshed walks until there are two token sets.
func (r *rig) refreshed() {
	r.t.Helper()
	r.obtained()
	r.wait(18 * time.Minute)
	r.press("4", "enter")
	r.answer(200, r.content.tokens(r.now, "canary-refresh-token-two-1b7e"))
}

// service gets a service token.
func (r *rig) service() {
	r.t.Helper()
	r.press("6", "enter")
	r.answer(200, fmt.Sprintf(`{"access_token":"ory_at_canary-service-token-77aa","expires_in":86399,"scope":%q,"token_type":"bearer"}`, "app_management_v2"))
}

// stored are the profiles of the start screen.
func (c content) stored() []vault.Settings {
	list := []vault.Settings{
		{Name: c.text("onboarding"), Environment: akoya.EnvironmentSandbox, Store: vault.InKeychain, RedirectURI: "http://127.0.0.1:8765/callback"},
		{Name: c.text("pilot"), Environment: akoya.EnvironmentProduction, Store: vault.InKeychain},
		{Name: "our-own-idp", Environment: akoya.EnvironmentCustom, Store: vault.InMemory},
	}
	list[2].URLs.Token = "https://" + c.long("idp.example", 300) + "/token"
	return list
}

// outcome returns what could come of a case, of each verdict in turn.
func (c content) outcome(i int, one cases.Case) cases.Outcome {
	o := cases.Outcome{Case: one, Judged: true, Started: rigStart, Elapsed: time.Duration(12+i) * time.Millisecond, Verdict: cases.Exact}
	switch {
	case i%9 == 4:
		o.Verdict, o.Elapsed, o.Why = cases.Skipped, 0, c.text("it needs an expired code, and nobody is here to approve")
		return o
	case i%9 == 7:
		o.Verdict = cases.Mismatch
	case i%9 == 8:
		o.Verdict = cases.SameError
	}
	for _, step := range one.Steps {
		done := cases.StepOutcome{Step: step, Verdict: o.Verdict, Request: akoya.Request{
			Method: "POST", URL: localBase + "/token", Header: []akoya.Field{akoya.Plain("Accept", "application/json")},
			Form: []akoya.Field{akoya.Plain("grant_type", "refresh_token"), akoya.Sensitive("refresh_token", akoya.NewSecret("canary-refresh-token-one-9f2c")), akoya.Plain("client_id", c.text("akoya-tui-local"))},
		}}
		trip := akoya.RoundTrip{Status: 400, Received: akoya.Message{Body: akoya.NewSecret(c.refusal("invalid_request", "Refresh token is invalid."))}}
		if o.Verdict == cases.Exact {
			for _, line := range step.Expect[0].Lines() {
				done.Differences = append(done.Differences, cases.Difference{Field: line.Field, Expected: line.Text, Actual: line.Text, Same: true})
			}
		} else {
			_, done.Matched, done.Differences = cases.CompareAny(step.Expect, cases.Answer{RoundTrip: trip})
		}
		o.Steps = append(o.Steps, done)
	}
	return o
}
