package akoya

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

const (
	canaryToken  = "canary/refresh+tok=0123456789wxyz"
	canarySecret = "canary-client%secret-5678abcd"
	canaryJWT    = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL2lkcCJ9.c2lnbmF0dXJl"
	canaryOry    = "ory_at_LIex7POOM-P86yZqMbg-8TXP47uYQ.aBcDeFgHiJ"
)

func TestRedactText(t *testing.T) {
	token, secret := NewSecret(canaryToken), NewSecret(canarySecret)
	tests := []struct{ name, in, want string }{
		{"nothing", "Invalid or expired code parameter.", "Invalid or expired code parameter."},
		{"error codes stay", `{"code":602,"message":"Customer not authorized"}`, `{"code":602,"message":"Customer not authorized"}`},
		{"error codes as text stay", `{"code":"AlreadyExists","error":"x"}`, `{"code":"AlreadyExists","error":"x"}`},
		{"code in JSON", `{"code":"vhmji7kmopeil4jyb57wc4znx"}`, `{"code":"••••4znx"}`},
		{"token_type stays", `token_type=bearer&token_type_hint=refresh_token`, `token_type=bearer&token_type_hint=refresh_token`},
		{"JSON", `{ "refresh_token" : "abcdefghijklmnop", "x": 1}`, `{ "refresh_token" : "••••mnop", "x": 1}`},
		{"JSON, escaped name", `{"refresh\u005ftoken":"abcdefghijklmnop"}`, `{"refresh\u005ftoken":"••••mnop"}`},
		{"JSON, deep", `{"a":[{"b":{"clientSecret":"abcdefghijklmnop"}}]}`, `{"a":[{"b":{"clientSecret":"••••mnop"}}]}`},
		{"JSON, object under a secret name", `{"token":{"value":"abcdefghijklmnop","n":12,"ok":true},"x":"y"}`, `{"token":{"value":"••••mnop","n":••••,"ok":true},"x":"y"}`},
		{"JSON, cut", `{"refresh_token":"abcdefghijklm`, `{"refresh_token":"••••jklm`},
		{"JSON, short", `{"password":"abc"}`, `{"password":"••••"}`},
		{"JSON inside JSON", `{"x":"{\"id_token\":\"abcdefghijklmnop\",\"y\":1}"}`, `{"x":"{\"id_token\":\"••••mnop\",\"y\":1}"}`},
		{"JSON after a stray quote", `it"s {"id_token":"abcdefghijklmnop"}`, `it"s {"id_token":"••••mnop"}`},
		{"JSON, null", `{"refresh_token":null,"id_token":true}`, `{"refresh_token":null,"id_token":true}`},
		{"query", "https://a/cb?code=abcdefghijklmnop&state=s", "https://a/cb?code=••••mnop&state=s"},
		{"query, escaped name", "https://a/cb?client%5Fsecret=abcdefghijklmnop", "https://a/cb?client%5Fsecret=••••mnop"},
		{"fragment", "https://a/cb#id_token=abcdefghijklmnop", "https://a/cb#id_token=••••mnop"},
		{"query inside a query", "/x?redirect_uri=https%3A%2F%2Fa%2Fcb%3Fcode%3Dabcdefghijklmnop%26state%3Ds&y=1", "/x?redirect_uri=https%3A%2F%2Fa%2Fcb%3Fcode%3D••••mnop%26state%3Ds&y=1"},
		{"sentence", "it said code=abcdefghijklmnop.", "it said code=••••mnop."},
		{"bearer", "Authorization: Bearer abcdefghijklmnop", "Authorization: Bearer ••••mnop"},
		{"basic", "Authorization: Basic YWJjOmRlZg==", "Authorization: Basic ••••"},
		{"basic in a case of its own", "aa auThOrizaTion: Basic YWJjOmRlZg==", "aa auThOrizaTion: Basic ••••"},
		{"basic in JSON", `{"Authorization":"Basic YWJjZGVmZ2hpOmRlZg=="}`, `{"Authorization":"Basic ••••"}`},
		{"JWT", "see " + canaryJWT + " here", "see ••••dXJl here"},
		{"JWT without signature", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.", "••••In0."},
		{"ory", "a " + canaryOry + " b", "a ••••" + canaryOry[len(canaryOry)-4:] + " b"},
		{"known", "<" + canaryToken + ">", "<••••wxyz>"},
		{"known, form", "x=" + url.QueryEscape(canaryToken) + "!", "x=••••wxyz!"},
		{"known, form, lower case", "x=" + lowerEscapes(url.QueryEscape(canaryToken)), "x=••••wxyz"},
		{"known, JSON slashes", `{"x":"` + strings.ReplaceAll(canaryToken, "/", `\/`) + `"}`, `{"x":"••••wxyz"}`},
		{"known, HTML", "<p>" + strings.ReplaceAll(html.EscapeString(canaryToken), "+", "&#43;") + "</p>", "<p>••••wxyz</p>"},
		{"two that touch", canaryToken + canarySecret, "••••wxyz••••abcd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, RedactText(tt.in, token, secret)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRedactTextFindsBase64(t *testing.T) {
	for _, value := range []string{canaryToken, canarySecret} {
		for shift := range 7 {
			for _, e := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
				for _, v := range []string{value, url.QueryEscape(value)} {
					text := e.EncodeToString([]byte(strings.Repeat("i", shift) + v + ":tail"))
					got := RedactText("x "+text+" y", NewSecret(value))
					if !strings.Contains(got, maskDots) || strings.Contains(got, text[6:20]) {
						t.Errorf("shift %d: %q left %q", shift, text, got)
					}
				}
			}
		}
	}
}

// A known value of four characters must not survive as the tail of another mask.
func TestMaskTailIsNoKnownSecret(t *testing.T) {
	got := RedactText("a "+canaryToken+" b", NewSecret(canaryToken), NewSecret("wxyz"))
	if want := "a •••• b"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func redactedTrip() RoundTrip {
	return RoundTrip{
		Method: "POST", URL: "https://idp/token?token=" + url.QueryEscape(canaryToken),
		Sent: Message{
			Line: "POST /token?token=" + url.QueryEscape(canaryToken) + " HTTP/1.1",
			Header: []Field{
				Sensitive("Authorization", Basic{"id", NewSecret(canarySecret)}.header()),
				Plain("X-Echo", canaryToken), Plain("Accept", "application/json"),
				Plain("Cookie", "sid="+canaryToken+"; b=2"),
			},
			Body: NewSecret("refresh_token=" + url.QueryEscape(canaryToken) + "&client_secret=" + url.QueryEscape(canarySecret)),
		},
		Received: Message{
			Line: "HTTP/1.1 200 OK",
			Header: []Field{
				Plain("Location", "https://app/cb?code="+url.QueryEscape(canaryToken)+"&state=1"),
				Plain("Set-Cookie", "sid=abcdefghijkl"+canaryToken+"; Path=/"),
				Plain("X-New", "new-refresh-token-1234"),
			},
			Body: NewSecret(`{"refresh_token":"new-refresh-token-1234","id_token":"` + canaryJWT + `","x":"\u001b[31m` + "\xff" + `"}`),
		},
		Status:  200,
		Started: time.Unix(1, 0).UTC(),
		Err:     errors.New("Post \"https://idp/token?code=" + canaryToken + "\""),
		known:   []Secret{NewSecret(canaryToken), NewSecret(canarySecret)},
	}
}

func TestRedacted(t *testing.T) {
	d := redactedTrip().Redacted()
	want := Redacted{
		Method: "POST", URL: "https://idp/token?token=••••wxyz", RequestLine: "POST /token?token=••••wxyz HTTP/1.1",
		Request: []RedactedField{
			{"Authorization", "Basic ••••"}, {"X-Echo", "••••wxyz"}, {"Accept", "application/json"}, {"Cookie", "sid=••••; b=••••"},
		},
		RequestBody: "refresh_token=••••wxyz&client_secret=••••abcd",
		Status:      200, StatusLine: "HTTP/1.1 200 OK",
		Response: []RedactedField{
			{"Location", "https://app/cb?code=••••wxyz&state=1"}, {"Set-Cookie", "sid=••••; Path=/"}, {"X-New", "••••1234"},
		},
		ResponseBody: `{"refresh_token":"••••1234","id_token":"••••dXJl","x":"\u001b[31m` + "\uFFFD" + `"}`,
		Error:        `Post "https://idp/token?code=••••wxyz"`,
		StartedAt:    time.Unix(1, 0).UTC(),
	}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	text, err := json.Marshal(d)
	if err != nil || !json.Valid(text) || !utf8.Valid(text) {
		t.Errorf("not JSON: %v %q", err, text)
	}
}

func TestRedactedCutBody(t *testing.T) {
	rt := RoundTrip{Status: 200, Truncated: true, Received: Message{Body: NewSecret("page " + canaryToken[:20])}}
	got := rt.WithKnown(NewSecret(canaryToken)).Redacted().ResponseBody
	if want := "page ••••"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRedactedPackedBody(t *testing.T) {
	rt := RoundTrip{Status: 200, Received: Message{
		Header: []Field{Plain("Content-Encoding", "gzip")}, Body: NewSecret("\x1f\x8b123"),
	}}
	if got, want := rt.Redacted().ResponseBody, "(5 bytes, packed as gzip)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Whatever prints a value that holds secrets shows none, also from unexported
// fields and inside other values.
func TestPrintsShowNoSecret(t *testing.T) {
	type nested struct {
		Trip    RoundTrip
		Request Request
		hidden  Secret
		list    []Secret
		byName  map[string]*Secret
	}
	s := NewSecret(canaryToken)
	rt := redactedTrip()
	r := RefreshRequest(Sandbox(), testApp, s)
	r.URL += "?token=" + canaryToken
	token := IDToken{Raw: s}
	values := []any{
		s, &s, []Secret{s}, rt, &rt, r, &r, token, Field{Value: s}, r.Basic, testApp,
		rt.Received, TokenResponse{RefreshToken: s},
		nested{Trip: rt, Request: r, hidden: s, list: []Secret{s}, byName: map[string]*Secret{"a": &s}},
		map[string]any{"a": []any{s, rt}},
	}
	var out strings.Builder
	log := slog.New(slog.NewTextHandler(&out, nil))
	logJSON := slog.New(slog.NewJSONHandler(&out, nil))
	for _, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t"} {
			fmt.Fprintf(&out, verb, v)
		}
		log.Info("x", "v", v)
		logJSON.Info("x", "v", v)
		if text, err := json.Marshal(v); err == nil {
			out.Write(text)
		}
		func() {
			defer func() { fmt.Fprint(&out, recover()) }()
			panic(v)
		}()
	}
	for _, canary := range []string{canaryToken, canarySecret, fmt.Sprintf("%x", canaryToken), url.QueryEscape(canaryToken)} {
		if i := strings.Index(out.String(), canary); i >= 0 {
			t.Errorf("a secret was printed: …%s", out.String()[max(0, i-200):i+10])
		}
	}
}

func BenchmarkRedactBody(b *testing.B) {
	bodies := map[string]string{
		"json":   strings.Repeat(`{"depositAccount":{"accountId":"1234567890","balance":12.5}},`, MaxBody/61),
		"quotes": strings.Repeat(`"`, MaxBody),
		"equals": strings.Repeat("a=", MaxBody/2),
		"escape": strings.Repeat("%3D", MaxBody/3),
		"eyJ":    strings.Repeat("eyJ", MaxBody/3),
		"known":  strings.Repeat(canaryToken[:20], MaxBody/20),
	}
	for name, body := range bodies {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				RedactText(body, NewSecret(canaryToken), NewSecret(canarySecret))
			}
		})
	}
}
