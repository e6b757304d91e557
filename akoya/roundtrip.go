package akoya

import "time"

// MaxBody is how much of a response body is read and kept, in bytes. More is
// said (RoundTrip.Truncated), not swallowed.
const MaxBody = 1 << 20

// RoundTrip is one HTTP request with its response and timings, as it really
// went over the wire. It may hold secrets, all of them behind Secret: draw,
// export and log only what Redacted returns.
type RoundTrip struct {
	Method     string
	URL        string
	Sent       Message
	Received   Message // zero when no answer came
	Status     int     // 0 when no answer came
	RemoteAddr string  // "" when no connection was made
	TLS        *TLS    // nil on plain HTTP
	Started    time.Time
	Timings    Timings
	Truncated  bool  // the body was longer than MaxBody; the rest was not read
	Err        error // why no whole answer came: a *TransportError, or a *RequestError for a request that cannot be sent; nil otherwise

	known []Secret // values that Redacted masks wherever they stand
}

// Message is one direction of a round trip.
type Message struct {
	Line   string // "POST /token HTTP/1.1", "HTTP/1.1 200 OK"
	Header []Field
	Body   Secret // raw bytes
}

// TLS says how a connection was secured.
type TLS struct {
	Version    string // "TLS 1.3"
	Cipher     string
	ServerName string
	Issuer     string    // of the server's certificate
	NotAfter   time.Time // of the server's certificate
}

// Timings are durations since the start of the round trip; the end of the look-up
// is told by net/http/httptrace, the rest is measured by the Client. A phase that
// did not happen (a kept connection needs no DNS, connect and TLS) has a zero
// Length.
type Timings struct {
	DNS, Connect, TLS, Wait, Body Span
	Total                         time.Duration
	Reused                        bool // the connection was kept from an earlier request
}

// Span is one phase of a round trip.
type Span struct {
	Start  time.Duration // since the start of the round trip
	Length time.Duration
}

// Redacted is what may be shown, exported and logged of a round trip: the same
// exchange with every secret masked by name, by known value and by shape.
// Control characters are kept as they came; whoever draws it makes them visible.
type Redacted struct {
	Method       string          `json:"method"`
	URL          string          `json:"url"`
	RequestLine  string          `json:"request_line"`
	Request      []RedactedField `json:"request_headers"`
	RequestBody  string          `json:"request_body"`
	Status       int             `json:"status"`
	StatusLine   string          `json:"status_line"`
	Response     []RedactedField `json:"response_headers"`
	ResponseBody string          `json:"response_body"`
	Truncated    bool            `json:"truncated,omitempty"`
	Error        string          `json:"error,omitempty"`
	StartedAt    time.Time       `json:"started_at"`
	ElapsedMS    float64         `json:"elapsed_ms"`
}

// RedactedField is one header with its value masked where it is secret.
type RedactedField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}
