package vault

import (
	"context"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/keystore"
)

// Keeper keeps the tokens of one profile while a session changes them. Its
// errors are sentences for a person.
type Keeper struct {
	store keystore.Store
	name  string
	probe func(context.Context) error // reports whether the store can be written now
}

// Keeper returns the keeper of an opened profile.
func (v *Vault) Keeper(settings Settings) *Keeper {
	k := &Keeper{store: v.store(settings), name: settings.Name, probe: func(context.Context) error { return nil }}
	if settings.Store != InMemory {
		k.probe = v.keychain.Probe
	}
	return k
}

// Turn is the right to refresh: nobody else refreshes this profile until End.
type Turn struct {
	keeper *Keeper
	unlock func()
	stored Tokens
	// Moved says that another program has refreshed meanwhile: the held refresh
	// token is used up, and Stored has the newer set. Nothing is to be sent.
	Moved bool
}

// Begin waits for the right to refresh, reads the stored tokens (so the keychain
// is open before anything is sent), and marks the refresh as sent. held is the
// refresh token that is about to go out; it must be the one that is thought to
// be current, for another one in the store means that it has moved on.
func (k *Keeper) Begin(ctx context.Context, held akoya.Secret, now time.Time) (*Turn, error) {
	if err := k.probe(ctx); err != nil {
		return nil, err
	}
	unlock, err := k.store.LockRefresh(ctx, k.name)
	if err != nil {
		return nil, err
	}
	stored, err := k.store.LoadTokens(ctx, k.name)
	if err != nil && !keystore.IsNotFound(err) {
		unlock()
		return nil, err
	}
	turn := &Turn{keeper: k, unlock: unlock, stored: stored}
	if stored.RefreshToken.IsZero() {
		return turn, nil
	}
	if !stored.RefreshToken.Equal(held) {
		turn.Moved = true
		return turn, nil
	}
	stored.RefreshSentAt = now
	if err := k.store.SaveTokens(ctx, k.name, stored); err != nil {
		unlock()
		return nil, err
	}
	turn.stored = stored
	return turn, nil
}

// Stored returns the tokens that were read when the turn began.
func (t *Turn) Stored() Tokens { return t.stored }

// Save saves the set that the refresh gave. It is not ended by ctx: a rotated
// token must not be lost because somebody pressed esc.
func (t *Turn) Save(ctx context.Context, set Tokens) error {
	return t.keeper.Save(ctx, set)
}

// Settle takes back the mark of a refresh that is known to have changed nothing.
func (t *Turn) Settle(ctx context.Context) error {
	if t.Moved || t.stored.RefreshSentAt.IsZero() {
		return nil
	}
	settled := t.stored
	settled.RefreshSentAt = time.Time{}
	return t.keeper.Save(ctx, settled)
}

// End gives the right to refresh back. It may be called more than once.
func (t *Turn) End() { t.unlock() }

// Save saves the tokens of the profile. It is not ended by ctx.
func (k *Keeper) Save(ctx context.Context, tokens Tokens) error {
	return k.store.SaveTokens(context.WithoutCancel(ctx), k.name, tokens)
}

// Load reads the tokens of the profile; zero when none were saved.
func (k *Keeper) Load(ctx context.Context) (Tokens, error) {
	tokens, err := k.store.LoadTokens(ctx, k.name)
	if keystore.IsNotFound(err) {
		return Tokens{}, nil
	}
	return tokens, err
}
