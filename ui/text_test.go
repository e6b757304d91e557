package ui

import (
	"slices"
	"strings"
	"testing"
)

// TestSplitWords breaks at spaces, and URLs and paths between their parts.
func TestSplitWords(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		text  string
		width int
		want  []string
	}{
		{"one two three", 9, []string{"one two ", "three"}},
		{"GET http://127.0.0.1:45697/accounts-info/v2/mikomo", 39, []string{"GET http://127.0.0.1:45697/", "accounts-info/v2/mikomo"}},
		{"http://a.example/token?code=1&state=2", 26, []string{"http://a.example/token", "?code=1&state=2"}},
		{"http://a.example/token?code=1&state=2", 29, []string{"http://a.example/token?code=1", "&state=2"}},
		{"/a/very-long-name-without-a-slash", 12, []string{"/a/very-long", "-name-withou", "t-a-slash"}},
		{"abcdefgh//", 9, []string{"abcdefgh/", "/"}},
	} {
		var got []string
		for text := one.text; text != ""; {
			head, tail := splitWords(text, one.width)
			got, text = append(got, head), tail
		}
		if !slices.Equal(got, one.want) {
			t.Errorf("%q in %d cells is %q, want %q", one.text, one.width, got, one.want)
		}
	}
}

// TestWrapParts keeps a file name whole, and marks what was cut off.
func TestWrapParts(t *testing.T) {
	t.Parallel()
	text := "Written to /home/mara/projects/akoya-tui-20261121-150322.har. Secrets in it are masked."
	got := wrapParts(text, 40, 4, unicodeGlyphs())
	want := []string{"Written to /home/mara/projects/", "akoya-tui-20261121-150322.har. Secrets", "in it are masked."}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	got = wrapParts(strings.Repeat("word ", 1000), 40, 2, unicodeGlyphs())
	if len(got) != 2 || !strings.HasSuffix(got[1], "…") || cells(got[1]) > 40 {
		t.Errorf("got %q", got)
	}
}
