package ui

import (
	"fmt"
	"slices"
	"testing"
	"unicode"
)

// example screen
// helloScreen goes into ui/helloscreen.go.
type helloScreen struct{ times int }

func (s *helloScreen) bindings(scene) []binding {
	return []binding{{keys: []string{"enter"}, word: "again", help: "Say it once more.", intent: act(func() { s.times++ })}}
}

func (s *helloScreen) view(c scene) []string {
	return []string{c.theme.strong.paint("Hello"), "", fmt.Sprintf(" said %d times", s.times)}
}

// end

var _ screen = (*helloScreen)(nil)

func TestExampleScreen(t *testing.T) {
	t.Parallel()
	s := &helloScreen{}
	s.bindings(scene{})[0].intent.(act)()
	if got := s.view(scene{})[2]; got != " said 1 times" {
		t.Errorf("%q", got)
	}
}

func TestKeysNameEveryScreen(t *testing.T) {
	t.Parallel()
	all := Keys()
	for id := range New(Deps{}).screens {
		if title := screenTitle(id); !slices.ContainsFunc(all, func(k KeyHelp) bool { return k.Where == title }) {
			t.Errorf("no key of the screen %s is listed", title)
		}
	}
	for _, k := range all {
		if len(k.Keys) == 0 || k.Help == "" || k.Word == "" {
			t.Errorf("%+v: an action needs keys, a word and a sentence", k)
		}
	}
}

// What a person can press in a state is in the list: compare with the table
// that dispatches, in every state that has keys of its own.
func TestKeysHoldTheStates(t *testing.T) {
	t.Parallel()
	for _, want := range []struct{ where, word string }{
		{"Authorize", "approve here"}, {"Authorize (choosing a person)", "deny"}, {"Obtain", "send"}, {"Obtain", "new request"},
		{"Obtain", "go and get it"},
		{"Test cases (one open)", "list"}, {"Test cases (many running)", "stop after this one"},
		{"Test cases", "include cases that end the consent"}, {"Test cases (asked about cases that end a consent)", "include them"},
		{"Test cases (one being edited)", "send and judge"},
		{"History", "write HAR"}, {"History (two compared)", "back"}, {"Profiles (one that was not opened)", "memory only"}, {keysRunning, "cancel"}, {keysEverywhere, "help"},
	} {
		if !slices.ContainsFunc(Keys(), func(k KeyHelp) bool { return k.Where == want.where && k.Word == want.word }) {
			t.Errorf("%s of %s is not listed", want.word, want.where)
		}
	}
}

// The words of the key line are lower case, so that the keys stand out.
func TestWordsAreLowerCase(t *testing.T) {
	t.Parallel()
	for _, s := range states() {
		r := rigIn(t, s, 120, 40, realContent())
		left, right := r.app.lineKeys(r.app.scene())
		for _, b := range append(left, right...) {
			if first := []rune(b.word)[0]; unicode.IsUpper(first) {
				t.Errorf("%s: the word of %s is %q", s.name, b.shown(), b.word)
			}
		}
	}
}
