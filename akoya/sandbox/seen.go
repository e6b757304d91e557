package sandbox

import (
	"net/http"
	"time"
)

// Seen is what may be told of a request: nothing in it is secret, for queries,
// headers and bodies are left out.
type Seen struct {
	At     time.Time // when it came, in real time
	Method string
	Path   string // as it was sent, decoded: escape it before it is shown
	Status int    // 0 when the connection was closed without an answer
	Took   time.Duration
}

// tell calls Options.Seen behind each request.
func (s *Server) tell(next http.Handler) http.Handler {
	if s.opts.Seen == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := Seen{At: time.Now(), Method: r.Method, Path: r.URL.Path}
		watched := &watchedWriter{ResponseWriter: w}
		done := false
		defer func() {
			seen.Status, seen.Took = watched.status, time.Since(seen.At)
			if done && seen.Status == 0 {
				seen.Status = http.StatusOK
			}
			s.opts.Seen(seen)
		}()
		next.ServeHTTP(watched, r)
		done = true
	})
}

// watchedWriter remembers the status of an answer.
type watchedWriter struct {
	http.ResponseWriter
	status int
}

// Unwrap lets http.ResponseController reach what is beneath.
func (w *watchedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// WriteHeader implements http.ResponseWriter.
func (w *watchedWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *watchedWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}
