package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
)

// copied returns what a key would put on the clipboard.
func (r *rig) copied(key string) string {
	r.t.Helper()
	b, ok := find(r.app.bindings(r.app.scene()), key)
	text, isCopy := b.intent.(copyText)
	if !ok || !isCopy || b.why != "" {
		r.t.Fatalf("%s copies nothing: %s", key, b.why)
	}
	return text.text
}

// pastedToken returns a program with a token from elsewhere on view.
func pastedToken(t *testing.T, width, height int, text string) *rig {
	t.Helper()
	r := newRig(t, width, height, realContent())
	r.send(tea.PasteMsg{Content: text})
	return r
}

func TestInspectFilter(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text  string
		count string
		shows []string
		hides []string
	}{
		{"exp", "1 of 1 found in 13", []string{"▌exp"}, []string{"at_hash", "RS256"}},
		{"WHEN IT", "1 of 2 found in 13", []string{"▌exp", " iat "}, []string{"grant_id"}},               // the meaning in the table
		{"acc-1002", "1 of 1 found in 13", []string{"▌accounts"}, []string{" exp "}},                     // a value in a list
		{"rs256", "1 of 1 found in 13", []string{"HEADER", "▌alg"}, []string{"CLAIM"}},                   // a field of the header
		{"consents api", "1 of 1 found in 13", []string{"▌grant_id"}, []string{" exp "}},                 // the whole meaning
		{"14:03:29", "1 of 2 found in 13", []string{"▌exp"}, nil},                                        // a time as it is shown
		{"mikomo_1", "1 of 2 found in 13", []string{"▌sub", " name "}, []string{" exp "}},                // the person
		{"verified 2f1c9a", "1 of 1 found in 13", []string{"▌SIGNATURE"}, []string{"CLAIM"}},             // the signature
		{"nonce", "0 found in 13", []string{`No claim has "nonce"`, "esc shows all"}, []string{" exp "}}, // nothing
	} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			t.Run(fmt.Sprint(test.text, size[0]), func(t *testing.T) {
				t.Parallel()
				r := newRig(t, size[0], size[1], realContent())
				r.obtained()
				r.press("3", "/")
				r.text(test.text)
				r.shows(append(test.shows, "▌filter", test.count, "enter keep", "esc show all")...)
				r.hides(test.hides...)
				r.press("enter")
				r.shows(append(test.shows, "filter "+strings.ToLower(test.text), test.count)...)
				r.hides("▌filter")
				r.press("esc")
				r.shows("iss", "exp", "CLAIM")
				r.hides("found in")
				r.fits()
			})
		}
	}
}

// TestInspectFilterMoves goes among what was found, and stays there when the
// filter ends.
func TestInspectFilterMoves(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.obtained()
	r.press("3", "/")
	r.text("the person")
	r.shows("1 of 4 found", "▌sub")
	r.press("down", "down")
	r.shows("3 of 4 found", "▌grant_id")
	r.press("up")
	r.shows("2 of 4 found")
	r.press("enter", "G")
	r.shows("4 of 4 found", "▌accounts")
	r.press("esc")
	r.hides("found")
	r.shows("▌accounts", "grant_id")
	r.press("/")
	r.text("exp")
	r.press("esc")
	r.shows("▌exp", "iat")
	r.press("esc")
	r.shows("Nothing is filtered")
}

