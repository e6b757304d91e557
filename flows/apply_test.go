package flows

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
)

// A 200 to a code uses it up and gives set #1, which says where it is from.
func TestObtainUsesTheCodeUpAndGivesASet(t *testing.T) {
	t.Parallel()
	before := withCode(withCode(emptySession(), "canary-code-1"), "canary-code-2")
	after := before.Apply(answered(before, build(t, before, StepObtain, ""), 200, pair(alice, 1)))

	codes := after.Codes()
	if len(codes) != 2 || !codes[0].UsedAt.IsZero() || !codes[1].UsedAt.Equal(start.Add(time.Minute)) {
		t.Errorf("the codes are %+v, want the second used after a minute", codes)
	}
	set := setNumber(t, after, 1)
	wantState(t, after, 1, SetCurrent, 0)
	if set.From != 0 || set.ExpiresIn != 86399 || !set.RefreshToken.Equal(refreshToken(1)) || set.IDToken.IsZero() ||
		set.Decoded.Person.User != "alice" || set.DecodeErr != nil || !set.ObtainedAt.Equal(start.Add(time.Minute)) {
		t.Errorf("set 1 is %+v", set)
	}
	if current, ok := after.Current(); !ok || current.Number != 1 || after.SetCount() != 1 {
		t.Errorf("current is %d (%v) of %d", current.Number, ok, after.SetCount())
	}
}

// A new consent replaces the tokens of the same person and no one else's.
func TestANewConsentReplacesThatPersonsSetsOnly(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	s = consented(t, s, bob, 2)
	wantState(t, s, 1, SetCurrent, 0)
	s = consented(t, s, alice, 3)
	wantState(t, s, 1, SetReplaced, 3)
	wantState(t, s, 2, SetCurrent, 0)
	wantState(t, s, 3, SetCurrent, 0)
}

// Tokens that name nobody are nobody's: they replace nothing.
func TestAConsentWithoutASubjectReplacesNothing(t *testing.T) {
	t.Parallel()
	s := consented(t, consented(t, emptySession(), "", 1), "", 2)
	wantState(t, s, 1, SetCurrent, 0)
	wantState(t, s, 2, SetCurrent, 0)
}

// What ended before stays as it ended when a new consent comes.
func TestANewConsentLeavesEndedSetsAlone(t *testing.T) {
	t.Parallel()
	s := refreshed(t, consented(t, emptySession(), alice, 1), alice, 2)
	s = s.Apply(answered(s, build(t, s, StepRevoke, ""), 200, ""))
	s = consented(t, s, alice, 3)
	wantState(t, s, 1, SetClaimed, 2)
	wantState(t, s, 2, SetRevoked, 0)
	wantState(t, s, 3, SetCurrent, 0)
}

// Without offline_access there is no refresh token; the set says so by itself.
func TestObtainWithoutARefreshToken(t *testing.T) {
	t.Parallel()
	before := withCode(emptySession(), "canary-code-1")
	after := before.Apply(answered(before, build(t, before, StepObtain, ""), 200, `{"token_type":"bearer","expires_in":60,"id_token":"`+jwt(alice, 1, time.Time{})+`"}`))
	set := setNumber(t, after, 1)
	if !set.RefreshToken.IsZero() || !set.ExpiresAt().Equal(start.Add(2*time.Minute)) {
		t.Errorf("set 1 has refresh token %v and ends at %v", set.RefreshToken, set.ExpiresAt())
	}
	if _, err := variantOf(t, StepRefresh, "").Build(after, start); err == nil || !strings.Contains(err.Error(), "offline_access") {
		t.Errorf("a refresh of it: %v, want a word on offline_access", err)
	}
}

// A refusal of a code changes nothing but the history, whatever it says.
func TestARefusedObtainChangesNothing(t *testing.T) {
	t.Parallel()
	before := withCode(consented(t, emptySession(), alice, 1), "canary-code-9")
	for _, c := range []struct {
		status int
		body   string
	}{{400, bodyCode}, {400, bodyRedirect}, {400, bodyGrantType}, {401, bodyClient}, {400, bodyInvalidGran}, {503, "down"}, {302, ""}} {
		after := before.Apply(answered(before, build(t, before, StepObtain, ""), c.status, c.body))
		wantSame(t, after, before)
		if after.History.Len() != before.History.Len()+1 {
			t.Errorf("%d %s: the history has %d entries", c.status, c.body, after.History.Len())
		}
	}
}

