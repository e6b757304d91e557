package keystore

import (
	"context"
	"slices"
)

// spareParts is by how many items more than the current tokens a prepared
// generation is noted, since nobody knows yet how long its record will be.
const spareParts = 2

var _ Preparer = (*Keychain)(nil)

// PrepareTokens implements Preparer: it notes the generation in the profile file.
func (k *Keychain) PrepareTokens(ctx context.Context, profile string) (Prepared, error) {
	p, err := k.prepare(ctx, profile)
	if err != nil {
		return nil, during("prepare to save tokens", err)
	}
	return p, nil
}

// preparedTokens is a generation that is noted and not written.
type preparedTokens struct {
	keychain *Keychain
	id       string // of the profile
	profile  string // its name when it was prepared
	noted    generation
	used     bool
}

func (k *Keychain) prepare(ctx context.Context, profile string) (*preparedTokens, error) {
	t, err := k.begin(ctx, profile)
	if err != nil {
		return nil, err
	}
	defer t.close()
	if err := t.readyToWrite(recordTokens); err != nil {
		return nil, err
	}
	g := generation{Name: newName(), Parts: 1 + spareParts, Format: recordVersion}
	if now := t.file.Items.Tokens; now != nil {
		g.Parts = min(now.Parts+spareParts, maxParts)
	}
	if err := t.note(recordTokens, g); err != nil {
		return nil, err
	}
	return &preparedTokens{keychain: k, id: t.file.ID, profile: t.name, noted: g}, nil
}

// Commit implements Prepared.
func (p *preparedTokens) Commit(ctx context.Context, tokens Tokens) error {
	text, err := encodeTokens(tokens)
	if err == nil {
		err = p.commit(ctx, text, !tokens.RefreshSentAt.IsZero())
	}
	return during("save tokens", err)
}

func (p *preparedTokens) commit(ctx context.Context, text string, marked bool) error {
	t, err := p.keychain.begin(ctx, p.profile)
	if err == nil && t.file.ID != p.id {
		t.close()
		err = notFound("the profile " + p.profile + " was deleted meanwhile")
	}
	if IsNotFound(err) { // it may have got another name
		if p.profile, err = p.keychain.profiles.nameOf(p.id, p.profile); err == nil {
			t, err = p.keychain.begin(ctx, p.profile)
		}
	}
	if err != nil {
		return err
	}
	defer t.close()
	if err := t.mayWrite(recordTokens); err != nil {
		return err
	}
	if p.used { // a generation is written once
		p.noted.Name = newName()
	}
	p.used = true
	g, parts, err := t.cut(recordTokens, p.noted.Name, text)
	if err != nil {
		return err
	}
	noted := slices.ContainsFunc(t.file.Items.Stale, func(s staleGeneration) bool {
		return s.Pending && s.Record == recordTokens && s.Name == g.Name && s.Parts >= g.Parts
	})
	if !noted {
		if err := t.note(recordTokens, g); err != nil {
			return err
		}
	}
	return t.write(recordTokens, g, parts, marked)
}

// Cancel implements Prepared.
func (p *preparedTokens) Cancel() {
	if p.used {
		return
	}
	p.used = true
	t := transaction{Keychain: p.keychain, name: p.profile, file: profileFile{ID: p.id}}
	_ = t.edit(func(i *items) { i.dropStale(recordTokens, p.noted.Name) })
}
