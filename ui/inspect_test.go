package ui

import (
	"strings"
	"testing"

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
