package sandbox

import (
	"crypto/sha256"
	"slices"
	"time"
)

// recipientID is the data recipient that both clients belong to.
const recipientID = "local-recipient"

// claims of an id_token, as in the newest example of Akoya's documents.
type claims struct {
	Issuer        string   `json:"iss"`
	Subject       string   `json:"sub"`
	Audience      any      `json:"aud"` // a list in the newest example, a string in the older ones
	Expires       int64    `json:"exp"`
	IssuedAt      int64    `json:"iat"`
	AuthTime      int64    `json:"auth_time"`
	RequestedAt   int64    `json:"rat"`
	ID            string   `json:"jti"`
	Session       string   `json:"sid"`
	Nonce         string   `json:"nonce,omitempty"`
	AccessHash    string   `json:"at_hash"`
	Accounts      []string `json:"accounts"`
	Products      []string `json:"products"`
	GrantID       string   `json:"grant_id"`
	RecipientID   string   `json:"recipientId"`
	ConnectorID   string   `json:"connectorId"`
	Name          string   `json:"name"`
	Email         string   `json:"email,omitempty"` // Akoya's example holds the user name here
	EmailVerified *bool    `json:"email_verified,omitempty"`
}

// tokenAnswer is the body of a successful /token. It has no access_token:
// Akoya documents none, the id_token is the bearer.
type tokenAnswer struct {
	TokenType    string `json:"token_type"`
	ExpiresIn    int64  `json:"expires_in"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token"`
}

// idToken signs the id_token of a token set: one signature, outside any lock.
func (s *Server) idToken(set tokenSet) (string, error) {
	g := set.Grant
	c := claims{
		Issuer:      s.base,
		Subject:     subject(g.User.Name, connectorName),
		Audience:    []string{g.Client},
		Expires:     set.Issued.Unix() + int64(s.opts.IDTokenLife/time.Second),
		IssuedAt:    set.Issued.Unix(),
		AuthTime:    g.AuthTime.Unix(),
		RequestedAt: g.RequestedAt.Unix(),
		ID:          newUUID(),
		Session:     g.Session,
		Nonce:       g.Nonce,
		Accounts:    g.Accounts,
		Products:    []string{"ACCOUNT_DETAILED", "STATEMENTS", "TRANSACTIONS"},
		GrantID:     g.ID,
		RecipientID: recipientID,
		ConnectorID: connectorName,
		Name:        g.User.Name,
	}
	if s.opts.AudienceString {
		c.Audience = g.Client
	}
	if slices.Contains(set.Scope, "email") {
		verified := true
		c.Email, c.EmailVerified = g.User.Name, &verified
	}
	// OpenID Connect Core section 3.1.3.6, of an access token nobody gets.
	hidden := sha256.Sum256(randomBytes(32))
	c.AccessHash = b64(hidden[:len(hidden)/2])
	return s.signer.sign(&c)
}

// answer signs and builds the body of a successful /token.
func (s *Server) answer(set tokenSet) (*tokenAnswer, error) {
	token, err := s.idToken(set)
	if err != nil {
		return nil, err
	}
	return &tokenAnswer{
		TokenType: "bearer",
		// One second short of the lifetime, as dex truncates it.
		ExpiresIn:    int64(s.opts.IDTokenLife/time.Second) - 1,
		RefreshToken: set.Refresh,
		IDToken:      token,
	}, nil
}
