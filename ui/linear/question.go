package linear

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"akoya-tui/akoya"
)

// menu is a question with numbered answers.
type menu struct {
	title   string
	facts   func() // says, each time, what belongs to the question; may be nil
	choices []string
	help    string // a paragraph
	// take is given a line that is no choice and reports whether it was of use.
	take func(line string) bool
	// woken reports whether what was waited for has come, so that no answer is
	// needed any more.
	woken func() bool
}

// taken is the answer when menu.take has taken the line.
const taken = -1

// choose asks until there is an answer: the index of a choice.
func (t *talk) choose(m menu) (int, error) {
	t.readOut(m)
	for {
		line, err := t.readLine(false, m.woken)
		switch {
		case errors.Is(err, errTooLong):
			t.out.say("That was longer than any answer. Nothing of it was kept.")
			t.readOut(m)
			continue
		case err != nil:
			return 0, err
		}
		word := strings.ToLower(strings.TrimSpace(line))
		done, err := t.command(word, m.help)
		switch {
		case err != nil:
			return 0, err
		case done:
			t.readOut(m)
			continue
		}
		if i, ok := m.find(word); ok {
			return i, nil
		}
		if word != "" && m.take != nil && m.take(line) {
			return taken, nil
		}
		t.out.say("%s", m.notAChoice(word))
		t.readOut(m)
	}
}

// readOut reads the question with its answers.
func (t *talk) readOut(m menu) {
	t.out.gap()
	t.out.say("%s", m.title)
	if m.facts != nil {
		m.facts()
	}
	for i, choice := range m.choices {
		t.out.say("%d. %s", i+1, choice)
	}
	t.out.say("Type a number from 1 to %d; or b to go back, r to repeat, h for help, q to quit.", len(m.choices))
}

// find returns the choice of that number, of that name, or the only one that
// begins so.
func (m menu) find(word string) (int, bool) {
	if n, err := strconv.Atoi(strings.TrimSuffix(word, ".")); err == nil {
		return n - 1, n >= 1 && n <= len(m.choices)
	}
	found := -1
	for i, choice := range m.choices {
		if strings.EqualFold(strings.TrimSuffix(choice, "."), word) {
			return i, true
		}
		if len(word) < 2 || !strings.HasPrefix(strings.ToLower(choice), word) {
			continue
		}
		if found >= 0 {
			found = len(m.choices) // several: none
			continue
		}
		found = i
	}
	return found, found >= 0 && found < len(m.choices)
}

// notAChoice says what is wrong with an answer. It does not repeat it: it may be
// a secret that was pasted into the wrong place.
func (m menu) notAChoice(word string) string {
	if word == "" {
		return "Nothing was typed."
	}
	if n, err := strconv.Atoi(word); err == nil {
		return fmt.Sprintf("There is no choice %d.", n)
	}
	return "That is none of the choices. Nothing of it was kept."
}

// command acts on the letters that work at every question. done says that it was
// one of them.
func (t *talk) command(word, help string) (done bool, err error) {
	switch word {
	case "b", "back":
		return true, errBack
	case "q", "quit", "exit":
		return true, t.confirmQuit()
	case "r", "repeat":
		return true, nil
	case "h", "help", "?":
		t.out.gap()
		t.out.paragraph(help)
		t.out.paragraph(`Type the number of a choice, or how it begins, and press enter. "b" goes back to the question before. "r" reads this one again. "q" ends the program, and so does ctrl+c.`)
		return true, nil
	}
	return false, nil
}

// confirmQuit asks once more when something would be lost.
func (t *talk) confirmQuit() error {
	if t.unsaved == nil {
		return errQuit
	}
	unsaved := t.unsaved
	t.unsaved = nil // a second q is not asked again
	yes, err := t.yes("The newest tokens are not saved and will be lost. Quit all the same?", "Stay.", "Quit.")
	if err == nil && yes || err != nil && !errors.Is(err, errBack) {
		t.unsaved = unsaved
		return errQuit
	}
	t.unsaved = unsaved
	return nil
}

// yes asks a question whose safe answer comes first.
func (t *talk) yes(question, no, yes string) (bool, error) {
	i, err := t.choose(menu{title: question, choices: []string{no, yes}, help: question})
	return i == 1, err
}

// text asks for a line of text. A letter that is a command is typed with = before it.
func (t *talk) text(question, help string) (string, error) {
	value, err := t.ask(question, help, false)
	return value.Reveal(), err
}

// secret asks for a line that is not shown where it can be hidden.
func (t *talk) secret(question, help string) (akoya.Secret, error) {
	if t.in.terminal {
		question += " What you type is not shown."
	}
	return t.ask(question, help, true)
}

func (t *talk) ask(question, help string, secret bool) (akoya.Secret, error) {
	for {
		t.out.gap()
		t.out.say("%s", question)
		t.out.say("Type it and press enter; or b to go back, r to repeat, h for help, q to quit.")
		line, err := t.readLine(secret, nil)
		if errors.Is(err, errTooLong) {
			t.out.say("That was too long. Nothing of it was kept.")
			continue
		}
		if err != nil {
			return akoya.Secret{}, err
		}
		if value, ok := strings.CutPrefix(line, "="); ok {
			return akoya.NewSecret(value), nil
		}
		done, err := t.command(strings.ToLower(strings.TrimSpace(line)), help+` To type b, r, h or q as the value, or one that begins with =, put = before it.`)
		if err != nil {
			return akoya.Secret{}, err
		}
		if !done {
			return akoya.NewSecret(line), nil
		}
	}
}

// readLine waits for a line. What comes meanwhile is said at once.
func (t *talk) readLine(secret bool, woken func() bool) (string, error) {
	if t.out.err != nil {
		return "", errQuit
	}
	if t.in.pending != nil && (secret || t.in.secret) {
		t.out.say("Press enter to go on.")
		if r, err := t.await(nil); err != nil || r.err != nil && !errors.Is(r.err, errTooLong) {
			return "", orEnd(err)
		}
	}
	if t.in.pending == nil {
		t.in.begin(secret)
	}
	r, err := t.await(woken)
	switch {
	case err != nil:
		return "", err
	case errors.Is(r.err, errTooLong):
		return "", errTooLong
	case r.err != nil:
		return "", errEnd
	}
	return r.line, nil
}

func orEnd(err error) error {
	if err != nil {
		return err
	}
	return errEnd
}

// await waits for the read under way.
func (t *talk) await(woken func() bool) (reading, error) {
	for {
		select {
		case r := <-t.in.pending:
			t.in.pending = nil
			return r, nil
		case event := <-t.heard:
			t.hear(event)
			if woken != nil && woken() {
				return reading{}, errWoken
			}
		case n := <-t.notices:
			t.out.say("%s", n.text)
		case <-t.ctx.Done():
			return reading{}, errQuit
		}
	}
}