// A refresh claims the old set and says which came from which.
func TestRefreshClaimsItsParent(t *testing.T) {
	t.Parallel()
	s := refreshed(t, refreshed(t, consented(t, emptySession(), alice, 1), alice, 2), alice, 3)
	wantState(t, s, 1, SetClaimed, 2)
	wantState(t, s, 2, SetClaimed, 3)
	wantState(t, s, 3, SetCurrent, 0)
	for n, from := range map[int]int{1: 0, 2: 1, 3: 2} {
		if set := setNumber(t, s, n); set.From != from {
			t.Errorf("set %d is from %d, want %d", n, set.From, from)
		}
	}
	if claimed, ok := s.Claimed(); !ok || claimed.Number != 2 {
		t.Errorf("the used set is %d (%v), want 2", claimed.Number, ok)
	}
}

// What each answer to a refresh does to the set whose token was sent.
func TestWhatARefreshDoesToItsSet(t *testing.T) {
	t.Parallel()
	otherServer := func(r akoya.Request) akoya.Request { r.URL = "https://elsewhere.example/token"; return r }
	otherClient := func(r akoya.Request) akoya.Request { return r.With(akoya.Plain("client_id", "somebody-else")) }
	otherBasic := func(r akoya.Request) akoya.Request { return r.WithBasic("somebody-else", secret("x")) }
	inHeader := func(r akoya.Request) akoya.Request { return r.WithAuthStyle(akoya.AuthBasic) }
	unsent := func(r akoya.Request) akoya.Request { r.Method = "GET"; return r }
	for _, c := range []struct {
		name   string
		edit   func(akoya.Request) akoya.Request
		status int
		body   string
		want   SetState
	}{
		{"claimed, in Akoya's words", nil, 400, bodyClaimed, SetRefused},
		{"claimed, with the line break and without the full stop of the documents", nil, 400, `{"error":"invalid_request","error_description":"Refresh token is invalid or has \n already been claimed by another client"}`, SetRefused},
		{"credentials in the header", inHeader, 400, bodyClaimed, SetRefused},
		{"invalid_grant of other servers", nil, 400, bodyInvalidGran, SetRefused},
		{"invalid_grant for a grant_type, which has no description", nil, 400, bodyGrantType, SetCurrent},
		{"no refresh token in the request", nil, 400, bodyNoRefresh, SetCurrent},
		{"the client secret is wrong", nil, 401, bodyClient, SetCurrent},
		{"another client's name: the token is not its", otherClient, 400, bodyClaimed, SetCurrent},
		{"another client's name in the header", otherBasic, 400, bodyClaimed, SetCurrent},
		{"another server does not know the token", otherServer, 400, bodyClaimed, SetCurrent},
		{"the claimed text with another status", nil, 403, bodyClaimed, SetCurrent},
		{"too many requests", nil, 429, "", SetCurrent},
		{"not found", nil, 404, "<html>", SetCurrent},
		{"a redirect", nil, 302, "", SetCurrent},
		{"a server error", nil, 500, `{"error":"server_error"}`, SetUnclear},
		{"a server error in the words of a refusal", nil, 503, bodyClaimed, SetUnclear},
		{"200 with a page", nil, 200, "<html>sign in</html>", SetUnclear},
		{"200 with nothing", nil, 200, "", SetUnclear},
		{"200 with an error", nil, 200, bodyClaimed, SetUnclear},
		{"204", nil, 204, "", SetUnclear},
		{"a GET carries no form, so no token was sent", unsent, 503, "", SetCurrent},
	} {
		before := consented(t, emptySession(), alice, 1)
		request := build(t, before, StepRefresh, "")
		if c.edit != nil {
			request = c.edit(request)
		}
		after := before.Apply(answered(before, request, c.status, c.body))
		if set := setNumber(t, after, 1); set.State != c.want {
			t.Errorf("%s: the set is %s, want %s", c.name, set.State, c.want)
		}
		if after.SetCount() != 1 {
			t.Errorf("%s: there are %d sets", c.name, after.SetCount())
		}
		if c.want == SetCurrent && c.edit == nil {
			wantSame(t, after, before)
		}
	}
}

