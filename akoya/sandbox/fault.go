package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is a way for requests to go wrong. See [ParseFault] for the kinds.
type Fault struct {
	// Kind says what happens.
	Kind string
	// Path is the path it happens to: exactly that, everything below it when
	// it ends in a slash, or * for every path. /control is never affected.
	Path string
	// Count is how many requests it happens to; 0 means every one.
	Count int
	// Status is the answer of status and wrong.
	Status int
	// Delay is how long latency and slow take.
	Delay time.Duration
}

const (
	faultLatency  = "latency"
	faultDrop     = "drop"
	faultLost     = "lost"
	faultStatus   = "status"
	faultTruncate = "truncate"
	faultNonJSON  = "nonjson"
	faultHuge     = "huge"
	faultSlow     = "slow"
	faultWrong    = "wrong"
)

func faultKinds() []string {
	return []string{faultLatency, faultDrop, faultLost, faultStatus, faultTruncate, faultNonJSON, faultHuge, faultSlow, faultWrong}
}

// maxDelay keeps a typing error from hanging a client for a day.
const maxDelay = 10 * time.Minute

// ParseFault reads a fault as a command line writes it:
//
//	KIND[=VALUE][@PATH][*COUNT]
//
// such as latency=2s, drop@/token*3 or status=503@/token. Without PATH it is
// every path, without COUNT every request. The kinds:
//
//	latency   the answer comes after VALUE, 2s by default
//	drop      the connection is closed; the request has had no effect
//	lost      the request has its effect, then the connection is closed
//	status    the answer is the status VALUE, 503 by default, as plain text; no effect
//	truncate  the request has its effect, and half of the body is sent
//	nonjson   the answer is a web page with status 200; no effect
//	huge      the answer is 8 MiB of JSON; no effect
//	slow      the request has its effect, and the body takes VALUE, 10s by default
//	wrong     the request has its effect, and the answer is an error that is
//	          documented nowhere, with the status VALUE; by default the right
//	          status if it was an error, else 400
func ParseFault(text string) (Fault, error) {
	f := Fault{Path: "*"}
	rest := strings.TrimSpace(text)
	// What follows the last star is a count, but for the star of "@*".
	if i := strings.LastIndexByte(rest, '*'); i >= 0 && !strings.HasSuffix(rest, "@*") {
		n, err := strconv.Atoi(rest[i+1:])
		if err != nil || n < 1 {
			return Fault{}, fmt.Errorf("fault %q: after * comes how many requests it happens to, such as drop*3", text)
		}
		f.Count, rest = n, rest[:i]
	}
	if head, path, ok := strings.Cut(rest, "@"); ok {
		f.Path, rest = path, head
	}
	kind, value, given := strings.Cut(rest, "=")
	f.Kind = kind
	if given {
		if err := f.setValue(value); err != nil {
			return Fault{}, fmt.Errorf("fault %q: %w", text, err)
		}
	}
	f = f.withDefaults()
	if err := f.check(); err != nil {
		return Fault{}, fmt.Errorf("fault %q: %w", text, err)
	}
	return f, nil
}

func (f *Fault) setValue(value string) error {
	switch f.Kind {
	case faultLatency, faultSlow:
		d, err := time.ParseDuration(value)
		if err != nil || d <= 0 {
			return fmt.Errorf("%q is not a time to wait: write %s=2s", value, f.Kind)
		}
		f.Delay = d
	case faultStatus, faultWrong:
		n, err := strconv.Atoi(value)
		if err != nil || n == 0 {
			return fmt.Errorf("%q is not an HTTP status: write %s=503", value, f.Kind)
		}
		f.Status = n
	default:
		if slices.Contains(faultKinds(), f.Kind) {
			return fmt.Errorf("%s takes no value: write %s", f.Kind, f.Kind)
		}
	}
	return nil
}

func (f Fault) withDefaults() Fault {
	if f.Path == "" {
		f.Path = "*"
	}
	switch f.Kind {
	case faultLatency:
		f.Delay = orElse(f.Delay, 2*time.Second)
	case faultSlow:
		f.Delay = orElse(f.Delay, 10*time.Second)
	case faultStatus:
		f.Status = orElse(f.Status, http.StatusServiceUnavailable)
	}
	return f
}

func orElse[T comparable](v, fallback T) T {
	var zero T
	if v == zero {
		return fallback
	}
	return v
}

func (f Fault) check() error {
	switch {
	case !slices.Contains(faultKinds(), f.Kind):
		return fmt.Errorf("%q is not a kind of fault: choose from %s", f.Kind, strings.Join(faultKinds(), ", "))
	case f.Path != "" && f.Path != "*" && !strings.HasPrefix(f.Path, "/"):
		return fmt.Errorf("the path %q must start with a slash, such as /token, or be *", f.Path)
	case f.Count < 0:
		return fmt.Errorf("the count %d is negative: give how many requests, or 0 for every one", f.Count)
	case f.Delay < 0 || f.Delay > maxDelay:
		return fmt.Errorf("the delay %s is out of range: give at most %s", f.Delay, maxDelay)
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("the status %d is out of range: give 200 to 599", f.Status)
	}
	return nil
}

// String writes a fault as ParseFault reads it.
func (f Fault) String() string {
	out := f.Kind
	switch {
	case f.Delay > 0:
		out += "=" + f.Delay.String()
	case f.Status > 0:
		out += "=" + strconv.Itoa(f.Status)
	}
	if f.Path != "*" && f.Path != "" {
		out += "@" + f.Path
	}
	if f.Count > 0 {
		out += "*" + strconv.Itoa(f.Count)
	}
	return out
}

func (f Fault) matches(path string) bool {
	return f.Path == "*" || f.Path == path || (strings.HasSuffix(f.Path, "/") && strings.HasPrefix(path, f.Path))
}
