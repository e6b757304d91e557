package sandbox

import (
	"sync"
	"time"
)

// flowLife is how long the pages of one authorize request can be used.
const flowLife = 10 * time.Minute

// flow is one authorize request on its way through the pages. Its id stands in
// a hidden field and nowhere else: whoever has it came from our own page, so a
// foreign page cannot sign anybody in. It ends with the user's decision.
type flow struct {
	ID       string
	Request  *authRequest
	User     *user // after the login
	AuthTime time.Time
	Agreed   bool // to the terms
}

// flows are those under way.
type flows struct {
	mu   sync.Mutex
	list *fifo[*flow]
}

func newFlows() *flows { return &flows{list: newFIFO[*flow](maxFlows)} }

func (q *flows) start(a *authRequest) flow {
	f := &flow{ID: b64(randomBytes(24)), Request: a}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.list.dropOldest(func(old *flow) bool { return expired(old.Request.At.Add(flowLife), a.At) })
	q.list.add(f.ID, f)
	return *f
}

// update applies change to a flow and returns a copy; ok is false when there
// is no such flow, or none any more.
func (q *flows) update(id string, now time.Time, change func(*flow)) (f flow, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	found, ok := q.list.get(id)
	if !ok || expired(found.Request.At.Add(flowLife), now) {
		return flow{}, false
	}
	change(found)
	return *found, true
}

// end removes a flow. It is true for one caller only.
func (q *flows) end(id string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	_, ok := q.list.get(id)
	q.list.delete(id)
	return ok
}

func (q *flows) len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.list.len()
}

func (q *flows) clear() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.list = newFIFO[*flow](maxFlows)
}
