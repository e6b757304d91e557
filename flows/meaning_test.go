package flows

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"akoya-tui/akoya"
	"akoya-tui/flows/visible"
)

// canaries are in every secret of these tests; none may be in a meaning.
var canaries = []string{"canary", "eyJ"}

// checkMeaning holds what is true of every meaning.
func checkMeaning(t testing.TB, name string, m Meaning) {
	t.Helper()
	for _, text := range []string{m.Text, m.RFC} {
		for _, c := range canaries {
			if strings.Contains(text, c) {
				t.Errorf("%s: a secret is in %q", name, text)
			}
		}
	}
	switch {
	case m.Text == "" || len(m.Text) > 1500:
		t.Errorf("%s: the text has %d bytes", name, len(m.Text))
	case !strings.ContainsAny(m.Text[len(m.Text)-1:], ".?!") && !strings.HasSuffix(m.Text, "…"):
		t.Errorf("%s: no sentence ends %q", name, m.Text)
	case strings.Contains(m.Text, "%!"):
		t.Errorf("%s: %q", name, m.Text)
	case m.Good && m.Documented:
		t.Errorf("%s: a refusal that is good", name)
	}
	if m.RFC != "" && !strings.HasPrefix(m.RFC, "RFC ") {
		t.Errorf("%s: %q", name, m.RFC)
	}
}

// explained applies what was sent and explains it.
func explained(s Session, sent Sent) Meaning { return Explain(s, s.Apply(sent), sent) }

