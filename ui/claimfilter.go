package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// rowFilter finds the rows of a token that hold every word of a text. What was
// found is kept until the text or the token changes.
type rowFilter struct {
	words words
	found []int
	of    rowsKey
	fresh bool // found is of the words
}

// set starts over with another text; an empty one ends the filter.
func (f *rowFilter) set(text string) { *f = rowFilter{words: wordsOf(text)} }

func (f *rowFilter) on() bool { return len(f.words) > 0 }

func (f *rowFilter) text() string { return f.words.String() }

// in returns the places of the rows that the filter lets through, in order.
func (f *rowFilter) in(rows tokenRows) []int {
	if f.fresh && f.of == rows.of {
		return f.found
	}
	f.found, f.of, f.fresh = make([]int, 0, len(rows.list)), rows.of, true
	for i := range rows.list {
		if f.words.in(rows.list[i].hay) {
			f.found = append(f.found, i)
		}
	}
	return f.found
}

// smallOfOneLength returns the small form of a letter, or the letter itself where
// that has another length: places in the text stay the same.
func smallOfOneLength(r rune) rune {
	if small := unicode.ToLower(r); utf8.RuneLen(small) == utf8.RuneLen(r) {
		return small
	}
	return r
}

// mark paints one line of text, and what the filter found in it so that it can be
// told without colour.
func (f *rowFilter) mark(line string, paint, found ink) string {
	if !f.on() {
		return paint.paint(line)
	}
	lower := strings.Map(smallOfOneLength, line)
	hit := make([]bool, len(line))
	for _, word := range f.words {
		for from := 0; ; {
			at := strings.Index(lower[from:], word)
			if at < 0 {
				break
			}
			for i := range len(word) {
				hit[from+at+i] = true
			}
			from += at + len(word)
		}
	}
	var out strings.Builder
	for from := 0; from < len(line); {
		to := from
		for to < len(line) && hit[to] == hit[from] {
			to++
		}
		if hit[from] {
			out.WriteString(found.paint(line[from:to]))
		} else {
			out.WriteString(paint.paint(line[from:to]))
		}
		from = to
	}
	return out.String()
}

// searchKey acts on a key while the filter is being typed.
func (s *inspectScreen) searchKey(c scene, k tea.KeyPressMsg) {
	move := func(by int) {
		now, _, _ := s.current(c)
		rows := s.tokenRows(now, c)
		found := s.filter.in(rows)
		s.to(found, s.place(rows, found)+by)
	}
	switch k.String() {
	case "esc":
		s.search = nil
		s.showAll(c)
	case "enter":
		s.search = nil
	case "down":
		move(1)
	case "up":
		move(-1)
	default:
		s.search.press(k)
		s.refilter(c)
	}
}

// refilter starts over when the text has changed: the cursor goes to the first
// row found, and stays where it is when there is none.
func (s *inspectScreen) refilter(c scene) {
	before := s.filter.text()
	var next rowFilter
	next.set(s.search.value())
	if next.text() == before {
		return
	}
	s.filter = next
	if !s.filter.on() {
		return
	}
	now, _, _ := s.current(c)
	s.to(s.filter.in(s.tokenRows(now, c)), 0)
}

// showAll ends the filter; the cursor stays on its row.
func (s *inspectScreen) showAll(c scene) {
	now, _, _ := s.current(c)
	rows := s.tokenRows(now, c)
	s.to(s.filter.in(rows), s.place(rows, s.filter.in(rows)))
	s.filter.set("")
}

// place returns where the cursor stands among the rows found: on its row, or on
// the next one.
func (s *inspectScreen) place(rows tokenRows, found []int) int {
	cursor := s.cursor
	if cursor < 0 {
		cursor = rows.first
	}
	for i, row := range found {
		if row >= cursor {
			return i
		}
	}
	return max(0, len(found)-1)
}
