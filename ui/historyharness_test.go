package ui

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"akoya-tui/akoya"
	"akoya-tui/flows"
)

// historyStart is when the first round trip of a test was sent.
var historyStart = time.Date(2026, 11, 21, 14, 3, 22, 0, time.UTC)

// historyApp returns a program whose session has these round trips, oldest
// first, with the history on view.
func historyApp(width, height int, entries ...flows.Entry) *App {
	a := New(Deps{
		Client:   akoya.NewClient(akoya.ClientOptions{}),
		Now:      func() time.Time { return historyStart.Add(time.Hour) },
		Location: time.UTC,
		Version:  "test",
	})
	a.openSession(Profile{Name: "test", Environment: akoya.Local("http://127.0.0.1:1"), Where: "memory only"})
	a.width, a.height = width, height
	for _, e := range entries {
		a.session.History = a.session.History.Append(e)
	}
	a.active = screenHistory
	return a
}

func historyOf(a *App) *historyScreen { return a.screens[screenHistory].(*historyScreen) }

// pressKeys gives the program keys, one after the other, and drops what they start.
func pressKeys(a *App, names ...string) {
	for _, name := range names {
		a.Update(keyOf(name))
		a.View()
	}
}

func keyOf(name string) tea.KeyPressMsg {
	codes := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
		"home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace,
	}
	switch code, ok := codes[name]; {
	case ok:
		return tea.KeyPressMsg{Code: code}
	case name == "shift+tab":
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	case name == "space":
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// typed splits a text into its keys.
func typed(text string) []string { return strings.Split(text, "") }

// screenText is what is on the screen, without colours.
func screenText(a *App) string { return ansi.Strip(strings.Join(a.lines(), "\n")) }

// mustShow fails unless every text is on the screen.
func mustShow(t *testing.T, a *App, texts ...string) {
	t.Helper()
	screen := screenText(a)
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			t.Fatalf("the screen does not show %q:\n%s", text, screen)
		}
	}
}

// mustHide fails when one of the texts is on the screen.
func mustHide(t *testing.T, a *App, texts ...string) {
	t.Helper()
	screen := screenText(a)
	for _, text := range texts {
		if strings.Contains(screen, text) {
			t.Fatalf("the screen shows %q:\n%s", text, screen)
		}
	}
}

// ownStyle is the only escape sequence that the program draws with.
var ownStyle = regexp.MustCompile(`\x1b\[[0-9;:]*m`)

// mustFit fails unless every line is exactly as wide as the terminal, there are
// exactly as many as it is high, and nothing on it is obeyed by a terminal.
func mustFit(t *testing.T, a *App) {
	t.Helper()
	width, height := a.size()
	lines := a.lines()
	if len(lines) != height {
		t.Fatalf("%d lines at %d × %d", len(lines), width, height)
	}
	for i, line := range lines {
		if got := ansi.StringWidth(line); got != width {
			t.Fatalf("line %d is %d cells wide at %d × %d: %q", i, got, width, height, line)
		}
		for _, r := range ownStyle.ReplaceAllString(line, "") {
			if r < 0x20 || r >= 0x7f && r <= 0x9f || r == 0x202e || r == 0x200b {
				t.Fatalf("line %d holds %U at %d × %d: %q", i, r, width, height, line)
			}
		}
	}
}

// exchange is a round trip of a test.
type exchange struct {
	method, url, step, kase string
	status                  int
	took                    time.Duration
	form                    []akoya.Field
	header                  []akoya.Field // of the response
	body                    string
	err                     error
}

