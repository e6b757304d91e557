package cases

import (
	"context"
	"slices"
	"time"
)

// Progress is told before and after each case of a run.
type Progress struct {
	Done, Total int
	Case        Case     // the one that starts or has ended
	Outcome     *Outcome // nil when it starts
}

// RunAll runs the cases and returns what came of them, in the order in which
// they were given. It runs them in another one: what an earlier case leaves
// (a code, tokens, a used token) serves a later one, cheap ones come first and
// those that end a consent last. progress may be nil; when it returns false the
// run stops there and keeps what was done. When ctx ends, the case under way is
// broken off and not run.
func (e *Engine) RunAll(ctx context.Context, all []Case, progress func(Progress) bool) Report {
	r := Report{
		Environment: e.o.Environment, ClientID: e.o.App.ClientID, Connector: e.o.App.Connector, Started: e.o.Now(),
		Outcomes: make([]Outcome, len(all)),
	}
	begin := time.Now()
	left := make([]int, len(all))
	for i, c := range all {
		left[i] = i
		r.Outcomes[i] = Outcome{Case: c, Judged: e.judged(c)}
	}
	tell := func(p Progress) bool { return progress == nil || progress(p) }
	for len(left) > 0 {
		at := e.next(all, left)
		i := left[at]
		left = slices.Delete(left, at, at+1)
		done := len(all) - len(left)
		if ctx.Err() != nil || !tell(Progress{Done: done - 1, Total: len(all), Case: all[i]}) {
			r.Stopped = true
			break
		}
		r.Outcomes[i] = e.Run(ctx, all[i])
		if !tell(Progress{Done: done, Total: len(all), Case: all[i], Outcome: &r.Outcomes[i]}) && len(left) > 0 || ctx.Err() != nil {
			r.Stopped = true
			break
		}
	}
	r.Elapsed = time.Since(begin)
	return r
}

// next returns the position in left of the case to run next.
func (e *Engine) next(all []Case, left []int) int {
	best, bestRank := 0, rank{}
	for at, i := range left {
		if r := e.rank(all[i]); at == 0 || slices.Compare(r[:], bestRank[:]) < 0 {
			best, bestRank = at, r
		}
	}
	return best
}

// rank says when a case is due: the smaller the earlier.
type rank [4]int

func (e *Engine) rank(c Case) rank {
	var r rank
	if c.Destroys() {
		r[0] = 1
		if c.Cost == CostDestroys {
			r[0] = 2
		}
	}
	for _, need := range c.Needs {
		if !e.atHand(c, need) {
			r[1] = 2
		}
	}
	if r[1] == 0 && !e.preferred(c) {
		r[1] = 1
	}
	r[2] = c.Cost.rank()
	if slices.Contains(c.Needs, NeedExpiredIDToken) {
		r[3] = -1 // another refresh would take its expired id_token away
	}
	return r
}

func (e *Engine) preferred(c Case) bool {
	for _, need := range c.Prefers {
		if !e.atHand(c, need) {
			return false
		}
	}
	return true
}
