package callback

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
)

const propertyRuns = 3000

// anyText returns a text of letters that are awkward in an address.
func anyText(r *rand.Rand) string {
	const letters = "abcXYZ019-._~+/=&?#%:;,!'\"<> ☃é\\^[]{}"
	runes := []rune(letters)
	var b strings.Builder
	for range 1 + r.IntN(40) {
		b.WriteRune(runes[r.IntN(len(runes))])
	}
	return b.String()
}

// Whatever a server puts into code and state comes out unchanged, if it is escaped.
func TestPropertyAnyCodeAndStateComeBack(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range propertyRuns {
		code, state := anyText(r), anyText(r)
		query := url.Values{"code": {code}, "state": {state}, "scope": {anyText(r)}}.Encode()
		for _, text := range []string{testRedirect + "?" + query, testRedirect + "#" + query, query, `"` + testRedirect + "?" + query + `"`} {
			got, err := Parse(text, testRedirect, state)
			if err != nil || got.Code.Reveal() != code || got.State.Reveal() != state {
				t.Fatalf("Parse(%q): code %q, want %q; %v", text, got.Code.Reveal(), code, err)
			}
		}
	}
}

// An address that is wrapped anywhere, at any indent, is still read.
func TestPropertyWrappedAnywhere(t *testing.T) {
	t.Parallel()
	address := testRedirect + "?code=" + testCode + "&scope=openid+profile&state=" + testState
	r := rand.New(rand.NewPCG(3, 4))
	for width := 9; width < len(address); width++ { // a line holds at least the scheme
		var lines []string
		for rest := address; rest != ""; {
			n := min(width, len(rest))
			lines = append(lines, rest[:n])
			rest = rest[n:]
		}
		text := strings.Join(lines, []string{"\n", "\r\n", "\n  ", " \n"}[r.IntN(4)])
		if got, err := Parse(text, testRedirect, testState); err != nil || got.Code.Reveal() != testCode {
			t.Errorf("width %d: %v in %q", width, err, text)
		}
	}
}

// No other state is ever taken, and no problem repeats a code.
func TestPropertyNoOtherStateAndNoEcho(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	for range propertyRuns {
		state := []byte(testState)
		switch i := r.IntN(len(state)); r.IntN(3) {
		case 0:
			state[i] ^= 1 << r.IntN(5)
		case 1:
			state = append(state[:i], state[i+1:]...)
		case 2:
			state = append(state, byte('a'+r.IntN(26)))
		}
		code := fmt.Sprintf("c0de%d", r.Uint64())
		got, err := Parse(testRedirect+"?"+url.Values{"code": {code}, "state": {string(state)}}.Encode(), testRedirect, testState)
		if KindOf(err) != WrongState || got != (Callback{}) {
			t.Fatalf("state %q: %+v, %v", state, got, err)
		}
		mangled := []string{
			"http://other.example/" + code, testRedirect + "/" + code, testRedirect + "?code=" + code, "see " + code + " there",
			testRedirect + "?code=" + code + "&code=" + code, "eyJ" + code + ".b.c", code + "://x?code=" + code, "state=" + code,
		}
		if _, err := Parse(mangled[r.IntN(len(mangled))], testRedirect, testState); err == nil || strings.Contains(err.Error(), code) {
			t.Fatalf("%v repeats %s", err, code)
		}
	}
}
