package cases

// Verdict says how an answer compares with what is documented.
type Verdict string

// The verdicts. NotRun is the zero value.
const (
	NotRun     Verdict = ""            // nobody ran it yet
	Exact      Verdict = "exact"       // status, error and description, or every line of a good answer
	SameError  Verdict = "same error"  // status and error; the description differs
	SameStatus Verdict = "same status" // the status; error or details differ
	Mismatch   Verdict = "mismatch"    // it does not hold
	Skipped    Verdict = "skipped"     // it could not run: the outcome says why
)

// Words returns the verdict as it is shown: never empty.
func (v Verdict) Words() string {
	if v == NotRun {
		return "not run"
	}
	return string(v)
}

// Key returns the verdict as it is written to JSON: "same_error", "not_run".
func (v Verdict) Key() string {
	switch v {
	case NotRun:
		return "not_run"
	case SameError:
		return "same_error"
	case SameStatus:
		return "same_status"
	}
	return string(v)
}

// Holds reports whether the answer holds what is documented: a description alone
// never fails a case, nor does another error code with the right status.
func (v Verdict) Holds() bool { return v == Exact || v == SameError || v == SameStatus }

// rank orders verdicts from best to worst.
func (v Verdict) rank() int {
	switch v {
	case Exact:
		return 0
	case SameError:
		return 1
	case SameStatus:
		return 2
	case Mismatch:
		return 3
	}
	return 4
}

// worse returns the worse of two verdicts; NotRun is worse than none.
func worse(a, b Verdict) Verdict {
	if b.rank() > a.rank() {
		return b
	}
	return a
}

// Difference is one line of the comparison of an answer with an expectation.
type Difference struct {
	Field    string
	Expected string
	Actual   string
	Same     bool
	// Wording marks a line that differs in words or detail only: it never fails a case.
	Wording bool
}
