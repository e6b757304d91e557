package akoya

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// testKeys are made once; an RSA key takes a while.
var testKeys = sync.OnceValue(func() (k struct {
	rsa *rsa.PrivateKey
	ec  *ecdsa.PrivateKey
	ed  ed25519.PrivateKey
}) {
	k.rsa, _ = rsa.GenerateKey(rand.Reader, 2048)
	k.ec, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	_, k.ed, _ = ed25519.GenerateKey(rand.Reader)
	return k
})

func sign(t testing.TB, alg jose.SignatureAlgorithm, key any, kid, claims string) IDToken {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: jose.JSONWebKey{Key: key, KeyID: kid}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign([]byte(claims))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	token, err := DecodeWithoutVerify(NewSecret(raw))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func jwk(t testing.TB, key crypto.PublicKey, kid string) string {
	t.Helper()
	text, err := json.Marshal(jose.JSONWebKey{Key: key, KeyID: kid})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// rawJWT signs any header with RS256, as an attacker may write it.
func rawJWT(t testing.TB, header, claims string, key *rsa.PrivateKey) IDToken {
	t.Helper()
	e := base64.RawURLEncoding
	text := e.EncodeToString([]byte(header)) + "." + e.EncodeToString([]byte(claims))
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	token, err := DecodeWithoutVerify(NewSecret(text + "." + e.EncodeToString(signature)))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestVerify(t *testing.T) {
	keys := testKeys()
	rsaKey, ecKey, edKey := jwk(t, &keys.rsa.PublicKey, "k1"), jwk(t, &keys.ec.PublicKey, "k2"), jwk(t, keys.ed.Public(), "k3")
	good := `{"keys":[` + rsaKey + "," + ecKey + "," + edKey + `]}`
	rs := sign(t, jose.RS256, keys.rsa, "k1", `{"iss":"x"}`)
	other, _ := rsa.GenerateKey(rand.Reader, 2048)
	hmac := sign(t, jose.HS256, []byte(strings.Repeat("k", 32)), "k1", "{}")
	many := strings.Repeat(`{"kty":"oct","kid":"x","k":"AA"},`, 10000)
	n := func(bits int) string {
		return `{"kty":"RSA","kid":"k1","e":"AQAB","n":"` + base64.RawURLEncoding.EncodeToString(append([]byte{0x80}, make([]byte, bits/8-1)...)) + `"}`
	}
	set := func(key string) string { return `{"keys":[` + key + `]}` }
	tests := []struct {
		name  string
		token IDToken
		keys  string
		want  string
	}{
		{"RS256", rs, good, "verified with key k1 from "},
		{"PS512", sign(t, jose.PS512, keys.rsa, "k1", "{}"), good, "verified with key k1 from "},
		{"ES256", sign(t, jose.ES256, keys.ec, "k2", "{}"), good, "verified with key k2 from "},
		{"EdDSA", sign(t, jose.EdDSA, keys.ed, "k3", "{}"), good, "verified with key k3 from "},
		{"no kid", sign(t, jose.RS256, keys.rsa, "", "{}"), good, "verified with key k1 from "},
		{"no kid, other keys", sign(t, jose.RS256, other, "", "{}"), good, "signature wrong: none of the keys"},
		{"10,000 keys", rs, `{"keys":[` + many + rsaKey + `]}`, "verified with key k1 from "},
		{"10,000 keys of that id", rs, `{"keys":[` + strings.Repeat(ecKey+",", 3000) + strings.Repeat(strings.Replace(ecKey, "k2", "k1", 1)+",", 2000) + rsaKey + `]}`, "verified with key k1 from "},
		{"a broken key beside it", rs, `{"keys":[{"kty":7},"x",{"kty":"RSA","kid":"k1","n":"!"},` + rsaKey + `]}`, "verified with key k1 from "},
		{"a private key in the set", rs, set(jwk(t, keys.rsa, "k1")), "verified with key k1 from "},
		{"the names of other keys in the header", rawJWT(t, `{"alg":"RS256","kid":"k1","jku":"http://127.0.0.1:1/","x5u":"http://127.0.0.1:1/"}`, "{}", keys.rsa), good, "verified with key k1"},
		{"another key", sign(t, jose.RS256, other, "k1", "{}"), good, `signature wrong: it was not made with the key "k1"`},
		{"unknown kid", sign(t, jose.RS256, keys.rsa, "k\x1b9", "{}"), good, `not verified: the key set has no key with the id "k\x1b9"`},
		{"kid of another kind", sign(t, jose.RS256, keys.rsa, "k2", "{}"), good, `signature wrong: the key "k2" is not for RS256`},
		{"none", func() IDToken { d, _ := DecodeWithoutVerify(NewSecret(jwt(`{"alg":"none"}`, "{}"))); return d }(), good, "signature wrong: the token says alg none"},
		{"NoNe", func() IDToken { d, _ := DecodeWithoutVerify(NewSecret(jwt(`{"alg":"NoNe"}`, "{}"))); return d }(), good, "signature wrong: the token says alg none"},
		{"HMAC", hmac, good, "not verified: HS256 is made with a secret"},
		{"HMAC with the public key as secret", sign(t, jose.HS256, []byte(rsaKey), "k1", "{}"), good, "not verified: HS256 is made with a secret"},
		{"a secret key under that id", rs, set(`{"kty":"oct","kid":"k1","k":"a2V5"}`), "signature wrong: the key"},
		{"no algorithm", func() IDToken { d, _ := DecodeWithoutVerify(NewSecret(jwt(`{}`, "{}"))); return d }(), good, "not verified: the token's header names no algorithm"},
		{"unheard of", func() IDToken { d, _ := DecodeWithoutVerify(NewSecret(jwt(`{"alg":"\u001b[2J"}`, "{}"))); return d }(), good, `not verified: the algorithm "\x1b[2J"`},
		{"critical extension", rawJWT(t, `{"alg":"RS256","kid":"k1","crit":["x"],"x":1}`, "{}", keys.rsa), good, "not verified: the token asks for an extension"},
		{"algorithm named twice", rawJWT(t, `{"alg":"RS256","alg":"RS256","kid":"k1"}`, "{}", keys.rsa), good, "not verified: the token's header"},
		{"no token", IDToken{}, good, "not verified: there is no token"},
		{"small RSA key", rs, set(n(512)), "an RSA key of 512 bits"},
		{"large RSA key", rs, set(n(16384)), "has a key that cannot be read"},
		{"broken key", rs, set(`{"kty":"RSA","kid":"k1","n":"!","e":"AQAB"}`), "has a key that cannot be read"},
		{"broken certificate", rs, set(strings.Replace(rsaKey, "{", `{"x5c":["AAAA"],`, 1)), "has a key that cannot be read"},
		{"point off the curve", sign(t, jose.ES256, keys.ec, "k2", "{}"), set(`{"kty":"EC","kid":"k2","crv":"P-256","x":"` + strings.Repeat("A", 43) + `","y":"` + strings.Repeat("A", 43) + `"}`), "has a key that cannot be read"},
		{"for encryption", rs, set(strings.Replace(rsaKey, "{", `{"use":"enc",`, 1)), "is not for RS256"},
		{"for another algorithm", rs, set(strings.Replace(rsaKey, "{", `{"alg":"RS512",`, 1)), "is not for RS256"},
		{"no keys", rs, `{"keys":[]}`, "has no key with the id"},
		{"no list", rs, `{}`, `JSON without "keys"`},
		{"keys an object", rs, `{"keys":{}}`, `"keys" that is not a list`},
		{"HTML", rs, "<html>", "HTML instead of JSON"},
		{"empty", rs, "", "an empty body"},
		{"deep", rs, `{"keys":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`, "nested more than"},
		{"larger than is read", rs, `{"keys":[` + strings.Repeat(many, 5) + rsaKey + `]}`, "with more than 1048576 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env := Environment{KeysURL: serveBytes(t, 200, "application/json", tt.keys).KeysURL}
			c := NewClient(ClientOptions{Timeout: 5 * time.Second})
			defer c.Close()
			v, _ := c.Verify(t.Context(), env, tt.token)
			if got := v.String(); !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q in it", got, tt.want)
			}
			if (v.State == SignatureVerified) != strings.HasPrefix(tt.want, "verified") {
				t.Errorf("state %d", v.State)
			}
		})
	}
}

func TestVerifyFindsTheKeys(t *testing.T) {
	keys := testKeys()
	good := `{"keys":[` + jwk(t, &keys.rsa.PublicKey, "k1") + `]}`
	var mu sync.Mutex
	var asked []string
	var config func(base string) (int, string)
	var base string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.URL.Path)
		switch r.URL.Path {
		case "/keys":
			_, _ = w.Write([]byte(good))
		case "/.well-known/openid-configuration":
			status, body := config(base)
			w.Header().Set("Location", "http://127.0.0.1:1/")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		default:
			w.WriteHeader(404)
		}
	}))
	defer server.Close()
	base = server.URL
	env := Environment{TokenURL: base + "/token"}
	deep := Environment{TokenURL: base + "/a/b/token?x=1"}
	ok := func(base string) (int, string) {
		return 200, `{"issuer":"` + base + `/","jwks_uri":"` + base + `/keys"}`
	}
	points := func(to string) func(string) (int, string) {
		return func(string) (int, string) { return 200, `{"jwks_uri":"` + to + `"}` }
	}
	status := func(n int) func(string) (int, string) { return func(string) (int, string) { return n, "{}" } }
	const wellKnown = "/.well-known/openid-configuration"
	tests := []struct {
		name   string
		env    Environment
		issuer string
		config func(string) (int, string)
		want   string
		asked  string
	}{
		{"found", env, base, ok, "verified with key k1", wellKnown + " /keys"},
		{"no issuer in the token", env, "", ok, "verified with key k1", wellKnown + " /keys"},
		{"at the root", deep, base, ok, "verified with key k1", "/a/b" + wellKnown + " " + wellKnown + " /keys"},
		{"no environment", Environment{}, base, ok, "names no key set", ""},
		{"another issuer's token", env, "https://evil.example/", ok, `the issuer "https://evil.example/", which is not this environment`, ""},
		{"the issuer's address is nonsense", env, "\x1b[2J://", ok, `the issuer "\x1b[2J://"`, ""},
		{"another path of the same host", env, base + "/other", ok, "but this environment is", wellKnown},
		{"404", env, base, status(404), "answered 404", wellKnown},
		{"redirect", env, base, status(302), "answered 302", wellKnown},
		{"no jwks_uri", env, base, status(200), "without a jwks_uri", wellKnown},
		{"keys in a private network", env, base, points("http://169.254.169.254/latest"), "neither on the same server", wellKnown},
		{"keys at an address", env, base, points("https://10.0.0.1/keys"), "neither on the same server", wellKnown},
		{"keys on another port of this machine", env, base, points("http://127.0.0.1:1/keys"), "neither on the same server", wellKnown},
		{"keys in a file", env, base, points("file:///etc/passwd"), "neither on the same server", wellKnown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mu.Lock()
			asked, config = nil, tt.config
			mu.Unlock()
			c := NewClient(ClientOptions{Timeout: 5 * time.Second})
			defer c.Close()
			issuer, _ := json.Marshal(tt.issuer)
			token := sign(t, jose.RS256, keys.rsa, "k1", `{"iss":`+string(issuer)+`}`)
			v, trips := c.Verify(t.Context(), tt.env, token)
			if !strings.Contains(v.String(), tt.want) {
				t.Errorf("got %q, want %q in it", v, tt.want)
			}
			mu.Lock()
			got := strings.Fields(strings.Join(asked, " "))
			mu.Unlock()
			if strings.Join(got, " ") != tt.asked || len(trips) != len(got) {
				t.Errorf("asked %q (%d round trips), want %q", got, len(trips), tt.asked)
			}
			if v.State == SignatureVerified { // a second check needs no network
				if v, trips := c.Verify(t.Context(), tt.env, token); v.State != SignatureVerified || tt.env.TokenURL == env.TokenURL && len(trips) > 0 {
					t.Errorf("again: %v, %d round trips", v, len(trips))
				}
			}
		})
	}
}

