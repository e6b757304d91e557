package sandbox

import "testing"

func TestPKCE(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	// RFC 7636 appendix B.
	const verifier, challenge = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	const wrong = `{"error":"invalid_grant","error_description":"Invalid code_verifier."}`
	rows := []struct{ name, method, challenge, verifier, want string }{
		{"S256", "S256", challenge, verifier, ""},
		{"plain", "plain", verifier, verifier, ""},
		{"plain by default", "", verifier, verifier, ""},
		{"wrong S256", "S256", challenge, "x", wrong},
		{"wrong plain", "plain", verifier, "x", wrong},
		{"no verifier", "S256", challenge, "", `{"error":"invalid_grant","error_description":"Expecting parameter code_verifier in PKCE flow."}`},
		{"no challenge", "", "", verifier, `{"error":"invalid_request","error_description":"No PKCE flow started. Cannot check code_verifier."}`},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			code := approveCode(t, s, "code_challenge", row.challenge, "code_challenge_method", row.method)
			exchange := func(verifier string) reply {
				return post(t, s.Info().TokenURL, good(s), "grant_type", "authorization_code", "code", code,
					"redirect_uri", s.opts.RedirectURIs[0], "code_verifier", verifier)
			}
			r := exchange(row.verifier)
			if row.want == "" {
				if r.Status != 200 {
					t.Errorf("%d %s", r.Status, r.Body)
				}
				return
			}
			wantReply(t, r, 400, row.want)
			right := verifier
			if row.challenge == "" {
				right = ""
			}
			if r := exchange(right); r.Status != 200 {
				t.Errorf("the failed attempt has burned the code: %d %s", r.Status, r.Body)
			}
		})
	}
}
