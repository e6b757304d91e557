package sandbox

import (
	"crypto"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/go-cmp/cmp"
)

// verified checks an id_token with the published keys, by another library.
func verified(t *testing.T, s *Server, token string) map[string]any {
	t.Helper()
	set := decode[jose.JSONWebKeySet](t, get(t, s.Info().KeysURL))
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		t.Fatal(err)
	}
	keys := set.Key(parsed.Headers[0].KeyID)
	if len(keys) != 1 || !keys[0].Valid() || !keys[0].IsPublic() {
		t.Fatalf("kid %q names %d good public keys", parsed.Headers[0].KeyID, len(keys))
	}
	out := map[string]any{}
	if err := parsed.Claims(keys[0], &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestIDToken(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	now := float64(time.Now().Unix())
	set := obtain(t, s, mintRequest{})
	got := verified(t, s, set.IDToken)
	for _, name := range []string{"iat", "auth_time", "rat"} {
		if at, ok := got[name].(float64); !ok || at < now || at > now+60 {
			t.Errorf("%s is %v", name, got[name])
		}
	}
	if got["exp"].(float64)-got["iat"].(float64) != 86400 {
		t.Errorf("lives from %v to %v", got["iat"], got["exp"])
	}
	for _, name := range []string{"jti", "sid", "grant_id", "at_hash"} {
		if text, ok := got[name].(string); !ok || len(text) < 22 {
			t.Errorf("%s is %v", name, got[name])
		}
	}
	for _, name := range []string{"iat", "auth_time", "rat", "exp", "jti", "sid", "grant_id", "at_hash"} {
		delete(got, name)
	}
	want := map[string]any{
		"iss": s.base,
		"sub": "CghtaWtvbW9fMRIGbWlrb21v", // as in Akoya's newest example
		"aud": []any{defaultClientID}, "name": "mikomo_1", "connectorId": "mikomo", "recipientId": "local-recipient",
		"accounts": []any{"1755000101", "1755000102", "1755000103"},
		"products": []any{"ACCOUNT_DETAILED", "STATEMENTS", "TRANSACTIONS"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
	key := decode[jose.JSONWebKeySet](t, get(t, s.Info().KeysURL)).Keys[0]
	if thumb, err := key.Thumbprint(crypto.SHA256); err != nil || key.KeyID != "public-and-worthless-"+b64(thumb) {
		t.Errorf("kid %q, thumbprint %q, %v", key.KeyID, b64(thumb), err)
	}
	header, _ := base64.RawURLEncoding.DecodeString(strings.SplitN(set.IDToken, ".", 2)[0])
	if want := `{"alg":"RS256","kid":"` + s.signer.jwk.Kid + `"}`; string(header) != want {
		t.Errorf("header %s, want %s", header, want)
	}
}

func TestClaimsOverRefreshes(t *testing.T) {
	t.Parallel()
	s := start(t, Options{AudienceString: true})
	code := approveCode(t, s, "nonce", "a-nonce", "scope", "openid offline_access email")
	set := decode[tokenAnswer](t, post(t, s.Info().TokenURL, good(s), "grant_type", "authorization_code", "code", code, "redirect_uri", s.opts.RedirectURIs[0]))
	one := verified(t, s, set.IDToken)
	advance(t, s, time.Hour)
	two := verified(t, s, decode[tokenAnswer](t, refresh(t, s, set.RefreshToken)).IDToken)
	if one["nonce"] != "a-nonce" || one["email"] != "mikomo_1" || one["email_verified"] != true || one["aud"] != defaultClientID {
		t.Errorf("claims %v", one)
	}
	for name := range one {
		changes := map[string]bool{"iat": true, "exp": true, "jti": true, "at_hash": true}
		if (one[name] != nil && cmp.Equal(one[name], two[name])) == changes[name] {
			t.Errorf("%s was %v and is %v", name, one[name], two[name])
		}
	}
	if s.Signatures() != 2 {
		t.Errorf("%d signatures for 2 id_tokens", s.Signatures())
	}
}

func TestRefreshWithLessScope(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	token := mint(t, s, mintRequest{Kind: "refresh_token", Scope: "openid offline_access email"}).Value
	r := post(t, s.Info().TokenURL, good(s), "grant_type", "refresh_token", "refresh_token", token, "scope", "openid")
	if got := verified(t, s, decode[tokenAnswer](t, r).IDToken); got["email"] != nil {
		t.Errorf("email %v without its scope", got["email"])
	}
}

func TestDiscovery(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	r := get(t, s.base+"/.well-known/openid-configuration")
	got := decode[map[string]any](t, r)
	for name, want := range map[string]string{"issuer": s.base, "token_endpoint": s.Info().TokenURL, "jwks_uri": s.Info().KeysURL, "revocation_endpoint": s.Info().RevokeURL} {
		if got[name] != want {
			t.Errorf("%s: %v, want %s", name, got[name], want)
		}
	}
	keys := get(t, s.Info().KeysURL)
	if got := keys.Header.Get("Cache-Control"); got != "max-age=86400, must-revalidate" {
		t.Errorf("Cache-Control: %q", got)
	}
	if kid := decode[struct{ Keys []jwk }](t, keys).Keys[0].Kid; !strings.HasPrefix(kid, "public-and-worthless-") {
		t.Errorf("kid %q", kid)
	}
}