// A connection that broke leaves the set unclear only when the request may have
// arrived, and a refusal that broke in its body is a refusal all the same.
func TestALostRefresh(t *testing.T) {
	t.Parallel()
	before := consented(t, emptySession(), alice, 1)
	request := build(t, before, StepRefresh, "")
	wantSame(t, before.Apply(lost(before, request, false)), before)
	wantState(t, before.Apply(lost(before, request, true)), 1, SetUnclear, 0)
	broken := ended(before, request, akoya.RoundTrip{Status: 401, Received: akoya.Message{Body: secret(`{"err`)},
		Err: &akoya.TransportError{Phase: "body", MaybeSent: true}})
	wantSame(t, before.Apply(broken), before)
	never := ended(before, request, akoya.RoundTrip{Err: &akoya.RequestError{Part: "URL", Reason: "the URL is empty"}})
	wantSame(t, before.Apply(never), before)
}

// After an unclear refresh the same token, sent again, settles it either way.
func TestAnUnclearRefreshIsSettledBySendingAgain(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	s = s.Apply(lost(s, build(t, s, StepRefresh, ""), true))
	if current, _ := s.Current(); current.Number != 1 || !current.Live() {
		t.Fatalf("current is %d, %s", current.Number, current.State)
	}
	again := build(t, s, StepRefresh, "")
	good := s.Apply(answered(s, again, 200, pair(alice, 2)))
	wantState(t, good, 1, SetClaimed, 2)
	wantState(t, good, 2, SetCurrent, 0)
	bad := s.Apply(answered(s, again, 400, bodyClaimed))
	wantState(t, bad, 1, SetRefused, 0)
}

// A used token in an edited request is about the set it is from: neither the
// refusal nor a server error touches the current one.
func TestAUsedTokenSaysNothingOfTheCurrentSet(t *testing.T) {
	t.Parallel()
	s := refreshed(t, consented(t, emptySession(), alice, 1), alice, 2)
	edited := build(t, s, StepRefresh, "").With(akoya.Sensitive("refresh_token", refreshToken(1)))
	for _, sent := range []Sent{
		answered(s, edited, 400, bodyClaimed), answered(s, edited, 500, ""), lost(s, edited, true),
		answered(s, build(t, s, StepRefresh, "used"), 400, bodyClaimed),
	} {
		wantSame(t, s.Apply(sent), s)
	}
}

// A token from elsewhere that works gives a set without a parent and is no new
// consent: it replaces nobody's tokens.
func TestRefreshingATokenFromElsewhere(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	edited := build(t, s, StepRefresh, "").With(akoya.Sensitive("refresh_token", secret("pasted-by-hand")))
	wantSame(t, s.Apply(answered(s, edited, 400, bodyClaimed)), s)
	s = s.Apply(answered(s, edited, 200, pair(alice, 2)))
	wantState(t, s, 1, SetCurrent, 0)
	if set := setNumber(t, s, 2); set.From != 0 || set.State != SetCurrent {
		t.Errorf("set 2 is from %d, %s", set.From, set.State)
	}
}

// A server that sends no new refresh token, or the same one, lets the old one
// live on (RFC 6749 section 6): it is current, and not the used one.
func TestAServerThatDoesNotRotate(t *testing.T) {
	t.Parallel()
	idOnly := func(n int) string { return `{"id_token":"` + jwt(alice, n, time.Time{}) + `"}` }
	same := func(n int) string {
		return `{"refresh_token":"` + refreshToken(1).Reveal() + `","id_token":"` + jwt(alice, n, time.Time{}) + `"}`
	}
	for _, body := range []func(int) string{idOnly, same} {
		s := consented(t, emptySession(), alice, 1)
		s = s.Apply(answered(s, build(t, s, StepRefresh, ""), 200, body(2)))
		s = s.Apply(answered(s, build(t, s, StepRefresh, ""), 200, body(3)))
		wantState(t, s, 1, SetClaimed, 2)
		wantState(t, s, 2, SetClaimed, 3)
		if set := setNumber(t, s, 3); !set.RefreshToken.Equal(refreshToken(1)) || set.From != 2 || set.State != SetCurrent {
			t.Errorf("set 3 is %+v", set)
		}
		if used, ok := s.Claimed(); ok {
			t.Errorf("set %d counts as used, but its token lives", used.Number)
		}
		s = s.Apply(answered(s, build(t, s, StepRevoke, ""), 200, ""))
		wantState(t, s, 3, SetRevoked, 0)
	}
}

