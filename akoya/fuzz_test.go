package akoya

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzDecodeToken(f *testing.F) {
	f.Add(jwt(`{"alg":"RS256","kid":"k1","typ":"JWT"}`, exampleClaims))
	f.Add("Bearer " + jwt(`{"alg":"none"}`, `{"aud":"x","exp":1e300,"sub":"CghtaWtvbW9fMRIGbWlrb21v","sub":"b"}`))
	f.Add(canaryOry)
	f.Add("a.b.c.d.e")
	f.Add(canaryJWT)
	f.Fuzz(func(t *testing.T, text string) {
		token, err := DecodeWithoutVerify(NewSecret(text))
		if err != nil {
			if e, ok := err.(*DecodeError); !ok || e.Reason == "" || !utf8.ValidString(e.Reason) {
				t.Fatalf("error %#v", err)
			}
			return
		}
		checkToken(t, token)
	})
}

func FuzzClaims(f *testing.F) {
	f.Add(`{"alg":"RS256"}`, exampleClaims)
	f.Add(`{"alg":1,"kid":null}`, `{"aud":["a",1],"exp":"1","iat":-1e18,"nbf":1.5,"auth_time":{},"iss":[]}`)
	f.Fuzz(func(t *testing.T, header, claims string) {
		token, err := DecodeWithoutVerify(NewSecret(jwt(header, claims)))
		if err != nil {
			return
		}
		if !json.Valid([]byte(strings.TrimPrefix(claims, "\xef\xbb\xbf"))) {
			t.Fatalf("accepted what is not JSON: %q", claims)
		}
		checkToken(t, token)
	})
}

func checkToken(t *testing.T, token IDToken) {
	t.Helper()
	for _, c := range append(token.Header, token.Claims...) {
		if !json.Valid([]byte(c.Value)) {
			t.Fatalf("claim %q is not JSON", c.Value)
		}
	}
	for _, at := range []time.Time{token.Expiry, token.IssuedAt, token.NotBefore, token.AuthTime} {
		if _, err := json.Marshal(at); err != nil {
			t.Fatal(err)
		}
	}
	again, err := DecodeWithoutVerify(token.Raw)
	if err != nil || !again.Raw.Equal(token.Raw) {
		t.Fatalf("the cleaned token does not decode: %v", err)
	}
	if signed, v := parseSigned(token); signed == nil && v.Why == "" {
		t.Fatal("no reason why it cannot be checked")
	}
}

func FuzzPerson(f *testing.F) {
	f.Add([]byte("\x0a\x08mikomo_1\x12\x06mikomo"))
	f.Add([]byte("\x0a\x0d0-385-28089-0\x12\x04mock"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, ok := decodePerson(base64.RawURLEncoding.EncodeToString(data))
		if ok != (p != Person{}) || ok && len(p.User)+len(p.Connector)+4 > len(data) {
			t.Fatalf("%v %+v of %q", ok, p, data)
		}
	})
}

func FuzzRefusal(f *testing.F) {
	f.Add(400, []byte(`{"error":"invalid_request","error_description":"Invalid or expired code parameter."}`))
	f.Add(401, []byte(`{"code": 602, "message": "Customer not authorized"}`))
	f.Add(401, []byte(`{"title":"Unauthorized","detail":"no"}`))
	f.Add(502, []byte(`<html>`))
	f.Add(400, []byte(`{"error":"a","error_descr`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		e := ParseRefusal(status, body)
		if e == nil || e.Status != status || e.Error() == "" || len(e.Description) > maxDescription+10 || !utf8.ValidString(e.Error()) {
			t.Fatalf("%+v", e)
		}
		if e.Description != "" && !e.HasDescription {
			t.Fatalf("%+v", e)
		}
	})
}

