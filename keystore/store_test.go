package keystore

import (
	"context"
	"sync"
	"testing"
	"time"
)

// testStore is what every Store promises. The store must know the profiles "p"
// and "q", with nothing saved for them. It leaves nothing behind.
func testStore(t *testing.T, s Store) {
	ctx := t.Context()
	t.Run("nothing is stored at first", func(t *testing.T) {
		_, err := s.LoadCredentials(ctx, "p")
		wantKind(t, err, KindNotFound)
		_, err = s.LoadTokens(ctx, "p")
		wantKind(t, err, KindNotFound)
		if !IsNotFound(err) {
			t.Error("IsNotFound is false")
		}
		if err := s.Forget(ctx, "p"); err != nil {
			t.Errorf("forgetting nothing: %v", err)
		}
	})
	t.Run("what is saved is loaded", func(t *testing.T) {
		for n := range 3 {
			c, tok := someCredentials(n), someTokens(n+1, 1500)
			if err := s.SaveCredentials(ctx, "p", c); err != nil {
				t.Fatal(err)
			}
			if err := s.SaveTokens(ctx, "p", tok); err != nil {
				t.Fatal(err)
			}
			wantCredentials(t, s, "p", c)
			wantTokens(t, s, "p", tok)
		}
	})
	t.Run("empty and large records", func(t *testing.T) {
		for _, tok := range []Tokens{{}, {Set: 1}, {Set: 3, Ended: "revoked", EndedAt: time.Date(2026, 3, 1, 13, 0, 0, 0, time.UTC)}, someTokens(9, 10_000), someTokens(10, 60_000)} {
			if err := s.SaveTokens(ctx, "p", tok); err != nil {
				t.Fatal(err)
			}
			wantTokens(t, s, "p", tok)
		}
		if err := s.SaveCredentials(ctx, "p", Credentials{}); err != nil {
			t.Fatal(err)
		}
		wantCredentials(t, s, "p", Credentials{})
	})
	t.Run("profiles do not mix", func(t *testing.T) {
		if err := s.SaveTokens(ctx, "p", someTokens(1, 10)); err != nil {
			t.Fatal(err)
		}
		_, err := s.LoadTokens(ctx, "q")
		wantKind(t, err, KindNotFound)
		if err := s.SaveTokens(ctx, "q", someTokens(2, 10)); err != nil {
			t.Fatal(err)
		}
		wantTokens(t, s, "p", someTokens(1, 10))
		if err := s.Forget(ctx, "p"); err != nil {
			t.Fatal(err)
		}
		wantTokens(t, s, "q", someTokens(2, 10))
	})
	t.Run("a stored slice is not shared", func(t *testing.T) {
		tok := someTokens(3, 10)
		if err := s.SaveTokens(ctx, "p", tok); err != nil {
			t.Fatal(err)
		}
		tok.ServiceTokens[0].Scope = "changed"
		loaded, err := s.LoadTokens(ctx, "p")
		if err != nil || loaded.ServiceTokens[0].Scope == "changed" {
			t.Errorf("the stored tokens changed with the caller's, or: %v", err)
		}
		loaded.ServiceTokens[0].Scope = "changed"
		wantTokens(t, s, "p", someTokens(3, 10))
	})
	t.Run("a canceled context", func(t *testing.T) {
		over, cancel := context.WithCancel(ctx)
		cancel()
		_, err := s.LoadTokens(over, "p")
		wantKind(t, err, KindCanceled)
		wantKind(t, s.SaveTokens(over, "p", Tokens{}), KindCanceled)
		wantKind(t, s.Forget(over, "p"), KindCanceled)
		_, err = s.LockRefresh(over, "p")
		wantKind(t, err, KindCanceled)
		wantTokens(t, s, "p", someTokens(3, 10))
	})
	t.Run("many goroutines", func(t *testing.T) {
		var wg sync.WaitGroup
		for n := range 4 {
			wg.Go(func() {
				if err := s.SaveTokens(ctx, "p", someTokens(n, 100)); err != nil {
					t.Error(err)
				}
				if _, err := s.LoadTokens(ctx, "p"); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	})
	t.Run("refresh lock", func(t *testing.T) {
		unlock, err := s.LockRefresh(ctx, "p")
		if err != nil {
			t.Fatal(err)
		}
		short, cancel := context.WithTimeout(ctx, 30*time.Millisecond)
		defer cancel()
		_, err = s.LockRefresh(short, "p")
		wantKind(t, err, KindCanceled)
		other, err := s.LockRefresh(ctx, "q")
		if err != nil {
			t.Fatal(err)
		}
		other()
		unlock()
		unlock()
		again, err := s.LockRefresh(ctx, "p")
		if err != nil {
			t.Fatal(err)
		}
		again()
	})
	t.Run("forget everything", func(t *testing.T) {
		if err := s.ForgetAll(ctx); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"p", "q"} {
			_, err := s.LoadTokens(ctx, name)
			wantKind(t, err, KindNotFound)
			_, err = s.LoadCredentials(ctx, name)
			wantKind(t, err, KindNotFound)
		}
	})
}

func wantTokens(t *testing.T, s Store, profile string, want Tokens) {
	t.Helper()
	got, err := s.LoadTokens(t.Context(), profile)
	if err != nil {
		t.Fatal(err)
	}
	if !got.Equal(want) {
		t.Fatalf("loaded %+v, want %+v", got, want)
	}
}

func wantCredentials(t *testing.T, s Store, profile string, want Credentials) {
	t.Helper()
	got, err := s.LoadCredentials(t.Context(), profile)
	if err != nil {
		t.Fatal(err)
	}
	if !got.Equal(want) {
		t.Fatalf("loaded %+v, want %+v", got, want)
	}
}

func TestMemory(t *testing.T) { testStore(t, NewMemory()) }

// TestKeychainLimits runs the suite against a fake with the limits of each
// system; its 10 KB record needs several items on two of them.
func TestKeychainLimits(t *testing.T) {
	for _, system := range []struct {
		goos  string
		limit sizeLimit
	}{
		{"linux", nil},
		{"windows", func(string, string) int { return 2560 }},
		{"darwin", darwinCommandLimit},
	} {
		t.Run(system.goos, func(t *testing.T) {
			p := newProfiles(t)
			create(t, p, "p")
			create(t, p, "q")
			b := newFake()
			b.limit = system.limit
			k := newKeychain(p, b, system.goos, WithNotices(func(Notice) {}))
			testStore(t, k)
			b.check(t)
			if left := b.users(); len(left) > 0 {
				t.Errorf("forget left %d items", len(left))
			}
			if k.Describe() == "" || k.Kind() != KindKeychain {
				t.Error("the store does not say what it is")
			}
		})
	}
}
