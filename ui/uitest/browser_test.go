package uitest_test

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/ui"
	"akoya-tui/ui/uitest"
)

// TestBrowserAuthorizes walks authorize with a real browser: the program asks
// for the page, a person logs in and approves there, and the callback comes back
// to the program by its listener.
func TestBrowserAuthorizes(t *testing.T) {
	t.Parallel()
	browser := headless(t)
	opened := make(chan string, 1)
	app := ui.New(deps(t, func(address string) error {
		opened <- address
		return nil
	}))
	t.Cleanup(app.Close)
	term := uitest.Start(t, app, 120, 40)
	term.WaitFor("waiting for the callback")
	term.Type("o")
	term.WaitFor("asked to open the page")
	if err := chromedp.Do(browser,
		chromedp.Navigate(<-opened),
		chromedp.WaitVisible(chromedp.ID("username")),
		chromedp.SendKeys(chromedp.ID("username"), "mikomo_1"),
		chromedp.SendKeys(chromedp.ID("password"), "mikomo_1"),
		chromedp.Click(chromedp.ID("sign-in")),
		chromedp.WaitVisible(chromedp.ID("next")),
		chromedp.Click(chromedp.ID("next")),
		chromedp.WaitVisible(chromedp.ID("approve")),
		chromedp.Click(chromedp.ID("approve")),
	); err != nil {
		t.Fatal(err)
	}
	term.WaitFor("state matched", "by the listener")
	waitAddress(t, browser)
	term.Type("enter")
	term.WaitFor("WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("200 OK", "Token set #1")
	term.Type("3")
	term.WaitFor("verified with key", "mikomo_1")
}

// waitAddress waits until the address bar is at the callback and holds no code.
func waitAddress(t *testing.T, browser context.Context) {
	t.Helper()
	for {
		address, err := chromedp.Run(browser, chromedp.Location())
		if err != nil {
			t.Fatalf("the browser does not come to an address without a code: %v", err)
		}
		if strings.HasSuffix(address, "/callback") {
			return
		}
	}
}

// headless starts a browser, or skips the test where there is none.
func headless(t *testing.T) context.Context {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		t.Cleanup(cancel)
		ctx, cancel = chromedp.NewExecAllocator(ctx, chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
			chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
			chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-dev-shm-usage", true))
		t.Cleanup(cancel)
		ctx, cancel = chromedp.NewContext(ctx)
		t.Cleanup(cancel)
		return ctx
	}
	t.Skip("no chromium or google-chrome in PATH: the walk is not tried with a browser")
	return nil
}

// deps are those of a program whose profile is an app of a local Akoya, reached
// as any other server.
func deps(t *testing.T, open func(string) error) ui.Deps {
	t.Helper()
	redirect := "http://" + uitest.FreeAddress(t) + "/callback"
	server, err := sandbox.Start(t.Context(), sandbox.Options{RedirectURIs: []string{redirect}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close(context.Background()) })
	client := akoya.NewClient(akoya.ClientOptions{})
	t.Cleanup(client.Close)
	info := server.Info()
	base := strings.TrimSuffix(info.TokenURL, "/token")
	return ui.Deps{
		Client: client, OpenBrowser: open, Now: time.Now, Location: time.UTC,
		StartLocal: func(context.Context) (ui.Local, error) { return ui.Local{}, errors.New("not here") },
		Profile: &ui.Profile{
			Name: "test", Where: "memory only", Environment: akoya.Local(base),
			App: akoya.App{
				ClientID: info.ClientID, ClientSecret: akoya.NewSecret(info.ClientSecret), RedirectURI: redirect,
				Connector: akoya.DefaultConnector, Scope: akoya.DefaultScope,
			},
		},
	}
}