// Each answer that a document names, and each that other servers give in its
// place, is explained, with what to do now.
func TestEveryAnswerHasAMeaning(t *testing.T) {
	t.Parallel()
	coded := withCode(emptySession(), "canary-code-1")
	obtained := consented(t, emptySession(), alice, 1)
	recoded := withCode(obtained, "canary-code-2")
	twice := refreshed(t, obtained, alice, 2)
	revoked := twice.Apply(answered(twice, build(t, twice, StepRevoke, ""), 200, ""))
	unclear := obtained.Apply(lost(obtained, build(t, obtained, StepRefresh, ""), true))
	stale := consented(t, emptySession(), alice, 1)
	stale.sets[0].Decoded.Expiry = start
	refused := obtained.Apply(answered(obtained, build(t, obtained, StepRefresh, ""), 400, bodyClaimed))
	onlyID := `{"id_token":"` + jwt(alice, 3, time.Time{}) + `"}`
	onlyRefresh := `{"refresh_token":"canary-refresh-token-3"}`

	for _, c := range []struct {
		name          string
		s             Session
		step, variant string
		status        int
		body          string
		want          string // "+" for a good answer, "d" for a documented refusal, "r" for a word on the RFC; then what must be in the text
	}{
		{"obtain", coded, "obtain", "", 200, pair(alice, 1), "+|Token set #1|bearer|code is used up|Press 3"},
		{"obtain again", recoded, "obtain", "", 200, pair(alice, 2), "+|replaced set #1"},
		{"obtain without offline_access", coded, "obtain", "", 200, onlyID, "+|no refresh token|offline_access"},
		{"obtain without an id_token", coded, "obtain", "", 200, `{"access_token":"canary"}`, "|no id_token|openid|authorize again"},
		{"wrong code", coded, "obtain", "", 400, bodyCode, "r|used|five minutes|Authorize again"},
		{"wrong code, as newer servers say", coded, "obtain", "", 400, strings.Replace(bodyCode, "invalid_request", "invalid_grant", 1), "|five minutes|Authorize again"},
		{"wrong code, as others say", coded, "obtain", "", 400, bodyInvalidGran, "|grant request is invalid|authorize again"},
		{"redirect_uri", coded, "obtain", "", 400, bodyRedirect, "r|character by character|not used up|send again"},
		{"grant_type", coded, "obtain", "", 400, bodyGrantType, "r|authorization_code or refresh_token|send again"},
		{"grant_type, as newer servers say", coded, "obtain", "", 400, `{"error":"unsupported_grant_type"}`, "|authorization_code or refresh_token|send again"},
		{"client", coded, "obtain", "", 401, bodyClient, "|client secret is wrong|send again"},
		{"obtain: 503", coded, "obtain", "", 503, "", "|problem of its own|again"},
		{"obtain: page", coded, "obtain", "", 200, "<html>", "|HTML instead of JSON|code may be used up|send the same request again"},
		{"obtain: odd", coded, "obtain", "", 200, strings.Replace(pair(alice, 1), "86399", `"soon"`, 1), "|expires_in|What could be read of it is kept|Token set #1"},

		{"refresh", obtained, "refresh", "", 200, pair(alice, 2), "+|Set #1 is claimed|Set #2 is current"},
		{"refresh without rotation", obtained, "refresh", "", 200, onlyID, "+|#2|refresh token goes on|RFC 6749 section 6"},
		{"refresh without an id_token", obtained, "refresh", "", 200, onlyRefresh, "|no id_token|Refresh once more"},
		{"refresh cut behind the id_token", obtained, "refresh", "", 200, onlyID[:len(onlyID)-1], "|What could be read of it is kept|refresh token was lost|once more"},
		{"used", twice, "refresh", "used", 400, bodyClaimed, "dr|As documented|set #1 was claimed by set #2|works once"},
		{"used, as others say", twice, "refresh", "used", 400, bodyInvalidGran, "d|As documented|set #1"},
		{"claimed current", obtained, "refresh", "", 400, bodyClaimed, "r|does not work any more|press 1"},
		{"claimed unclear", unclear, "refresh", "", 400, bodyClaimed, "r|does not work any more|press 1"},
		{"claimed refused", refused, "refresh", "", 400, bodyClaimed, "r|press 1"},
		{"revoked", revoked, "refresh", "", 400, bodyClaimed, "r|Set #2 was revoked|press 1"},
		{"no refresh token", obtained, "refresh", "", 400, bodyNoRefresh, "|refresh_token is missing|send again"},
		{"refresh: client", obtained, "refresh", "", 401, bodyClient, "|client secret is wrong|send again"},
		{"refresh: grant_type", obtained, "refresh", "", 400, bodyGrantType, "r|send again"},
		{"refresh: 500", obtained, "refresh", "", 500, `{"error":"server_error"}`, "|same request again|old one is kept"},
		{"refresh: 503 with the text of a refusal", obtained, "refresh", "", 503, bodyClaimed, "|same request again|old one is kept"},
		{"refresh: page", obtained, "refresh", "", 200, "<html>", "|HTML|may have rotated|send the same request again"},
		{"refresh: 429", obtained, "refresh", "", 429, "", "|five a second|Retry-After|send again"},
		{"refresh: 302", obtained, "refresh", "", 302, "", "|Location|check the URL"},

		{"revoke", twice, "revoke", "", 200, "", "+|Set #2 is revoked|body is empty|Press n"},
		{"revoke with a body", twice, "revoke", "", 200, "{}", "+|Set #2 is revoked|Press n"},
		{"revoke again", revoked, "revoke", "", 200, "", "+|dead before (revoked)|data call"},
		{"revoke: 404", twice, "revoke", "", 404, "404 page not found", "|/token/revoke|x tries"},
		{"revoke: secret missing", twice, "revoke", "", 400, bodyInvalid, "r|Nothing was revoked|send again"},
		{"revoke: secret wrong", twice, "revoke", "", 401, bodyUnauthor, "r|client secret is wrong|send again"},
		{"revoke: secret wrong, as others say", twice, "revoke", "", 401, bodyClient, "|client secret is wrong|send again"},
		{"revoke: hint", twice, "revoke", "", 400, bodyHint, "|token_type_hint must be refresh_token|send again"},

		{"data", obtained, "data", "", 200, `{"accounts":[]}`, "+|accounts"},
		{"data after revoke", revoked, "data", "", 401, bodyNotAuthor, "d|As documented|set #2|press 1"},
		{"data after its end", stale, "data", "", 401, bodyNotAuthor, "|set #1 has expired|Refresh (4)"},
		{"data after the bank's end", obtained, "data", "", 401, bodyNotAuthor, "|two meanings|Refresh once|Never loop"},
		{"data: 403", obtained, "data", "", 403, `{"code":403,"message":"Subscription not found"}`, "|403|Subscription not found"},
		{"data: an account that is not shared", obtained, "data", "", 404, `{"code":701,"message":"Account not found"}`, "|Account not found|accounts claim of the id_token"},
		{"data: a customer who left", obtained, "data", "", 404, `{"code":601,"message":"Customer not found"}`, "|Customer not found|Authorize again if"},
		{"data: the bank fails", obtained, "data", "", 500, `{"code":500,"message":"Internal server error"}`, "|Internal server error|growing waits"},
		{"data: 404", obtained, "data", "", 404, "", "|nothing at this path|Check the URL"},

		{"service", emptySession(), "service", "", 200, bodyServiceOK, "+|opaque|86399 s|ask for another"},
		{"service alps", emptySession(), "service", "alps", 200, strings.Replace(bodyServiceOK, "app_management_v2", "alps", 1), "+|deprecated|app_management_v2"},
		{"service without a scope", emptySession(), "service", "", 200, strings.Replace(bodyServiceOK, "app_management_v2", "", 1), "|opens nothing|scope field is required"},
		{"service: other tokens", emptySession(), "service", "", 200, onlyID, "|no access_token|check the URL"},
		{"service: client", emptySession(), "service", "", 401, bodyClient, "|client id or secret is wrong|apart|send again"},
		{"service: scope", emptySession(), "service", "", 400, `{"error":"invalid_scope","error_description":"x"}`, "|does not know this scope|send again"},
		{"service: client not allowed", emptySession(), "service", "", 400, `{"error":"unauthorized_client"}`, "|may not use client_credentials|Ask Akoya"},
		{"revoke: invalid_grant", twice, "revoke", "", 400, bodyInvalidGran, "|grant request is invalid"},
		{"service: field", emptySession(), "service", "", 400, bodyInvalid, "|see the description|send again"},
		{"service: 404", emptySession(), "service", "", 404, "", "|Check the URL"},
		{"service: page", emptySession(), "service", "", 200, "<html>", "|HTML|ask for another"},
	} {
		m := explained(c.s, answered(c.s, build(t, c.s, c.step, c.variant), c.status, c.body))
		checkMeaning(t, c.name, m)
		marks, words, _ := strings.Cut(c.want, "|")
		if m.Good != strings.Contains(marks, "+") || m.Documented != strings.Contains(marks, "d") || (m.RFC != "") != strings.Contains(marks, "r") {
			t.Errorf("%s: good %v, documented %v, RFC %q; want %q", c.name, m.Good, m.Documented, m.RFC, marks)
		}
		for word := range strings.SplitSeq(words, "|") {
			if !strings.Contains(m.Text, word) {
				t.Errorf("%s: %q does not say %q", c.name, m.Text, word)
			}
		}
	}
}

