package sandbox

import (
	"slices"
	"time"
)

// consent is what a user agreed to on the pages of /auth.
type consent struct {
	Client      string
	User        *user
	Accounts    []string
	Scope       []string
	Nonce       string
	RedirectURI string
	Challenge   string // PKCE; empty when the request had none
	Method      string // S256 or plain

	RequestedAt time.Time // the rat claim
	AuthTime    time.Time
}

func (c *consent) scope(name string) bool { return slices.Contains(c.Scope, name) }

// owner is whose tokens a new consent replaces: one user's at one client. The
// connector would belong here too if there were more than one.
func (c *consent) owner() string { return c.Client + "\n" + c.User.Name }

// authCode is an authorization code that was not exchanged yet.
type authCode struct {
	Value   string
	Expires time.Time
	Consent *consent
}

// grant is a consent that was exchanged: the record that tokens point to. It
// ends when it is revoked or when a new consent of the same user replaces it.
type grant struct {
	*consent
	ID        string
	Session   string // the sid claim
	refreshID string

	refresh string // the one live refresh token; empty without offline_access
	expires time.Time
}

// tokenSet is what one successful request for tokens hands out. It is a copy:
// it is signed and written outside the lock.
type tokenSet struct {
	Grant   *grant // only its fixed fields may be read
	Scope   []string
	Refresh string
	Issued  time.Time
}
