package keystore

import (
	"context"
	"slices"
)

// A program that dies after a server gave a new refresh token and before the
// profile file makes the saved one current leaves a used token, with a mark that
// a refresh was sent, and beside it the answer, in items of a pending generation.
// Whoever has the right to refresh finishes that save: he alone knows that no
// living program still does.

// loadTokens reads the tokens. When they are marked and nobody refreshes, it
// first finishes a save that was interrupted.
func (k *Keychain) loadTokens(ctx context.Context, profile string) (Tokens, error) {
	t, err := k.begin(ctx, profile)
	if err != nil {
		return Tokens{}, err
	}
	defer t.close()
	tokens, err := t.currentTokens()
	if err != nil || tokens.RefreshSentAt.IsZero() || !t.file.Items.hasPending() {
		return tokens, err
	}
	unlock, ok := tryLockFile(k.profiles.refreshLockPath(t.file.ID))
	if !ok {
		return tokens, nil
	}
	defer unlock()
	return t.rollForward(tokens), nil
}

// finishSave finishes a save that was interrupted, if it can. The caller has the
// right to refresh.
func (k *Keychain) finishSave(ctx context.Context, profile string) {
	if f, _, err := k.profiles.read(profile); err != nil || f.Store != KindKeychain || !f.Items.hasPending() {
		return
	}
	t, err := k.begin(ctx, profile)
	if err != nil {
		return
	}
	defer t.close()
	if tokens, err := t.currentTokens(); err == nil {
		t.rollForward(tokens)
	}
}

func (t *transaction) currentTokens() (Tokens, error) {
	text, err := t.read(recordTokens)
	if err != nil {
		return Tokens{}, err
	}
	return decodeTokens(text)
}

// rollForward makes the newest pending generation current that holds the answer
// to the refresh which current is marked with, and returns what is current then.
// Until the profile file is replaced, and after anything that fails before, that
// is what was. The caller has the right to refresh.
func (t *transaction) rollForward(current Tokens) Tokens {
	for _, s := range slices.Backward(slices.Clone(t.file.Items.Stale)) {
		if !s.Pending {
			continue
		}
		next, g, state := t.examine(s, current)
		if state != holdsAnswer {
			continue
		}
		if !t.adopt(g) {
			return current
		}
		return next
	}
	return current
}

// What examine finds in a pending generation.
type pendingState int

const (
	unknown     pendingState = iota // it could not be read now
	holdsAnswer                     // the whole answer to the marked refresh
	holdsOther                      // another record, a part of one, or nothing
)

// examine reads a pending generation. Its number of parts may have been noted
// before it was known; a part of a record never decodes as one.
func (t *transaction) examine(s staleGeneration, current Tokens) (Tokens, generation, pendingState) {
	if s.Record != recordTokens || s.Format > recordVersion || current.RefreshSentAt.IsZero() || current.RefreshToken.IsZero() {
		return Tokens{}, generation{}, holdsOther
	}
	text := ""
	for part := 1; part <= s.Parts; part++ {
		value, err := t.get(itemUser(t.file.ID, s.Record, s.Name, part))
		switch {
		case IsNotFound(err):
			return Tokens{}, generation{}, holdsOther
		case err != nil:
			return Tokens{}, generation{}, unknown
		}
		text += value
		next, err := decodeTokens(text)
		if err != nil {
			continue
		}
		if next.RefreshToken.IsZero() || next.RefreshToken.Equal(current.RefreshToken) ||
			!next.PreviousRefreshToken.Equal(current.RefreshToken) {
			return Tokens{}, generation{}, holdsOther
		}
		return next, generation{Name: s.Name, Parts: part, Format: s.Format}, holdsAnswer
	}
	return Tokens{}, generation{}, holdsOther
}

// adopt makes g the current tokens, and reports whether the profile file says so.
// What is left to clean is cleaned now or later.
func (t *transaction) adopt(g generation) bool {
	old := *t.file.Items.Tokens
	err := t.edit(func(i *items) {
		if i.Tokens != nil && i.Tokens.Name == old.Name {
			i.setCurrent(recordTokens, &g)
			i.settle()
		}
	})
	if err != nil || t.file.Items.Tokens == nil || t.file.Items.Tokens.Name != g.Name {
		return false
	}
	if t.deleteStale(staleGeneration{Record: recordTokens, generation: old}) == nil {
		_ = t.sweep(staleAtOnce)
	}
	return true
}

// settlePending finishes an interrupted save, and then has no more pending
// generations than those that cannot be read now. While another program refreshes
// it does nothing.
func (t *transaction) settlePending() error {
	if !t.file.Items.hasPending() {
		return nil
	}
	unlock, ok := tryLockFile(t.profiles.refreshLockPath(t.file.ID))
	if !ok {
		return nil
	}
	defer unlock()
	current, err := t.currentTokens()
	if err != nil && !IsNotFound(err) {
		return err
	}
	current = t.rollForward(current)
	if !t.file.Items.hasPending() {
		return nil
	}
	useless := map[string]bool{}
	for _, s := range t.file.Items.Stale {
		if s.Pending {
			_, _, state := t.examine(s, current)
			useless[s.Name] = state == holdsOther
		}
	}
	return t.edit(func(i *items) {
		for n := range i.Stale {
			i.Stale[n].Pending = i.Stale[n].Pending && !useless[i.Stale[n].Name]
		}
	})
}
