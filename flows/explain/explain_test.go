package explain

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// lookups is every table with its lookup.
func lookups() map[string]struct {
	entries []Entry
	lookup  func(string) (Entry, bool)
} {
	field := func(call string) func(string) (Entry, bool) {
		return func(name string) (Entry, bool) { return FormField(call, name) }
	}
	part := func(lookup func(string) (Part, bool)) func(string) (Entry, bool) {
		return func(name string) (Entry, bool) {
			found, ok := lookup(name)
			return found.Entry, ok
		}
	}
	type table = struct {
		entries []Entry
		lookup  func(string) (Entry, bool)
	}
	return map[string]table{
		"claims": {entriesOf(claims[:]), part(Claim)}, "header parameters": {entriesOf(headerParams[:]), part(HeaderParam)}, "HTTP headers": {httpHeaders[:], HTTPHeader},
		"obtain": {obtainFields[:], field("obtain")}, "refresh": {refreshFields[:], field("refresh")},
		"revoke": {revokeFields[:], field("revoke")}, "service": {serviceFields[:], field("service")},
		"other fields": {otherFields[:1], field("obtain")},
		"authorize":    {queryParams[:], QueryParam}, "callback errors": {callbackErrors[:], CallbackError},
	}
}

func entriesOf(parts []Part) []Entry {
	list := make([]Entry, 0, len(parts))
	for _, part := range parts {
		list = append(list, part.Entry)
	}
	return list
}

func TestEveryEntryIsFoundAndWellWritten(t *testing.T) {
	t.Parallel()
	for name, table := range lookups() {
		seen := map[string]bool{}
		for _, entry := range table.entries {
			if seen[entry.Name] {
				t.Errorf("%s: %s is there twice", name, entry.Name)
			}
			seen[entry.Name] = true
			if got, ok := table.lookup(entry.Name); !ok || got != entry {
				t.Errorf("%s: %s is not found: %+v", name, entry.Name, got)
			}
			checkSentence(t, name+" "+entry.Name, entry.Meaning, 80)
			if entry.IfWrong != "" {
				checkSentence(t, name+" "+entry.Name, entry.IfWrong, 90)
			}
			checkSource(t, name+" "+entry.Name, entry.Document, entry.RFC)
		}
		if _, ok := table.lookup("no such name"); ok {
			t.Errorf("%s: a made-up name is found", name)
		}
		if _, ok := table.lookup(""); ok {
			t.Errorf("%s: the empty name is found", name)
		}
	}
}

// checkSentence holds the style of every text: one line, plain, with an end.
func checkSentence(t *testing.T, where, text string, limit int) {
	t.Helper()
	first, _ := utf8.DecodeRuneInString(text)
	switch {
	case text == "" || !strings.HasSuffix(text, ".") || strings.HasSuffix(text, ".."):
		t.Errorf("%s: no sentence with a full stop: %q", where, text)
	case utf8.RuneCountInString(text) > limit:
		t.Errorf("%s: %d characters, more than %d: %q", where, utf8.RuneCountInString(text), limit, text)
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || !unicode.IsPrint(r) }):
		t.Errorf("%s: characters that cannot be printed: %q", where, text)
	case strings.Contains(text, "  ") || strings.TrimSpace(text) != text:
		t.Errorf("%s: stray blanks: %q", where, text)
	case unicode.IsLower(first) && !strings.ContainsAny(strings.Fields(text)[0], "_,"):
		t.Errorf("%s: begins with a small letter: %q", where, text)
	}
}

func checkSource(t *testing.T, where, document, rfc string) {
	t.Helper()
	if document != "" && !slices.Contains(documents(), document) {
		t.Errorf("%s: unknown document %q", where, document)
	}
	if rfc != "" && !strings.Contains(rfc, " section ") {
		t.Errorf("%s: no section in %q", where, rfc)
	}
}

func documents() []string {
	return []string{
		tokenReference, testCases, newerTestCases, tokenErrors, serviceOpenAPI, idTokenDetails,
		authTestCases, revokeRef, getCode, tokenOverview, dataErrors, dataHeaders,
	}
}

func TestDocumentedClaimsAreExplained(t *testing.T) {
	t.Parallel()
	// ID token details, all versions of its example, in their order.
	for _, name := range strings.Fields("accounts at_hash aud auth_time connectorId exp grant_id iat iss jti name products rat recipientId sid sub email email_verified locale") {
		entry, ok := Claim(name)
		if !ok || entry.Document != idTokenDetails {
			t.Errorf("%s: %+v", name, entry)
		}
	}
	for _, name := range strings.Fields("nbf nonce azp acr amr c_hash preferred_username groups federated_claims") {
		if entry, ok := Claim(name); !ok || entry.Document != "" {
			t.Errorf("%s: %+v", name, entry)
		}
	}
	for _, name := range strings.Fields("alg kid typ") {
		if _, ok := HeaderParam(name); !ok {
			t.Errorf("header parameter %s has no entry", name)
		}
	}
}

