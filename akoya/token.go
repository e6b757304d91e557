package akoya

// TokenResponse is the answer of a token endpoint that grants something. Only
// token_type, expires_in, refresh_token and id_token are documented for the IdP;
// access_token, expires_in, scope and token_type for the service token.
type TokenResponse struct {
	TokenType    string // compared without case (RFC 6749 section 5.1)
	ExpiresIn    int64  // seconds; valid only with HasExpiresIn
	HasExpiresIn bool
	RefreshToken Secret
	IDToken      Secret
	AccessToken  Secret
	Scope        string
	HasScope     bool // scope was there, even if empty
	GrantID      string
	Extra        []string // names of fields that no document mentions, in order
	Duplicates   []string // names that were sent more than once; the last value counts
}
