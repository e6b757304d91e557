package sandbox

import (
	"net/http"
	"testing"
)

func TestRevokeErrors(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	rows := []struct {
		name   string
		mint   mintRequest
		change change
		status int
		body   string
	}{
		{"no client_secret", mintRequest{}, change{"client_secret": "-"}, 400, docRequest},
		{"incorrect client_secret", mintRequest{}, change{"client_secret": "wrong"}, 401, docUnauth},
		{"no client_id", mintRequest{}, change{"client_id": "-"}, 400, docRequest},
		{"incorrect client_id", mintRequest{}, change{"client_id": "nobody"}, 400, docRequest},
		{"no token", mintRequest{}, change{"token": "-"}, 400, docRequest},
		{"made-up token", mintRequest{}, change{"token": "made-up"}, 400, docRequest},
		{"used token", mintRequest{State: "used"}, nil, 400, docRequest},
		{"another client's token", mintRequest{ClientID: otherClientID}, nil, 400, docRequest},
		{"hint access_token", mintRequest{}, change{"token_type_hint": "access_token"}, 400, docHint},
		{"no hint", mintRequest{}, change{"token_type_hint": "-"}, 400, docHint},
	}
	for _, row := range rows {
		for _, path := range []string{"/revoke", "/token/revoke"} {
			t.Run(row.name+" "+path, func(t *testing.T) {
				t.Parallel()
				row.mint.Kind = "refresh_token"
				token := mint(t, s, row.mint)
				pairs := row.change.apply(map[string]string{"token": token.Value, "token_type_hint": "refresh_token",
					"client_id": defaultClientID, "client_secret": defaultClientSecret})
				r := post(t, s.base+path, nil, pairs...)
				wantReply(t, r, row.status, row.body)
				wantErrorHeaders(t, r)
				if row.mint.ClientID == "" {
					if r := refresh(t, s, token.RefreshToken); r.Status != http.StatusOK {
						t.Errorf("the refused revocation has ended the grant: %d %s", r.Status, r.Body)
					}
				}
			})
		}
	}
}

func TestRevoke(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/revoke", "/token/revoke"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			s := start(t, Options{})
			set := obtain(t, s, mintRequest{})
			r := post(t, s.base+path, nil, "token", set.RefreshToken, "token_type_hint", "refresh_token",
				"client_id", defaultClientID, "client_secret", defaultClientSecret)
			wantReply(t, r, 200, "")
			if got, ok := r.Header["Content-Type"]; ok {
				t.Errorf("an empty body has the Content-Type %q", got)
			}
			wantReply(t, accounts(t, s, set.IDToken), 401, doc602)
			wantReply(t, refresh(t, s, set.RefreshToken), 400, docClaimed)
		})
	}
}