func TestDocumentedRequestsAreExplained(t *testing.T) {
	t.Parallel()
	requests := map[string]string{
		"obtain": "grant_type redirect_uri code client_id client_secret", "authorization_code": "grant_type redirect_uri code client_id client_secret code_verifier",
		"refresh": "grant_type refresh_token client_id client_secret", "refresh_token": "grant_type refresh_token client_id client_secret scope",
		"revoke":  "token token_type_hint client_id client_secret",
		"service": "grant_type scope client_id client_secret", "client_credentials": "grant_type scope client_id client_secret",
		"nonsense": "grant_type code refresh_token token scope", "": "redirect_uri token_type_hint",
	}
	for call, names := range requests {
		for _, name := range strings.Fields(names) {
			entry, ok := FormField(call, name)
			if !ok || entry.IfWrong == "" {
				t.Errorf("%s: %s: %+v", call, name, entry)
			}
		}
	}
	for _, name := range strings.Fields("connector client_id redirect_uri response_type scope state") {
		if entry, ok := QueryParam(name); !ok || entry.Document == "" || entry.IfWrong == "" {
			t.Errorf("authorize %s: %+v", name, entry)
		}
	}
	for _, name := range []string{"Accept", "Content-Type", "content-type", "Authorization", "X-Akoya-Interaction-Type", "x-akoya-interaction-id", "Cache-Control", "WWW-Authenticate"} {
		if _, ok := HTTPHeader(name); !ok {
			t.Errorf("header %s has no entry", name)
		}
	}
}

func TestTheSameNameDiffersByCall(t *testing.T) {
	t.Parallel()
	obtain, _ := FormField("obtain", "client_secret")
	refresh, _ := FormField("refresh", "client_secret")
	revoke, _ := FormField("revoke", "client_secret")
	if obtain == refresh || refresh == revoke {
		t.Errorf("%v %v %v", obtain, refresh, revoke)
	}
	if _, ok := FormField("obtain", "refresh_token"); ok {
		t.Error("obtain has no refresh_token")
	}
}

func TestDocumentedErrorsAreExplained(t *testing.T) {
	t.Parallel()
	tests := []struct {
		call   string
		status int
		code   string
		want   string // a word of the meaning
		same   string // the call of the row: "" for any call
	}{
		{"obtain", 400, "invalid_request", "code", "obtain"},
		{"authorization_code", 400, "invalid_grant", "grant_type", "obtain"},
		{"obtain", 401, "invalid_client", "secret", "obtain"},
		{"refresh", 400, "invalid_request", "refresh token", "refresh"},
		{"refresh_token", 400, "invalid_grant", "grant_type", "refresh"},
		{"refresh", 401, "invalid_client", "secret", "refresh"},
		{"revoke", 400, "invalid_request", "missing", "revoke"},
		{"revoke", 400, "unsupported_token_type", "token_type_hint", "revoke"},
		{"revoke", 401, "unauthorized_client", "secret", "revoke"},
		{"accounts", 401, "602", "id_token", "accounts"},
		{"accounts", 418, "704", "type of account", "accounts"},
		{"service", 404, "", "address", "service"},
		{"client_credentials", 401, "invalid_client", "service client", "service"},
		{"service", 400, "invalid_scope", "scope", "service"},
		{"authorize", 400, "", "redirect", "authorize"},
		{"authorize", 400, "unheard_of", "redirect", "authorize"},
		{"authorize", 400, "invalid_scope", "scope", ""},
		{"revoke", 400, "unsupported_grant_type", "grant_type", ""},
		{"nothing", 429, "", "too many", ""},
		{"refresh", 503, "temporarily_unavailable", "maintenance", ""},
	}
	for _, tt := range tests {
		got, ok := ErrorCode(tt.call, tt.status, tt.code)
		if !ok || !strings.Contains(got.Meaning, tt.want) || got.Call != tt.same {
			t.Errorf("%s %d %s: %+v", tt.call, tt.status, tt.code, got)
		}
	}
	if got, ok := ErrorCode("obtain", 299, "x"); ok {
		t.Errorf("a made-up error is explained: %+v", got)
	}
}

func TestFailuresAreWellWritten(t *testing.T) {
	t.Parallel()
	type key struct {
		call   string
		status int
		code   string
	}
	seen := map[key]bool{}
	for _, failure := range slices.Concat(tokenFailures[:], dataFailures[:], anyFailures[:]) {
		at := key{failure.Call, failure.Status, failure.Code}
		if seen[at] {
			t.Errorf("%v is there twice", at)
		}
		seen[at] = true
		where := failure.Call + " " + failure.Code
		checkSentence(t, where, failure.Meaning, 80)
		checkSentence(t, where, failure.Do, 90)
		if failure.Departs != "" {
			checkSentence(t, where, failure.Departs, 100)
		}
		checkSource(t, where, failure.Document, failure.RFC)
	}
}

func TestCallbackErrorsOfTheDocuments(t *testing.T) {
	t.Parallel()
	for _, code := range strings.Fields("access_denied invalid_request invalid_scope unauthorized_client unsupported_response_type server_error temporarily_unavailable") {
		if entry, ok := CallbackError(code); !ok || entry.IfWrong == "" || entry.Document == "" {
			t.Errorf("%s: %+v", code, entry)
		}
	}
}

func TestDisagreements(t *testing.T) {
	t.Parallel()
	all := Disagreements()
	if len(all) < 19 {
		t.Errorf("%d disagreements", len(all))
	}
	topics := map[string]bool{}
	for _, d := range all {
		if d.Topic == "" || topics[d.Topic] || strings.HasSuffix(d.Topic, ".") {
			t.Errorf("topic %q", d.Topic)
		}
		topics[d.Topic] = true
		checkSentence(t, d.Topic, d.WeDo, 110)
		documents := map[string]bool{}
		for _, saying := range d.Sayings {
			if saying.Document == "" || documents[saying.Document] {
				t.Errorf("%s: document %q", d.Topic, saying.Document)
			}
			documents[saying.Document] = true
			checkSentence(t, d.Topic, saying.Says, 110)
		}
		if len(documents) == 0 {
			t.Errorf("%s: nobody says anything", d.Topic)
		}
	}
	all[0].Topic = "changed"
	if Disagreements()[0].Topic == "changed" {
		t.Error("a caller can change the table")
	}
}
