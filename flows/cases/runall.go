package cases

import (
	"context"
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
	for i, c := range all {
		r.Outcomes[i] = Outcome{Case: c, Judged: e.judged(c)}
	}
	tell := func(p Progress) bool { return progress == nil || progress(p) }
	q := e.newQueue(all)
	for i, ok := q.next(); ok; i, ok = q.next() {
		done := len(all) - len(q.left)
		if ctx.Err() != nil || !tell(Progress{Done: done - 1, Total: len(all), Case: all[i]}) {
			r.Stopped = true
			break
		}
		r.Outcomes[i] = e.Run(ctx, all[i])
		if !tell(Progress{Done: done, Total: len(all), Case: all[i], Outcome: &r.Outcomes[i]}) && len(q.left) > 0 || ctx.Err() != nil {
			r.Stopped = true
			break
		}
	}
	r.Elapsed, r.Broken = time.Since(begin), e.stopped
	return r
}