func FuzzTokenResponse(f *testing.F) {
	f.Add([]byte(goodTokens + "}"))
	f.Add([]byte(goodTokens + `,"expires_in":"86399","x":[1,`))
	f.Add([]byte(`{"access_token":"ory_at_x","expires_in":86399.0,"scope":"","token_type":"bearer"}`))
	f.Add([]byte(`{"error":"invalid_grant"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := ParseTokenResponse(body)
		if err == nil && r.IDToken.IsZero() && r.RefreshToken.IsZero() && r.AccessToken.IsZero() {
			t.Fatal("a grant of nothing")
		}
		if r.ExpiresIn < 0 || r.ExpiresIn > maxExpiresIn || !r.HasExpiresIn && r.ExpiresIn != 0 {
			t.Fatalf("expires_in %d", r.ExpiresIn)
		}
		if err != nil && err.Error() == "" {
			t.Fatal("an empty error")
		}
	})
}

func FuzzKeySet(f *testing.F) {
	// RFC 7517 appendix A.1.
	f.Add([]byte(`{"keys":[{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",` +
		`"y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","kid":"1"},{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}]}`))
	f.Add([]byte(`{"keys":[{"kty":"RSA","kid":"k1","n":"AQAB","e":"AQAB","x5c":["AA"]},{"kty":"oct","k":"AA"},7]}`))
	f.Add([]byte(`{"issuer":"http://127.0.0.1","jwks_uri":"http://127.0.0.1/keys"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if d, err := parseDiscovery(body, "http://127.0.0.1/x"); err == nil && d.keysURL == "" {
			t.Fatal("a configuration without keys")
		}
		set, err := parseKeySet(body)
		if err != nil {
			return
		}
		for _, alg := range signatureAlgorithms {
			list, _ := set.candidates("", string(alg))
			if len(list) > maxCandidates {
				t.Fatalf("%d candidates", len(list))
			}
			for _, k := range list {
				if key, err := k.public(); err == nil && key == nil {
					t.Fatal("no key and no error")
				}
			}
		}
	})
}

func FuzzAnswer(f *testing.F) {
	f.Add("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
	f.Add("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
	f.Add("HTTP/1.0 401 X\nSet-Cookie: a=b\n folded\n\nbody")
	f.Fuzz(func(t *testing.T, raw string) {
		a, err := readAnswer(bufio.NewReader(strings.NewReader(raw)), "POST", func() {})
		if err != nil {
			return
		}
		if a.response.StatusCode < 100 || a.response.StatusCode > 999 || a.line == "" {
			t.Fatalf("status %d, line %q", a.response.StatusCode, a.line)
		}
		_, _ = io.Copy(io.Discard, io.LimitReader(a.response.Body, MaxBody))
		rt := RoundTrip{Status: a.response.StatusCode, Received: Message{Line: a.line, Header: a.header}}
		if text, err := json.Marshal(rt.Redacted()); err != nil || !json.Valid(text) {
			t.Fatal(err)
		}
	})
}

// No known secret survives, in whatever text and encoding it stands.
func FuzzRedact(f *testing.F) {
	f.Add("canary/refresh+tok=0123456789wxyz", "x=", "&y=1")
	f.Add(canaryJWT, `{"id_token":"`, `"}`)
	f.Add(canarySecret, "Authorization: Basic ", "\r\n")
	f.Add("wxyz", `{"token":{"a":["abcdefghijklwxyz`, `"]}}`)
	f.Add("\x00\xff\"\\/<é>", "%3Dcode%3D", "%26")
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		if len(secret) < knownMinLength || strings.Contains(secret, "\x80") || strings.Contains(secret, "\xa2") || strings.Contains(secret, "\xe2") {
			return // too short to be masked, or a part of the mask itself
		}
		s := NewSecret(secret)
		quoted, _ := json.Marshal(secret)
		for _, form := range []string{
			secret, url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(string(quoted), `"`),
			base64.StdEncoding.EncodeToString([]byte("id:" + url.QueryEscape(secret))),
		} {
			text := before + form + after
			got := RedactText(text, s)
			if strings.Contains(got, secret) {
				t.Fatalf("%q survives in %q of %q", secret, got, text)
			}
			rt := RoundTrip{
				URL:      text,
				Sent:     Message{Header: []Field{Plain(before, text), Sensitive("Authorization", NewSecret(text))}, Body: NewSecret(text)},
				Received: Message{Header: []Field{Plain("Set-Cookie", text), Plain("X", text)}, Body: NewSecret(text)},
			}.WithKnown(s)
			d := rt.Redacted()
			shown := []string{d.URL, d.RequestBody, d.ResponseBody, d.Request[0].Name, d.Request[0].Value, d.Request[1].Value, d.Response[0].Value, d.Response[1].Value}
			for _, part := range shown {
				if utf8.ValidString(secret) && strings.Contains(part, secret) {
					t.Fatalf("%q survives in %q of %q", secret, part, text)
				}
				if !utf8.ValidString(part) {
					t.Fatalf("%q is not UTF-8", part)
				}
			}
		}
	})
}

// Text without anything secret stays as it is, and so does masked text.
func FuzzRedactIsStable(f *testing.F) {
	f.Add(`{"code":602,"message":"Customer not authorized","token":"abcdefghijklmnop"}`)
	f.Add("https://a/cb?code=abcdefghijklmnop&state=s")
	f.Fuzz(func(t *testing.T, text string) {
		once := RedactText(text)
		if !strings.ContainsAny(text, "=%\":") && !strings.Contains(text, "eyJ") && !strings.Contains(text, "ory_") && once != text {
			t.Fatalf("%q became %q", text, once)
		}
	})
}

func FuzzRequest(f *testing.F) {
	f.Add("POST", "https://idp/token?x=1", "X-A", "b", "scope", "a b")
	f.Add("GET", "http://127.0.0.1:1/{connector}", "Authorization", "Bearer x", "code", "'$(id)'")
	f.Fuzz(func(t *testing.T, method, address, header, value, name, text string) {
		r := Request{Method: method, URL: address, Header: []Field{Plain(header, value)}, Form: []Field{Plain(name, text)}}
		command := r.Curl()
		w, err := encode(r, "x")
		if err != nil {
			if !strings.HasPrefix(command, "#") || !utf8.ValidString(err.Error()) {
				t.Fatalf("%v: %q", err, command)
			}
			return
		}
		head, _, _ := strings.Cut(string(w.bytes(w.message().Line)), "\r\n\r\n")
		if lines := strings.Count(head, "\n"); lines != len(w.header) || strings.Count(head, "\r") != lines {
			t.Fatalf("%d lines for %d headers: %q", lines, len(w.header), head)
		}
		for i := range len(command) {
			if c := command[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
				t.Fatalf("a control character in %q", command)
			}
		}
	})
}
