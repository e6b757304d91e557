package cli

import (
	"fmt"
	"io"
	"strconv"
	"sync"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/visible"
)

// RequestLine is what is written of a request that the local Akoya answered.
type RequestLine struct {
	At     time.Time
	Method string
	Path   string
	Status int // 0: the connection was closed
	Took   time.Duration
}

// String returns the line. A token that somebody put into the path is masked.
func (r RequestLine) String() string {
	status := "closed"
	if r.Status != 0 {
		status = strconv.Itoa(r.Status)
	}
	return fmt.Sprintf("%s %s %s %s %.1f ms", r.At.UTC().Format("2006-01-02T15:04:05.000Z"),
		visible.Short(r.Method, 20), visible.Short(akoya.RedactText(r.Path), 200), status, float64(r.Took.Microseconds())/1000)
}

// RequestLog writes lines, one at a time. It is safe for concurrent use.
type RequestLog struct {
	Out io.Writer
	mu  sync.Mutex
}

// Write writes the line of a request.
func (l *RequestLog) Write(r RequestLine) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = io.WriteString(l.Out, r.String()+"\n")
}