// Keys are read again once for an unknown id, and after their life.
func TestVerifyReadsKeysAgain(t *testing.T) {
	keys := testKeys()
	var hits atomic.Int32
	body := atomic.Value{}
	body.Store(`{"keys":[` + jwk(t, &keys.rsa.PublicKey, "k1") + `]}`)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		hits.Add(1)
		w.Header().Set("Cache-Control", "max-age=60, must-revalidate")
		_, _ = w.Write([]byte(body.Load().(string)))
	}))
	defer server.Close()
	now := time.Unix(1000, 0)
	c := NewClient(ClientOptions{Now: func() time.Time { return now }})
	defer c.Close()
	env := Environment{KeysURL: server.URL}
	verify := func(kid string, want SignatureState, wantHits int32) {
		t.Helper()
		v, _ := c.Verify(t.Context(), env, sign(t, jose.RS256, keys.rsa, kid, "{}"))
		if v.State != want || hits.Load() != wantHits {
			t.Errorf("%s: %v, %d requests, want %d", kid, v, hits.Load(), wantHits)
		}
	}
	verify("k1", SignatureVerified, 1)
	verify("k1", SignatureVerified, 1)
	verify("k2", SignatureNotVerified, 2)
	body.Store(`{"keys":[` + jwk(t, &keys.rsa.PublicKey, "k2") + `]}`)
	verify("k2", SignatureVerified, 3)
	now = now.Add(61 * time.Second)
	verify("k2", SignatureVerified, 4)
}

func TestCheckAccessToken(t *testing.T) {
	// OpenID Connect Core 1.0 appendix A.3.
	token := IDToken{Algorithm: "RS256", ATHash: "77QmUPtjPfzWtF2AnpK9RQ"}
	access := NewSecret("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y")
	if err := token.CheckAccessToken(access); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string]IDToken{
		"fit":   {Algorithm: "RS384", ATHash: token.ATHash},
		"names": {Algorithm: "none", ATHash: "x"},
		"no at": {Algorithm: "RS256"},
	} {
		if err := bad.CheckAccessToken(access); err == nil || !strings.Contains(fmt.Sprint(err), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
