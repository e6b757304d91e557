package keystore

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"akoya-tui/akoya"
)

// helperVariable makes the test binary run a helper instead of the tests.
const helperVariable = "KEYSTORE_TEST_HELPER"

func TestMain(m *testing.M) {
	switch os.Getenv(helperVariable) {
	case "":
		os.Exit(m.Run())
	case "refresh":
		refreshHelper()
	case "store":
		storeHelper()
	}
	os.Exit(0)
}

// helper makes a command that runs the named helper in a process of its own.
func helper(t *testing.T, name string, env ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helperVariable+"="+name)
	cmd.Env = append(cmd.Env, env...)
	return cmd
}

// rotatingServer honours one refresh token at a time.
type rotatingServer struct {
	mu       sync.Mutex
	serial   int
	claimed  int // requests with a token that was used up
	previous string
}

func (s *rotatingServer) token() string { return fmt.Sprintf("refresh-%d", s.serial) }

func (s *rotatingServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	if string(body) != s.token() {
		s.claimed++
		http.Error(w, "claimed", http.StatusBadRequest)
		return
	}
	s.previous = s.token()
	s.serial++
	_, _ = io.WriteString(w, s.token())
}

// refreshOnce follows the protocol of Store.LockRefresh. sent is false when
// another program had refreshed meanwhile.
func refreshOnce(ctx context.Context, s Store, held Tokens, url string) (now Tokens, sent bool, err error) {
	unlock, err := s.LockRefresh(ctx, "p")
	if err != nil {
		return held, false, err
	}
	defer unlock()
	stored, err := s.LoadTokens(ctx, "p")
	if err != nil {
		return held, false, err
	}
	if !stored.RefreshToken.Equal(held.RefreshToken) {
		return stored, false, nil
	}
	stored.RefreshSentAt = time.Now()
	if err := s.SaveTokens(ctx, "p", stored); err != nil {
		return held, false, err
	}
	response, err := http.Post(url, "text/plain", strings.NewReader(revealForTest(held.RefreshToken)))
	if err != nil {
		return held, true, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		return held, true, errors.Join(err, fmt.Errorf("answer %d", response.StatusCode))
	}
	now = Tokens{Set: held.Set + 1, RefreshToken: akoya.NewSecret(string(body)),
		PreviousRefreshToken: held.RefreshToken, ObtainedAt: time.Now()}
	return now, true, s.SaveTokens(ctx, "p", now)
}

// revealForTest takes a secret from its record, so that Reveal stays in one file.
func revealForTest(s akoya.Secret) string {
	text, _ := encodeTokens(Tokens{RefreshToken: s})
	_, text, _ = strings.Cut(text, `"refresh_token":"`)
	text, _, _ = strings.Cut(text, `"`)
	return text
}

// refreshHelper refreshes COUNT times, for ever if that is 0, and says "ready"
// before and "sent" or "taken" after each.
func refreshHelper() {
	p, err := OpenProfiles(os.Getenv("DIR"))
	if err != nil {
		panic(err)
	}
	k := NewKeychain(p, WithNotices(func(Notice) {}))
	if items := os.Getenv("ITEMS"); items != "" {
		k = newKeychain(p, dirBackend{items}, "windows", WithNotices(func(Notice) {}))
	}
	held, err := k.LoadTokens(context.Background(), "p")
	if err != nil {
		panic(err)
	}
	var count int
	_, _ = fmt.Sscan(os.Getenv("COUNT"), &count)
	fmt.Println("ready")
	for n := 0; n < count || count == 0; n++ {
		var sent bool
		held, sent, err = refreshOnce(context.Background(), k, held, os.Getenv("SERVER"))
		if err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		if sent {
			fmt.Println("sent")
		} else {
			fmt.Println("taken")
		}
	}
}

