package vault

import (
	"context"
	"sync"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/keystore"
)

// lockLimit bounds the wait for another program that is refreshing, before
// tokens that are here already are said to be unsaved.
const lockLimit = 3 * time.Minute

// Keeper keeps the tokens of one profile while a session changes them, also when
// the profile gets another name meanwhile. Its errors are sentences for a person.
type Keeper struct {
	vault *Vault

	mu       sync.Mutex
	settings Settings
	pending  *unsaved // nil when the store has everything
}

// unsaved is what could not be saved, and what was stored when it was made.
type unsaved struct{ tokens, base Tokens }

// over returns what is to be stored when the store has stored by now. Another
// program may have finished the save that failed here, and gone on from there:
// what came of that is not to be replaced by a token it used up.
func (u unsaved) over(stored Tokens) Tokens {
	untouched := stored.RefreshToken.Equal(u.base.RefreshToken) && stored.RefreshSentAt.Equal(u.base.RefreshSentAt)
	overtaken := !stored.RefreshToken.IsZero() &&
		(stored.RefreshToken.Equal(u.tokens.RefreshToken) || stored.Set > u.tokens.Set)
	if untouched || !overtaken {
		return u.tokens
	}
	services := u.base
	services.ServiceTokens = u.tokens.ServiceTokens
	return merge(stored, u.base, services)
}

// Keeper returns the keeper of an opened profile.
func (v *Vault) Keeper(settings Settings) *Keeper { return &Keeper{vault: v, settings: settings} }

// place returns the store of the profile and what that calls it now.
func (k *Keeper) place() (keystore.Store, string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now, err := k.vault.load(k.settings.Name)
	if err != nil && !keystore.IsNotFound(err) {
		return nil, "", err
	}
	if err != nil || now.ID != k.settings.ID {
		found := false
		list, _ := k.vault.List()
		for _, one := range list {
			if one.ID == k.settings.ID && one.ID != "" {
				now, found = one, true
			}
		}
		if !found && err != nil {
			return nil, "", err
		}
	}
	k.settings = now
	store, key := k.vault.place(now)
	return store, key, nil
}

// Turn is the right to refresh: nobody else refreshes this profile until End.
type Turn struct {
	keeper *Keeper
	store  keystore.Store
	key    string
	unlock func()
	stored Tokens
	ahead  keystore.Prepared // the save of the answer; nil when there is none
	// Moved says that the held refresh token is used up, because another program
	// has refreshed meanwhile, or because the set that this one got could not be
	// saved. Stored has the newer set. Nothing is to be sent.
	Moved bool
}

// Begin waits for the right to refresh, reads the stored tokens (so the keychain
// is open before anything is sent), prepares the save of the answer, and marks
// the refresh as sent. held is the
// refresh token that is about to go out; it must be the one that is thought to
// be current, for another one in the store means that it has moved on.
func (k *Keeper) Begin(ctx context.Context, held akoya.Secret, now time.Time) (*Turn, error) {
	turn, err := k.enter(ctx, true)
	if err != nil {
		return nil, err
	}
	if turn.stored.RefreshToken.IsZero() {
		return turn, nil
	}
	if !turn.stored.RefreshToken.Equal(held) {
		turn.Moved = true
		return turn, nil
	}
	if p, ok := turn.store.(keystore.Preparer); ok {
		if turn.ahead, err = p.PrepareTokens(ctx, turn.key); err != nil {
			turn.End()
			return nil, err
		}
	}
	marked := turn.stored
	marked.RefreshSentAt = now
	if err := turn.store.SaveTokens(ctx, turn.key, marked); err != nil {
		turn.End()
		return nil, err
	}
	turn.stored = marked
	return turn, nil
}

// enter takes the lock and reads what is stored. What could not be saved before
// is saved first.
func (k *Keeper) enter(ctx context.Context, probe bool) (*Turn, error) {
	store, key, err := k.place()
	if err != nil {
		return nil, err
	}
	if p, ok := store.(interface{ Probe(context.Context) error }); ok && probe {
		if err := p.Probe(ctx); err != nil {
			return nil, err
		}
	}
	unlock, err := store.LockRefresh(ctx, key)
	if err != nil {
		return nil, err
	}
	turn := &Turn{keeper: k, store: store, key: key, unlock: unlock}
	pending, ok := k.unsaved()
	turn.stored, err = store.LoadTokens(ctx, key)
	switch {
	case err == nil && ok:
		err = turn.saveAgain(ctx, pending.over(turn.stored))
	case ok && (keystore.IsNotFound(err) || keystore.KindOf(err) == keystore.KindCorrupt):
		err = turn.save(ctx, pending.tokens)
	case keystore.IsNotFound(err):
		err = nil
	}
	if err != nil {
		unlock()
		return nil, err
	}
	return turn, nil
}

