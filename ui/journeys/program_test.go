package journeys

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/control"
	"akoya-tui/flows/vault"
	"akoya-tui/keystore"
	"akoya-tui/ui"
	"akoya-tui/ui/uitest"
)

type (
	vaultStore = keystore.StoreKind
	vaultURLs  = keystore.URLs
)

const vaultKeychain = keystore.KindKeychain

// tokensOf are those of a set without an id_token.
func tokensOf(set int, refresh akoya.Secret) vault.Tokens {
	return vault.Tokens{Set: set, RefreshToken: refresh, ObtainedAt: time.Now()}
}

// program is the whole program in a terminal, as one start of it.
type program struct {
	*uitest.Terminal
	t    *testing.T
	app  *ui.App
	urls chan string // what the browser was asked to open

	screens []string // as they were after each key

	mu     sync.Mutex
	copied []string
}

// Type sends keys, and keeps the screens in between: what is drawn piece by piece
// is whole only there.
func (p *program) Type(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		p.Terminal.Type(key)
		p.screens = append(p.screens, p.Screen(), p.text())
	}
}

// start starts the program over the profiles of v.
func start(t *testing.T, v *vault.Vault, change ...func(*ui.Deps)) *program {
	t.Helper()
	p := &program{t: t, urls: make(chan string, 8)}
	client := akoya.NewClient(akoya.ClientOptions{})
	live := akoya.NewClient(akoya.ClientOptions{MaxPerSecond: 4})
	deps := ui.Deps{
		Version: "test", Client: client, Live: live, Vault: v, Now: time.Now, Location: time.UTC, Cases: cases.Catalogue(),
		OpenBrowser: func(url string) error { p.urls <- url; return nil },
		Copy: func(text string) error {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.copied = append(p.copied, text)
			return nil
		},
	}
	for _, one := range change {
		one(&deps)
	}
	p.app = ui.New(deps)
	p.Terminal = uitest.Start(t, p.app, 120, 40)
	t.Cleanup(func() { p.app.Close(); client.Close(); live.Close() })
	return p
}

// quit leaves the program and waits until it has ended.
func (p *program) quit() {
	p.t.Helper()
	p.Type("q")
	if err := p.WaitEnd(); err != nil {
		p.t.Errorf("the program ended with %v", err)
	}
	p.app.Close()
}

// quitForGood leaves although tokens are in memory only: the first q asks.
func (p *program) quitForGood() {
	p.t.Helper()
	p.Type("q")
	p.WaitFor("leaving loses its refresh token")
	p.quit()
}

// choose puts the cursor on a profile of the start screen.
func (p *program) choose(name string) {
	p.t.Helper()
	p.WaitFor("Explore Akoya's token flow", name)
	deadline := time.Now().Add(20 * time.Second)
	pressed := "" // the row that the last key was to leave
	for {
		at, row, target := p.cursor(name)
		switch {
		case time.Now().After(deadline):
			p.t.Fatalf("the cursor does not come to %s:\n%s", name, p.Screen())
		case at < 0 || target < 0 || row == pressed: // it is being drawn
			time.Sleep(time.Millisecond) // until another goroutine has drawn
		case at == target:
			return
		case at < target:
			pressed = row
			p.Type("down")
		default:
			pressed = row
			p.Type("up")
		}
	}
}

// cursor returns the line of the start screen that the cursor is on, what stands
// there, and the line of a profile; -1 and "" while it is being drawn.
func (p *program) cursor(name string) (at int, row string, target int) {
	at, target = -1, -1
	for i, line := range strings.Split(p.Screen(), "\n") {
		_, pane, railed := strings.Cut(line, "│")
		if !railed {
			pane = line
		}
		marked := strings.Contains(pane, "▌ ")
		text := strings.TrimSpace(strings.Replace(pane, "▌", "", 1))
		if marked {
			at, row = i, text
		}
		if strings.HasPrefix(text, name+"   ") {
			target = i
		}
	}
	return at, row, target
}

// open opens a profile.
func (p *program) open(name string) {
	p.t.Helper()
	p.choose(name)
	p.Type("enter")
}

// approve approves the authorize request in the browser that was asked for.
func (p *program) approve(server *idp) {
	p.t.Helper()
	p.WaitFor("waiting for the callback on", server.redirect)
	p.Type("o")
	var address string
	select {
	case address = <-p.urls:
	case <-time.After(20 * time.Second):
		p.t.Fatalf("no browser was asked for:\n%s", p.Screen())
	}
	answer, err := server.control.Authorize(p.t.Context(), control.Authorization{URL: address, User: "mikomo_2"}) // a minted grant is that of the first one
	if err != nil || answer.Redirect.IsZero() {
		p.t.Fatalf("no callback: %d %s %v", answer.Status, answer.Refusal, err)
	}
	response, err := http.Get(answer.Redirect.Reveal())
	if err != nil {
		p.t.Fatal(err)
	}
	_ = response.Body.Close()
	p.WaitFor("state matched")
}

// obtain goes on to the tokens.
func (p *program) obtain() {
	p.t.Helper()
	p.Type("enter")
	p.WaitFor("WHAT WILL BE SENT", "authorization_code")
	p.Type("enter")
	p.WaitFor("200 OK", "Token set #")
}

// refresh sends the refresh on view, or the next one.
func (p *program) refresh(texts ...string) {
	p.t.Helper()
	p.Type("4")
	p.WaitFor("Refresh tokens")
	if strings.Contains(p.Screen(), "WHAT WAS ") {
		p.Type("enter")
		p.WaitFor("WHAT WILL BE SENT")
	}
	p.Type("enter")
	p.WaitFor(append(texts, "WHAT IT MEANS")...)
}

// says waits until every sentence stands on the screen, wrapped or not.
func (p *program) says(sentences ...string) {
	p.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for _, sentence := range sentences {
		for !strings.Contains(p.text(), sentence) {
			if time.Now().After(deadline) {
				p.t.Fatalf("the screen does not say %q:\n%s", sentence, p.Screen())
			}
			time.Sleep(time.Millisecond) // until another goroutine has drawn
		}
	}
}

// text returns the words of the main pane in one line.
func (p *program) text() string {
	var words []string
	for line := range strings.Lines(p.Screen()) {
		if before, after, ok := strings.Cut(line, "│"); ok && len([]rune(before)) <= 26 {
			line = after
		}
		words = append(words, strings.Fields(strings.Trim(strings.TrimSpace(line), "▌"))...)
	}
	return strings.Join(words, " ")
}

// plainText takes colours and cursor movements out of what a terminal was sent.
func plainText(raw string) string { return ansi.Strip(raw) }