// TestInspectFilterMarks underlines what was found, with and without colours.
func TestInspectFilterMarks(t *testing.T) {
	t.Parallel()
	f := rowFilter{}
	f.set("ab cd")
	on, found := ink{"<"}, ink{"["}
	reset := on.paint("x")[2:]
	for text, want := range map[string]string{
		"xAByCdab": "<x" + reset + "[AB" + reset + "<y" + reset + "[Cdab" + reset,
		"none":     "<none" + reset,
		"":         "",
		"İab":      "<İ" + reset + "[ab" + reset,   // its small form is longer
		"ȺİXab":    "<ȺİX" + reset + "[ab" + reset, // one longer, one shorter
	} {
		if got := f.mark(text, on, found); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	r := newRig(t, 80, 24, realContent())
	r.obtained()
	r.press("3", "/")
	r.text("akoya-tui")
	if line := strings.Join(r.app.lines(), "\n"); !strings.Contains(line, r.app.theme.found.paint("akoya-tui")) {
		t.Error("what was found is not marked")
	}
}

// TestInspectWholeValues shows and copies what the table has to cut: the key's id
// and the reason why a signature could not be checked, with their meanings.
func TestInspectWholeValues(t *testing.T) {
	t.Parallel()
	kid := "key-" + strings.Repeat("0123456789", 6)
	r := pastedToken(t, 80, 24, tokenOf(`{"alg":"RS256","kid":"`+kid+`","typ":"JWT"}`, `{"exp":1795356209}`))
	r.press("up", "up")
	if !strings.Contains(r.flat(), "kid "+kid) || r.copied("y") != kid {
		t.Errorf("the key's id is cut:\n%s", r.screen())
	}
	r.shows("RFC 7515", "Which key signed the token")
	r.press("g")
	if got := r.copied("y"); got != "not verified: nothing is fetched for a pasted token" {
		t.Errorf("copied %q", got)
	}
	r.shows("akoya-tui inspect --keys URL")

	r = newRig(t, 80, 24, realContent())
	r.content.verdict = &akoya.Verification{KeysURL: localBase + "/keys", Why: "the key set could not be read: the server answered 503 after three tries, and the proxy said that it is busy"}
	r.obtained()
	r.press("3", "g")
	if got := r.flat(); !strings.Contains(got, "the proxy said that it is busy (the keys are those of "+localBase+"/keys)") {
		t.Errorf("the reason is cut:\n%s", r.screen())
	}
}

// TestInspectWarns says plainly what is wrong with a token, in a set and pasted.
func TestInspectWarns(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		header, claims string
		shows          []string
	}{
		{`{"alg":"none"}`, `{"exp":1795356209}`, []string{"× nobody signed this token (alg none): trust nothing in it"}},
		{`{"alg":"NONE"}`, `{"exp":1795356209}`, []string{"× nobody signed this token (alg NONE): trust nothing in it"}},
		{`{"alg":"HS256"}`, `{"exp":1795356209}`, []string{"× signed with a shared secret (alg HS256): it cannot be checked"}},
		{`{}`, `{"exp":1795356209}`, []string{"× no algorithm is named: it cannot be checked"}},
		{`{"alg":7}`, `{"exp":1795356209}`, []string{"× no algorithm is named: it cannot be checked"}},
		{`{"alg":"ES256"}`, `{"exp":1795356209}`, []string{"○ not verified", "not RS256, the usual one"}},
		{`{"alg":"RS256"}`, `{"exp":"soon"}`, []string{`exp is not a time: "soon"`, "not a time (seconds since 1970)"}},
		{`{"alg":"RS256"}`, `{"exp":null}`, []string{"exp is not a time: null"}},
		{`{"alg":"RS256"}`, `{"exp":1e300}`, []string{"exp is not a time: 1e300"}},
		{`{"alg":"RS256"}`, `{"exp":1795356209,"exp":[]}`, []string{"exp is not a time: []"}},
		{`{"alg":"RS256"}`, `{"iss":"x"}`, []string{"the token does not say when it expires (no exp claim)"}},
		{`{"alg":"RS256"}`, `{"exp":1795356209,"iat":"then"}`, []string{`iat is not a time: "then"`}},
		{`{"alg":"RS256"}`, `{"exp":1795356209,"iat":1795356210}`, []string{"after it expires"}},
		{`{"alg":"RS256"}`, `{"exp":1795356209,"nbf":1795356200}`, []string{"not valid yet (nbf)"}},
	} {
		t.Run(test.header+test.claims, func(t *testing.T) {
			t.Parallel()
			r := pastedToken(t, 80, 24, tokenOf(test.header, test.claims))
			r.press("up")
			r.shows(test.shows...)
			r.fits()
		})
	}
}