// saveAgain saves what could not be saved, unless the store has it.
func (t *Turn) saveAgain(ctx context.Context, tokens Tokens) error {
	if tokens.Equal(t.stored) {
		t.keeper.setUnsaved(nil)
		return nil
	}
	return t.save(ctx, tokens)
}

// unsaved returns what could not be saved.
func (k *Keeper) unsaved() (unsaved, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.pending == nil {
		return unsaved{}, false
	}
	return *k.pending, true
}

func (k *Keeper) setUnsaved(pending *unsaved) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.pending = pending
}

// Stored returns the tokens that were read when the turn began.
func (t *Turn) Stored() Tokens { return t.stored }

// Save saves what the refresh made of the session's record. It is not ended by
// ctx: a rotated token must not be lost because somebody pressed esc.
func (t *Turn) Save(ctx context.Context, before, after Tokens) error {
	return t.save(ctx, merge(t.stored, before, after))
}

func (t *Turn) save(ctx context.Context, tokens Tokens) error {
	save := func(ctx context.Context, tokens Tokens) error { return t.store.SaveTokens(ctx, t.key, tokens) }
	if t.ahead != nil {
		save, t.ahead = t.ahead.Commit, nil
	}
	if err := save(context.WithoutCancel(ctx), tokens); err != nil {
		t.keeper.setUnsaved(&unsaved{tokens, t.stored})
		return err
	}
	t.stored = tokens
	t.keeper.setUnsaved(nil)
	return nil
}

// Settle takes back the mark of a refresh that is known to have changed nothing.
func (t *Turn) Settle(ctx context.Context) error {
	if t.Moved || t.stored.RefreshSentAt.IsZero() {
		return nil
	}
	settled := t.stored
	settled.RefreshSentAt = time.Time{}
	return t.save(ctx, settled)
}

// End gives the right to refresh back. It may be called more than once.
func (t *Turn) End() {
	if t.ahead != nil {
		t.ahead.Cancel()
		t.ahead = nil
	}
	t.unlock()
}

// Update saves what anything but a refresh made of the session's record. What
// another program has saved meanwhile stays. It is not ended by ctx.
func (k *Keeper) Update(ctx context.Context, before, after Tokens) error {
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), lockLimit)
	defer cancel()
	turn, err := k.enter(bounded, false)
	if err != nil {
		k.keepBack(before, after)
		return err
	}
	defer turn.End()
	return turn.Save(ctx, before, after)
}

// keepBack remembers what could not even be compared with the store.
func (k *Keeper) keepBack(before, after Tokens) {
	pending, ok := k.unsaved()
	if !ok {
		pending = unsaved{before, before}
	}
	pending.tokens = merge(pending.tokens, before, after)
	k.setUnsaved(&pending)
}

// Save saves the tokens of the profile as they are, whatever is stored; but after
// a save that failed it does not replace what another program made of that. It is
// not ended by ctx once it has begun to save.
func (k *Keeper) Save(ctx context.Context, tokens Tokens) error {
	if pending, ok := k.unsaved(); ok {
		return k.retry(ctx, pending, tokens)
	}
	store, key, err := k.place()
	if err != nil {
		return err
	}
	return store.SaveTokens(context.WithoutCancel(ctx), key, tokens)
}

// retry saves what could not be saved; the session has tokens.
func (k *Keeper) retry(ctx context.Context, pending unsaved, tokens Tokens) error {
	if !pending.tokens.RefreshToken.Equal(tokens.RefreshToken) {
		pending.tokens = tokens
		k.setUnsaved(&pending)
	}
	bounded, cancel := context.WithTimeout(ctx, lockLimit)
	defer cancel()
	turn, err := k.enter(bounded, false)
	if err != nil {
		return err
	}
	turn.End()
	return nil
}

// Load reads the tokens of the profile; zero when none were saved.
func (k *Keeper) Load(ctx context.Context) (Tokens, error) {
	store, key, err := k.place()
	if err != nil {
		return Tokens{}, err
	}
	tokens, err := store.LoadTokens(ctx, key)
	if keystore.IsNotFound(err) {
		return Tokens{}, nil
	}
	return tokens, err
}
