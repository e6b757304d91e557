package sandbox

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
)

// shotDir names an environment variable: where to leave a picture of each page.
const shotDir = "AKOYA_SANDBOX_SCREENSHOTS"

// browser starts a headless Chromium, or skips the test where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("no chromium or google-chrome in PATH: the pages are not tried in a browser")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	// Without a folder of its own named, the browser gets a fresh one.
	ctx, cancel = chromedp.NewExecAllocator(ctx, chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-dev-shm-usage", true))
	t.Cleanup(cancel) // waits for the browser to end
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

// app is where the user comes back to; it hands on the query.
func app(t *testing.T) (redirectURI string, callback <-chan url.Values) {
	t.Helper()
	got := make(chan url.Values, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/callback" {
			got <- r.URL.Query()
			w.Write([]byte(`<p id="back">Back in the app.</p>`))
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL + "/callback", got
}

// The controls of the pages, by their ids.
const (
	username = chromedp.ID("username")
	password = chromedp.ID("password")
	signInID = chromedp.ID("sign-in")
	nextID   = chromedp.ID("next")
	approveB = chromedp.ID("approve")
	denyB    = chromedp.ID("deny")
	problem  = chromedp.ID("problem")
	back     = chromedp.ID("back")
)

type step = chromedp.Action[chromedp.Void]

func signIn(name, secret string) step {
	return chromedp.Steps(
		chromedp.WaitVisible(username),
		chromedp.Clear(username),
		chromedp.SendKeys(username, name),
		chromedp.SendKeys(password, secret),
		chromedp.Click(signInID),
	)
}

func steps(t *testing.T, ctx context.Context, all ...step) {
	t.Helper()
	if err := chromedp.Do(ctx, all...); err != nil {
		t.Fatal(err)
	}
}

func value[T any](t *testing.T, ctx context.Context, a chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// complaints collects what the browser says about security, such as a style or
// a form that the Content-Security-Policy refuses.
type complaints struct {
	mu   sync.Mutex
	list []string
}

func (c *complaints) listen(t *testing.T, ctx context.Context) {
	t.Helper()
	err := chromedp.Listen(ctx, func(ev any) {
		if e, ok := ev.(*log.EventEntryAdded); ok && e.Entry.Source == log.EntrySourceSecurity {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.list = append(c.list, e.Entry.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (c *complaints) all() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.list
}

func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("short: the pages are not tried in a browser")
	}
	t.Parallel()
	ctx := browser(t)
	redirect, callback := app(t)
	s := start(t, Options{RedirectURIs: []string{redirect}})
	const state = "st;ate&with=every+ reserved/?#[]@!$'()*,%"
	authorize := s.Info().AuthURL + "?" + query(s, change{"state": state})
	var heard complaints
	heard.listen(t, ctx)

	// A wrong password.
	steps(t, ctx, chromedp.Navigate(authorize), signIn("mikomo_1", "wrong"), chromedp.WaitVisible(problem))
	if text := value(t, ctx, chromedp.Text(problem)); !strings.Contains(text, "do not go together") {
		t.Errorf("the problem: %q", text)
	}
	if text := value(t, ctx, chromedp.Text(chromedp.ID("banner"))); !strings.Contains(text, "not the real one") {
		t.Errorf("the banner: %q", text)
	}
	if id := value(t, ctx, chromedp.Evaluate[string]("document.activeElement.id")); id != "username" {
		t.Errorf("the focus is on %q", id)
	}
	if colour := value(t, ctx, chromedp.Evaluate[string](`getComputedStyle(document.querySelector("#sign-in")).backgroundColor`)); colour != "rgb(31, 95, 174)" {
		t.Errorf("the style sheet is not applied: the button is %s", colour)
	}

	// The right one, one account of three, approve.
	steps(t, ctx, signIn("mikomo_1", "mikomo_1"),
		chromedp.WaitVisible(nextID), chromedp.Click(nextID), chromedp.WaitVisible(approveB),
		chromedp.Click(chromedp.CSS(`label[for="account-1755000101"]`)),
		chromedp.Click(chromedp.ID("account-1755000103")),
		chromedp.Click(approveB), chromedp.WaitVisible(back))
	got := <-callback
	if got.Get("state") != state {
		t.Errorf("state %q, want %q", got.Get("state"), state)
	}
	r := post(t, s.Info().TokenURL, good(s), "grant_type", "authorization_code", "code", got.Get("code"), "redirect_uri", redirect)
	claims := verified(t, s, decode[tokenAnswer](t, r).IDToken)
	if text, _ := json.Marshal(claims["accounts"]); string(text) != `["1755000102"]` {
		t.Errorf("accounts %s", text)
	}

	// Deny, with the keyboard alone.
	steps(t, ctx, chromedp.Navigate(authorize), chromedp.WaitVisible(username),
		chromedp.KeyEvent("mikomo_2\tmikomo_2\r"), chromedp.WaitVisible(nextID),
		chromedp.KeyEvent("\r"), chromedp.WaitVisible(denyB),
		chromedp.Focus(denyB), chromedp.KeyEvent("\r"), chromedp.WaitVisible(back))
	if got := <-callback; got.Get("error") != "access_denied" || got.Get("state") != state {
		t.Errorf("callback %v", got)
	}
	if list := heard.all(); len(list) > 0 {
		t.Errorf("the browser complains: %q", list)
	}
}

// Every page fits a screen of 320 CSS pixels (WCAG 2.2, 1.4.10), light and dark.
func TestBrowserNarrow(t *testing.T) {
	if testing.Short() {
		t.Skip("short: the pages are not tried in a browser")
	}
	t.Parallel()
	ctx := browser(t)
	s := start(t, Options{ClientID: "a-client-id-with-a-very-long-name-0123456789abcdef0123456789abcdef"})
	authorize := s.Info().AuthURL + "?" + query(s, nil)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{320, 1024} {
			look := func(name string) step {
				return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
					overflow, err := chromedp.Evaluate[int64]("document.documentElement.scrollWidth - window.innerWidth")(ctx, tab)
					if err != nil {
						return err
					}
					if overflow > 0 {
						t.Errorf("%s at %d px is %d px too wide", name, width, overflow)
					}
					return shoot(ctx, tab, name, scheme, width)
				})
			}
			steps(t, ctx, prefer(scheme), chromedp.EmulateViewport(width, 720),
				chromedp.Navigate(s.base+"/"), look("index"),
				chromedp.Navigate(s.Info().AuthURL+"?client_id=nobody"), look("message"),
				chromedp.Navigate(authorize), look("login"),
				signIn("mikomo_1", "wrong"), chromedp.WaitVisible(problem),
				chromedp.Click(chromedp.CSS("summary")), look("login-wrong"),
				signIn("mikomo_1", "mikomo_1"), chromedp.WaitVisible(nextID), look("terms"),
				chromedp.Click(nextID), chromedp.WaitVisible(approveB), look("accounts"))
		}
	}
}

// prefer sets the colour scheme that the user prefers.
func prefer(scheme string) step {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
}

// shoot leaves a picture of the page where it was asked to.
func shoot(ctx context.Context, tab *chromedp.Target, name, scheme string, width int64) error {
	dir := os.Getenv(shotDir)
	if dir == "" {
		return nil
	}
	png, err := chromedp.FullScreenshot(100)(ctx, tab)
	if err != nil {
		return err
	}
	size := map[int64]string{320: "narrow", 1024: "wide"}[width]
	return os.WriteFile(filepath.Join(dir, name+"-"+scheme+"-"+size+".png"), png, 0o600)
}
