package sandbox

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// The errors of /token, word for word from "Akoya token test cases,
// 2025-Jan-02" (payloads) and "Token API errors" (where some rows drop the final
// full stop that its payloads have).

func errClient() *oauthError {
	return &oauthError{http.StatusUnauthorized, "invalid_client", "Invalid client credentials."}
}

func errGrantType() *oauthError {
	return &oauthError{http.StatusBadRequest, "invalid_grant", ""}
}

func errCode() *oauthError {
	return &oauthError{http.StatusBadRequest, "invalid_request", "Invalid or expired code parameter."}
}

func errRedirectURI() *oauthError {
	return &oauthError{http.StatusBadRequest, "invalid_request", "redirect_uri did not match URI from initial request."}
}

func errNoRefreshToken() *oauthError {
	return &oauthError{http.StatusBadRequest, "invalid_request", "No refresh token in request."}
}

func errClaimed() *oauthError {
	return &oauthError{http.StatusBadRequest, "invalid_request", "Refresh token is invalid or has already been claimed by another client."}
}

// token answers /token. The order of the checks is dex 2.27's: the client, the
// grant type, the code or refresh token, PKCE, the redirect URI. Any method is
// let in, as there; without a form body it fails the first check.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	f, err := readForm(w, r)
	if err != nil {
		writeBodyError(w, err)
		return
	}
	set, refused := s.tokens(r, f)
	if refused != nil {
		refused.write(w)
		return
	}
	answer, err := s.answer(set)
	if err != nil {
		writeJSON(w, http.StatusInternalServerError, oauthError{Code: "server_error"})
		return
	}
	noStore(w)
	writeJSON(w, http.StatusOK, answer)
}

func writeBodyError(w http.ResponseWriter, err error) {
	writeJSON(w, bodyStatus(err), oauthError{Code: "invalid_request", Description: err.Error()})
}

func (s *Server) tokens(r *http.Request, f form) (tokenSet, *oauthError) {
	c, refused := s.authenticate(r, f)
	if refused != nil {
		return tokenSet{}, refused
	}
	switch f.get("grant_type") {
	case "authorization_code":
		return s.store.exchange(f.get("code"), c.ID, s.Now(), func(consent *consent) *oauthError {
			if refused := checkVerifier(consent, f.get("code_verifier")); refused != nil {
				return refused
			}
			if f.get("redirect_uri") != consent.RedirectURI {
				return errRedirectURI()
			}
			return nil
		})
	case "refresh_token":
		return s.refresh(c, f)
	}
	return tokenSet{}, errGrantType()
}

func (s *Server) refresh(c *client, f form) (tokenSet, *oauthError) {
	token := f.get("refresh_token")
	if token == "" {
		return tokenSet{}, errNoRefreshToken()
	}
	asked := strings.Fields(f.get("scope"))
	set, refused := s.store.rotate(token, c.ID, s.Now(), func(g *grant) *oauthError {
		return checkScope(g.Scope, asked)
	})
	if len(asked) > 0 {
		set.Scope = asked
	}
	return set, refused
}

// checkScope refuses more than was granted, with dex 2.27's text.
func checkScope(granted, asked []string) *oauthError {
	var extra []string
	for _, scope := range asked {
		if !slices.Contains(granted, scope) {
			extra = append(extra, scope)
		}
	}
	if len(extra) == 0 {
		return nil
	}
	return &oauthError{http.StatusBadRequest, "invalid_request",
		fmt.Sprintf("Requested scopes contain unauthorized scope(s): %q.", extra)}
}

// checkVerifier applies PKCE (RFC 7636 section 4.6) with the texts of dex
// since 2.26. Akoya documents no PKCE: without a challenge nothing is asked.
func checkVerifier(c *consent, verifier string) *oauthError {
	switch {
	case c.Challenge == "" && verifier == "":
		return nil
	case c.Challenge == "":
		return &oauthError{http.StatusBadRequest, "invalid_request", "No PKCE flow started. Cannot check code_verifier."}
	case verifier == "":
		return &oauthError{http.StatusBadRequest, "invalid_grant", "Expecting parameter code_verifier in PKCE flow."}
	}
	if c.Method == "S256" {
		sum := sha256.Sum256([]byte(verifier))
		verifier = b64(sum[:])
	}
	if verifier != c.Challenge {
		return &oauthError{http.StatusBadRequest, "invalid_grant", "Invalid code_verifier."}
	}
	return nil
}