// The tokens of an odd or broken answer are kept as far as they can be read: a
// refresh token in it is the only one that still works.
func TestWhatCanBeReadOfABadAnswerIsKept(t *testing.T) {
	t.Parallel()
	before := consented(t, emptySession(), alice, 1)
	request := build(t, before, StepRefresh, "")
	odd := strings.Replace(pair(alice, 2), "86399", `"soon"`, 1)
	cut := pair(alice, 2)[:len(pair(alice, 2))-20]
	broken := akoya.RoundTrip{Status: 200, Received: akoya.Message{Body: secret(cut)}, Err: &akoya.TransportError{Phase: "body", MaybeSent: true}}
	for name, sent := range map[string]Sent{
		"odd": answered(before, request, 200, odd), "cut": answered(before, request, 200, cut), "broken": ended(before, request, broken),
	} {
		after := before.Apply(sent)
		if sent.ReadErr == nil {
			t.Errorf("%s: nobody is told", name)
		}
		wantState(t, after, 1, SetClaimed, 2)
		if set, ok := after.Current(); !ok || set.Number != 2 || !set.RefreshToken.Equal(refreshToken(2)) {
			t.Errorf("%s: current is set %d with %v", name, set.Number, set.RefreshToken)
		}
	}
	// An id_token alone: the new refresh token may have been in what is missing.
	after := before.Apply(answered(before, request, 200, `{"id_token":"`+jwt(alice, 2, time.Time{})+`","refresh_token":"canary-ref`))
	wantState(t, after, 1, SetClaimed, 2)
	wantState(t, after, 2, SetUnclear, 0)
	if set, _ := after.Current(); !set.RefreshToken.Equal(refreshToken(1)) {
		t.Errorf("the refresh token to be sent again is %v", set.RefreshToken)
	}
}

// What each answer to a revoke does, in both states the documents know of.
func TestRevoke(t *testing.T) {
	t.Parallel()
	live := refreshed(t, consented(t, emptySession(), alice, 1), alice, 2)
	current, claimed := build(t, live, StepRevoke, ""), build(t, live, StepRevoke, "").With(akoya.Sensitive("token", refreshToken(1)))
	wantState(t, live.Apply(answered(live, current, 200, "")), 2, SetRevoked, 0)
	wantState(t, live.Apply(answered(live, build(t, live, StepRevoke, "path"), 200, "")), 2, SetRevoked, 0)
	wantSame(t, live.Apply(answered(live, claimed, 200, "")), live)
	for _, c := range []struct {
		status int
		body   string
	}{{400, bodyInvalid}, {401, bodyUnauthor}, {400, bodyHint}, {404, "404 page not found"}, {302, ""}, {500, ""}} {
		wantSame(t, live.Apply(answered(live, current, c.status, c.body)), live)
	}
	wantSame(t, live.Apply(lost(live, current, true)), live)
	elsewhere := current
	elsewhere.URL = "https://idp.example/introspect"
	wantSame(t, live.Apply(answered(live, elsewhere, 200, `{"active":true}`)), live)
	unknown := current.With(akoya.Sensitive("token", secret("made-up")))
	wantSame(t, live.Apply(answered(live, unknown, 200, "")), live)

	refused := live.Apply(answered(live, build(t, live, StepRefresh, ""), 400, bodyClaimed))
	wantState(t, refused.Apply(answered(refused, current, 200, "")), 2, SetRevoked, 0)

	over := live.Apply(answered(live, current, 200, ""))
	later := answered(over, current, 200, "")
	later.At = later.At.Add(time.Hour)
	wantSame(t, over.Apply(later), over)
}

