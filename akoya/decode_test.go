package akoya

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// jwt writes a token with any signature.
func jwt(header, claims string) string {
	e := base64.RawURLEncoding
	return e.EncodeToString([]byte(header)) + "." + e.EncodeToString([]byte(claims)) + ".c2ln"
}

// The claims have the shape of Akoya's newest example; the values are made up.
const exampleClaims = `{"accounts":["1755200001"],"at_hash":"abc","aud":["e6e7"],"auth_time":1739476844,` +
	`"connectorId":"Mikomo","exp":1739563271,"iat":1739476871,"iss":"https://sandbox-idp.ddp.akoya.com/",` +
	`"name":"mikomo_1","nonce":"n","rat":1739476838.5,"sub":"CghtaWtvbW9fMRIGbWlrb21v"}`

func TestDecodeWithoutVerify(t *testing.T) {
	raw := jwt(`{"alg":"RS256","kid":"k1","typ":"JWT"}`, exampleClaims)
	pasted := map[string]string{
		"plain": raw, "white space": " \n" + raw + "\r\n", "bearer": "Bearer " + raw, "quotes": `"` + raw + `",`,
		"both": `'bearer ` + raw + `'`, "wrapped": raw[:40] + "\n  " + raw[40:90] + "\r\n" + raw[90:],
	}
	for name, text := range pasted {
		t.Run(name, func(t *testing.T) {
			got, err := DecodeWithoutVerify(NewSecret(text))
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Claims) != 12 || got.Claims[0] != (Claim{"accounts", `["1755200001"]`}) {
				t.Errorf("claims %v", got.Claims)
			}
			got.Claims, got.Header = nil, nil
			want := IDToken{
				Raw: NewSecret(raw), Algorithm: "RS256", KeyID: "k1", Type: "JWT",
				Issuer: "https://sandbox-idp.ddp.akoya.com/", Subject: "CghtaWtvbW9fMRIGbWlrb21v", Audience: []string{"e6e7"},
				Expiry: time.Unix(1739563271, 0).UTC(), IssuedAt: time.Unix(1739476871, 0).UTC(), AuthTime: time.Unix(1739476844, 0).UTC(),
				ATHash: "abc", Nonce: "n", Person: Person{User: "mikomo_1", Connector: "mikomo"},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeOddClaims(t *testing.T) {
	tests := []struct {
		claims string
		check  func(IDToken) bool
	}{
		{`{"aud":"one"}`, func(t IDToken) bool { return cmp.Equal(t.Audience, []string{"one"}) }},
		{`{"aud":{"a":1}}`, func(t IDToken) bool { return t.Audience == nil }},
		{`{"exp":1739563271.25}`, func(t IDToken) bool { return t.Expiry.Equal(time.Unix(1739563271, 250000000)) }},
		{`{"exp":1e300,"iat":-1e300,"nbf":1e19}`, func(t IDToken) bool { return t.Expiry.IsZero() && t.IssuedAt.IsZero() && t.NotBefore.IsZero() }},
		{`{"exp":"1739563271","iat":null,"nbf":[]}`, func(t IDToken) bool { return t.Expiry.IsZero() && t.NotBefore.IsZero() }},
		{`{"exp":0,"iat":-5}`, func(t IDToken) bool { return t.Expiry.Unix() == 0 && t.IssuedAt.Unix() == -5 }},
		{`{"sub":"a","sub":"b","x":1, "x" : { "y": 2 } }`, func(t IDToken) bool {
			return t.Subject == "b" && cmp.Equal(t.Claims, []Claim{{"sub", `"a"`}, {"sub", `"b"`}, {"x", "1"}, {"x", `{"y":2}`}})
		}},
		{`{"iss":7,"sub":true,"nonce":{}}`, func(t IDToken) bool { return t.Issuer == "" && t.Subject == "" && t.Person == Person{} }},
		{`{}`, func(t IDToken) bool { return len(t.Claims) == 0 }},
	}
	for _, tt := range tests {
		got, err := DecodeWithoutVerify(NewSecret(jwt(`{"alg":"RS256"}`, tt.claims)))
		if err != nil || !tt.check(got) {
			t.Errorf("%s: %v %+v", tt.claims, err, got.Claims)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	good := strings.Split(jwt(`{"alg":"RS256"}`, `{"iss":"x"}`), ".")
	e := base64.RawURLEncoding
	tests := []struct {
		name, token string
		kind        DecodeKind
		part        string
		want        string
	}{
		{"empty", " \n", DecodeEmpty, "", "there is no token"},
		{"service token", "ory_at_LIex7POOM-P86yZqMbg-8TXP47uYQ.abc", DecodeOpaque, "", "opaque token, not a JWT"},
		{"refresh token", "Chlr23lkj4h5lkjh", DecodeOpaque, "", "opaque"},
		{"a sentence", "this is not a token", DecodeNoToken, "", "it has spaces"},
		{"a sentence with a stop", "this is. Not a token", DecodeNoToken, "", "it has spaces"},
		{"other scripts", "garbage ☃ 日本語", DecodeNoToken, "", "outside ASCII"},
		{"a control character", "Chlr23l\x1bkj4h5lkjh", DecodeNoToken, "", "outside ASCII"},
		{"a wrapped refresh token", "Bearer Chlr23lkj4\n  h5lkjh", DecodeNoToken, "", "spaces"},
		{"a broken line", "Bearer  Chlr23lkj4\r\nh5lkjh\n", DecodeOpaque, "", "opaque"},
		{"two parts", good[0] + "." + good[1], DecodeParts, "", "this has 2"},
		{"four parts", strings.Join(good, ".") + ".x", DecodeParts, "", "this has 4"},
		{"JWE", "a.b.c.d.e", DecodeEncrypted, "", "JWE, five parts"},
		{"10,000 parts", strings.Repeat("a.", 9999) + "a", DecodeParts, "", "this has 10000"},
		{"header not base64", "ey!J." + good[1] + ".x", DecodeBase64, "header", "character 3"},
		{"other base64", good[0] + ".e+/=." + good[2], DecodeBase64, "payload", "another kind of base64"},
		{"signature not base64", good[0] + "." + good[1] + ".a*", DecodeBase64, "signature", "character 2"},
		{"spare bits", good[0] + "." + good[1] + ".ab", DecodeBase64, "signature", "not base64url"},
		{"payload not JSON", good[0] + "." + e.EncodeToString([]byte("hello")) + ".", DecodeJSON, "payload", "broken JSON"},
		{"payload cut", good[0] + "." + e.EncodeToString([]byte(`{"a":`)) + ".", DecodeJSON, "payload", "ends in the middle"},
		{"payload empty", good[0] + "..", DecodeJSON, "payload", "nothing"},
		{"payload deep", good[0] + "." + e.EncodeToString([]byte(`{"a":`+strings.Repeat("[", 200)+strings.Repeat("]", 200)+"}")) + ".", DecodeJSON, "payload", "nested"},
		{"payload a list", good[0] + "." + e.EncodeToString([]byte("[1]")) + ".", DecodeNotObject, "payload", "not an object"},
		{"header a string", e.EncodeToString([]byte(`"x"`)) + "." + good[1] + ".", DecodeNotObject, "header", "not an object"},
		{"1 MiB", strings.Repeat("a", 1<<20) + ".b.c", DecodeTooLarge, "", "too large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := DecodeWithoutVerify(NewSecret(tt.token))
			var d *DecodeError
			if !errors.As(err, &d) || d.Kind != tt.kind || d.Part != tt.part || !strings.Contains(d.Reason, tt.want) {
				t.Errorf("got %#v, want %q", err, tt.want)
			}
		})
	}
}

func TestDecodePerson(t *testing.T) {
	e := base64.RawURLEncoding
	tests := []struct {
		name, subject string
		want          Person
	}{
		{"documented", "CghtaWtvbW9fMRIGbWlrb21v", Person{"mikomo_1", "mikomo"}},
		{"Dex", "Cg0wLTM4NS0yODA4OS0wEgRtb2Nr", Person{"0-385-28089-0", "mock"}},
		{"a word", "mikomo", Person{}},
		{"empty", "", Person{}},
		{"cut", "CghtaWtvbW9fMRIGbWlrb2", Person{}},
		{"more behind", e.EncodeToString([]byte("\x0a\x01a\x12\x01b\x1a\x01c")), Person{}},
		{"other order", e.EncodeToString([]byte("\x12\x01b\x0a\x01a")), Person{}},
		{"twice", e.EncodeToString([]byte("\x0a\x01a\x0a\x01a\x12\x01b")), Person{}},
		{"huge length", e.EncodeToString([]byte("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01a")), Person{}},
		{"endless length", e.EncodeToString([]byte("\x0a" + strings.Repeat("\xff", 12))), Person{}},
		{"escape sequence", e.EncodeToString([]byte("\x0a\x02\x1b[\x12\x01b")), Person{}},
		{"not UTF-8", e.EncodeToString([]byte("\x0a\x01\xff\x12\x01b")), Person{}},
		{"padded", "CghtaWtvbW9fMRIGbWlrb21v=", Person{}},
	}
	for _, tt := range tests {
		if got, _ := decodePerson(tt.subject); got != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, tt.want)
		}
	}
}
