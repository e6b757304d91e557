package keystore

import (
	"context"
	"errors"
	"slices"
)

// A save never overwrites an item: one provider hangs when another program does
// that, and a program killed in between would leave neither the old record nor
// the new. Its steps, after each of which the program may die:
//
//	1. the profile file lists a new generation as stale
//	2. the items of the generation are written, then read back and compared
//	3. the profile file makes the generation current and the old one stale
//	4. the items of the old generation are deleted, each seen to be gone
//	5. the profile file forgets the old generation
//
// Until step 3 is done a load gives the old record, from then on the new one.
// What dies in between leaves a stale generation with a name, for a later save,
// Clean or Forget to delete; or, when it is the answer to a refresh and all
// written, for a later load to finish (rollforward.go).

// staleAtOnce is how many stale generations a save cleans up on the way. Some
// keychains ask a person about each.
const staleAtOnce = 4

// transaction is one load, save or forget in an open session.
type transaction struct {
	*Keychain
	*session
	name string // of the profile
	file profileFile
}

// begin opens a session and reads the profile file in it. The caller must close
// the transaction.
func (k *Keychain) begin(ctx context.Context, profile string) (*transaction, error) {
	if _, _, err := k.profiles.read(profile); IsNotFound(err) {
		return nil, err // without making a folder for the lock
	}
	s, err := k.worker.open(ctx)
	if err != nil {
		return nil, err
	}
	t := &transaction{Keychain: k, session: s, name: profile}
	if t.file, _, err = k.profiles.read(profile); err != nil {
		s.close()
		return nil, err
	}
	return t, nil
}

// requireKeychain keeps a profile that rests in memory out of the keychain.
func (t *transaction) requireKeychain() error {
	if t.file.Store != KindKeychain {
		return &Error{Kind: KindInvalid, What: "the secrets of this profile stay in memory, by its settings"}
	}
	return nil
}

func (k *Keychain) load(ctx context.Context, profile string, r record) (string, error) {
	t, err := k.begin(ctx, profile)
	if err != nil {
		return "", err
	}
	defer t.close()
	return t.read(r)
}

// read returns the current record r.
func (t *transaction) read(r record) (string, error) {
	if err := t.requireKeychain(); err != nil {
		return "", err
	}
	g := t.file.Items.current(r)
	switch {
	case g == nil:
		return "", &Error{Kind: KindNotFound, What: "no " + string(r) + " are stored for this profile", Hint: again(r)}
	case g.Format > recordVersion:
		return "", newerRecord(r)
	}
	text := ""
	for part := 1; part <= g.Parts; part++ {
		value, err := t.get(itemUser(t.file.ID, r, g.Name, part))
		switch {
		case IsNotFound(err) && part == 1:
			return "", &Error{Kind: KindNotFound, What: "the keychain no longer has the " + string(r) +
				"; they were deleted outside of akoya-tui", Hint: again(r)}
		case IsNotFound(err):
			return "", corruptRecord(r)
		case err != nil:
			return "", err
		}
		text += value
	}
	return text, nil
}

// save saves a record. marked says that it holds tokens with RefreshSentAt set.
func (k *Keychain) save(ctx context.Context, profile string, r record, text string, marked bool) error {
	t, err := k.begin(ctx, profile)
	if err != nil {
		return err
	}
	defer t.close()
	if err := t.readyToWrite(r); err != nil {
		return err
	}
	g, parts, err := t.cut(r, newName(), text)
	if err != nil {
		return err
	}
	if err := t.note(r, g); err != nil {
		return err
	}
	return t.write(r, g, parts, marked)
}

// mayWrite refuses to save r where that would put it in the wrong place or
// replace what this program does not understand.
func (t *transaction) mayWrite(r record) error {
	if err := t.requireKeychain(); err != nil {
		return err
	}
	if old := t.file.Items.current(r); old != nil && old.Format > recordVersion {
		return newerRecord(r)
	}
	return nil
}

// readyToWrite is mayWrite, and makes the profile and the keychain ready.
func (t *transaction) readyToWrite(r record) error {
	if err := t.mayWrite(r); err != nil {
		return err
	}
	if t.file.ID == "" {
		if err := t.adoptID(); err != nil {
			return err
		}
	}
	var err error
	if t.name, err = t.profiles.nameOf(t.file.ID, t.name); err != nil {
		return err
	}
	if err := t.sweep(staleAtOnce); err != nil && isUnavailable(KindOf(err)) {
		return err // a Set would fail as well, and leave one more stale generation
	}
	return nil
}

// cut makes a generation of r called name, and the items it has.
func (t *transaction) cut(r record, name, text string) (generation, []string, error) {
	parts, err := split(text, t.limit(serviceName, itemUser(t.file.ID, r, name, maxParts)))
	return generation{Name: name, Parts: len(parts), Format: recordVersion}, parts, err
}

func (t *transaction) note(r record, g generation) error {
	return t.edit(func(i *items) { i.note(r, g) })
}

