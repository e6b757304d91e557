package visible_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"akoya-tui/flows/visible"
)

func TestText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, in, text, line string }{
		{"plain", "Invalid client credentials.", "Invalid client credentials.", "Invalid client credentials."},
		{"letters of other scripts stay", "Grüße, 東京, שלום", "Grüße, 東京, שלום", "Grüße, 東京, שלום"},
		{"colour", "\x1b[31mred\x1b[m", `\x1b[31mred\x1b[m`, `\x1b[31mred\x1b[m`},
		{"window title", "\x1b]0;owned\x07", `\x1b]0;owned\x07`, `\x1b]0;owned\x07`},
		{"one-byte CSI", "\u009b31m", `\u{009b}31m`, `\u{009b}31m`},
		{"right-to-left override", "a\u202eb", `a\u{202e}b`, `a\u{202e}b`},
		{"zero width", "a\u200bb\ufeff", `a\u{200b}b\u{feff}`, `a\u{200b}b\u{feff}`},
		{"not UTF-8", "a\xffb", `a\xffb`, `a\xffb`},
		{"lines", "a\r\nb\tc\rd", "a\nb  c\\rd", `a\r\nb\tc\rd`},
		{"NUL and DEL", "\x00\x7f", `\x00\x7f`, `\x00\x7f`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := visible.Text(test.in); got != test.text {
				t.Errorf("Text(%q) = %q, want %q", test.in, got, test.text)
			}
			if got := visible.Line(test.in); got != test.line {
				t.Errorf("Line(%q) = %q, want %q", test.in, got, test.line)
			}
		})
	}
}

func TestShort(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", "plain": "plain", "\x1b[31m": `\x1b[31m`, "a\nb": `a\nb`, "\xff": `\xff`, "\x05\x85": `\x05\x85`,
		"\u202ex": `\u{202e}x`, "ü☃": "ü☃", "0123456789": "0123456789", "0123456789ab": "0123456789…", "ü\xff\x0034567☃9☃☃": `ü\xff\x0034567☃9…`, "'\"\\": `'"\`,
	} {
		if got := visible.Short(in, 10); got != want {
			t.Errorf("Short(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "plain", "\x1b[2J\x1b]52;c;aGk=\x07", "\u202e\u2066", "\xc3\x28", "a\r\nb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, got := range []string{visible.Text(s), visible.Line(s)} {
			if !utf8.ValidString(got) {
				t.Fatalf("%q is not UTF-8", got)
			}
			for _, r := range got {
				if unicode.IsControl(r) && r != '\n' || r >= 0x202a && r <= 0x202e {
					t.Fatalf("%q still has %U", got, r)
				}
			}
		}
		if strings.ContainsRune(visible.Line(s), '\n') {
			t.Fatal("Line kept a line feed")
		}
	})
}
