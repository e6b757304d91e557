package explain

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestShortMeanings holds that every short meaning fits into a column of a table,
// and is no sentence.
func TestShortMeanings(t *testing.T) {
	t.Parallel()
	const limit = 34
	warnings := []Part{signature, noAlgorithm, unsigned, sharedSecret, unusualAlgorithm, unknownAlgorithm}
	for _, part := range slices.Concat(claims[:], headerParams[:], warnings) {
		first, _ := utf8.DecodeRuneInString(part.Short)
		switch n := utf8.RuneCountInString(part.Short); {
		case n == 0 || n > limit:
			t.Errorf("%s: %d characters instead of 1 to %d: %q", part.Name, n, limit, part.Short)
		case unicode.IsUpper(first) && !strings.HasPrefix(part.Short, "RS256"), strings.ContainsAny(part.Short, ".…\n"), strings.TrimSpace(part.Short) != part.Short:
			t.Errorf("%s: not a few words: %q", part.Name, part.Short)
		}
	}
	for _, part := range warnings {
		checkSentence(t, part.Name, part.Meaning, 80)
		checkSentence(t, part.Name, part.IfWrong, 90)
		checkSource(t, part.Name, part.Document, part.RFC)
	}
}

func TestAlgorithm(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		algs       string
		says       string
		unprovable bool
	}{
		{"none None NONE", "nobody signed this token", true},
		{"HS256 hs512 HS384", "shared secret", true},
		{"ES256 PS512 EdDSA RS512", "not RS256", false},
		{"rs256 XX NONESUCH", "unknown", true},
	} {
		for _, alg := range strings.Fields(test.algs) {
			got, ok := Algorithm(alg)
			if !ok || !strings.Contains(got.Short, test.says) || got.Unprovable != test.unprovable {
				t.Errorf("%s: %+v, %t", alg, got, ok)
			}
		}
	}
	if got, ok := Algorithm(""); !ok || !got.Unprovable {
		t.Errorf("no algorithm: %+v", got)
	}
	if got, ok := Algorithm("RS256"); ok {
		t.Errorf("a warning of RS256: %+v", got)
	}
}
