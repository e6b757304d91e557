package cases

import (
	"slices"
	"time"

	"akoya-tui/akoya"
)

// Outcome is what came of running a case.
type Outcome struct {
	Case    Case
	Verdict Verdict
	Judged  bool          // the verdict counts; an undocumented case on a live server only informs
	Steps   []StepOutcome // those that were run, in order
	Why     string        // why it was skipped, or why it could not be judged: a sentence
	Notes   []string      // what else to know: a token whose state is unclear, who approved
	ByHand  bool          // a person changed a request before it was sent
	Setup   []akoya.RoundTrip
	Started time.Time
	Elapsed time.Duration
}

// NoteByHand is the note of an outcome whose requests were sent by a person one
// by one, changed or not.
const NoteByHand = "The request was sent by hand."

// Failed reports whether the outcome makes a run fail.
func (o Outcome) Failed() bool { return o.Judged && o.Verdict == Mismatch }

// RoundTrips returns the round trips of the steps, in order.
func (o Outcome) RoundTrips() []akoya.RoundTrip {
	var all []akoya.RoundTrip
	for _, step := range o.Steps {
		if !step.RoundTrip.Started.IsZero() || step.RoundTrip.Status != 0 {
			all = append(all, step.RoundTrip)
		}
	}
	return all
}

// StepOutcome is what came of one step of a case.
type StepOutcome struct {
	Step        Step
	Request     akoya.Request
	Targets     []Target // the parts of the request that the tampers touched
	RoundTrip   akoya.RoundTrip
	Callback    *Callback // where the browser ended, for a step by a person
	Verdict     Verdict
	Matched     int // the index of the expectation that the verdict is about
	Differences []Difference
	Note        string // "approved by …", "the answer to this refresh was lost …"
}

// Expectation returns the expectation that the verdict is about.
func (s StepOutcome) Expectation() Expectation {
	if s.Matched < 0 || s.Matched >= len(s.Step.Expect) {
		return Expectation{}
	}
	return s.Step.Expect[s.Matched]
}

// Report is what came of running a list of cases.
type Report struct {
	Environment akoya.Environment
	ClientID    string
	Connector   string
	Started     time.Time
	Elapsed     time.Duration
	Outcomes    []Outcome // in the order in which the cases were given
	Stopped     bool      // ended before all cases were run
	Broken      error     // why nothing more could be sent, as when new tokens could not be saved; nil otherwise
	Versions    []Version // of the programs that took part; the caller fills them in
}

// Version names a program that took part in a run.
type Version struct{ Name, Version string }

// Summary counts verdicts. Mismatch counts those that are judged only, so that
// zero means that every judged case holds.
type Summary struct {
	Exact, SameError, SameStatus, Mismatch, Skipped int

	Informational int // mismatches that are not judged
	NotRun        int
}

// Summary counts the verdicts of the report.
func (r Report) Summary() Summary {
	var s Summary
	for _, outcome := range r.Outcomes {
		switch outcome.Verdict {
		case Exact:
			s.Exact++
		case SameError:
			s.SameError++
		case SameStatus:
			s.SameStatus++
		case Skipped:
			s.Skipped++
		case NotRun:
			s.NotRun++
		case Mismatch:
			if outcome.Judged {
				s.Mismatch++
			} else {
				s.Informational++
			}
		}
	}
	return s
}

// Answered reports whether any request of the run got an answer. A report
// without one says nothing about the server.
func (r Report) Answered() bool {
	for _, outcome := range r.Outcomes {
		for _, step := range outcome.Steps {
			if step.RoundTrip.Status != 0 || step.Callback != nil {
				return true
			}
		}
	}
	return false
}

// Ran reports whether any case came to a verdict. A report in which all were
// skipped says nothing about the server either.
func (r Report) Ran() bool {
	return slices.ContainsFunc(r.Outcomes, func(o Outcome) bool { return o.Verdict.Holds() || o.Verdict == Mismatch })
}

// RoundTrips counts the requests of the run, those for needs included.
func (r Report) RoundTrips() int {
	n := 0
	for _, outcome := range r.Outcomes {
		n += len(outcome.Setup) + len(outcome.RoundTrips())
	}
	return n
}
