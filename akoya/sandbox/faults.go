package sandbox

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxFaults is how many faults can wait at a time.
const maxFaults = 100

// faults are those still to happen, in the order in which they were asked for.
type faults struct {
	mu   sync.Mutex
	list []Fault
}

// add appends all of them or, when there are too many, none.
func (q *faults) add(more []Fault) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.list)+len(more) > maxFaults {
		return false
	}
	for _, f := range more {
		q.list = append(q.list, f.withDefaults())
	}
	return true
}

func (q *faults) set(list []Fault) {
	q.mu.Lock()
	q.list = nil
	q.mu.Unlock()
	q.add(list)
}

func (q *faults) pending() []Fault {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Clone(q.list)
}

// next takes the first fault for a path, and counts it down.
func (q *faults) next(path string) (Fault, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, f := range q.list {
		if !f.matches(path) {
			continue
		}
		if f.Count == 1 {
			q.list = slices.Delete(q.list, i, i+1)
		} else if f.Count > 1 {
			q.list[i].Count--
		}
		return f, true
	}
	return Fault{}, false
}

// inject lets the next fault for a request happen to it.
func (s *Server) inject(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isControl(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		if s.opts.Latency > 0 && !pause(r.Context(), s.opts.Latency) {
			panic(http.ErrAbortHandler)
		}
		if f, ok := s.faults.next(r.URL.Path); ok {
			readAhead(r)
			f.happen(w, r, next)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// readAhead takes the body of a request from its connection, up to maxBody. A
// connection that is closed before its body was read is reset by the system, and
// the client may lose the answer.
func readAhead(r *http.Request) {
	var kept bytes.Buffer
	_, err := io.CopyN(&kept, r.Body, maxBody+1)
	rest := io.Reader(r.Body)
	if err != nil && err != io.EOF {
		rest = failingReader{err}
	}
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(&kept, rest), r.Body}
}

// failingReader repeats the error that a body ended with.
type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }

// happen answers r the wrong way. Panicking with http.ErrAbortHandler is how a
// handler closes the connection.
func (f Fault) happen(w http.ResponseWriter, r *http.Request, next http.Handler) {
	switch f.Kind {
	case faultLatency:
		if !pause(r.Context(), f.Delay) {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, r)
	case faultDrop:
		panic(http.ErrAbortHandler)
	case faultStatus:
		writeText(w, f.Status, strings.TrimSpace(strconv.Itoa(f.Status)+" "+http.StatusText(f.Status))+"\n")
	case faultNonJSON:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, "<!doctype html><title>Please sign in to the network</title><p>This is not the answer you asked for.\n")
	case faultHuge:
		f.huge(w)
	default:
		kept := &recorder{header: http.Header{}, status: http.StatusOK}
		next.ServeHTTP(kept, r)
		f.spoil(w, r, kept)
	}
}

// spoil sends an answer that was prepared, but not as it should be.
func (f Fault) spoil(w http.ResponseWriter, r *http.Request, kept *recorder) {
	body := kept.body.Bytes()
	switch f.Kind {
	case faultLost:
		panic(http.ErrAbortHandler)
	case faultWrong:
		f.wrong(w, kept)
	case faultTruncate:
		kept.copyHeader(w, len(body))
		w.Write(body[:len(body)/2])
		flush(w)
		panic(http.ErrAbortHandler)
	case faultSlow:
		kept.copyHeader(w, len(body))
		const parts = 20
		for i := range parts {
			flush(w)
			if !pause(r.Context(), f.Delay/parts) {
				panic(http.ErrAbortHandler)
			}
			w.Write(body[len(body)*i/parts : len(body)*(i+1)/parts])
		}
	}
}

func (f Fault) wrong(w http.ResponseWriter, kept *recorder) {
	status := f.Status
	if status == 0 {
		status = kept.status
	}
	if status < http.StatusBadRequest && f.Status == 0 {
		status = http.StatusBadRequest
	}
	writeJSON(w, status, oauthError{Code: "wrong_on_purpose", Description: "This answer is wrong on purpose."})
}

func (f Fault) huge(w http.ResponseWriter) {
	const total, chunk = 8 << 20, 64 << 10
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, `{"padding":"`)
	part := bytes.Repeat([]byte("x"), chunk)
	for range total / chunk {
		if _, err := w.Write(part); err != nil {
			return
		}
	}
	io.WriteString(w, `"}`)
}

// recorder keeps an answer back.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *recorder) Header() http.Header         { return k.header }
func (k *recorder) WriteHeader(status int)      { k.status = status }
func (k *recorder) Write(b []byte) (int, error) { return k.body.Write(b) }

func (k *recorder) copyHeader(w http.ResponseWriter, length int) {
	for name, values := range k.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(length))
	w.WriteHeader(k.status)
}

func flush(w http.ResponseWriter) { http.NewResponseController(w).Flush() }

// pause waits in real time. It is false when the client or the server left.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
