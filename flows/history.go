package flows

import (
	"slices"
	"time"

	"akoya-tui/akoya"
)

// Entry is one round trip in the history.
type Entry struct {
	Number    int // from 1, in the order in which they were sent
	At        time.Time
	Step      string // the step that sent it; "" for a request sent by hand
	Case      string // the case that sent it; "" for none
	Judged    Judgement
	Request   akoya.Request
	RoundTrip akoya.RoundTrip
}

// Judgement is what a case found of one answer. The zero value is that of an
// answer nobody judged.
type Judgement struct {
	Verdict string // "exact", "mismatch"; "" for none
	Holds   bool   // the answer is what the case wanted
	Counts  bool   // a mismatch is a failure, and not only news
}

// historyChunk is how many entries one chunk of a History holds.
const historyChunk = 32

// History is an immutable list of round trips. Appending copies one chunk at
// most, so a session can be kept beside the one that follows it.
type History struct {
	full [][]Entry
	tail []Entry
}

// Len returns how many entries there are.
func (h History) Len() int { return len(h.full)*historyChunk + len(h.tail) }

// Newest returns the entry i places before the newest, so Newest(0) is the
// newest. It panics when i is not in [0, Len).
func (h History) Newest(i int) Entry {
	at := h.Len() - 1 - i
	if chunk := at / historyChunk; chunk < len(h.full) {
		return h.full[chunk][at%historyChunk]
	}
	return h.tail[at%historyChunk]
}

// Append returns the history with the entry added; its Number is set.
func (h History) Append(e Entry) History {
	e.Number = h.Len() + 1
	tail := make([]Entry, len(h.tail)+1) // with append a full chunk would keep room for another
	tail[copy(tail, h.tail)] = e
	if len(tail) < historyChunk {
		return History{full: h.full, tail: tail}
	}
	return History{full: append(slices.Clip(h.full), tail)}
}
