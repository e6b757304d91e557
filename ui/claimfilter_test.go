package ui

import (
	"fmt"
	"strings"
	"testing"
)

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
