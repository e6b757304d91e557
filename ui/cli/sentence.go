package cli

import (
	"strings"

	"akoya-tui/flows/vault"
	"akoya-tui/flows/visible"
)

// AfterName writes a sentence about an error as it stands behind the name of the
// program: with a small letter, unless it begins with a name.
func AfterName(text string, err error) string {
	what := vault.Happened(err)
	if n := len(what); n <= len(text) && strings.EqualFold(text[:n], what) {
		return what + text[n:]
	}
	return text
}

// Sentence returns text safe for a terminal, with a full stop at its end.
func Sentence(text string) string {
	text = strings.TrimSpace(visible.Text(text))
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".?!") {
		return text
	}
	return text + "."
}