// write writes the items of a noted generation and makes it current. All are
// there before the first is read back: that is what another program needs to
// finish the save should this one die.
func (t *transaction) write(r record, g generation, parts []string, marked bool) error {
	old := t.file.Items.current(r)
	for n, part := range parts {
		if err := t.set(itemUser(t.file.ID, r, g.Name, n+1), part); err != nil {
			if n == 0 && wroteNothing(KindOf(err)) {
				_ = t.edit(func(i *items) { i.dropStale(r, g.Name) })
			}
			return err
		}
	}
	for n, part := range parts {
		if missing, err := t.check(itemUser(t.file.ID, r, g.Name, n+1), part); err != nil {
			if missing && len(parts) == 1 {
				_ = t.edit(func(i *items) { i.dropStale(r, g.Name) })
			}
			return err
		}
	}
	if err := t.edit(func(i *items) {
		i.setCurrent(r, &g)
		if r == recordTokens && !marked {
			i.settle()
		}
	}); err != nil {
		return err
	}
	if old != nil { // the record is saved; what is left of the old one is cleaned now or later
		_ = t.deleteStale(staleGeneration{Record: r, generation: *old})
	}
	return nil
}

func (k *Keychain) forget(ctx context.Context, profile string) error {
	t, err := k.begin(ctx, profile)
	if err != nil {
		return err
	}
	defer t.close()
	if t.file.Items.isEmpty() {
		return nil
	}
	if err := t.edit(func(i *items) {
		i.setCurrent(recordCredentials, nil)
		i.setCurrent(recordTokens, nil)
		i.settle()
	}); err != nil {
		return err
	}
	return t.sweep(len(t.file.Items.Stale))
}

func (k *Keychain) clean(ctx context.Context, profile string) error {
	t, err := k.begin(ctx, profile)
	if err != nil {
		return err
	}
	defer t.close()
	if err := t.settlePending(); err != nil {
		return err
	}
	return t.sweep(len(t.file.Items.Stale))
}

// sweep deletes up to limit stale generations that are not pending. It gives the
// first error, and goes on after one that does not concern all of the keychain.
func (t *transaction) sweep(limit int) error {
	var first error
	stale := slices.DeleteFunc(slices.Clone(t.file.Items.Stale), func(s staleGeneration) bool { return s.Pending })
	for _, s := range stale[:min(limit, len(stale))] {
		err := t.deleteStale(s)
		if err != nil && first == nil {
			first = err
		}
		if err != nil && isUnavailable(KindOf(err)) {
			break
		}
	}
	return first
}

// deleteStale deletes the items of a stale generation and then its mention.
func (t *transaction) deleteStale(s staleGeneration) error {
	for part := s.Parts; part >= 1; part-- {
		if err := t.remove(itemUser(t.file.ID, s.Record, s.Name, part)); err != nil {
			return err
		}
	}
	return t.edit(func(i *items) { i.dropStale(s.Record, s.Name) })
}

// edit changes the items in the profile file, wherever the profile was renamed to.
func (t *transaction) edit(change func(*items)) error {
	for attempt := 1; ; attempt++ {
		name, err := t.profiles.nameOf(t.file.ID, t.name)
		if err != nil {
			return err
		}
		t.name = name
		var changed profileFile
		err = t.profiles.change(name, func(f *profileFile) error {
			change(&f.Items)
			changed = *f
			return nil
		})
		if err == nil { // what is deleted next follows from what the file says
			t.file = changed
		}
		if !IsNotFound(err) || attempt == 3 { // renamed between the two steps
			return err
		}
	}
}

// adoptID gives an id to a profile whose file was written by hand.
func (t *transaction) adoptID() error {
	return t.profiles.change(t.name, func(f *profileFile) error {
		t.file = *f
		return nil
	})
}

func (t *transaction) get(user string) (string, error) {
	return t.ask(func() (string, error) { return t.backend.Get(serviceName, user) })
}

func (t *transaction) set(user, value string) error {
	_, err := t.ask(func() (string, error) { return "", t.backend.Set(serviceName, user, value) })
	return err
}

// check reads an item back: a keychain may say yes to a question that nobody
// answered. missing says that the keychain has no such item.
func (t *transaction) check(user, value string) (missing bool, err error) {
	stored, err := t.get(user)
	if IsNotFound(err) || err == nil && stored != value {
		return IsNotFound(err), t.notKept()
	}
	return false, err
}

// remove deletes an item and looks whether it is gone.
func (t *transaction) remove(user string) error {
	_, err := t.ask(func() (string, error) { return "", t.backend.Delete(serviceName, user) })
	if IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = t.get(user)
	switch {
	case IsNotFound(err):
		return nil
	case err == nil:
		return t.notKept()
	}
	return err
}

// ask makes one call and classifies its error.
func (t *transaction) ask(f func() (string, error)) (string, error) {
	value, err := t.call(f)
	if err == nil {
		return value, nil
	}
	if own, ok := errors.AsType[*Error](err); ok {
		return "", own
	}
	return "", classify(t.goos, err)
}

func (t *transaction) notKept() *Error {
	return &Error{Kind: KindDismissed, What: whatHappened(t.goos, KindDismissed), Hint: whatToDo(t.goos, KindDismissed)}
}

// isUnavailable reports whether an error of kind k concerns all of the keychain.
func isUnavailable(k Kind) bool {
	return wroteNothing(k) || slices.Contains([]Kind{KindStuck, KindCanceled, KindPanicked, KindBusy}, k)
}

// wroteNothing reports whether a Set that failed with k surely wrote nothing.
func wroteNothing(k Kind) bool {
	return slices.Contains([]Kind{KindNoBus, KindNoProvider, KindLocked, KindNoCollection, KindUnsupported, KindTooBig}, k)
}
