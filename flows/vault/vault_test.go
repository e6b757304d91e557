package vault

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/keystore"
)

// breakable is a keychain of this process that fails when it is told to.
type breakable struct {
	*keystore.Memory
	err error
}

func (b *breakable) Kind() keystore.StoreKind { return keystore.KindKeychain }

func (b *breakable) SaveTokens(ctx context.Context, name string, t keystore.Tokens) error {
	if b.err != nil {
		return b.err
	}
	return b.Memory.SaveTokens(ctx, name, t)
}

func (b *breakable) LoadTokens(ctx context.Context, name string) (keystore.Tokens, error) {
	if b.err != nil {
		return keystore.Tokens{}, b.err
	}
	return b.Memory.LoadTokens(ctx, name)
}

func (b *breakable) LoadCredentials(ctx context.Context, name string) (keystore.Credentials, error) {
	if b.err != nil {
		return keystore.Credentials{}, b.err
	}
	return b.Memory.LoadCredentials(ctx, name)
}

var errLocked = &keystore.Error{Kind: keystore.KindLocked, Op: "load tokens", What: "the keychain is locked", Hint: "Unlock your keyring."}

func secret(text string) akoya.Secret { return akoya.NewSecret(text) }

func set(n int, refresh string, services ...string) Tokens {
	t := Tokens{Set: n, RefreshToken: secret(refresh), IDToken: secret("id " + refresh)}
	for _, one := range services {
		t.ServiceTokens = append(t.ServiceTokens, ServiceToken{AccessToken: secret(one)})
	}
	return t
}

