package sandbox

import "container/list"

// fifo is a map that holds at most max values: adding one more drops the
// oldest. It bounds the memory of everything a stranger can make us remember.
// It is not safe for concurrent use.
type fifo[V any] struct {
	max   int
	items map[string]*list.Element
	order *list.List // of entry[V], oldest first
}

type entry[V any] struct {
	key   string
	value V
}

func newFIFO[V any](max int) *fifo[V] {
	return &fifo[V]{max: max, items: map[string]*list.Element{}, order: list.New()}
}

func (f *fifo[V]) get(key string) (V, bool) {
	if e, ok := f.items[key]; ok {
		return e.Value.(entry[V]).value, true
	}
	var none V
	return none, false
}

// add stores value and returns what had to go to make room, if anything.
func (f *fifo[V]) add(key string, value V) (dropped V, full bool) {
	f.items[key] = f.order.PushBack(entry[V]{key, value})
	if f.order.Len() <= f.max {
		return dropped, false
	}
	dropped, _ = f.oldest()
	f.delete(f.order.Front().Value.(entry[V]).key)
	return dropped, true
}

func (f *fifo[V]) oldest() (V, bool) {
	if e := f.order.Front(); e != nil {
		return e.Value.(entry[V]).value, true
	}
	var none V
	return none, false
}

// dropOldest removes from the old end for as long as stale says so.
func (f *fifo[V]) dropOldest(stale func(V) bool) {
	for {
		v, ok := f.oldest()
		if !ok || !stale(v) {
			return
		}
		f.delete(f.order.Front().Value.(entry[V]).key)
	}
}

func (f *fifo[V]) delete(key string) {
	if e, ok := f.items[key]; ok {
		f.order.Remove(e)
		delete(f.items, key)
	}
}

func (f *fifo[V]) len() int { return f.order.Len() }

// all calls yield for every value, oldest first. yield may delete.
func (f *fifo[V]) all(yield func(V)) {
	for e := f.order.Front(); e != nil; {
		next := e.Next()
		yield(e.Value.(entry[V]).value)
		e = next
	}
}
