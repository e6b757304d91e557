package journeys

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// TestTwoPrograms has two programs refresh one profile at the same time.
func TestTwoPrograms(t *testing.T) {
	withKeyring(t, func(t *testing.T, k *keyring) {
		const programs = 2
		each := count(12, 50)
		server := startIDP(t)
		v := openVault(t, k.config())
		server.profile(t, v, "p")
		var wg sync.WaitGroup
		var mu sync.Mutex
		total := map[string]int{}
		begin := time.Now()
		for range programs {
			cmd := helper("refresh", "DIR="+k.config(), fmt.Sprintf("COUNT=%d", each))
			wg.Go(func() {
				out, err := cmd.CombinedOutput()
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Errorf("%v\n%s", err, out)
				}
				for line := range strings.Lines(string(out)) {
					total[strings.TrimSpace(line)]++
				}
			})
		}
		wg.Wait()
		if server.claimed != 0 || server.rotated != total["sent"] || total["sent"]+total["taken"] != programs*each {
			t.Errorf("%d used tokens were sent; %d sets given; %v", server.claimed, server.rotated, total)
		}
		if got := stored(t, v, "p"); got.RefreshToken.Reveal() != server.honoured || !got.RefreshSentAt.IsZero() {
			t.Errorf("the store does not have the token that works (marked %v)", !got.RefreshSentAt.IsZero())
		}
		measured(t, "%d programs × %d refreshes of one profile in %v: %d sent, %d taken from the other program, %d answered as claimed, %d failures",
			programs, each, time.Since(begin).Round(time.Millisecond), total["sent"], total["taken"], server.claimed, programs*each-total["sent"]-total["taken"])
	})
}

// TestKilledAroundRefreshes kills a program that refreshes all the time, at any
// moment, and looks at what the next start finds.
func TestKilledAroundRefreshes(t *testing.T) {
	withKeyring(t, func(t *testing.T, k *keyring) {
		server := startIDP(t)
		v := openVault(t, k.config())
		server.profile(t, v, "p")
		kills := count(15, 200)
		classes := map[string]int{}
		for range kills {
			killSoon(t, helper("refresh", "DIR="+k.config(), "COUNT=0"))
			server.until(func() bool { return server.open == 0 }) // what was on its way has been answered
			tokens := stored(t, openVault(t, k.config()), "p")
			works, marked := tokens.RefreshToken.Reveal() == server.honoured, !tokens.RefreshSentAt.IsZero()
			switch {
			case works && !marked:
				classes[works1]++
			case works:
				classes[works2]++
			case marked:
				classes[lost]++
			default:
				t.Error("the store has a used refresh token and does not say so")
			}
			if !works { // only a new consent helps
				tokens = vault.Tokens{Set: tokens.Set + 1, RefreshToken: akoya.NewSecret(server.honoured), ObtainedAt: time.Now()}
			}
			tokens.RefreshSentAt = time.Time{}
			server.store(t, v, "p", tokens)
		}
		if server.claimed != 0 {
			t.Errorf("%d used tokens were sent", server.claimed)
		}
		if err := v.Forget(t.Context(), "p"); err != nil || k.items() != 0 {
			t.Errorf("%d items are left, %v", k.items(), err)
		}
		measured(t, "%d kills at random moments around %d refreshes: %d × %s; %d × %s; %d × %s; 0 × used and not marked", kills, server.rotated,
			classes[works1], works1, classes[works2], works2, classes[lost], lost)
	})
}

// What the next start can find.
const (
	works1 = "the token that works"
	works2 = "the token that works, marked unclear"
	lost   = "a used token, marked unclear: the answer was lost on the way"
)

// killSoon starts a program, waits until it is ready and kills it at a random
// moment of its first refreshes.
func killSoon(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	reader := bufio.NewReader(out)
	if line, err := reader.ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("the program said %q, %v", line, err)
	}
	time.Sleep(time.Duration(rand.IntN(250_000)) * time.Microsecond) // the moment is the test
	_ = cmd.Process.Kill()
	for err == nil {
		var line string
		if line, err = reader.ReadString('\n'); strings.HasPrefix(line, "failed") {
			t.Error(line)
		}
	}
	_ = cmd.Wait()
}
