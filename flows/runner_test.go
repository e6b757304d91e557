package flows

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

var serverKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// idp is an identity provider as the documents describe it, with the answers of
// one test.
type idp struct {
	*httptest.Server
	posts atomic.Int64
	keys  atomic.Int64
	last  atomic.Pointer[http.Request] // the last POST, its form read
	token http.HandlerFunc             // answers every POST; nil: a pair
	jwks  http.HandlerFunc             // nil: the key
}

func startIDP(t testing.TB) *idp {
	s := &idp{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost:
			s.posts.Add(1)
			_ = r.ParseForm()
			s.last.Store(r)
			if s.token != nil {
				s.token(w, r)
				return
			}
			answer(200, signedPair(alice, 2, "k1"))(w, r)
		case r.URL.Path == "/keys":
			s.keys.Add(1)
			if s.jwks != nil {
				s.jwks(w, r)
				return
			}
			n := base64.RawURLEncoding.EncodeToString(serverKey().N.Bytes())
			answer(200, `{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"k1","e":"AQAB","n":"`+n+`"}]}`)(w, r)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// answer answers in JSON, as the documents say: without a charset.
func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// signedPair is pair with a signature of the server's key.
func signedPair(subject string, n int, kid string) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode(fmt.Appendf(nil, `{"alg":"RS256","kid":%q}`, kid)) + "." +
		encode(fmt.Appendf(nil, `{"sub":%q,"serial":%d,"exp":%d}`, subject, n, start.Add(24*time.Hour).Unix()))
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(nil, serverKey(), crypto.SHA256, sum[:])
	if err != nil {
		panic(err)
	}
	body, _ := json.Marshal(map[string]any{
		"token_type": "bearer", "expires_in": 86399, "refresh_token": refreshToken(n).Reveal(), "id_token": signed + "." + encode(signature),
	})
	return string(body)
}

// session returns a session at this server, with a set and a fresh code.
func (s *idp) session(t testing.TB) Session {
	session := emptySession()
	session.Environment = akoya.Local(s.URL)
	return withCode(consented(t, session, alice, 1), "canary-code-2")
}

// run builds a step's request and runs it.
func (s *idp) run(t testing.TB, ctx context.Context, session Session, step string) Sent {
	t.Helper()
	return testRunner(t).Run(ctx, planOf(t, session, step))
}

func testRunner(t testing.TB) Runner {
	client := akoya.NewClient(akoya.ClientOptions{})
	t.Cleanup(client.Close)
	return Runner{Client: client, Now: func() time.Time { return start }}
}

func planOf(t testing.TB, session Session, step string) Plan {
	t.Helper()
	return Plan{
		Step: step, Variant: "v", Case: "c", Environment: session.Environment, Request: build(t, session, step, ""),
		Secrets: session.Secrets(), ClockOffset: time.Hour,
	}
}

// A code goes out with the credentials in the header and comes back as tokens
// whose signature was checked; the result says where it came from and when.
func TestRunObtain(t *testing.T) {
	t.Parallel()
	s := startIDP(t)
	session := s.session(t)
	sent := s.run(t, t.Context(), session, StepObtain)

	r := s.last.Load()
	id, pass, _ := r.BasicAuth()
	if id != "app-id" || pass != "canary-client-secret" || r.PostForm.Has("client_id") || r.PostForm.Has("client_secret") ||
		r.PostForm.Get("grant_type") != "authorization_code" || r.PostForm.Get("code") != "canary-code-2" ||
		r.PostForm.Get("redirect_uri") != "https://app.example/callback" || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" || r.URL.Path != "/token" {
		t.Errorf("the server got %s %v %v", r.URL.Path, r.Header, r.PostForm)
	}
	if sent.Step != StepObtain || sent.Variant != "v" || sent.Case != "c" || sent.Foreign || !sent.At.Equal(start.Add(time.Hour)) {
		t.Errorf("it says it is %s %s %s at %v", sent.Step, sent.Variant, sent.Case, sent.At)
	}
	if sent.Granted == nil || sent.ReadErr != nil || sent.Refusal != nil || sent.DecodeErr != nil || sent.Decoded.Person.User != "alice" {
		t.Fatalf("granted %+v, %v, %v, %v", sent.Granted, sent.ReadErr, sent.Refusal, sent.DecodeErr)
	}
	if v := sent.Verification; v.State != akoya.SignatureVerified || v.KeyID != "k1" || len(sent.Checks) != 1 || sent.Checks[0].Status != 200 {
		t.Errorf("verification %+v after %d checks", v, len(sent.Checks))
	}
	if s.posts.Load() != 1 {
		t.Errorf("%d POSTs", s.posts.Load())
	}
	after := session.Apply(sent)
	wantState(t, after, 1, SetReplaced, 2)
	wantState(t, after, 2, SetCurrent, 0)
	shown, err := json.Marshal(after.History.Newest(0).RoundTrip.Redacted())
	if err != nil || strings.Contains(string(shown), "canary") || strings.Contains(string(shown), sent.Granted.IDToken.Reveal()) {
		t.Errorf("a secret is in %s", shown)
	}
}

