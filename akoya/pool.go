package akoya

import (
	"errors"
	"os"
	"slices"
	"sync"
	"time"
)

// maxIdle is how many connections are kept for one server.
const maxIdle = 2

// pool keeps connections for later requests. Each idle one is watched, so that
// one the server ended is not handed out.
type pool struct {
	mu     sync.Mutex
	idle   map[string][]*conn
	closed bool
}

func newPool() *pool { return &pool{idle: map[string][]*conn{}} }

// get returns a connection that is alive as far as can be known, or nil.
func (p *pool) get(key string) *conn {
	for {
		p.mu.Lock()
		list := p.idle[key]
		if len(list) == 0 {
			p.mu.Unlock()
			return nil
		}
		c := list[len(list)-1]
		p.forget(c)
		c.taken = true
		p.mu.Unlock()

		c.interrupt()
		<-c.watched
		if !c.dead && c.SetDeadline(time.Time{}) == nil {
			return c
		}
		_ = c.Close()
	}
}

// put keeps c for its life.
func (p *pool) put(c *conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || len(p.idle[c.key]) >= maxIdle || c.SetDeadline(time.Now().Add(c.life)) != nil {
		_ = c.Close()
		return
	}
	c.taken, c.dead, c.watched = false, false, make(chan struct{})
	p.idle[c.key] = append(p.idle[c.key], c)
	go p.watch(c)
}

// watch waits until c is taken, has lived its life, is closed by the server, or
// sends what nobody asked for.
func (p *pool) watch(c *conn) {
	defer close(c.watched)
	_, err := c.reader.Peek(1)
	p.mu.Lock()
	defer p.mu.Unlock()
	if c.taken {
		c.dead = !errors.Is(err, os.ErrDeadlineExceeded)
		return
	}
	p.forget(c)
	_ = c.Close()
}

// forget takes c off the list. The caller holds the lock.
func (p *pool) forget(c *conn) {
	list := slices.DeleteFunc(p.idle[c.key], func(other *conn) bool { return other == c })
	if len(list) == 0 {
		delete(p.idle, c.key)
		return
	}
	p.idle[c.key] = list
}

// close ends every idle connection and waits until nobody watches them. From
// then on none is kept.
func (p *pool) close() {
	p.mu.Lock()
	p.closed = true
	var all []*conn
	for _, list := range p.idle {
		all = append(all, list...)
	}
	for _, c := range all {
		p.forget(c)
		c.taken = true
	}
	p.mu.Unlock()
	for _, c := range all {
		c.interrupt()
		<-c.watched
		_ = c.Close()
	}
}
