package cases

// Compare holds an answer against an expectation. It returns the verdict and
// one difference for each line of the expectation, in the order of Lines, the
// lines that hold included.
//
// A wrong status, a missing token or a wrong redirect is a mismatch. With those
// right, another error code makes "same status", another description "same
// error", and another detail of a good answer (a lifetime, a scope) "same status".
func Compare(e Expectation, a Answer) (Verdict, []Difference) {
	if why, ok := a.unanswered(); ok {
		return Mismatch, []Difference{{Field: FieldAnswer, Expected: e.String(), Actual: why}}
	}
	b := readBody(a.RoundTrip)
	verdict := Exact
	var differences []Difference
	for _, check := range e.checks() {
		if check.field == FieldStatus && a.Callback != nil {
			continue // the browser followed the redirect: nobody saw its status
		}
		actual, same := check.look(a, b)
		differences = append(differences, Difference{
			Field: check.field, Expected: check.expected, Actual: actual, Same: same, Wording: check.weight == wording,
		})
		if !same {
			verdict = worse(verdict, e.verdictOf(check.weight))
		}
	}
	return verdict, differences
}

// CompareAny holds an answer against expectations of documents that disagree
// and returns the best verdict, the index of the expectation it comes from, and
// the differences from that one. The first wins where two are equally good.
func CompareAny(expect []Expectation, a Answer) (Verdict, int, []Difference) {
	best, which := NotRun, 0
	var differences []Difference
	for i, e := range expect {
		verdict, d := Compare(e, a)
		if i == 0 || verdict.rank() < best.rank() {
			best, which, differences = verdict, i, d
		}
		if best == Exact {
			break
		}
	}
	return best, which, differences
}

func (e Expectation) verdictOf(w weight) Verdict {
	switch {
	case w == must:
		return Mismatch
	case w == wording && (e.Error != "" || e.DataCode != 0):
		return SameError
	}
	return SameStatus
}

// unanswered reports why there is nothing to judge.
func (a Answer) unanswered() (string, bool) {
	switch {
	case a.Callback != nil:
		return "", false
	case a.RoundTrip.Status == 0 && a.RoundTrip.Err != nil:
		return "no answer: " + a.RoundTrip.Err.Error(), true
	case a.RoundTrip.Status == 0:
		return "no answer", true
	case a.RoundTrip.Err != nil:
		return "the answer broke off: " + a.RoundTrip.Err.Error(), true
	}
	return "", false
}
