package sandbox

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
)

// client is a registered app of the data recipient.
type client struct {
	ID           string   `json:"client_id"`
	Secret       string   `json:"client_secret"`
	RedirectURIs []string `json:"redirect_uris"`
}

// otherClientID is a second app, for "another client's token".
const (
	otherClientID     = "akoya-tui-other"
	otherClientSecret = "other-secret-not-worth-hiding-7b2e"
)

// secretIs compares in a time that does not depend on the secret.
func (c *client) secretIs(given string) bool {
	want, got := sha256.Sum256([]byte(c.Secret)), sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// authenticate finds the client of a token request: the Basic header if there
// is one, else the body (dex 2.27; Akoya documents Basic for obtaining and the
// body for refreshing, "Token reference").
func (s *Server) authenticate(r *http.Request, f form) (*client, *oauthError) {
	id, secret, basic, err := parseBasic(r.Header.Get("Authorization"))
	if err != nil {
		return nil, &oauthError{http.StatusBadRequest, "invalid_request", err.Error()}
	}
	if !basic {
		id, secret = f.get("client_id"), f.get("client_secret")
	}
	c := s.clients[id]
	if c == nil || !c.secretIs(secret) {
		return nil, errClient()
	}
	return c, nil
}
