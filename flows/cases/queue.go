package cases

import "slices"

// queue says which case of a run comes next. It puts the cases that are left
// into order anew only when the situation has changed, so that its work stays
// small beside that of the requests, however many cases there are.
type queue struct {
	engine *Engine
	all    []Case
	left   []int // positions in all, the next one last
	last   situation
}

func (e *Engine) newQueue(all []Case) *queue {
	q := &queue{engine: e, all: all, left: make([]int, len(all))}
	for i := range all {
		q.left[i] = i
	}
	q.last = e.situation()
	q.sort()
	return q
}

// next takes the position of the next case out of the queue.
func (q *queue) next() (int, bool) {
	if len(q.left) == 0 {
		return 0, false
	}
	if now := q.engine.situation(); now != q.last {
		q.last = now
		q.sort()
	}
	n := len(q.left) - 1
	i := q.left[n]
	q.left = q.left[:n]
	return i, true
}

func (q *queue) sort() {
	type ranked struct {
		at   int
		rank rank
	}
	list := make([]ranked, len(q.left))
	for i, at := range q.left {
		list[i] = ranked{at, q.engine.rank(q.all[at])}
	}
	slices.SortFunc(list, func(a, b ranked) int {
		if c := slices.Compare(b.rank[:], a.rank[:]); c != 0 {
			return c
		}
		return b.at - a.at
	})
	for i, r := range list {
		q.left[i] = r.at
	}
}

// situation is what the order of cases depends on.
type situation struct {
	consent, denial, fresh, stale, used, refreshUsed, refreshExpired, other, idExpired, revoked, service bool

	grants, withID, expired int
}

func (e *Engine) situation() situation {
	h, now := &e.hand, e.o.Now()
	_, fresh := h.fresh(now, true)
	_, stale := h.stale(now)
	s := situation{
		consent: e.consentFailed == nil, denial: e.denialFailed == nil, fresh: fresh, stale: stale,
		used: !h.usedCode.IsZero(), refreshUsed: !h.usedRefresh.IsZero(), refreshExpired: !h.expiredRefresh.IsZero(),
		other: !h.otherRefresh.IsZero(), idExpired: !h.expiredID.IsZero(), revoked: !h.revoked.RefreshToken.IsZero(),
		service: !h.serviceToken.IsZero(), grants: len(h.grants),
	}
	for _, g := range h.grants {
		if !g.IDToken.IsZero() {
			s.withID++
		}
		if e.expired(g) {
			s.expired++
		}
	}
	return s
}

// rank says when a case is due: the smaller the earlier.
type rank [4]int

// rank puts cases that end a consent last, before them those whose needs are not
// at hand, and of the others the cheap ones first.
func (e *Engine) rank(c Case) rank {
	var r rank
	if c.Destroys() {
		r[0] = 1
		if c.Cost == CostDestroys {
			r[0] = 2
		}
	}
	switch {
	case !e.allAtHand(c, c.Needs):
		r[1] = 2
	case !e.allAtHand(c, c.Prefers):
		r[1] = 1
	}
	r[2] = c.Cost.rank()
	if slices.Contains(c.Needs, NeedExpiredIDToken) {
		r[3] = -1 // another refresh would take its expired id_token away
	}
	return r
}

func (e *Engine) allAtHand(c Case, needs []Need) bool {
	for _, need := range needs {
		if !e.atHand(c, need) {
			return false
		}
	}
	return true
}
