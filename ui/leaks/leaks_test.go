package leaks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/cases"
	"akoya-tui/ui"
	"akoya-tui/ui/uitest"
)

// TestNothingIsLeftBehind sends, cancels, listens and runs cases again and again:
// goroutines and open files are as many afterwards as after the first of each,
// and all gone once the program has ended.
func TestNothingIsLeftBehind(t *testing.T) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt) // the goroutine that takes signals stays for good
	signal.Stop(signals)
	start := count()
	t.Run("program", func(t *testing.T) {
		p := open(t)
		runs := 70
		if os.Getenv("AKOYA_FULL") == "1" {
			runs = 700
		}
		p.round(t, 10)
		first := settle(10*time.Second, steady(200))
		p.round(t, runs)
		now := settle(10*time.Second, func(now counts) bool { return !now.more(first) })
		t.Logf("%d requests answered, %d canceled, %d callbacks: %v; after the first ones: %v", p.answered, p.canceled, p.callbacks, now, first)
		if now.more(first) {
			t.Errorf("after many runs: %v; after the first ones: %v", now, first)
		}
		p.Type("q")
		if err := p.WaitEnd(); err != nil {
			t.Error(err)
		}
	})
	if left := settle(10*time.Second, func(now counts) bool { return !now.more(start) }); left.more(start) {
		stacks := make([]byte, 1<<20)
		t.Errorf("before: %v; after the program has ended: %v\n%s", start, left, stacks[:runtime.Stack(stacks, true)])
	}
}

// program is the whole program over a server that is a local Akoya, reached as
// any other.
type program struct {
	*uitest.Terminal
	t        *testing.T
	control  string
	redirect string
	opened   chan string // what the browser is asked to open
	browser  *http.Client

	answered, canceled, callbacks int
}

func open(t *testing.T) *program {
	t.Helper()
	p := &program{t: t, opened: make(chan string, 1), redirect: "http://" + uitest.FreeAddress(t) + "/callback"}
	server, err := sandbox.Start(context.Background(), sandbox.Options{RedirectURIs: []string{p.redirect}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close(context.Background()) })
	info := server.Info()
	p.control = info.ControlURL
	transport := &http.Transport{DisableKeepAlives: true}
	p.browser = &http.Client{Transport: transport}
	client := akoya.NewClient(akoya.ClientOptions{})
	t.Cleanup(client.Close)
	app := ui.New(ui.Deps{
		Client: client, Now: time.Now, Location: time.UTC, Cases: cases.Catalogue(),
		OpenBrowser: func(address string) error { p.opened <- address; return nil },
		StartLocal:  func(context.Context) (ui.Local, error) { return ui.Local{}, errors.New("not here") },
		Profile: &ui.Profile{
			Name: "test", Where: "memory only", Environment: akoya.Local(strings.TrimSuffix(info.TokenURL, "/token")),
			App: akoya.App{
				ClientID: info.ClientID, ClientSecret: akoya.NewSecret(info.ClientSecret), RedirectURI: p.redirect,
				Connector: akoya.DefaultConnector, Scope: akoya.DefaultScope,
			},
		},
	})
	t.Cleanup(app.Close)
	p.Terminal = uitest.Start(t, app, 120, 40)
	p.WaitFor("WHAT THE BROWSER OPENS")
	return p
}

