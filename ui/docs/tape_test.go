package docs

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// tapeCommand is one line of a tape: Wait+Screen@10s /text/.
type tapeCommand struct {
	line    int
	name    string
	scope   string        // of Wait: Line or Screen; of Ctrl and Alt: the keys
	at      time.Duration // the speed of a key, the limit of a Wait; 0: none given
	args    []string      // unquoted
	pattern *regexp.Regexp
}

// The words of the language, as of VHS 0.10. Source, Copy, Paste and the mouse
// are left out: a tape of one file needs none of them.
func tapeKeys() []string {
	return []string{"Enter", "Tab", "Space", "Backspace", "Delete", "Insert", "Escape", "Up", "Down", "Left", "Right", "PageUp", "PageDown"}
}

func tapeSettings() []string {
	return []string{
		"Shell", "FontSize", "FontFamily", "Height", "Width", "LetterSpacing", "LineHeight", "PlaybackSpeed", "Padding",
		"Theme", "Framerate", "TypingSpeed", "MarginFill", "Margin", "WindowBar", "WindowBarSize", "BorderRadius",
		"CursorBlink", "LoopOffset", "WaitTimeout", "WaitPattern",
	}
}

// parseTape reads a tape, one command a line.
func parseTape(text string) ([]tapeCommand, error) {
	var list []tapeCommand
	for i, line := range strings.Split(text, "\n") {
		if trimmed := strings.TrimSpace(line); trimmed == "" || strings.HasPrefix(trimmed, "#") {
			continue
		}
		command, err := parseTapeLine(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		command.line = i + 1
		list = append(list, command)
	}
	return list, nil
}

func parseTapeLine(line string) (tapeCommand, error) {
	if !utf8.ValidString(line) {
		return tapeCommand{}, fmt.Errorf("this is not UTF-8")
	}
	if strings.TrimRight(line, " \t\r") != line || strings.TrimLeft(line, " \t") != line {
		return tapeCommand{}, fmt.Errorf("there are spaces around the command")
	}
	head, rest, _ := strings.Cut(line, " ")
	var c tapeCommand
	head, at, timed := strings.Cut(head, "@")
	if timed {
		d, err := tapeTime(at)
		if err != nil {
			return c, err
		}
		c.at = d
	}
	c.name, c.scope, _ = strings.Cut(head, "+")
	args, pattern, err := tapeWords(rest)
	if err != nil {
		return c, err
	}
	c.args = args
	if pattern != nil {
		if c.pattern, err = regexp.Compile(*pattern); err != nil {
			return c, err
		}
		if *pattern == "" {
			return c, fmt.Errorf("an empty pattern waits for nothing")
		}
	}
	return c, c.check(timed)
}

// tapeWords splits what follows a command into words, quoted strings and a
// pattern. As in VHS a quote has no escape, and ends on its line.
func tapeWords(rest string) (words []string, pattern *string, err error) {
	for rest = strings.TrimLeft(rest, " "); rest != ""; rest = strings.TrimLeft(rest, " ") {
		if pattern != nil {
			return nil, nil, fmt.Errorf("nothing may follow the pattern")
		}
		switch quote := rest[0]; quote {
		case '"', '\'', '`', '/':
			inner, after, closed := strings.Cut(rest[1:], string(quote))
			if !closed {
				return nil, nil, fmt.Errorf("the %c is not closed", quote)
			}
			if after != "" && after[0] != ' ' {
				return nil, nil, fmt.Errorf("a space is missing behind the closing %c", quote)
			}
			if quote == '/' {
				pattern = &inner
			} else {
				words = append(words, inner)
			}
			rest = after
		default:
			word, after, _ := strings.Cut(rest, " ")
			if strings.ContainsAny(word, "\"'`") {
				return nil, nil, fmt.Errorf("%s has a quote in its middle", word)
			}
			words, rest = append(words, word), after
		}
	}
	return words, pattern, nil
}

// tapeTime reads a time: a number with ms, s or m; seconds without a unit.
func tapeTime(text string) (time.Duration, error) {
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		text += "s"
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 || d > 10*time.Minute || !regexp.MustCompile(`^[0-9.]+(ms|s|m)$`).MatchString(text) {
		return 0, fmt.Errorf("%q is not a time such as 500ms or 2s", text)
	}
	return d, nil
}

func (c tapeCommand) isKey() bool {
	return c.name == "Type" || c.name == "Ctrl" || c.name == "Alt" || c.name == "Shift" || slices.Contains(tapeKeys(), c.name)
}

// repeat returns how often a key is pressed.
func (c tapeCommand) repeat() int {
	if len(c.args) == 1 {
		if n, err := strconv.Atoi(c.args[0]); err == nil {
			return n
		}
	}
	return 1
}

// check holds one command against the rules of its kind.
func (c tapeCommand) check(timed bool) error {
	want := func(n int) error {
		if len(c.args) != n {
			return fmt.Errorf("%s takes %d words, not %d", c.name, n, len(c.args))
		}
		return nil
	}
	if c.pattern != nil && c.name != "Wait" {
		return fmt.Errorf("only Wait takes a pattern")
	}
	modifier := c.name == "Ctrl" || c.name == "Alt" || c.name == "Shift"
	if c.scope != "" && c.name != "Wait" && !modifier {
		return fmt.Errorf("%s takes no +", c.name)
	}
	if timed && c.name != "Wait" && (modifier || !c.isKey()) {
		return fmt.Errorf("%s takes no @", c.name)
	}
	switch {
	case c.name == "Hide" || c.name == "Show":
		return want(0)
	case modifier:
		if c.scope == "" {
			return fmt.Errorf("%s needs a key: %s+c", c.name, c.name)
		}
		return want(0)
	case c.name == "Wait":
		if c.scope != "" && c.scope != "Line" && c.scope != "Screen" {
			return fmt.Errorf("Wait+%s: there are Wait+Line and Wait+Screen", c.scope)
		}
		return want(0)
	case c.name == "Type" || c.name == "Output" || c.name == "Require" || c.name == "Screenshot":
		return want(1)
	case c.name == "Env":
		return want(2)
	case c.name == "Sleep":
		if err := want(1); err != nil {
			return err
		}
		_, err := tapeTime(c.args[0])
		return err
	case c.name == "Set":
		if err := want(2); err != nil {
			return err
		}
		if !slices.Contains(tapeSettings(), c.args[0]) {
			return fmt.Errorf("there is no setting %s", c.args[0])
		}
		return nil
	case slices.Contains(tapeKeys(), c.name):
		if len(c.args) == 0 {
			return nil
		}
		if n, err := strconv.Atoi(c.args[0]); err != nil || n < 1 || n > 1000 || len(c.args) > 1 {
			return fmt.Errorf("%s takes how often it is pressed: %s 3", c.name, c.name)
		}
		return nil
	}
	return fmt.Errorf("there is no command %s", c.name)
}

// lintTape holds a whole tape against the rules of VHS and of this repository.
func lintTape(list []tapeCommand) error {
	stage := map[string]int{"Output": 0, "Require": 1, "Set": 2, "Env": 3}
	now, outputs, hidden := 0, 0, false
	var unanswered *tapeCommand // a key that no Wait has followed yet
	for i, c := range list {
		at, head := stage[c.name]
		if !head {
			at = 4
		}
		if c.name == "Set" && c.args[0] == "TypingSpeed" && now == 4 {
			at = 4 // the one setting that may change later
		}
		if at < now {
			return fmt.Errorf("line %d: %s comes too late: the order is Output, Require, Set, Env, then the rest (a Set after an Env is ignored)", c.line, c.name)
		}
		now = at
		switch {
		case c.name == "Output":
			outputs++
		case c.name == "Hide":
			hidden = true
		case c.name == "Show":
			hidden = false
		case c.name == "Wait":
			unanswered = nil
			if c.pattern != nil && (c.scope != "Screen" || c.at == 0) {
				return fmt.Errorf("line %d: write Wait+Screen@10s /text/, or a bare Wait for the prompt", c.line)
			}
		case c.isKey():
			// A typed line and the Enter behind it are one step.
			typed := c.name == "Enter" && i > 0 && list[i-1].name == "Type"
			if unanswered != nil && !typed && !hidden {
				return fmt.Errorf("line %d: no Wait stands between this key and the one in line %d", c.line, unanswered.line)
			}
			unanswered = &list[i]
		}
	}
	switch {
	case outputs != 1 || list[0].name != "Output":
		return fmt.Errorf("the first command is Output, once")
	case hidden:
		return fmt.Errorf("a Hide has no Show")
	case unanswered != nil:
		return fmt.Errorf("line %d: no Wait follows the last key", unanswered.line)
	}
	return nil
}

// tapeLength returns how long the film is when every Wait is over at once.
func tapeLength(list []tapeCommand) time.Duration {
	var total time.Duration
	speed, hidden := 50*time.Millisecond, false
	for _, c := range list {
		step := time.Duration(0)
		switch {
		case c.name == "Hide":
			hidden = true
		case c.name == "Show":
			hidden = false
		case c.name == "Set" && c.args[0] == "TypingSpeed":
			speed, _ = tapeTime(c.args[1])
		case c.name == "Sleep":
			step, _ = tapeTime(c.args[0])
		case c.isKey():
			each := speed
			if c.at > 0 {
				each = c.at
			}
			n := c.repeat()
			if c.name == "Type" {
				n = len([]rune(c.args[0]))
			}
			step = time.Duration(n) * each
		}
		if !hidden {
			total += step
		}
	}
	return total
}

func readTape(t testing.TB) []tapeCommand {
	t.Helper()
	list, err := parseTape(readFile(t, root+"/demo.tape"))
	if err != nil {
		t.Fatalf("demo.tape: %v", err)
	}
	return list
}

func TestTapeIsSound(t *testing.T) {
	t.Parallel()
	list := readTape(t)
	if err := lintTape(list); err != nil {
		t.Errorf("demo.tape: %v", err)
	}
	if length := tapeLength(list); length > 55*time.Second {
		t.Errorf("the film takes %s with no wait at all: it must stay under a minute", length)
	}
}

func TestTapeLintFindsFaults(t *testing.T) {
	t.Parallel()
	const head = "Output demo.gif\nRequire go\nSet Width 1200\nEnv A \"b\"\n"
	for _, bad := range []string{
		"", "Require go\nOutput demo.gif", "Output demo.gif\nEnv A \"b\"\nSet Width 1200", "Output a.gif\nOutput b.gif",
		head + "Home", head + "Type \"open", head + "Type 'a\" b", head + "Wait+Screen@10s /(/", head + "Wait+Screen /a/",
		head + "Wait+Page@1s /a/", head + "Wait@10s /a/", head + "Type \"a\"", head + "Enter\nEnter\nWait", head + "Hide",
		head + "Sleep soon", head + "Sleep -1s", head + "Set Colour 3", head + "Down many", head + "Enter ", head + " Enter",
		head + "Wait+Screen@10s //", head + "Sleep@1s 2s", head + "Enter+a", head + "Ctrl", head + "Type a b", head + "Wait+Screen@10s /a/ b",
	} {
		list, err := parseTape(bad)
		if err == nil && len(list) > 0 {
			err = lintTape(list)
		}
		if err == nil && len(list) > 0 {
			t.Errorf("no fault is found in %q", bad)
		}
	}
	list, err := parseTape(head + "# words\nHide\nType \"make\"\nEnter\nWait\nShow\nType@20ms 'say \"a\"'\nEnter\nWait+Screen@10s /a b$/\nDown 3\nWait+Screen@1.5s /c/\nCtrl+c\nWait\nSleep 500ms")
	if err == nil {
		err = lintTape(list)
	}
	if err != nil {
		t.Error(err)
	}
}

func FuzzParseTape(f *testing.F) {
	f.Add("Output demo.gif\nSet Width 1200\nType@10ms \"a b\"\nEnter 2\nWait+Screen@10s /x y/\n")
	f.Add("Type `'\"`\nCtrl+Alt+c\n# words\n\nSleep .5\nEnv A \"b\"")
	f.Add("Wait+Screen@10s /(/\nType \"open")
	f.Add(readFile(f, root+"/demo.tape"))
	f.Fuzz(func(t *testing.T, text string) {
		list, err := parseTape(text)
		if err != nil {
			return
		}
		for _, c := range list {
			if c.line < 1 || c.line > strings.Count(text, "\n")+1 || c.name == "" || c.at < 0 {
				t.Fatalf("%+v", c)
			}
		}
		if len(list) > 0 {
			_ = lintTape(list)
		}
		if tapeLength(list) < 0 {
			t.Fatal("the film has a negative length")
		}
	})
}
