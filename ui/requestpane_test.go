package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"akoya-tui/akoya"
	"akoya-tui/flows"
)

// column returns where a text begins in the line that holds it.
func column(t *testing.T, lines []string, text string) int {
	t.Helper()
	for _, line := range lines {
		line = ansi.Strip(line)
		if at := strings.Index(line, text); at >= 0 {
			return cells(line[:at])
		}
	}
	t.Fatalf("no line has %q:\n%s", text, strings.Join(lines, "\n"))
	return 0
}

// TestOneColumnOfNames holds that values stand below each other, two spaces
// behind the longest name, and that a long value goes on below itself.
func TestOneColumnOfNames(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	c := r.app.scene()
	trip := akoya.RoundTrip{Status: 200, Received: akoya.Message{Header: []akoya.Field{
		akoya.Plain("Content-Type", "application/json"), akoya.Plain("X-Akoya-Interaction-Id", "b1946ac9-2492-4d23-8f4a-0c1b5e5d7a11"),
		akoya.Plain("Vary", "Origin"), akoya.Plain("Strict-Transport-Security-Of-Somebody", "max-age=1"),
	}}}
	lines := newAnswerView(flows.Sent{RoundTrip: trip}, flows.Meaning{}).lines(c, 58, 20)
	at := column(t, lines, "application/json")
	for _, value := range []string{"b1946ac9", "Origin", "max-age=1"} {
		if got := column(t, lines, value); got != at {
			t.Errorf("%s begins in column %d, not %d:\n%s", value, got, at, ansi.Strip(strings.Join(lines, "\n")))
		}
	}
	if rest := column(t, lines, "↪ 11"); rest != at-2 {
		t.Errorf("the rest of the id begins in column %d, not %d", rest+2, at)
	}
	column(t, lines, "Strict-Transport-Security-Of-Somebody")
	if at > 30 {
		t.Errorf("the values begin in column %d of 58", at)
	}

	request := akoya.Request{Method: "POST", URL: "https://idp.example/token", Form: []akoya.Field{akoya.Plain("scope", "openid"), akoya.Plain("client_assertion_type", "urn:x")}}
	editor := requestEditor{id: screenObtain}
	lines = editor.view(c, request, requestPane{base: request}, 44, 20)
	if a, b := column(t, lines, "openid"), column(t, lines, "urn:x"); a != b || a != 1+len("client_assertion_type")+2 {
		t.Errorf("values begin in columns %d and %d:\n%s", a, b, ansi.Strip(strings.Join(lines, "\n")))
	}
}

// TestALongNameHasItsOwnLine walks the cursor through fields with names longer
// than their column: each is whole, above its value, and the cursor stays on view.
func TestALongNameHasItsOwnLine(t *testing.T) {
	t.Parallel()
	c := newRig(t, 120, 40, realContent()).app.scene()
	request := akoya.Request{Method: "POST", URL: "https://idp.example/token"}
	for i := range 9 {
		request.Header = append(request.Header, akoya.Plain(fmt.Sprintf("Strict-Transport-Security-Of-Number-%d", i), fmt.Sprintf("value-%d", i)))
	}
	for _, height := range []int{3, 4, 7, 12, 30} {
		for cursor := range 10 {
			editor := requestEditor{id: screenObtain, cursor: cursor}
			lines := editor.view(c, request, requestPane{base: request, focus: true, tight: true}, 60, height)
			if len(lines) > height {
				t.Fatalf("%d lines instead of %d", len(lines), height)
			}
			seen := ansi.Strip(strings.Join(lines, "\n"))
			want := "▌POST https://idp.example/token"
			if cursor > 0 {
				want = fmt.Sprintf("▌Strict-Transport-Security-Of-Number-%d\n%svalue-%d", cursor-1, strings.Repeat(" ", 3), cursor-1)
			}
			if !strings.Contains(seen, want) {
				t.Errorf("height %d, row %d is not on view, want %q:\n%s", height, cursor, want, seen)
			}
		}
	}
}

// TestFieldsStandAlike draws the same headers as an answer, as a round trip of the
// history and in a comparison: the values begin in the same column.
func TestFieldsStandAlike(t *testing.T) {
	t.Parallel()
	c := newRig(t, 120, 40, realContent()).app.scene()
	trip := akoya.RoundTrip{Status: 200, Received: akoya.Message{Header: []akoya.Field{
		akoya.Plain("Vary", "Origin"), akoya.Plain("Content-Security-Policy-Report-Only", "default-src none"),
		akoya.Plain("X-Long", strings.Repeat("word ", 30)),
	}}}
	for _, width := range []int{24, 44, 60, 100} {
		answer := newAnswerView(flows.Sent{RoundTrip: trip}, flows.Meaning{}).lines(c, width, 40)
		stored := responseDocument(trip.Redacted())
		kept := stored.view(c, width, 40)
		if a, b := strings.Join(answer, "\n"), strings.Join(kept, "\n"); a != b {
			t.Errorf("%d cells: an answer is drawn as\n%s\nand in the history as\n%s", width, ansi.Strip(a), ansi.Strip(b))
		}
		beside := strings.Join(pairRow{label: "Vary", left: "Origin", names: stored.names}.side(c, "Origin", width, false), "\n")
		if !strings.Contains(strings.Join(answer, "\n"), beside) {
			t.Errorf("%d cells: a comparison draws %q", width, ansi.Strip(beside))
		}
	}
}