// newVault returns a vault with a profile "p" that has set 1.
func newVault(t *testing.T) (*Vault, *breakable, Settings) {
	t.Helper()
	profiles, err := keystore.OpenProfiles(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	store := &breakable{Memory: keystore.NewMemory()}
	v := With(profiles, store)
	must(t, v.Create(t.Context(), Settings{Name: "p", Environment: "sandbox", Store: InKeychain}, Credentials{ClientID: "id", ClientSecret: secret("first")}))
	list, err := v.List()
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	must(t, v.Keeper(list[0]).Save(t.Context(), set(1, "one")))
	return v, store, list[0]
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, v *Vault, name string, tokens Tokens) {
	t.Helper()
	opened, err := v.Open(t.Context(), name)
	if err != nil || !opened.Tokens.Equal(tokens) {
		t.Errorf("the store has set %d (%d service tokens, marked %v), %v; want set %d (%d)", opened.Tokens.Set, len(opened.Tokens.ServiceTokens),
			!opened.Tokens.RefreshSentAt.IsZero(), err, tokens.Set, len(tokens.ServiceTokens))
	}
}

// TestMerge holds that two programs on one profile keep what the other saved.
func TestMerge(t *testing.T) {
	revoked := Tokens{Set: 1, PreviousRefreshToken: secret("one")}
	for name, c := range map[string]struct{ stored, before, after, want Tokens }{
		"nobody else":                          {set(1, "one"), set(1, "one"), set(2, "two"), set(2, "two")},
		"a service token beside a refresh":     {set(2, "two"), set(1, "one"), set(1, "one", "s"), set(2, "two", "s")},
		"service tokens of both":               {set(1, "one", "a"), set(1, "one"), set(1, "one", "b"), set(1, "one", "a", "b")},
		"a refresh keeps the other's service":  {set(1, "one", "a"), set(1, "one"), set(2, "two"), set(2, "two", "a")},
		"a new consent beside a refresh":       {set(2, "two"), set(1, "one"), set(2, "new"), set(3, "new")},
		"a revoke of what was current":         {set(1, "one"), set(1, "one"), revoked, revoked},
		"a revoke of what the other refreshed": {set(2, "two"), set(1, "one"), revoked, set(2, "two")},
		"the first tokens":                     {Tokens{}, Tokens{}, set(1, "one"), set(1, "one")},
		"only the newest service tokens stay":  {set(1, "one", "a", "b", "c", "d"), set(1, "one"), set(1, "one", "e"), set(1, "one", "b", "c", "d", "e")},
	} {
		if got := merge(c.stored, c.before, c.after); !got.Equal(c.want) {
			t.Errorf("%s: set %d with %d service tokens, want set %d with %d", name, got.Set, len(got.ServiceTokens), c.want.Set, len(c.want.ServiceTokens))
		}
	}
}

// TestUnsavedSetIsSavedByTheNextTurn holds that a set which could not be saved is
// not lost when nobody asks again, and that nothing is sent with the used token.
func TestUnsavedSetIsSavedByTheNextTurn(t *testing.T) {
	v, store, settings := newVault(t)
	keeper := v.Keeper(settings)
	turn, err := keeper.Begin(t.Context(), secret("one"), time.Now())
	must(t, err)
	store.err = errLocked
	if err := turn.Save(t.Context(), set(1, "one"), set(2, "two")); !errors.Is(err, errLocked) {
		t.Errorf("a save that failed says %v", err)
	}
	turn.End()
	if _, err := keeper.Begin(t.Context(), secret("one"), time.Now()); !errors.Is(err, errLocked) {
		t.Errorf("a locked keychain lets a refresh go out: %v", err)
	}
	store.err = nil
	turn, err = keeper.Begin(t.Context(), secret("one"), time.Now())
	must(t, err)
	if !turn.Moved || !turn.Stored().RefreshToken.Equal(secret("two")) {
		t.Errorf("moved %v to set %d, want set 2", turn.Moved, turn.Stored().Set)
	}
	turn.End()
	want(t, v, "p", set(2, "two"))
}

// TestUnsavedSetThatAnotherProgramSaved holds that a set which could not be saved
// here does not replace what another program made of it.
func TestUnsavedSetThatAnotherProgramSaved(t *testing.T) {
	marked, two, three, again := set(1, "one"), set(2, "two", "theirs"), set(3, "three", "theirs"), set(1, "one")
	two.PreviousRefreshToken, three.PreviousRefreshToken = secret("one"), secret("two")
	marked.RefreshSentAt = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	again.RefreshSentAt = marked.RefreshSentAt.Add(time.Hour)
	twoMarked, twoBoth, threeBoth := two, two, three
	twoMarked.RefreshSentAt = again.RefreshSentAt
	twoBoth.ServiceTokens = append(slices.Clip(two.ServiceTokens), ServiceToken{AccessToken: secret("ours")})
	threeBoth.ServiceTokens = twoBoth.ServiceTokens
	twoMarkedBoth := twoMarked
	twoMarkedBoth.ServiceTokens = twoBoth.ServiceTokens
	ours := set(2, "two", "ours")
	ours.PreviousRefreshToken = secret("one")
	for name, c := range map[string]struct{ stored, want Tokens }{
		"nobody did anything":      {marked, ours},
		"sent once more":           {again, ours},
		"saved":                    {two, twoBoth},
		"saved and sent":           {twoMarked, twoMarkedBoth},
		"saved and refreshed":      {three, threeBoth},
		"tokens dropped":           {Tokens{}, ours},
		"revoked, another's token": {Tokens{Set: 1, PreviousRefreshToken: secret("one")}, ours},
	} {
		for _, way := range []string{"retry", "turn", "update"} {
			v, store, settings := newVault(t)
			keeper := v.Keeper(settings)
			turn, err := keeper.Begin(t.Context(), secret("one"), marked.RefreshSentAt)
			must(t, err)
			store.err = errLocked
			if err := turn.Save(t.Context(), set(1, "one"), ours); !errors.Is(err, errLocked) {
				t.Fatal(err)
			}
			turn.End()
			store.err = nil
			must(t, store.SaveTokens(t.Context(), "p", c.stored))
			switch way {
			case "retry":
				must(t, keeper.Save(t.Context(), ours))
			case "turn":
				turn, err := keeper.Begin(t.Context(), secret("one"), time.Now())
				must(t, err)
				if !turn.Moved {
					t.Errorf("%s: the used token may be sent", name)
				}
				turn.End()
			case "update":
				must(t, keeper.Update(t.Context(), ours, ours))
			}
			opened, err := v.Open(t.Context(), "p")
			if err != nil || !opened.Tokens.Equal(c.want) {
				t.Errorf("%s, %s: set %d with %d service tokens, marked %v, %v", name, way, opened.Tokens.Set,
					len(opened.Tokens.ServiceTokens), !opened.Tokens.RefreshSentAt.IsZero(), err)
			}
			if _, ok := keeper.unsaved(); ok {
				t.Errorf("%s, %s: still unsaved", name, way)
			}
		}
	}
}

func TestUpdateWhileAnotherRefreshes(t *testing.T) {
	v, _, settings := newVault(t)
	one, other := v.Keeper(settings), v.Keeper(settings)
	turn, err := one.Begin(t.Context(), secret("one"), time.Now())
	must(t, err)
	done := make(chan error)
	go func() { done <- other.Update(context.Background(), set(1, "one"), set(1, "one", "service")) }()
	must(t, turn.Save(t.Context(), set(1, "one"), set(2, "two")))
	turn.End()
	must(t, <-done)
	want(t, v, "p", set(2, "two", "service"))
}

func TestKeeperFollowsANewName(t *testing.T) {
	v, _, settings := newVault(t)
	keeper := v.Keeper(settings)
	// This fake keeps records by name, so they are moved as the real store's are not.
	store := v.keychain.(*breakable)
	must(t, v.Rename("p", "q"))
	must(t, v.copySecrets(t.Context(), store, "p", store, "q"))
	must(t, store.Forget(t.Context(), "p"))
	must(t, keeper.Update(t.Context(), set(1, "one"), set(2, "two")))
	want(t, v, "q", set(2, "two"))
}

// TestMemoryBesideABrokenKeychain goes on in memory; the keychain keeps what it has.
func TestMemoryBesideABrokenKeychain(t *testing.T) {
	v, store, _ := newVault(t)
	store.err = errLocked
	settings, err := v.UseMemory("p")
	must(t, err)
	var none *NoCredentials
	if _, err := v.Open(t.Context(), "p"); !errors.As(err, &none) || !none.InMemory {
		t.Errorf("opening says %v", err)
	}
	must(t, v.Change(t.Context(), settings, Credentials{ClientID: "id", ClientSecret: secret("second")}))
	must(t, v.Keeper(settings).Update(t.Context(), Tokens{}, set(1, "in memory")))
	want(t, v, "p", set(1, "in memory"))

	store.err = nil
	next := With(v.profiles, store) // another start of the program
	want(t, next, "p", set(1, "one"))
	opened, err := next.Open(t.Context(), "p")
	if err != nil || !opened.App.ClientSecret.Equal(secret("first")) {
		t.Errorf("the keychain's client secret is gone: %v", err)
	}

	settings.Store = InKeychain // and back in this one, by the form
	must(t, v.Change(t.Context(), settings, Credentials{}))
	want(t, v, "p", set(1, "in memory"))
	want(t, next, "p", set(1, "in memory"))
}

// TestMoveForGood changes where a profile's secrets rest, by its form.
func TestMoveForGood(t *testing.T) {
	v, store, settings := newVault(t)
	settings.Store = InMemory
	must(t, v.Change(t.Context(), settings, Credentials{}))
	want(t, v, "p", set(1, "one"))
	if _, err := store.LoadTokens(t.Context(), "p"); !keystore.IsNotFound(err) {
		t.Errorf("the keychain still has tokens: %v", err)
	}
	store.err = errLocked
	settings.Store = InKeychain
	if err := v.Change(t.Context(), settings, Credentials{}); !errors.Is(err, errLocked) {
		t.Errorf("a move into a locked keychain says %v", err)
	}
	want(t, v, "p", set(1, "one"))
	store.err = nil
	must(t, v.Change(t.Context(), settings, Credentials{}))
	want(t, v, "p", set(1, "one"))
	if got, err := store.LoadTokens(t.Context(), "p"); err != nil || got.Set != 1 {
		t.Errorf("the keychain has set %d, %v", got.Set, err)
	}
}

func TestSentence(t *testing.T) {
	if got := Sentence(errLocked); got != "The keychain is locked. Unlock your keyring." {
		t.Error(got)
	}
	if got := Sentence(errors.Join(errLocked, errLocked)); got == Sentence(errLocked) {
		t.Error("several errors became one")
	}
	if !KeychainFailed(errLocked) || KeychainFailed(&keystore.Error{Kind: keystore.KindExists}) || KeychainFailed(errors.New("x")) {
		t.Error("KeychainFailed does not tell the keychain from a name")
	}
}
