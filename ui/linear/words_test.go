package linear

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"akoya-tui/akoya"
)

func TestDuration(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]time.Duration{
		"less than a second": 400 * time.Millisecond, "1 second": time.Second, "2 minutes": 2 * time.Minute,
		"1 minute 1 second": 61 * time.Second, "25 hours": 0, "1 day 1 hour": 25 * time.Hour, "366 days": 366 * 24 * time.Hour,
		"23 hours 59 minutes": 24*time.Hour - time.Second,
	} {
		if d == 0 {
			continue
		}
		if got := duration(d); got != want {
			t.Errorf("%v is said as %q, want %q", d, got, want)
		}
	}
	now := time.Unix(1_800_000_000, 0)
	for want, then := range map[string]time.Time{"now": now, "in 2 minutes": now.Add(2 * time.Minute), "1 hour ago": now.Add(-time.Hour)} {
		if got := relative(now, then); got != want {
			t.Errorf("%v is %q, want %q", then, got, want)
		}
	}
}

func TestSpeakable(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain":                   "plain",
		"token ••••abcd, ••••":    "token (hidden, ends in abcd), (hidden)",
		"ory_at_…":                "ory_at_...",
		"\x1b[31mred\x07":         `\x1b[31mred\x07`,
		"a\u202eb":                `a\u{202e}b`,
		"┌─┐ ☺ José":              `\u{250c}\u{2500}\u{2510} \u{263a} José`,
		"line\nbreak\ttab":        `line\nbreak\ttab`,
		"“quoted” – said · twice": `"quoted" - said , twice`,
	} {
		if got := (&printer{}).speakable(in); got != want {
			t.Errorf("%q is said as %q, want %q", in, got, want)
		}
	}
	if got := (&printer{ascii: true}).speakable("José"); got != `Jos\u{00e9}` {
		t.Errorf("in ASCII: %q", got)
	}
}

func TestHidden(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]string{"": "empty", "short": "hidden", "a-long-secret-abcd": "hidden, ends in abcd", "a-long-secret-\x1bbc": "hidden"} {
		if got := hidden(akoya.NewSecret(secret)); got != want {
			t.Errorf("%q is said as %q, want %q", secret, got, want)
		}
	}
}

func TestLongThings(t *testing.T) {
	t.Parallel()
	said := newTranscript()
	out := &printer{w: said}
	out.say("%s", strings.Repeat("word ", 100))
	out.say("%s", strings.Repeat("é", 500))
	out.say("%s", strings.Repeat("x", 1<<20))
	for i, line := range strings.Split(said.String(), "\n") {
		if n := utf8.RuneCountInString(line); n > maxWidth {
			t.Errorf("line %d has %d characters", i+1, n)
		}
	}
	if !strings.Contains(said.String(), "bytes more)") || strings.Count(said.String(), "\n") > 40 {
		t.Errorf("said %d bytes in %d lines", len(said.String()), strings.Count(said.String(), "\n"))
	}
}

func TestSentences(t *testing.T) {
	t.Parallel()
	got := sentences("One (see 5.2). Two? Three, e.g. this. ")
	if strings.Join(got, "|") != "One (see 5.2).|Two?|Three, e.g. this. " {
		t.Errorf("%q", got)
	}
}

func TestBodyLines(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"": "", "  ": "", "<html>\nhi": "<html>|hi", `{"a":1,"b":"x"}`: "a: 1|b: x", `[]`: "empty", `"word"`: "word",
		`{"accounts":[{"id":"1","n":null},{"id":"2"}],"empty":{}}`: "accounts 1, id: 1|accounts 1, n: null|accounts 2, id: 2|empty: empty",
		`{"broken":`: `{"broken":`,
	} {
		if got := strings.Join(bodyLines(body), "|"); got != want {
			t.Errorf("%s is %q, want %q", body, got, want)
		}
	}
	if n := len(bodyLines("[" + strings.Repeat("1,", 20000) + "1]")); n != maxBodyLines {
		t.Errorf("%d lines", n)
	}
	deep := strings.Repeat("[", 9000) + strings.Repeat("]", 9000)
	if len(bodyLines(deep)) == 0 {
		t.Error("a deep body has no lines")
	}
}

func FuzzSay(f *testing.F) {
	for _, seed := range []string{"", "••••abcd", "\x1b]0;title\a", "\xff", strings.Repeat("é ", 300), "a. B. c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		said := newTranscript()
		out := &printer{w: said}
		out.say("%s", text)
		out.paragraph(text)
		for line := range strings.SplitSeq(said.String(), "\n") {
			if utf8.RuneCountInString(line) > maxWidth {
				t.Errorf("%q is too long", line)
			}
		}
		checkSpoken(t, said.String())
	})
}
