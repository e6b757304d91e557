package sandbox

import (
	"encoding/json"
	"net/http"
)

// keys answers GET /keys, the public key set (RFC 7517), as dex 2.27 does.
func (s *Server) keys(w http.ResponseWriter, _ *http.Request) {
	s.signer.load()
	w.Header().Set("Cache-Control", "max-age=86400, must-revalidate")
	writeJSON(w, http.StatusOK, struct {
		Keys []jwk `json:"keys"`
	}{[]jwk{s.signer.jwk}})
}

// configuration is the discovery document (OpenID Connect Discovery 1.0
// section 3, RFC 8414 section 2). Akoya documents none; dex has one here.
type configuration struct {
	Issuer           string   `json:"issuer"`
	Authorize        string   `json:"authorization_endpoint"`
	Token            string   `json:"token_endpoint"`
	Keys             string   `json:"jwks_uri"`
	Revoke           string   `json:"revocation_endpoint"`
	GrantTypes       []string `json:"grant_types_supported"`
	ResponseTypes    []string `json:"response_types_supported"`
	SubjectTypes     []string `json:"subject_types_supported"`
	SigningAlgs      []string `json:"id_token_signing_alg_values_supported"`
	ChallengeMethods []string `json:"code_challenge_methods_supported"`
	Scopes           []string `json:"scopes_supported"`
	AuthMethods      []string `json:"token_endpoint_auth_methods_supported"`
	Claims           []string `json:"claims_supported"`
}

// discovery answers GET /.well-known/openid-configuration, pretty-printed.
func (s *Server) discovery(w http.ResponseWriter, _ *http.Request) {
	info := s.Info()
	body, err := json.MarshalIndent(configuration{
		Issuer:           s.base,
		Authorize:        info.AuthURL,
		Token:            info.TokenURL,
		Keys:             info.KeysURL,
		Revoke:           info.RevokeURL,
		GrantTypes:       []string{"authorization_code", "refresh_token"},
		ResponseTypes:    []string{"code"},
		SubjectTypes:     []string{"public"},
		SigningAlgs:      []string{"RS256"},
		ChallengeMethods: []string{"S256", "plain"},
		Scopes:           knownScopes(),
		AuthMethods:      []string{"client_secret_basic", "client_secret_post"},
		Claims: []string{"iss", "sub", "aud", "exp", "iat", "auth_time", "rat", "jti", "sid", "nonce", "at_hash",
			"accounts", "products", "grant_id", "recipientId", "connectorId", "name", "email", "email_verified"},
	}, "", "  ")
	if err != nil {
		writeText(w, http.StatusInternalServerError, err.Error()+"\n")
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(body)
}
