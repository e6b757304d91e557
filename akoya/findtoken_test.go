package akoya

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFindToken(t *testing.T) {
	t.Parallel()
	one, other := jwt(`{"alg":"RS256"}`, `{"sub":"a"}`), jwt(`{"alg":"RS256"}`, `{"sub":"b"}`)
	head, _, _ := strings.Cut(one, ".")
	encrypted := head + ".AAAA.BBBB.CCCC.DDDD"
	unsigned := one[:strings.LastIndexByte(one, '.')+1]
	for text, want := range map[string]string{
		one:                            one,
		" \n" + one + "\n":             one,
		"Authorization: Bearer " + one: one,
		"authorization:bearer\t" + one: one,
		`{"id_token":"` + one + `"}`:   one,
		`{"id_token":"` + one + `","refresh_token":"abcdefghijkl"}`:                          one,
		`curl -s -H 'Authorization: Bearer ` + one + `' https://api.example.com/v2/accounts`: one,
		"curl -d id_token_hint=" + one + "&x=1 http://127.0.0.1:80/a.b.c":                    one,
		"It is " + one + ".":               one,
		"twice " + one + ", " + one:        one,
		"both: " + one + " / " + other:     "both: " + one + " / " + other,
		"an encrypted one: " + encrypted:   encrypted,
		"not signed: '" + unsigned + "'":   unsigned,
		" ory_at_abc ":                     "ory_at_abc",
		"":                                 "",
		"www.example.com is no token":      "www.example.com is no token",
		"a cut one: " + head + ".eyJzdWIi": "a cut one: " + head + ".eyJzdWIi",
	} {
		got := FindToken(text).Reveal()
		if cleanToken(got) != cleanToken(want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	broken := "Authorization: Bearer " + one[:20] + "\r\n  " + one[20:]
	if token, err := DecodeWithoutVerify(FindToken(broken)); err != nil || token.Subject != "a" {
		t.Errorf("a token on two lines: %v", err)
	}
}

func FuzzFindToken(f *testing.F) {
	f.Add(`{"id_token":"` + canaryJWT + `"}`)
	f.Add("Authorization: Bearer " + canaryJWT + "\n" + canaryOry)
	f.Add("eyJ.eyJ.\xff...ey.a.b")
	f.Fuzz(func(t *testing.T, text string) {
		found := FindToken(text)
		if raw := found.Reveal(); !strings.Contains(text, raw) || utf8.ValidString(text) && !utf8.ValidString(raw) {
			t.Fatalf("%q is no part of %q", raw, text)
		}
		if again := FindToken(found.Reveal()); !again.Equal(found) {
			t.Fatalf("%q, then %q", found.Reveal(), again.Reveal())
		}
		if _, err := DecodeWithoutVerify(NewSecret(text)); err == nil {
			if _, err := DecodeWithoutVerify(found); err != nil {
				t.Fatalf("%q could be decoded, %q not: %v", text, found.Reveal(), err)
			}
		}
	})
}
