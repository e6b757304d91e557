package keystore

import (
	"context"
	"slices"
	"time"

	"akoya-tui/akoya"
)

// StoreKind names a place for secrets. It is written in the settings of a profile.
type StoreKind string

// The places there are.
const (
	KindKeychain StoreKind = "keychain" // the keychain of the operating system
	KindMemory   StoreKind = "memory"   // this process: gone when the program ends
)

// Store keeps two records a profile: credentials and tokens. Profiles are given
// by name.
//
// A record is saved whole or not at all: whatever happens during a save, a later
// load gives the old record or the new one. A nil error from a save means that
// the record was read back and is what was given. Errors are *Error.
//
// All methods are safe for use by several goroutines.
type Store interface {
	// Kind says which kind of place this is.
	Kind() StoreKind
	// Describe names the place for a person: "macOS Keychain".
	Describe() string

	// LoadCredentials fails with KindNotFound when none were saved.
	LoadCredentials(ctx context.Context, profile string) (Credentials, error)
	SaveCredentials(ctx context.Context, profile string, c Credentials) error

	// LoadTokens fails with KindNotFound when none were saved.
	LoadTokens(ctx context.Context, profile string) (Tokens, error)
	SaveTokens(ctx context.Context, profile string, t Tokens) error

	// Forget removes both records of a profile and whatever interrupted saves left
	// behind, and checks that they are gone. There being nothing to forget is no
	// error. After an error the records are no longer loaded, but may still rest
	// in the keychain: call it again.
	Forget(ctx context.Context, profile string) error
	// ForgetAll is Forget for every profile. It goes on after an error.
	ForgetAll(ctx context.Context) error

	// LockRefresh waits until no one else, in this process or another, is
	// refreshing the tokens of the profile, and keeps others out until unlock.
	// Every refresh goes by this protocol, so that two programs never send the
	// same refresh token:
	//
	//  1. LockRefresh
	//  2. LoadTokens. If its RefreshToken differs from the one held, another
	//     program refreshed meanwhile: take what was loaded, do not send.
	//  3. SaveTokens with RefreshSentAt set, if a lost answer is to be noticed
	//     by the next start; a Preparer prepares step 5 now
	//  4. send the refresh
	//  5. SaveTokens with the answer, before anything is shown, and with a context
	//     that does not end because the person went elsewhere
	//  6. unlock
	//
	// If step 5 fails, keep the new tokens in memory and do not refresh again
	// before a save succeeded: the stored token is used up. unlock may be called
	// more than once. A lock whose holder dies is free at once.
	LockRefresh(ctx context.Context, profile string) (unlock func(), err error)
}

// Preparer is a Store whose saves take so long that what can be done ahead of
// them is worth doing ahead: between an answer with a new refresh token and the
// moment it rests in the store, a program must not die.
type Preparer interface {
	// PrepareTokens gets ready for one save of tokens. It is called between steps 2
	// and 4 of LockRefresh, by whoever has the lock.
	PrepareTokens(ctx context.Context, profile string) (Prepared, error)
}

// Prepared is one save of tokens that was prepared. It is for one goroutine.
type Prepared interface {
	// Commit is SaveTokens, and writes the tokens before it does anything else.
	Commit(ctx context.Context, t Tokens) error
	// Cancel takes the preparation back if there was no Commit.
	Cancel()
}

// Credentials are what identifies an application to Akoya. The service pair is
// issued separately and may be empty.
type Credentials struct {
	ClientID            string
	ClientSecret        akoya.Secret
	ServiceClientID     string
	ServiceClientSecret akoya.Secret
}

// Equal reports whether both are the same.
func (c Credentials) Equal(o Credentials) bool {
	return c.ClientID == o.ClientID && c.ClientSecret.Equal(o.ClientSecret) &&
		c.ServiceClientID == o.ServiceClientID && c.ServiceClientSecret.Equal(o.ServiceClientSecret)
}

// Tokens are the newest token set of a profile and what belongs to it.
type Tokens struct {
	// Set numbers the token sets of a profile from 1; a refresh adds one.
	Set          int
	RefreshToken akoya.Secret
	IDToken      akoya.Secret
	ObtainedAt   time.Time

	// PreviousRefreshToken is the one that RefreshToken replaced. It is used up,
	// and kept to replay what a server answers to that.
	PreviousRefreshToken akoya.Secret

	// RefreshSentAt marks a refresh with RefreshToken that was sent and whose
	// answer was not saved. If it is set after a load, nobody knows whether
	// RefreshToken is used up. Zero means that nothing is pending.
	RefreshSentAt time.Time

	// Ended says what ended the set, such as "revoked", when nothing of it can be
	// used any more, and EndedAt when. PreviousRefreshToken is then its own.
	Ended   string
	EndedAt time.Time

	ServiceTokens []ServiceToken
}

// ServiceToken is an access token for Akoya's own services.
type ServiceToken struct {
	Scope       string
	AccessToken akoya.Secret
	ExpiresAt   time.Time
}

// Equal reports whether both are the same; times are compared as instants.
func (t Tokens) Equal(o Tokens) bool {
	return t.Set == o.Set && t.RefreshToken.Equal(o.RefreshToken) && t.IDToken.Equal(o.IDToken) &&
		t.ObtainedAt.Equal(o.ObtainedAt) && t.PreviousRefreshToken.Equal(o.PreviousRefreshToken) &&
		t.RefreshSentAt.Equal(o.RefreshSentAt) && t.Ended == o.Ended && t.EndedAt.Equal(o.EndedAt) &&
		slices.EqualFunc(t.ServiceTokens, o.ServiceTokens, func(a, b ServiceToken) bool {
			return a.Scope == b.Scope && a.AccessToken.Equal(b.AccessToken) && a.ExpiresAt.Equal(b.ExpiresAt)
		})
}

// clone returns a copy that shares no slice with t.
func (t Tokens) clone() Tokens {
	t.ServiceTokens = slices.Clone(t.ServiceTokens)
	return t
}