// Revoke is about the set that lives, even when a later one of somebody else has ended.
func TestRevokeTakesTheSetThatLives(t *testing.T) {
	t.Parallel()
	s := consented(t, consented(t, emptySession(), alice, 1), bob, 2)
	s = s.Apply(answered(s, build(t, s, StepRevoke, ""), 200, ""))
	wantState(t, s, 2, SetRevoked, 0)
	if f, _ := build(t, s, StepRevoke, "").Field("token"); !f.Value.Equal(refreshToken(1)) {
		t.Errorf("the token to be revoked is %v, want that of set 1", f.Value)
	}
}

// A data call remembers its answer and whose id_token it was; no answer is none.
func TestDataCall(t *testing.T) {
	t.Parallel()
	s := refreshed(t, consented(t, emptySession(), alice, 1), alice, 2)
	if _, ok := s.LastDataCall(); ok {
		t.Error("there was a data call before any")
	}
	call := build(t, s, StepDataCall, "")
	foreign, none := call.Clone(), call.Clone()
	foreign.Header[1].Value = secret("Bearer somebody-elses-token")
	none.Header = none.Header[:1]
	for _, c := range []struct {
		sent Sent
		want DataCall
	}{
		{answered(s, call, 200, `{"accounts":[]}`), DataCall{Set: 2, Status: 200}},
		{answered(s, call, 401, bodyNotAuthor), DataCall{Set: 2, Status: 401, Code: "602"}},
		{answered(s, build(t, s, StepDataCall, "accounts"), 403, ""), DataCall{Set: 2, Status: 403}},
		{answered(s, foreign, 401, bodyNotAuthor), DataCall{Status: 401, Code: "602"}},
		{answered(s, none, 401, bodyNotAuthor), DataCall{Status: 401, Code: "602"}},
	} {
		after := s.Apply(c.sent)
		if got, ok := after.LastDataCall(); !ok || got != c.want {
			t.Errorf("the data call is %+v, want %+v", got, c.want)
		}
		wantSame(t, after.Apply(lost(after, call, true)), after)
	}
}

// Service tokens are kept in their order and touch no token set.
func TestServiceTokens(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	for i, variant := range []string{"app_management", "notifications"} {
		request := build(t, s, StepService, variant)
		scope, _ := request.Field("scope")
		body := strings.NewReplacer("app_management_v2", scope.Value.Reveal(), "0001", "000"+string(rune('1'+i))).Replace(bodyServiceOK)
		s = s.Apply(answered(s, request, 200, body))
	}
	got := s.ServiceTokens()
	if len(got) != 2 || got[0].Scope != "app_management_v2" || got[1].Scope != "notifications_subscriptions advisory" ||
		got[0].Value.Equal(got[1].Value) || !got[0].ExpiresAt().Equal(start.Add(time.Minute+86399*time.Second)) {
		t.Errorf("the service tokens are %+v", got)
	}
	wantState(t, s, 1, SetCurrent, 0)
	request := build(t, s, StepService, "")
	for _, sent := range []Sent{
		answered(s, request, 401, bodyClient), answered(s, request, 200, "{}"), answered(s, request, 200, pair(alice, 2)), lost(s, request, true),
	} {
		wantSame(t, s.Apply(sent), s)
	}
}

// What is sent about other tokens than the session's stands in the history only.
func TestForeignChangesTheHistoryOnly(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	for _, sent := range []Sent{
		answered(s, build(t, s, StepRefresh, ""), 200, pair(alice, 2)),
		answered(s, build(t, s, StepRefresh, ""), 400, bodyClaimed),
		answered(s, build(t, s, StepRevoke, ""), 200, ""),
		answered(s, build(t, s, StepDataCall, ""), 401, bodyNotAuthor),
		answered(s, build(t, s, StepService, ""), 200, bodyServiceOK),
	} {
		sent.Foreign, sent.Step, sent.Case = true, "a-step", "a.case"
		after := s.Apply(sent)
		wantSame(t, after, s)
		if e := after.History.Newest(0); e.Step != "a-step" || e.Case != "a.case" || e.Number != s.History.Len()+1 || !e.At.Equal(sent.At) {
			t.Errorf("the entry is %+v", e)
		}
	}
}

// A request that is none of the flow's stands in the history and changes nothing.
func TestOtherRequestsChangeNothing(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	wantSame(t, s.Apply(answered(s, akoya.Request{Method: "GET", URL: "https://idp.example/keys"}, 200, "{}")), s)
	wantSame(t, s.Apply(answered(s, build(t, s, StepRefresh, "").Without("grant_type"), 400, bodyGrantType)), s)
}