// A lost answer says what to do with what may have been used up.
func TestLostAnswersSayWhatToDo(t *testing.T) {
	t.Parallel()
	s := withCode(consented(t, emptySession(), alice, 1), "canary-code-2")
	for step, want := range map[string]string{
		StepObtain: "code may be used up", StepRefresh: "may have rotated", StepRevoke: "may be over", StepService: "another token", StepDataCall: "Try again",
	} {
		request := build(t, s, step, "")
		m, unsent := explained(s, lost(s, request, true)), explained(s, lost(s, request, false))
		checkMeaning(t, step, m)
		checkMeaning(t, step, unsent)
		if m.Good || !strings.Contains(m.Text, want) || !strings.Contains(m.Text, "reset by") {
			t.Errorf("%s: %q, want a word on %q", step, m.Text, want)
		}
		if unsent.Text != "The connection was reset by 192.0.2.1:443. Try again." {
			t.Errorf("%s, never sent: %q", step, unsent.Text)
		}
	}
	moved, unsent := Sent{Moved: &Restored{}}, Sent{Unsent: &akoya.RequestError{Reason: "the keychain is locked"}}
	for _, sent := range []Sent{moved, unsent} {
		m := explained(s, sent)
		checkMeaning(t, "not sent", m)
		if !strings.HasPrefix(m.Text, "Nothing was sent") {
			t.Errorf("%q", m.Text)
		}
	}
}

// A refusal to somebody else says nothing of the set whose token was sent.
func TestARefusalToSomebodyElse(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	m := explained(s, answered(s, build(t, s, StepRefresh, "").With(akoya.Plain("client_id", "other")), 400, bodyClaimed))
	if !strings.Contains(m.Text, "still works for its own client") {
		t.Errorf("%q", m.Text)
	}
}

