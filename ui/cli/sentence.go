package cli

import (
	"strings"

	"akoya-tui/flows/visible"
)

// Sentence returns text safe for a terminal, with a full stop at its end.
func Sentence(text string) string {
	text = strings.TrimSpace(visible.Text(text))
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".?!") {
		return text
	}
	return text + "."
}
