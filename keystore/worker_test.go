package keystore

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// hang makes every call of b wait until release is closed.
func hang(b *fakeBackend) (release chan struct{}) {
	release = make(chan struct{})
	b.misbehave(func(string, string) (bool, error) {
		<-release
		return false, nil
	})
	return release
}

// notices collects what a person would be told.
type notices struct {
	mu  sync.Mutex
	all []Notice
}

func (n *notices) add(notice Notice) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(n.all, notice)
}

func (n *notices) list() []Notice {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]Notice(nil), n.all...)
}

func TestStuckKeychainIsAbandonedOnce(t *testing.T) {
	k, b := newFakeKeychain(t)
	if err := k.SaveTokens(t.Context(), "p", someTokens(1, 10)); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		k = newKeychain(k.profiles, b, "linux")
		release := hang(b)
		goroutines, start := runtime.NumGoroutine(), time.Now()
		_, err := k.LoadTokens(t.Context(), "p")
		wantKind(t, err, KindStuck)
		if took := time.Since(start); took != headlessLimit {
			t.Errorf("gave up after %v", took)
		}
		calls := b.callCount()
		for range 20 {
			start := time.Now()
			wantKind(t, k.SaveTokens(t.Context(), "p", someTokens(2, 10)), KindStuck)
			if took := time.Since(start); took != 0 {
				t.Errorf("a call beside a stuck one took %v", took)
			}
		}
		if b.callCount() != calls {
			t.Error("the keychain was called while a call was stuck")
		}
		synctest.Wait()
		if now := runtime.NumGoroutine(); now > goroutines+2 {
			t.Errorf("%d goroutines wait, want at most 2", now-goroutines)
		}
		b.misbehave(nil)
		close(release)
		synctest.Wait()
		wantTokens(t, k, "p", someTokens(1, 10))
		if err := k.SaveTokens(t.Context(), "p", someTokens(2, 10)); err != nil {
			t.Fatal(err)
		}
	})
	b.check(t)
}

func TestNoticeAndLimitWithAPerson(t *testing.T) {
	k, b := newFakeKeychain(t)
	synctest.Test(t, func(t *testing.T) {
		var told notices
		k := newKeychain(k.profiles, b, "linux", WithNotices(told.add))
		release := hang(b)
		var err error
		start := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() { err = k.SaveTokens(t.Context(), "p", someTokens(1, 10)) })
		time.Sleep(noticeAfter - time.Millisecond)
		synctest.Wait()
		if len(told.list()) != 0 {
			t.Error("a notice before its time")
		}
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		if all := told.list(); len(all) != 1 || !all[0].Waiting || !strings.Contains(all[0].Text, "unlock your keychain") {
			t.Errorf("notices %v", all)
		}
		wg.Wait()
		wantKind(t, err, KindStuck)
		if took := time.Since(start); took != interactiveLimit {
			t.Errorf("gave up after %v", took)
		}
		if all := told.list(); len(all) != 2 || all[1].Waiting {
			t.Errorf("the notice was not taken back: %v", all)
		}
		close(release)
		synctest.Wait()
	})
}

// TestUnlockInTime is a person who takes 40 seconds to type a password.
func TestUnlockInTime(t *testing.T) {
	k, b := newFakeKeychain(t)
	synctest.Test(t, func(t *testing.T) {
		var told notices
		k := newKeychain(k.profiles, b, "linux", WithNotices(told.add))
		first := true
		b.misbehave(func(string, string) (bool, error) {
			if first {
				first = false
				time.Sleep(40 * time.Second)
			}
			return false, nil
		})
		if err := k.SaveTokens(t.Context(), "p", someTokens(1, 10)); err != nil {
			t.Fatal(err)
		}
		wantTokens(t, k, "p", someTokens(1, 10))
		synctest.Wait()
		if all := told.list(); len(all) != 2 || !all[0].Waiting || all[1].Waiting {
			t.Errorf("notices %v", all)
		}
	})
}

func TestContextEndsTheWaitAtOnce(t *testing.T) {
	k, b := newFakeKeychain(t)
	synctest.Test(t, func(t *testing.T) {
		k := newKeychain(k.profiles, b, "linux", WithNotices(func(Notice) {}))
		release := hang(b)
		reason := errors.New("esc")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(3*time.Second, func() { cancel(reason) })
		start := time.Now()
		err := k.SaveTokens(ctx, "p", someTokens(1, 10))
		wantKind(t, err, KindCanceled)
		if !errors.Is(err, reason) {
			t.Errorf("the reason is lost in %v", err)
		}
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("ended after %v", took)
		}
		deadline, cancel2 := context.WithTimeout(t.Context(), time.Second)
		defer cancel2()
		_, err = k.LockRefresh(deadline, "p") // does not need the keychain
		if err != nil {
			t.Error(err)
		}
		close(release)
		synctest.Wait()
	})
}

// TestWaiterFailsWithTheStuckCall has a second caller in line behind a call that
// then gets stuck: it must not wait for a limit of its own.
func TestWaiterFailsWithTheStuckCall(t *testing.T) {
	k, b := newFakeKeychain(t)
	if err := k.SaveTokens(t.Context(), "p", someTokens(1, 10)); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		k := newKeychain(k.profiles, b, "linux")
		release := hang(b)
		start := time.Now()
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				_, err := k.LoadTokens(t.Context(), "p")
				wantKind(t, err, KindStuck)
			})
		}
		wg.Wait()
		if took := time.Since(start); took != headlessLimit {
			t.Errorf("the last one gave up after %v", took)
		}
		close(release)
		synctest.Wait()
	})
}

// TestOtherProgramHoldsTheKeychain stands for a second process by a second
// Keychain over the same folder.
func TestOtherProgramHoldsTheKeychain(t *testing.T) {
	k, b := newFakeKeychain(t)
	if err := k.SaveTokens(t.Context(), "p", someTokens(1, 10)); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		var told notices
		waits := newKeychain(k.profiles, b, "linux", WithNotices(func(Notice) {}))
		headless := newKeychain(k.profiles, newFake(), "linux")
		patient := newKeychain(k.profiles, b, "linux", WithNotices(told.add))
		release := hang(b)
		var wg sync.WaitGroup
		wg.Go(func() { _, _ = waits.LoadTokens(t.Context(), "p") })
		time.Sleep(time.Millisecond)
		start := time.Now()
		_, err := headless.LoadTokens(t.Context(), "p")
		wantKind(t, err, KindBusy)
		if took := time.Since(start); took < headlessLimit || took > headlessLimit+time.Second {
			t.Errorf("gave up after %v", took)
		}
		wg.Go(func() {
			if _, err := patient.LoadTokens(t.Context(), "p"); err != nil {
				t.Error(err)
			}
		})
		time.Sleep(10 * time.Second)
		b.misbehave(nil)
		close(release)
		wg.Wait()
		if all := told.list(); len(all) != 2 || !strings.Contains(all[0].Text, "another akoya-tui") {
			t.Errorf("notices %v", all)
		}
	})
	b.check(t)
}
