package sandbox

import "net/http"

// revoke answers POST /revoke and POST /token/revoke: Akoya's test cases of
// 2025-Jan-02 and its token reference name the first, the older copy of the
// test cases the second. Credentials come in the body; a Basic header is not
// looked at. Neither dex nor RFC 7009 behaves like this: it is all Akoya's.
//
// "Token API errors" files everything missing, unknown or another client's
// under 400 invalid_request; the test cases answer a wrong secret with 401
// unauthorized_client, and a payload weighs more than a table. A hint that is
// missing or is not refresh_token is refused before anything is revoked: the
// document says that it "must be set to refresh_token".
func (s *Server) revoke(w http.ResponseWriter, r *http.Request) {
	f, err := readForm(w, r)
	if err != nil {
		writeBodyError(w, err)
		return
	}
	if refused := s.revoked(f); refused != nil {
		refused.write(w)
		return
	}
	w.WriteHeader(http.StatusOK) // with an empty body
}

func (s *Server) revoked(f form) *oauthError {
	invalid := &oauthError{http.StatusBadRequest, "invalid_request", ""}
	token, id, secret := f.get("token"), f.get("client_id"), f.get("client_secret")
	if token == "" || id == "" || secret == "" {
		return invalid
	}
	c := s.clients[id]
	if c == nil {
		return invalid
	}
	if !c.secretIs(secret) {
		return &oauthError{http.StatusUnauthorized, "unauthorized_client", ""}
	}
	if f.get("token_type_hint") != "refresh_token" {
		return &oauthError{http.StatusBadRequest, "unsupported_token_type", ""}
	}
	if !s.store.revokeToken(token, c.ID, s.Now()) {
		return invalid
	}
	return nil
}