// TestInspectLineage shows whose lineage a token has: a pasted one has none,
// unless it is one of the session's own.
func TestInspectLineage(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.refreshed()
	set, _ := r.app.session.Latest()
	r.press("3")
	r.shows("LINEAGE    code ─▸ #1 claimed 14:21 ─▸ #2 current")
	r.send(tea.PasteMsg{Content: tokenOf(`{"alg":"RS256"}`, `{"exp":1795356209}`)})
	r.shows("1 of 3 tokens", "belongs to no token set of this session")
	r.hides("#1 claimed", "● valid")
	r.press("left")
	r.shows("id_token of set #2", "#1 claimed 14:21 ─▸ #2 current")
	r.send(tea.PasteMsg{Content: set.IDToken.Reveal()})
	r.shows("pasted token: the id_token of set #2", "✓ verified with key", "#1 claimed 14:21 ─▸ #2 current", "● valid")

	r = pastedToken(t, 80, 24, token(`{"exp":1795356209}`))
	r.hides("LINEAGE")
}

// TestInspectChanges says what a refresh changed: by a mark where there is no room
// for a column, and in a sentence for the claim under the cursor.
func TestInspectChanges(t *testing.T) {
	t.Parallel()
	s := stateNamed(t, "inspect-changed")
	wide := rigIn(t, s, 120, 40, realContent())
	for _, words := range [][]string{{"kid", "77aa", "changed"}, {"typ", "not in this token", "gone"}, {"iss", "same"}, {"exp", "+18:00"}, {"products", "new"}, {"at_hash", "gone"}} {
		if !hasLine(wide.screen(), words...) {
			t.Errorf("no line has %q:\n%s", words, wide.screen())
		}
	}
	narrow := rigIn(t, s, 80, 24, realContent())
	narrow.shows("▌grant_id  ≠ not in this token", "accounts  ≠ acc-1001", "≠ not as in #1", "This token does not have it any more")
	narrow.press("/")
	narrow.text("name")
	narrow.shows("Changed since set #1: it was Mikomo One")
	narrow.press("esc", "/")
	narrow.text("iss")
	narrow.shows("▌iss         http")
	narrow.hides("Changed since")
}

func hasLine(screen string, words ...string) bool {
	for line := range strings.Lines(screen) {
		rest, ok := line, true
		for _, word := range words {
			if _, rest, ok = strings.Cut(rest, word); !ok {
				break
			}
		}
		if ok {
			return true
		}
	}
	return false
}

// TestInspectKeepsItsClaim stays on a claim from token to token.
func TestInspectKeepsItsClaim(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.refreshed()
	r.press("3", "down", "down", "down", "left")
	r.shows("id_token of set #1", "▌exp")
	r.press("g", "right")
	r.shows("id_token of set #2", "▌SIGNATURE")
	r.send(tea.PasteMsg{Content: token(`{"only":"this"}`)})
	r.press("left", "G", "left", "left")
	r.shows("pasted token", "▌only")
}

// TestInspectMeaningsAreWhole cuts no documented meaning in the table, whatever
// the width.
func TestInspectMeaningsAreWhole(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"inspect-first", "inspect-sets", "inspect-pasted", "inspect-odd", "inspect-changed", "inspect-far", "inspect-unsigned"} {
		for _, width := range []int{80, 99, 100, 113, 114, 120, 160, 220} {
			r := rigIn(t, stateNamed(t, name), width, 50, realContent())
			s := r.app.screens[screenInspect].(*inspectScreen)
			for _, row := range s.rows.list[1:] {
				if !hasLine(r.screen(), cutMiddle(row.name, shortName, r.app.glyphs)[:3], row.part.Short) {
					t.Errorf("%s at %d: the meaning of %s is cut:\n%s", name, width, row.name, r.screen())
				}
			}
		}
	}
}

// TestInspectList keeps the cursor on view on its way through many rows, and names
// what is not.
func TestInspectList(t *testing.T) {
	t.Parallel()
	r := pastedToken(t, 80, 24, manyClaims(200))
	r.shows("▌exp", "↑ 3 more: alg, kid, typ", "↓ 193 more: claim_7, claim_8")
	for _, key := range []string{"down", "up", "pgdown", "pgup"} {
		for range 40 {
			r.press(key)
			s := r.app.screens[screenInspect].(*inspectScreen)
			name := s.rows.list[max(s.cursor, 0)].name
			if name == "signature" {
				name = "SIGNATURE"
			}
			if !strings.Contains(r.screen(), "▌"+name+" ") {
				t.Fatalf("%s: the cursor on %s is not on view:\n%s", key, name, r.screen())
			}
		}
	}
	r.press("G")
	r.shows("▌claim_199")
	r.press("M")
	lines := strings.Split(r.screen(), "\n")
	for y, line := range lines {
		if strings.Contains(line, "claim_197 ") {
			r.send(tea.MouseClickMsg{X: 5, Y: y, Button: tea.MouseLeft})
		}
	}
	r.shows("▌claim_197", "claim_197  value 197")
}