// entry makes the round trip as a client would have recorded it.
func (x exchange) entry(at time.Time) flows.Entry {
	if x.method == "" {
		x.method = "POST"
	}
	if x.url == "" {
		x.url = "http://127.0.0.1:41023/token"
	}
	var pairs []string
	for _, f := range x.form {
		pairs = append(pairs, f.Name+"="+f.Value.Reveal())
	}
	form := akoya.Plain("Content-Type", "application/x-www-form-urlencoded")
	trip := akoya.RoundTrip{
		Method: x.method, URL: x.url, Status: x.status, Started: at, Err: x.err,
		RemoteAddr: "127.0.0.1:41023",
		Sent: akoya.Message{
			Line:   x.method + " /token HTTP/1.1",
			Header: []akoya.Field{form},
			Body:   akoya.NewSecret(strings.Join(pairs, "&")),
		},
		Timings: akoya.Timings{
			Wait: akoya.Span{Start: x.took / 4, Length: x.took / 2}, Body: akoya.Span{Start: x.took * 3 / 4, Length: x.took / 4}, Total: x.took,
		},
	}
	if x.status != 0 {
		trip.Received = akoya.Message{
			Line:   fmt.Sprintf("HTTP/1.1 %d Status", x.status),
			Header: append([]akoya.Field{akoya.Plain("Content-Type", "application/json")}, x.header...),
			Body:   akoya.NewSecret(x.body),
		}
	}
	request := akoya.Request{Method: x.method, URL: x.url, Header: []akoya.Field{form}, Form: x.form}
	return flows.Entry{At: at, Step: x.step, Case: x.kase, Request: request, RoundTrip: trip}
}

// tokenTrips are a refresh that works and one that does not.
func tokenTrips() []flows.Entry {
	grant := akoya.Plain("grant_type", "refresh_token")
	return []flows.Entry{
		exchange{step: "refresh", status: 200, took: 41 * time.Millisecond,
			form: []akoya.Field{grant, akoya.Sensitive("refresh_token", akoya.NewSecret("canary-refresh-token-one-9f2c"))},
			body: `{"token_type":"bearer","refresh_token":"canary-refresh-token-two-1b7e","expires_in":86399}`,
		}.entry(historyStart),
		exchange{step: "refresh", kase: "refresh.used", status: 400, took: 12 * time.Millisecond,
			form: []akoya.Field{grant, akoya.Sensitive("refresh_token", akoya.NewSecret("canary-refresh-token-one-9f2c"))},
			body: `{"error":"invalid_request","error_description":"already claimed"}`,
		}.entry(historyStart.Add(time.Second)),
	}
}

// manyTrips returns n round trips, one in ten refused, one in a hundred by a case.
func manyTrips(n int) []flows.Entry {
	list := make([]flows.Entry, n)
	for i := range list {
		x := exchange{step: "refresh", status: 200, took: time.Duration(i%90) * time.Millisecond, body: `{}`}
		if i%10 == 0 {
			x.status = 400
		}
		if i%100 == 0 {
			x.kase = "refresh.used"
		}
		list[i] = x.entry(historyStart.Add(time.Duration(i) * time.Millisecond))
	}
	return list
}

// judgedTrips are what cases sent: an answer that is wanted, one that is not, one
// that differs in words, and one that is no more than news.
func judgedTrips() []flows.Entry {
	one := func(second int, kase, method, url string, status int, j flows.Judgement) flows.Entry {
		x := exchange{kase: kase, method: method, url: url, status: status, took: time.Duration(second) * time.Millisecond, body: `{}`}
		e := x.entry(historyStart.Add(time.Duration(second) * time.Second))
		e.Judged = j
		return e
	}
	return []flows.Entry{
		one(1, "service.scope.unknown", "POST", "", 400, flows.Judgement{Verdict: "mismatch"}),
		one(1, "refresh.grant_type.missing", "POST", "", 400, flows.Judgement{Verdict: "same error", Holds: true, Counts: true}),
		one(2, "revoke.client_secret.missing", "POST", "http://127.0.0.1:41023/revoke", 200, flows.Judgement{Verdict: "mismatch", Counts: true}),
		one(3, "revoke.path.alternative", "GET", "http://127.0.0.1:41023/accounts-info/v2/mikomo", 401, flows.Judgement{Verdict: "exact", Holds: true, Counts: true}),
	}
}
