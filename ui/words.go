package ui

import "strings"

// words are what one looks for, in small letters: a text is found when it holds
// each of them, in any order.
type words []string

func wordsOf(text string) words { return strings.Fields(strings.ToLower(text)) }

// in reports whether a text in small letters holds every word.
func (w words) in(text string) bool {
	for _, word := range w {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func (w words) String() string { return strings.Join(w, " ") }
