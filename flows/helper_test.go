package flows

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
)

// The refusals of the documents (token test cases; token API errors).
const (
	bodyClaimed     = `{"error":"invalid_request","error_description":"Refresh token is invalid or has already been claimed by another client."}`
	bodyNoRefresh   = `{"error":"invalid_request","error_description":"No refresh token in request."}`
	bodyCode        = `{"error":"invalid_request","error_description":"Invalid or expired code parameter."}`
	bodyRedirect    = `{"error":"invalid_request","error_description":"redirect_uri did not match URI from initial request."}`
	bodyClient      = `{"error":"invalid_client","error_description":"Invalid client credentials."}`
	bodyGrantType   = `{"error":"invalid_grant"}`
	bodyInvalid     = `{"error":"invalid_request"}`
	bodyUnauthor    = `{"error":"unauthorized_client"}`
	bodyHint        = `{"error":"unsupported_token_type"}`
	bodyNotAuthor   = `{"code":602,"message":"Customer not authorized"}`
	bodyServiceOK   = `{"access_token":"ory_at_canary-service-token-0001","expires_in":86399,"scope":"app_management_v2","token_type":"bearer"}`
	bodyInvalidGran = `{"error":"invalid_grant","error_description":"grant request is invalid"}`
)

// Subjects of two people: base64url of a protocol buffer with user and connector.
var (
	alice = base64.RawURLEncoding.EncodeToString([]byte("\n\x05alice\x12\x06mikomo"))
	bob   = base64.RawURLEncoding.EncodeToString([]byte("\n\x03bob\x12\x06mikomo"))
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

var secret = akoya.NewSecret

func testEnvironment() akoya.Environment {
	return akoya.Environment{
		Name:            akoya.EnvironmentCustom,
		AuthorizeURL:    "https://idp.example/auth",
		TokenURL:        "https://idp.example/token",
		RevokeURL:       "https://idp.example/revoke",
		ServiceTokenURL: "https://sts.example/oauth2/token",
		AccountsURL:     "https://data.example/accounts-info/v2/{connector}",
		ConnectorParam:  "connector",
	}
}

func testApp() akoya.App {
	return akoya.App{
		ClientID: "app-id", ClientSecret: secret("canary-client-secret"), RedirectURI: "https://app.example/callback",
		Connector: "mikomo", Scope: akoya.DefaultScope,
	}
}

func emptySession() Session { return NewSession(testEnvironment(), testApp()) }

// jwt returns a token with that subject that says nothing else but its serial
// number and, unless it is zero, its end. Its signature is made up.
func jwt(subject string, serial int, expiry time.Time) string {
	claims := fmt.Sprintf(`{"sub":%q,"serial":%d`, subject, serial)
	if !expiry.IsZero() {
		claims += fmt.Sprintf(`,"exp":%d`, expiry.Unix())
	}
	encode := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	return encode(`{"alg":"RS256","kid":"k"}`) + "." + encode(claims+"}") + "." + encode("canary-signature")
}

func refreshToken(n int) akoya.Secret { return secret(fmt.Sprintf("canary-refresh-token-%d", n)) }

// pair returns the body that grants id_token and refresh token number n.
func pair(subject string, n int) string {
	return fmt.Sprintf(`{"token_type":"bearer","expires_in":86399,"refresh_token":%q,"id_token":%q}`,
		refreshToken(n).Reveal(), jwt(subject, n, start.Add(24*time.Hour)))
}

// answered returns what the runner makes of an answer.
func answered(s Session, request akoya.Request, status int, body string) Sent {
	return ended(s, request, akoya.RoundTrip{Status: status, Received: akoya.Message{
		Line: fmt.Sprintf("HTTP/1.1 %d %s", status, http.StatusText(status)), Body: secret(body),
	}})
}

// ended returns what the runner makes of a round trip.
func ended(s Session, request akoya.Request, trip akoya.RoundTrip) Sent {
	trip.Method, trip.URL = request.Method, request.URL
	return Runner{Now: func() time.Time { return start.Add(time.Minute) }}.
		read(Plan{Environment: s.Environment, Request: request}, trip)
}

// lost returns a round trip without an answer.
func lost(s Session, request akoya.Request, maybeSent bool) Sent {
	return ended(s, request, akoya.RoundTrip{Err: &akoya.TransportError{
		Phase: "wait", Reason: "the connection was reset by 192.0.2.1:443", Hint: "Try again.", MaybeSent: maybeSent,
	}})
}

// build returns the request of a step's variant.
func build(t testing.TB, s Session, step, variant string) akoya.Request {
	t.Helper()
	request, err := variantOf(t, step, variant).Build(s, start)
	if err != nil {
		t.Fatalf("%s %s: %v", step, variant, err)
	}
	return request
}

func variantOf(t testing.TB, step, variant string) Variant {
	t.Helper()
	for _, f := range Walk() {
		for _, s := range f.Steps {
			for _, v := range s.Variants {
				if s.ID == step && (v.ID == variant || variant == "" && v.ID == s.Variants[0].ID) {
					return v
				}
			}
		}
	}
	t.Fatalf("there is no step %s with the variant %s", step, variant)
	return Variant{}
}

// withCode returns the session after a callback with that code.
func withCode(s Session, code string) Session {
	return s.Apply(Returned{Code: secret(code), Via: "paste", At: start})
}

// consented returns the session after a person gave a consent, whose code was
// exchanged for the pair number n.
func consented(t testing.TB, s Session, subject string, n int) Session {
	t.Helper()
	s = withCode(s, fmt.Sprintf("canary-code-%d", n))
	return s.Apply(answered(s, build(t, s, StepObtain, ""), 200, pair(subject, n)))
}

// refreshed returns the session after its current token was traded for pair n.
func refreshed(t testing.TB, s Session, subject string, n int) Session {
	t.Helper()
	return s.Apply(answered(s, build(t, s, StepRefresh, ""), 200, pair(subject, n)))
}

func setNumber(t testing.TB, s Session, n int) TokenSet {
	t.Helper()
	set, ok := s.Set(n)
	if !ok {
		t.Fatalf("there is no set %d", n)
	}
	return set
}

// wantState holds a set's state and which set followed it.
func wantState(t testing.TB, s Session, n int, state SetState, endedBy int) {
	t.Helper()
	if set := setNumber(t, s, n); set.State != state || set.EndedBy != endedBy || (state == SetCurrent) != set.EndedAt.IsZero() {
		t.Errorf("set %d is %s, ended by %d at %v; want %s by %d", n, set.State, set.EndedBy, set.EndedAt, state, endedBy)
	}
}

// wantSame holds that two sessions differ in their history at most.
func wantSame(t testing.TB, got, want Session) {
	t.Helper()
	got.History, want.History = History{}, History{}
	if g, w := snapshot(got), snapshot(want); g != w {
		t.Errorf("the session is\n%s\nwant\n%s", g, w)
	}
}

// snapshot writes all that a value holds, secrets and unexported fields too.
func snapshot(v any) string {
	var b strings.Builder
	write(&b, reflect.ValueOf(v))
	return b.String()
}

func write(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Invalid:
		b.WriteString("nil")
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		write(b, v.Elem())
	case reflect.Struct:
		b.WriteString(v.Type().Name() + "{")
		for i := range v.NumField() {
			if v.Type() == reflect.TypeFor[time.Time]() && i == 2 { // the location: a big table
				break
			}
			b.WriteString(v.Type().Field(i).Name + ":")
			write(b, v.Field(i))
			b.WriteByte(' ')
		}
		b.WriteByte('}')
	case reflect.Slice, reflect.Array:
		b.WriteByte('[')
		for i := range v.Len() {
			write(b, v.Index(i))
			b.WriteByte(',')
		}
		b.WriteByte(']')
	case reflect.String:
		fmt.Fprintf(b, "%q", v.String())
	default:
		fmt.Fprintf(b, "%v", v)
	}
}
