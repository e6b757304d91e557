package ui

import (
	"slices"
	"strings"
	"testing"
)

// TestPaletteOtherWords finds actions by what people call them.
func TestPaletteOtherWords(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"copy curl":  "History: copy as curl",
		"export har": "History: write HAR",
		"logout":     "Everywhere: quit",
		"exit":       "Everywhere: quit",
		"dark":       "Everywhere: colours",
		"mouse":      "Everywhere: mouse",
		"login":      "Authorize: new request",
		"diff":       "History: compare",
		"shortcuts":  "Everywhere: help",
		"decode jwt": "Go to: Inspect",
		"renew":      "Refresh: send",
	} {
		r := newRig(t, 120, 40, realContent())
		r.obtained()
		r.press(":")
		r.text(typed)
		if !slices.ContainsFunc(r.app.found(r.app.scene()), func(a action) bool { return a.name == want }) {
			t.Errorf("%q does not find %q", typed, want)
		}
	}
}

// TestPaletteOrder puts what has the words in its name before what only explains
// itself with them, and what works before what does not.
func TestPaletteOrder(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.obtained()
	r.press(":")
	r.text("copy")
	c := r.app.scene()
	rank := func(a action) int {
		at := 0
		switch name := strings.ToLower(a.name); {
		case strings.Contains(name, "copy"):
		case strings.Contains(otherWords(name), "copy"):
			at = 2
		default:
			at = 4
		}
		if a.why != "" {
			at++
		}
		return at
	}
	list := r.app.found(c)
	if len(list) < 3 || !slices.IsSortedFunc(list, func(a, b action) int { return rank(a) - rank(b) }) {
		t.Errorf("the order is %+v", list)
	}
	r.shows("Copy the request as a curl line")

	r = newRig(t, 80, 24, realContent())
	r.press(":")
	r.text("zebra")
	r.shows("No action is called that. Most come with an environment")
	r.press("ctrl+u")
	r.text("dark")
	r.shows("The colours follow the terminal's background")
	r.press("enter")
	r.shows("The colours follow the terminal's background")
}