// storeHelper runs commands from standard input against the real keychain of the
// session it was started in.
func storeHelper() {
	p, err := OpenProfiles(os.Getenv("DIR"))
	if err != nil {
		panic(err)
	}
	k := NewKeychain(p)
	k.worker.limit = time.Minute
	if limit, err := time.ParseDuration(os.Getenv("LIMIT")); err == nil {
		k.worker.limit = limit
	}
	ctx := context.Background()
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var command string
		var n int
		_, _ = fmt.Sscan(in.Text(), &command, &n)
		answer := "ok"
		switch command {
		case "save":
			err = k.SaveTokens(ctx, "p", someTokens(n, 2000))
		case "load":
			var tok Tokens
			if tok, err = k.LoadTokens(ctx, "p"); err == nil {
				answer = fmt.Sprintf("set %d", tok.Set)
				if !tok.Equal(someTokens(tok.Set, 2000)) {
					answer = "something else"
				}
			}
		case "forget":
			err = k.Forget(ctx, "p")
		case "token": // what a program finds when it starts again
			var tok Tokens
			if tok, err = k.LoadTokens(ctx, "p"); err == nil {
				answer = fmt.Sprintf("%s %v", revealForTest(tok.RefreshToken), tok.RefreshSentAt.IsZero())
			}
		case "reset": // back to a token the server honours
			err = k.SaveTokens(ctx, "p", Tokens{RefreshToken: akoya.NewSecret(fmt.Sprintf("refresh-%d", n))})
		case "probe":
			err = k.Probe(ctx)
		}
		if err != nil {
			answer = KindOf(err).String()
		}
		fmt.Println(answer)
	}
}

// world is a settings folder, a keychain in a folder and a server, with one
// profile "p" that has the server's first token.
func world(t *testing.T) (k *Keychain, server *rotatingServer, env []string) {
	t.Helper()
	p := newProfiles(t)
	create(t, p, "p")
	itemsDir := t.TempDir()
	k = newKeychain(p, dirBackend{itemsDir}, "windows", WithNotices(func(Notice) {}))
	server = &rotatingServer{}
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	mustSave(t, k, Tokens{RefreshToken: akoya.NewSecret(server.token())})
	return k, server, []string{"DIR=" + p.dir, "ITEMS=" + itemsDir, "SERVER=" + web.URL}
}

func TestTwoProcessesNeverSendOneToken(t *testing.T) {
	_, server, env := world(t)
	const processes, each = 2, 50
	var wg sync.WaitGroup
	var mu sync.Mutex
	total := map[string]int{}
	for range processes {
		cmd := helper(t, "refresh", append(env, fmt.Sprintf("COUNT=%d", each))...)
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
	if server.claimed != 0 || total["sent"]+total["taken"] != processes*each || server.serial != total["sent"] {
		t.Errorf("%d used tokens were sent; %v; the server rotated %d times", server.claimed, total, server.serial)
	}
	t.Logf("%d processes, %d refreshes: %d sent, %d taken from the other, %d used tokens sent",
		processes, processes*each, total["sent"], total["taken"], server.claimed)
}

// TestKilledAtRandom kills a program that refreshes all the time. Whatever it
// left, the stored token is the one the server honours, or the one before it
// with the mark that a refresh was sent.
func TestKilledAtRandom(t *testing.T) {
	kills := 25
	if testing.Short() {
		kills = 5
	}
	k, server, env := world(t)
	honoured, marked := 0, 0
	for range kills {
		cmd := helper(t, "refresh", append(env, "COUNT=0")...)
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(stdout).ReadString('\n')
		if err != nil || line != "ready\n" {
			t.Fatalf("the program said %q, %v", line, err)
		}
		time.Sleep(time.Duration(rand.IntN(40_000)) * time.Microsecond) // the moment is the test
		_ = cmd.Process.Kill()
		_ = cmd.Wait()

		got, err := k.LoadTokens(t.Context(), "p")
		if err != nil {
			t.Fatal(err)
		}
		server.mu.Lock()
		switch stored := revealForTest(got.RefreshToken); {
		case stored == server.token():
			honoured++
		case stored == server.previous && !got.RefreshSentAt.IsZero():
			marked++
		default:
			t.Errorf("stored %s, the server honours %s, mark %v", stored, server.token(), got.RefreshSentAt)
		}
		current := server.token()
		server.mu.Unlock()
		mustSave(t, k, Tokens{RefreshToken: akoya.NewSecret(current)})
	}
	if err := k.Forget(t.Context(), "p"); err != nil {
		t.Fatal(err)
	}
	left, _ := os.ReadDir(k.backend.(dirBackend).dir)
	if len(left) != 0 {
		t.Errorf("%d items are left after forget", len(left))
	}
	t.Logf("%d kills: %d with the honoured token, %d with the one before it, marked as sent; %d refreshes in all",
		kills, honoured, marked, server.serial)
}