// round sends n requests to their end, cancels half as many on the way, has a
// tenth as many callbacks, and runs all cases twice, once to the end.
func (p *program) round(t *testing.T, n int) {
	t.Helper()
	p.Type("6")
	p.WaitFor("Service token", "WHAT WILL BE SENT")
	p.send("enter")
	for range n {
		p.send("r")
	}
	p.slow(t, http.MethodPost, `{"faults":[{"path":"*","kind":"latency","delay":"1m","count":0}]}`)
	for range n / 2 {
		p.Type("r")
		p.WaitFor("esc cancel")
		p.Type("esc")
		p.WaitGone("esc cancel")
		p.canceled++
	}
	p.Type("enter") // a new request, for the next round
	p.Type("7", "R")
	p.WaitFor("waiting for the callback") // a case asks for a person
	p.Type("n")
	p.WaitFor("◐ running", "esc stop after this one") // the next one asks nobody
	p.Type("esc")
	p.WaitFor("break off")
	p.Type("esc")
	p.WaitGone("◐ running")
	p.Type("R")
	p.WaitFor("waiting for the callback")
	p.Type("esc") // ends the run there
	p.WaitFor("enter run")
	p.slow(t, http.MethodDelete, "")
	for range 2 {
		p.Type("R")
		p.WaitFor("waiting for the callback")
		p.withoutPerson()
	}
	p.Type("1")
	p.WaitFor("WHERE THE PERSON IS")
	for range n / 10 {
		p.callback(t)
	}
}

// withoutPerson leaves out what a person is asked for, until the run has ended.
func (p *program) withoutPerson() {
	for {
		switch screen := p.Screen(); {
		case strings.Contains(screen, "waiting for the callback"):
			p.Type("N")
		case strings.Contains(screen, "enter run"):
			return
		}
		p.WaitChange()
	}
}

// send presses the key that sends a request, and waits for the answer.
func (p *program) send(key string) {
	p.change(key)
	p.answered++
}

// change presses a key, and waits until more round trips stand in the history.
func (p *program) change(key string) {
	before := p.trips()
	p.Type(key)
	for limit := time.Now().Add(time.Minute); p.trips() == before; p.WaitChange() {
		if time.Now().After(limit) {
			p.t.Fatalf("%s brings no round trip:\n%s", key, p.Screen())
		}
	}
}

// trips returns how many round trips the map says are in the history.
func (p *program) trips() string {
	_, after, _ := strings.Cut(p.Screen(), "8 History")
	count, _, _ := strings.Cut(after, "│")
	return strings.TrimSpace(count)
}

// callback has the browser come back with a denial to a listener of its own.
func (p *program) callback(t *testing.T) {
	t.Helper()
	p.callbacks++
	if strings.Contains(p.Screen(), "access_denied") { // of the one before
		p.Type("n")
		p.WaitGone("access_denied")
	}
	p.WaitFor("waiting for the callback")
	p.Type("o")
	p.WaitFor("asked to open the page")
	asked, err := url.Parse(<-p.opened)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := p.browser.Get(p.redirect + "?error=access_denied&state=" + url.QueryEscape(asked.Query().Get("state")))
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	p.WaitFor("access_denied")
}

// slow makes the server slow, or as fast as it is again.
func (p *program) slow(t *testing.T, method, body string) {
	t.Helper()
	request, err := http.NewRequest(method, p.control+"/faults", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := p.browser.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		t.Fatalf("the server does not take %s %s: %s", method, body, answer.Status)
	}
}

// counts are what could be left behind.
type counts struct{ goroutines, files int }

func (c counts) String() string { return fmt.Sprintf("%d goroutines, %d files", c.goroutines, c.files) }

func (c counts) more(than counts) bool {
	return c.goroutines > than.goroutines || c.files > than.files
}

func count() counts {
	c := counts{goroutines: runtime.NumGoroutine()}
	if list, err := os.ReadDir("/proc/self/fd"); err == nil { // only Linux has it
		c.files = len(list)
	}
	return c
}

// steady is done when the counts have been the same n times in a row.
func steady(n int) func(counts) bool {
	var last counts
	same := 0
	return func(now counts) bool {
		if same++; now != last {
			last, same = now, 0
		}
		return same >= n
	}
}

// settle waits until the counts are as wanted, or gives up: what still runs then
// is left behind.
func settle(patience time.Duration, done func(counts) bool) counts {
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) { // other goroutines have to end
		if now := count(); done(now) || time.Now().After(deadline) {
			return now
		}
	}
}