// TestAuthorizeKeysSayWhyNot presses the keys of the authorize screen where they
// cannot work.
func TestAuthorizeKeysSayWhyNot(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.openLocal()
	before := r.app.session.Authorization.URL
	r.press("d")
	r.shows("The address cannot be dropped")
	r.press("u")
	r.shows("Nothing was changed")
	for _, wrong := range []string{"file:///etc/passwd", "javascript:alert(1)", "no address"} {
		r.press("e")
		for range 80 {
			r.press("backspace")
		}
		r.text(wrong)
		r.press("enter")
		if !strings.Contains(r.flat(), "Nothing was changed") {
			t.Errorf("%q is not refused:\n%s", wrong, r.screen())
		}
	}
	r.press("a")
	r.text("X-Header: value")
	r.press("enter")
	r.shows("Write name=value for a parameter")
	if got := r.app.session.Authorization.URL; got != before {
		t.Errorf("the URL is %s", got)
	}

	// Another address is for a browser only.
	r.press("e")
	for range 80 {
		r.press("backspace")
	}
	r.text("https://elsewhere.example/auth?client_id=a&state=state-of-the-test-0123456789&client_secret=canary-of-a-query")
	r.press("enter")
	r.shows("https://elsewhere.example/auth", "changed")
	r.hides("canary-of-a-query")
	if !strings.Contains(r.flat(), "client_secret is a secret") {
		t.Errorf("nothing warns of a secret in a URL:\n%s", r.screen())
	}
	r.press("y")
	r.shows("with client_secret in clear")
	r.press("enter")
	r.shows("no longer that of the local Akoya")
}

// TestAnAddedSecretIsMasked adds headers and fields by hand: those with the name
// of a secret show a mask, like those that the program makes itself.
func TestAnAddedSecretIsMasked(t *testing.T) {
	t.Parallel()
	for text, masked := range map[string]bool{
		"X-Api-Key: canary-of-the-editor":            true,
		"Proxy-Authorization: canary-of-the-editor":  true,
		"X-Auth-Token: canary-of-the-editor":         true,
		"service_client_secret=canary-of-the-editor": true,
		"Client-Secret=canary-of-the-editor":         true,
		"device_code=canary-of-the-editor":           true,
		"X-Interaction-Id: canary-of-the-editor":     false,
		"token_type_hint=canary-of-the-editor":       false,
	} {
		r := newRig(t, 120, 40, realContent())
		r.openLocal()
		r.press("6", "a")
		r.text(text)
		r.press("enter")
		name := text[:strings.IndexAny(text, ":=")]
		if r.shows(name, "changed"); masked {
			r.hides("canary-of-the-editor")
		} else {
			r.shows("canary-of-the-editor")
		}
	}
}

// TestAStateOfOnesOwnStays says that answers to an earlier URL cannot be told
// apart when a person keeps a state of their own.
func TestAStateOfOnesOwnStays(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.openLocal()
	r.param("state", "mine")
	r.press("o")
	r.param("scope", "openid")
	if !strings.Contains(r.flat(), "cannot be told apart") || r.app.session.Authorization.State != "mine" {
		t.Errorf("the state is %q:\n%s", r.app.session.Authorization.State, r.screen())
	}
	r.press("o")
	r.param("state", "another")
	if !strings.Contains(r.flat(), "an answer to the earlier one is refused") {
		t.Errorf("the screen does not say that it is a new request:\n%s", r.screen())
	}
}

// TestALateApprovalIsOfItsOwnURL drops the answer to an approval when the URL has
// been changed meanwhile.
func TestALateApprovalIsOfItsOwnURL(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.openLocal()
	r.press("enter", "enter")
	late := approvedMsg{id: r.app.listenID, url: r.app.session.Authorization.URL}
	late.answer.Redirect = akoya.NewSecret(r.app.session.App.RedirectURI + "?code=canary-code-7hd2&state=state-of-the-test-0123456789")
	r.param("scope", "openid")
	r.send(late)
	if _, ok := r.app.session.NewestCode(); ok || r.app.session.Authorization.Answered {
		t.Error("the answer to the earlier URL was taken for one to this")
	}
	late.url = r.app.session.Authorization.URL
	r.send(late)
	if _, ok := r.app.session.NewestCode(); !ok {
		t.Errorf("the answer was not taken: %s", r.app.wait.problem)
	}
}