// A refresh goes out with the credentials in the body and no Authorization.
func TestRunRefresh(t *testing.T) {
	t.Parallel()
	s := startIDP(t)
	session := s.session(t)
	sent := s.run(t, t.Context(), session, StepRefresh)
	r := s.last.Load()
	want := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"canary-refresh-token-1"}, "client_id": {"app-id"}, "client_secret": {"canary-client-secret"}}
	if r.PostForm.Encode() != want.Encode() || r.Header.Get("Authorization") != "" {
		t.Errorf("the server got %v %v", r.Header, r.PostForm)
	}
	wantState(t, session.Apply(sent), 2, SetCurrent, 0)
}

// A signature is called verified, wrong or unchecked as it is; the tokens count all the same.
func TestRunChecksTheSignature(t *testing.T) {
	t.Parallel()
	tampered := strings.Replace(signedPair(alice, 2, "k1"), `"id_token":"`, `"id_token":"`, 1)
	var fields map[string]any
	_ = json.Unmarshal([]byte(tampered), &fields)
	parts := strings.Split(fields["id_token"].(string), ".")
	fields["id_token"] = parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"x"}`)) + "." + parts[2]
	changed, _ := json.Marshal(fields)
	for name, c := range map[string]struct {
		body  string
		jwks  http.HandlerFunc
		state akoya.SignatureState
	}{
		"verified":   {signedPair(alice, 2, "k1"), nil, akoya.SignatureVerified},
		"changed":    {string(changed), nil, akoya.SignatureWrong},
		"other key":  {signedPair(alice, 2, "k2"), nil, akoya.SignatureNotVerified},
		"no key set": {signedPair(alice, 2, "k1"), http.NotFound, akoya.SignatureNotVerified},
		"a page":     {signedPair(alice, 2, "k1"), answer(200, "<html>"), akoya.SignatureNotVerified},
		"dropped":    {signedPair(alice, 2, "k1"), func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, akoya.SignatureNotVerified},
	} {
		s := startIDP(t)
		s.token, s.jwks = answer(200, c.body), c.jwks
		sent := s.run(t, t.Context(), s.session(t), StepRefresh)
		if sent.Granted == nil || sent.Verification.State != c.state || (c.state != akoya.SignatureVerified) != (sent.Verification.Why != "") || s.keys.Load() == 0 {
			t.Errorf("%s: %+v, granted %v", name, sent.Verification, sent.Granted)
		}
	}
}

// What is no JWT, or not there, is said, and the keys are not asked for.
func TestRunWithAnIDTokenThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"opaque": `{"id_token":"opaque","refresh_token":"canary-refresh-token-2"}`, "absent": `{"refresh_token":"canary-refresh-token-2"}`,
	} {
		s := startIDP(t)
		s.token = answer(200, body)
		sent := s.run(t, t.Context(), s.session(t), StepRefresh)
		if sent.Granted == nil || sent.DecodeErr == nil || s.keys.Load() != 0 || len(sent.Checks) != 0 {
			t.Errorf("%s: granted %v, %v", name, sent.Granted, sent.DecodeErr)
		}
	}
	s := startIDP(t)
	s.token = answer(200, bodyServiceOK)
	if sent := s.run(t, t.Context(), s.session(t), StepService); sent.Granted == nil || sent.DecodeErr != nil || s.keys.Load() != 0 {
		t.Errorf("a service token: %v, %v", sent.Granted, sent.DecodeErr)
	}
}

// Each way in which a server can fail is told apart, leaves the set in the right
// state, and costs one POST.
func TestRunOnBadAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		token   http.HandlerFunc
		refusal string // "status code", "" for none
		readErr bool
		err     bool
		want    SetState
	}{
		"claimed":     {answer(400, bodyClaimed), "400 invalid_request", false, false, SetRefused},
		"client":      {answer(401, bodyClient), "401 invalid_client", false, false, SetCurrent},
		"500 in JSON": {answer(500, `{"error":"server_error"}`), "500 server_error", false, false, SetUnclear},
		"503 in HTML": {answer(503, "<html>down</html>"), "503 ", false, false, SetUnclear},
		"302":         {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/token", http.StatusFound) }, "302 ", false, false, SetCurrent},
		"307 to itself": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/token", http.StatusTemporaryRedirect)
		}, "307 ", false, false, SetCurrent},
		"HTML":             {answer(200, "<!doctype html><title>sign in</title>"), "", true, false, SetUnclear},
		"empty":            {answer(200, ""), "", true, false, SetUnclear},
		"an error in 200":  {answer(200, bodyClaimed), "", true, false, SetUnclear},
		"an array":         {answer(200, "[]"), "", true, false, SetUnclear},
		"dropped":          {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "", false, true, SetUnclear},
		"headers only":     {cutAfter(0), "", true, true, SetUnclear},
		"cut in the token": {cutAfter(40), "", true, true, SetUnclear},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startIDP(t)
			s.token = c.token
			session := s.session(t)
			sent := s.run(t, t.Context(), session, StepRefresh)
			refusal := ""
			if sent.Refusal != nil {
				refusal = fmt.Sprintf("%d %s", sent.Refusal.Status, sent.Refusal.Code)
			}
			if refusal != c.refusal || (sent.ReadErr != nil) != c.readErr || (sent.RoundTrip.Err != nil) != c.err || sent.Granted != nil {
				t.Errorf("refusal %q, read error %v, error %v, granted %v", refusal, sent.ReadErr, sent.RoundTrip.Err, sent.Granted)
			}
			if s.posts.Load() != 1 || s.keys.Load() != 0 {
				t.Errorf("%d POSTs, %d looks at the keys", s.posts.Load(), s.keys.Load())
			}
			after := session.Apply(sent)
			if set := setNumber(t, after, 1); set.State != c.want {
				t.Errorf("the set is %s, want %s", set.State, c.want)
			}
			checkMeaning(t, name, Explain(session, after, sent))
		})
	}
}

// cutAfter promises a pair and ends the connection behind n bytes of it.
func cutAfter(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		body := pair(alice, 2)
		w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		_, _ = w.Write([]byte(body[:n]))
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// The refresh token of an answer that was cut behind it is not lost.
func TestRunKeepsTheTokenOfACutAnswer(t *testing.T) {
	t.Parallel()
	s := startIDP(t)
	s.token = cutAfter(strings.Index(pair(alice, 2), `"id_token"`) + 30)
	session := s.session(t)
	sent := s.run(t, t.Context(), session, StepRefresh)
	if sent.RoundTrip.Err == nil || sent.Granted == nil {
		t.Fatalf("%v, granted %v", sent.RoundTrip.Err, sent.Granted)
	}
	after := session.Apply(sent)
	if set, _ := after.Current(); set.Number != 2 || !set.RefreshToken.Equal(refreshToken(2)) {
		t.Errorf("current is %d with %v", set.Number, set.RefreshToken)
	}
	m := Explain(session, after, sent)
	checkMeaning(t, "cut", m)
	if m.Good || !strings.Contains(m.Text, "What could be read of it is kept") {
		t.Errorf("%+v", m)
	}
}

// A server that is not there got nothing, so nothing is unclear.
func TestRunWithoutAServer(t *testing.T) {
	t.Parallel()
	s := startIDP(t)
	session := s.session(t)
	s.Close()
	sent := s.run(t, t.Context(), session, StepRefresh)
	var lost *akoya.TransportError
	if !errors.As(sent.RoundTrip.Err, &lost) || lost.MaybeSent || s.posts.Load() != 0 {
		t.Errorf("%v", sent.RoundTrip.Err)
	}
	wantSame(t, session.Apply(sent), session)
}

// Canceling ends a run at once; what was sent by then is unclear.
func TestRunCanceled(t *testing.T) {
	t.Parallel()
	s := startIDP(t)
	ctx, cancel := context.WithCancel(t.Context())
	s.token = func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}
	session := s.session(t)
	sent := s.run(t, ctx, session, StepRefresh)
	var lost *akoya.TransportError
	if !errors.As(sent.RoundTrip.Err, &lost) || !lost.Canceled || !lost.MaybeSent {
		t.Errorf("%v", sent.RoundTrip.Err)
	}
	wantState(t, session.Apply(sent), 1, SetUnclear, 0)
	if never := s.run(t, ctx, session, StepRefresh); never.unclear() || s.posts.Load() != 1 {
		t.Errorf("canceled before: %v after %d POSTs", never.RoundTrip.Err, s.posts.Load())
	}
}

// Canceling while the signature is checked loses no token.
func TestRunCanceledWhileChecking(t *testing.T) {
	t.Parallel()
	s := startIDP(t)
	ctx, cancel := context.WithCancel(t.Context())
	s.jwks = func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}
	session := s.session(t)
	sent := s.run(t, ctx, session, StepRefresh)
	if sent.Granted == nil || sent.Verification.State != akoya.SignatureNotVerified {
		t.Errorf("granted %v, %+v", sent.Granted, sent.Verification)
	}
	wantState(t, session.Apply(sent), 2, SetCurrent, 0)
}

// A request about others' tokens is read for its refusal only.
func TestRunForeign(t *testing.T) {
	t.Parallel()
	s := startIDP(t)
	session := s.session(t)
	plan := planOf(t, session, StepRefresh)
	plan.Foreign = true
	sent := testRunner(t).Run(t.Context(), plan)
	if !sent.Foreign || sent.Granted != nil || s.keys.Load() != 0 || s.posts.Load() != 1 {
		t.Errorf("granted %v after %d POSTs and %d looks at the keys", sent.Granted, s.posts.Load(), s.keys.Load())
	}
	wantSame(t, session.Apply(sent), session)
}

// A run sends one POST, or none over a connection that the server has ended
// meanwhile, but never two; and Read sends none.
func TestRunSendsOnePOST(t *testing.T) {
	t.Parallel()
	s := startIDP(t)
	session := s.session(t)
	runner := testRunner(t)
	for n := range 8 {
		before := s.posts.Load()
		sent := runner.Run(t.Context(), planOf(t, session, StepRefresh))
		if sentOut := s.posts.Load() - before; sentOut > 1 || sentOut == 0 && sent.RoundTrip.Err == nil {
			t.Fatalf("run %d: %d POSTs, %v", n+1, sentOut, sent.RoundTrip.Err)
		}
		before = s.posts.Load()
		again := runner.Read(t.Context(), planOf(t, session, StepRefresh), sent.RoundTrip)
		if (again.Granted == nil) != (sent.Granted == nil) || s.posts.Load() != before {
			t.Errorf("run %d, read again: %v, %d POSTs more", n+1, again.Granted, s.posts.Load()-before)
		}
		if n%2 == 1 {
			s.CloseClientConnections()
		}
	}
}

// opened returns a keeper in memory that holds the session's tokens.
func opened(t *testing.T, session Session) *vault.Keeper {
	t.Helper()
	v, err := vault.Open(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	settings := vault.Settings{Name: "p", Environment: "sandbox", Store: vault.InMemory}
	if err := v.Create(t.Context(), settings, vault.Credentials{ClientID: "app-id", ClientSecret: secret("canary-client-secret")}); err != nil {
		t.Fatal(err)
	}
	keeper := v.Keeper(settings)
	if err := keeper.Save(t.Context(), session.Record()); err != nil {
		t.Fatal(err)
	}
	return keeper
}

func stored(t *testing.T, keeper *vault.Keeper) vault.Tokens {
	t.Helper()
	tokens, err := keeper.Load(t.Context())
	if err != nil {
		t.Error(err)
	}
	return tokens
}

// New tokens rest in the store before their signature is checked: the check asks
// a server, and what is not saved by then could be lost.
func TestRunKeptSavesBeforeItChecks(t *testing.T) {
	t.Parallel()
	s := startIDP(t)
	session := s.session(t)
	keeper := opened(t, session)
	var seen vault.Tokens
	s.jwks = func(w http.ResponseWriter, r *http.Request) {
		seen = stored(t, keeper)
		http.NotFound(w, r)
	}
	sent := testRunner(t).RunKept(t.Context(), planOf(t, session, StepRefresh), session, keeper)
	if sent.SaveErr != nil || sent.Granted == nil || !seen.RefreshToken.Equal(refreshToken(2)) || seen.Set != 2 || !seen.RefreshSentAt.IsZero() {
		t.Errorf("stored by then: set %d, %v; %v", seen.Set, seen.RefreshToken, sent.SaveErr)
	}
	if sent.Verification.Why == "" {
		t.Error("the signature was not looked at")
	}
	if got := stored(t, keeper); !got.Equal(session.Apply(sent).Record()) {
		t.Errorf("the store has set %d, the session another", got.Set)
	}
}

// What the store says after a refresh is what the session says: a refusal about
// the client takes the mark back, an unclear answer leaves it, a final one ends it.
func TestRunKeptMarksAnUnclearRefresh(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		token  http.HandlerFunc
		marked bool
		gone   bool
	}{
		"refused client": {answer(401, bodyClient), false, false},
		"server error":   {answer(503, ""), true, false},
		"claimed":        {answer(400, bodyClaimed), false, true},
	} {
		s := startIDP(t)
		s.token = c.token
		session := s.session(t)
		keeper := opened(t, session)
		runner := testRunner(t)
		sent := runner.RunKept(t.Context(), planOf(t, session, StepRefresh), session, keeper)
		got := stored(t, keeper)
		if sent.SaveErr != nil || got.RefreshSentAt.IsZero() == c.marked || got.RefreshToken.IsZero() != c.gone {
			t.Errorf("%s: marked at %v, token %v, %v", name, got.RefreshSentAt, got.RefreshToken, sent.SaveErr)
		}
		if !c.marked {
			continue
		}
		// A request that changes nothing leaves the earlier doubt.
		unclear := session.Apply(sent)
		s.token = answer(401, bodyClient)
		sent = runner.RunKept(t.Context(), planOf(t, unclear, StepRefresh), unclear, keeper)
		if got := stored(t, keeper); got.RefreshSentAt.IsZero() || sent.SaveErr != nil {
			t.Errorf("%s, then refused: the mark is gone, %v", name, sent.SaveErr)
		}
	}
}

// When another program has refreshed meanwhile nothing is sent and its set is taken.
func TestRunKeptTakesWhatMovedOn(t *testing.T) {
	t.Parallel()
	s := startIDP(t)
	session := s.session(t)
	keeper := opened(t, refreshed(t, session, alice, 2))
	sent := testRunner(t).RunKept(t.Context(), planOf(t, session, StepRefresh), session, keeper)
	if sent.Moved == nil || s.posts.Load() != 0 {
		t.Fatalf("moved %v after %d POSTs", sent.Moved, s.posts.Load())
	}
	after := session.Apply(sent)
	wantState(t, after, 1, SetClaimed, 2)
	if set, _ := after.Current(); set.Number != 2 || !set.RefreshToken.Equal(refreshToken(2)) || set.From != 1 || after.History.Len() != session.History.Len() {
		t.Errorf("current is %+v", set)
	}
}