// A server that repeats what it was sent, even escaped, makes no secret show.
func TestAMeaningHidesWhatAServerRepeats(t *testing.T) {
	t.Parallel()
	s := withCode(consented(t, emptySession(), alice, 1), "canary-code-2")
	s = s.Apply(answered(s, build(t, s, StepService, ""), 200, bodyServiceOK))
	set := setNumber(t, s, 1)
	edited := build(t, s, StepRefresh, "").With(akoya.Sensitive("refresh_token", secret("canary-typed-by-hand"))).WithBasic("x", secret("canary-basic-secret"))
	for _, value := range []string{
		"canary-client-secret", "canary-code-2", set.RefreshToken.Reveal(), set.IDToken.Reveal(), "ory_at_canary-service-token-0001",
		"canary-typed-by-hand", "canary-basic-secret", `canary-\u0074yped-by-hand`,
	} {
		for _, body := range []string{
			`{"error":"odd","error_description":"this is not one of mine: ` + value + `!"}`,
			`{"error":"` + value + `"}`, `{"error":"` + value + `","error_description":"x"}`, `{"code":"` + value + `","message":"` + value + `"}`,
		} {
			for _, status := range []int{200, 400, 401, 403, 500} {
				checkMeaning(t, body, explained(s, answered(s, edited, status, body)))
				if !strings.HasSuffix(value, "-by-hand") && value != "canary-basic-secret" { // then nobody sent it
					checkMeaning(t, body, explained(s, answered(s, build(t, s, StepService, ""), status, body)))
				}
			}
		}
	}
}

// A quotation is a sentence of bounded length, cut between characters.
func TestQuotesAreBounded(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	m := explained(s, answered(s, build(t, s, StepService, ""), 418, `{"error":"odd","error_description":"`+strings.Repeat("ä", 4000)+`"}`))
	if len(m.Text) > maxQuote+8 || !utf8.ValidString(m.Text) || !strings.HasSuffix(m.Text, "ä…") {
		t.Errorf("%d bytes: %q", len(m.Text), m.Text)
	}
	for text, want := range map[string]string{"": "", "  ": "", "a": "A.", "Why?": "Why?", "no!": "No!", "übel": "Übel.", "x…": "X…", " the end. ": "The end."} {
		if got := sentence(text); got != want {
			t.Errorf("the sentence of %q is %q, want %q", text, got, want)
		}
	}
}

// FuzzExplain: no answer, however hostile, makes a meaning panic, grow or show
// a secret; made visible it is one line without anything a terminal obeys.
func FuzzExplain(f *testing.F) {
	for _, body := range []string{
		bodyClaimed, bodyCode, bodyGrantType, bodyNotAuthor, bodyServiceOK, pair(alice, 2), "", "<html>",
		`{"error":"\u001b]0;x\u0007","error_description":"\u001b[2J\u202e\r\n"}`, `{"error":"x","error_description":"` + strings.Repeat("A", 5000) + `"}`,
		"{\"error\":\"\xff\xfe\",\"error_description\":\"\x00\"}", `{"error":["a"],"error_description":{}}`, `{"code":602.0,"message":null}`,
	} {
		f.Add(uint16(400), body)
		f.Add(uint16(200), body)
	}
	s := withCode(refreshed(f, consented(f, emptySession(), alice, 1), alice, 2), "canary-code-2")
	var requests []akoya.Request
	for _, flow := range Walk() {
		for _, step := range flow.Steps {
			requests = append(requests, build(f, s, step.ID, ""))
		}
	}
	requests = append(requests, akoya.Request{Method: "GET", URL: "https://idp.example/keys"})
	f.Fuzz(func(t *testing.T, status uint16, body string) {
		if strings.Contains(body, "anary") || strings.Contains(body, "eyJ") {
			t.Skip("the fuzzer knows the canaries")
		}
		for _, request := range requests {
			sent := answered(s, request, int(status)%600, body)
			m := explained(s, sent)
			checkMeaningOfAnything(t, m)
			if shown := visible.Line(m.Text); strings.ContainsFunc(shown, func(r rune) bool {
				return r < ' ' || r == 0x7f || r == utf8.RuneError && !strings.ContainsRune(m.Text, r)
			}) {
				t.Errorf("shown as %q", shown)
			}
		}
	})
}

func checkMeaningOfAnything(t *testing.T, m Meaning) {
	t.Helper()
	if m.Text == "" || len(m.Text) > 1500 || strings.Contains(m.Text, "canary") {
		t.Errorf("%+v", m)
	}
}