// TestNothingToSave says what is true of the tokens when there is nothing to save.
func TestNothingToSave(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.press("s")
	r.shows("No session is open")
	r.obtained()
	r.press("s")
	r.shows("Tokens are in memory only: there is nothing to save them to.")
	r.press("S")
	r.shows("Tokens are in memory only")
	r.press("?")
	r.hides("Everything is saved")
}

func TestMoments(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	for _, test := range []struct {
		by        time.Duration
		ago, left string
	}{
		{0, "now", "expired 0:00 ago"},
		{900 * time.Millisecond, "now", "0:01 left"},
		{59 * time.Second, "in 59 s", "0:59 left"},
		{-61 * time.Minute, "1 h ago", "expired 1:01:00 ago"},
		{25 * time.Hour, "in 25 h", "25:00:00 left"},
		{-3 * day, "3 days ago", "expired 3 days ago"},
		{729 * day, "in 729 days", "729 days left"},
		{800 * day, "in 2 years", "2 years left"},
		{-106000 * day, "290 years ago", "expired 290 years ago"},
	} {
		then := rigStart.Add(test.by)
		if got := ago(rigStart, then); got != test.ago {
			t.Errorf("%s: %q, want %q", test.by, got, test.ago)
		}
		if got := remaining(rigStart, then); got != test.left {
			t.Errorf("%s: %q, want %q", test.by, got, test.left)
		}
	}
	first, last := time.Unix(-62135596799, 0), time.Unix(253402300799, 0) // beyond what a duration holds
	if got := ago(rigStart, first) + ", " + remaining(rigStart, first); got != "2,025 years ago, expired 2,025 years ago" {
		t.Error(got)
	}
	if got := ago(rigStart, last) + ", " + remaining(rigStart, last); got != "in 7,973 years, 7,973 years left" {
		t.Error(got)
	}
	if got := signed(last, first) + " " + signed(first, last) + " " + signed(rigStart, rigStart.Add(day)); got != "-9,998 years +9,998 years +24:00:00" {
		t.Error(got)
	}
	c := newRig(t, 80, 24, realContent()).app.scene()
	for width := 1; width < 60; width++ {
		for _, moment := range []time.Time{first, last, rigStart.Add(-time.Hour), rigStart.Add(100 * day)} {
			got := times(moment, c, width)
			near := strings.Contains(got, moment.UTC().Format("01-02 15:04")) && moment.Sub(rigStart).Abs() < 200*day
			if year := strings.Contains(got, moment.UTC().Format("2006-01-02 15:04:05")); !year && !near && got != ago(c.now, moment) {
				t.Errorf("in %d cells: %q", width, got)
			}
			if cells(got) > width && got != ago(c.now, moment) {
				t.Errorf("%q takes more than %d cells", got, width)
			}
		}
	}
}

// TestInspectOwnServiceToken knows a service token of the session again.
func TestInspectOwnServiceToken(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.openLocal()
	r.service()
	r.press("3")
	r.send(tea.PasteMsg{Content: "ory_at_canary-service-token-77aa"})
	r.shows("pasted token: the service token", "app_management_v2")
}

// TestInspectRevealsAll shows the whole token, an opaque one and a long one too.
func TestInspectRevealsAll(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"short": token(`{"exp":1795356209}`), "long": manyClaims(24), "opaque": "ory_at_" + strings.Repeat("canary-", 30),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := pastedToken(t, 80, 24, text)
			r.press("v")
			if all := strings.NewReplacer(" ", "", "\n", "", "TOKEN", "").Replace(r.screen()); !strings.Contains(all, text) {
				t.Errorf("the token is not whole:\n%s", r.screen())
			}
			r.press("v")
			r.hides(text[:12])
		})
	}
}
