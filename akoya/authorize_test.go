package akoya

import (
	"crypto/sha256"
	"encoding/base64"
	"testing"
)

func TestAuthorizeURL(t *testing.T) {
	app := testApp
	app.ClientID = "id"
	local := Local("http://127.0.0.1:1")
	other := local
	other.AuthorizeURL, other.ConnectorParam = "http://127.0.0.1:1/auth?realm=a%20b", "connector_id"
	none := local
	none.ConnectorParam, none.AuthorizeURL = "", "http://127.0.0.1:1/auth?"
	const rest = "client_id=id&redirect_uri=https%3A%2F%2Frecipient.ddp.akoya.com%2Fflow%2Fcallback&response_type=code&scope=openid%20profile%20offline_access"
	tests := []struct {
		name    string
		env     Environment
		options AuthorizeOptions
		want    string
	}{
		{"plain", local, AuthorizeOptions{State: "s&1 +"}, "http://127.0.0.1:1/auth?connector=mikomo&" + rest + "&state=s%261%20%2B"},
		{"own query and name", other, AuthorizeOptions{}, "http://127.0.0.1:1/auth?realm=a%20b&connector_id=mikomo&" + rest},
		{"no connector", none, AuthorizeOptions{}, "http://127.0.0.1:1/auth?" + rest},
		{"all", local, AuthorizeOptions{State: "s", Nonce: "n", CodeChallenge: "c"},
			"http://127.0.0.1:1/auth?connector=mikomo&" + rest + "&state=s&nonce=n&code_challenge=c&code_challenge_method=S256"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := AuthorizeURL(tt.env, app, tt.options)
			if err != nil || got != tt.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, tt.want)
			}
		})
	}
	for _, bad := range []string{"", "nonsense", "ftp://x/auth", "https://u:secret@x/", "https://x/\x1b"} {
		if got, err := AuthorizeURL(Environment{AuthorizeURL: bad}, app, AuthorizeOptions{}); err == nil {
			t.Errorf("%q gave %q", bad, got)
		}
	}
	r, err := AuthorizeRequest(local, app, AuthorizeOptions{State: "s"})
	if err != nil || r.Method != "GET" || len(r.Form) != 0 || r.Header[0].Display() != "text/html" {
		t.Errorf("%v, %v", r, err)
	}
}

func TestStateAndPKCE(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		s := NewState()
		if len(s) < 32 || seen[s] {
			t.Fatalf("state %q", s)
		}
		seen[s] = true
	}
	verifier, challenge := NewPKCE()
	sum := sha256.Sum256([]byte(verifier.Reveal()))
	if n := len(verifier.Reveal()); n < 43 || n > 128 || challenge != base64.RawURLEncoding.EncodeToString(sum[:]) {
		t.Errorf("verifier of %d characters, challenge %q", n, challenge)
	}
}