// An authorization is remembered, answered once with a code or a refusal, and
// its verifier goes with the code.
func TestAuthorizedAndReturned(t *testing.T) {
	t.Parallel()
	asked := Authorized{Authorization{URL: "https://idp.example/auth?code_challenge=x", State: "s", Verifier: secret("canary-code-verifier"), StartedAt: start}}
	s := emptySession().Apply(asked)
	if s.Authorization == nil || s.Authorization.Answered || len(s.Codes()) != 0 {
		t.Fatalf("the authorization is %+v", s.Authorization)
	}
	ok := s.Apply(Returned{Code: secret("canary-code-1"), Via: "listener", At: start.Add(time.Second)})
	code, _ := ok.NewestCode()
	if !ok.Authorization.Answered || ok.Authorization.Refusal != "" || code.Via != "listener" || !code.Verifier.Equal(secret("canary-code-verifier")) || !code.ReceivedAt.Equal(start.Add(time.Second)) {
		t.Errorf("after the code: %+v, %+v", ok.Authorization, code)
	}
	verifier, has := build(t, ok, StepObtain, "").Field("code_verifier")
	if !has || !verifier.Value.Equal(code.Verifier) || !verifier.Sensitive {
		t.Errorf("code_verifier is %v (%v)", verifier.Value, has)
	}
	denied := s.Apply(Returned{Error: "access_denied", At: start})
	if _, has := denied.NewestCode(); has || !denied.Authorization.Answered || denied.Authorization.Refusal != "access_denied" {
		t.Errorf("after a refusal: %+v", denied.Authorization)
	}
	if s.Authorization.Answered {
		t.Error("the earlier session knows of the answer")
	}
	renewed := denied.Apply(asked)
	if renewed.Authorization.Answered || renewed.Authorization.Refusal != "" {
		t.Errorf("a new authorization is %+v", renewed.Authorization)
	}
	pasted := emptySession().Apply(Returned{Code: secret("canary-code-1"), Via: "paste"})
	if code, has := pasted.NewestCode(); !has || !code.Verifier.IsZero() || pasted.Authorization != nil {
		t.Errorf("a code that nobody asked for: %+v, %+v", code, pasted.Authorization)
	}
}

// The clock's offset is what was said last, and nothing else moves.
func TestClockMoved(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	moved := s.Apply(ClockMoved{25 * time.Hour}).Apply(ClockMoved{6 * time.Minute})
	if moved.ClockOffset != 6*time.Minute {
		t.Errorf("the offset is %s", moved.ClockOffset)
	}
	moved.ClockOffset = 0
	wantSame(t, moved, s)
}

// Whatever was not sent leaves not even an entry in the history.
func TestUnsentChangesNothing(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	sent := answered(s, build(t, s, StepRefresh, ""), 0, "")
	sent.Unsent = http.ErrAbortHandler
	if after := s.Apply(sent); snapshot(after) != snapshot(s) {
		t.Error("the session changed")
	}
}

// Secrets lists all that has to be masked: of the app, codes, sets, service
// tokens, and of an authorization whose answer has not come yet.
func TestSecretsAreAllListed(t *testing.T) {
	t.Parallel()
	s := consented(t, emptySession(), alice, 1)
	s.Service = akoya.Basic{ClientID: "svc", ClientSecret: secret("canary-service-secret")}
	s = s.Apply(answered(s, build(t, s, StepService, ""), 200, bodyServiceOK))
	s = s.Apply(Authorized{Authorization{Verifier: secret("canary-code-verifier")}})
	all := map[string]bool{}
	for _, one := range s.Secrets() {
		all[one.Reveal()] = true
	}
	set := setNumber(t, s, 1)
	for _, want := range []string{
		"canary-client-secret", "canary-service-secret", "canary-code-1", "canary-code-verifier", "canary-refresh-token-1",
		set.IDToken.Reveal(), "ory_at_canary-service-token-0001",
	} {
		if !all[want] {
			t.Errorf("%.20s… is not among the secrets", want)
		}
	}
	if all[""] || emptySession().Apply(ClockMoved{}).Secrets() == nil {
		t.Error("there is an empty secret, or none of the app")
	}
}
