package report

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"

	"akoya-tui/akoya"
)

// The shape is HTTP Archive 1.2.
type harFile struct {
	Log harLog `json:"log"`
}

type harLog struct {
	Version string     `json:"version"`
	Creator harCreator `json:"creator"`
	Entries []harEntry `json:"entries"`
	Comment string     `json:"comment,omitempty"`
}

type harCreator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type harEntry struct {
	Started    string      `json:"startedDateTime"`
	Time       float64     `json:"time"`
	Request    harRequest  `json:"request"`
	Response   harResponse `json:"response"`
	Cache      struct{}    `json:"cache"`
	Timings    harTimings  `json:"timings"`
	ServerIP   string      `json:"serverIPAddress,omitempty"`
	Connection string      `json:"connection,omitempty"`
	Comment    string      `json:"comment,omitempty"`
}

type harPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type harRequest struct {
	Method      string    `json:"method"`
	URL         string    `json:"url"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []harPair `json:"cookies"`
	Headers     []harPair `json:"headers"`
	Query       []harPair `json:"queryString"`
	PostData    *harPost  `json:"postData,omitempty"`
	HeadersSize int       `json:"headersSize"`
	BodySize    int       `json:"bodySize"`
}

type harPost struct {
	MimeType string    `json:"mimeType"`
	Params   []harPair `json:"params"`
	Text     string    `json:"text"`
}

type harResponse struct {
	Status      int        `json:"status"`
	StatusText  string     `json:"statusText"`
	HTTPVersion string     `json:"httpVersion"`
	Cookies     []harPair  `json:"cookies"`
	Headers     []harPair  `json:"headers"`
	Content     harContent `json:"content"`
	RedirectURL string     `json:"redirectURL"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int        `json:"bodySize"`
	Error       string     `json:"_error,omitempty"`
}

type harContent struct {
	Size     int    `json:"size"`
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
}

type harTimings struct {
	Blocked float64 `json:"blocked"`
	DNS     float64 `json:"dns"`
	Connect float64 `json:"connect"`
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
	SSL     float64 `json:"ssl"`
}

// HAR writes round trips as an HTTP archive, with every secret masked. Sizes are
// those of the masked texts; -1 where they are not known.
func HAR(w io.Writer, trips []akoya.RoundTrip, version string) error {
	log := harLog{
		Version: "1.2", Creator: harCreator{Name: "akoya-tui", Version: version}, Entries: []harEntry{},
		Comment: "Every secret is masked.",
	}
	for _, trip := range trips {
		log.Entries = append(log.Entries, harEntryOf(trip))
	}
	text, err := json.MarshalIndent(harFile{log}, "", "  ")
	if err != nil {
		return fmt.Errorf("write the HTTP archive: %w", err)
	}
	_, err = w.Write(append(escapeControls(text), '\n'))
	return err
}

func harEntryOf(trip akoya.RoundTrip) harEntry {
	r := trip.Redacted()
	entry := harEntry{
		Started: r.StartedAt.Format("2006-01-02T15:04:05.000Z07:00"),
		Request: harRequest{
			Method: r.Method, URL: r.URL, HTTPVersion: "HTTP/1.1", Cookies: []harPair{}, Headers: harPairs(r.Request),
			Query: harQuery(r.URL), HeadersSize: -1, BodySize: len(trip.Sent.Body.Reveal()),
		},
		Response: harResponse{
			Status: r.Status, StatusText: reason(r.StatusLine), HTTPVersion: "HTTP/1.1", Cookies: []harPair{}, Headers: harPairs(r.Response),
			Content:     harContent{Size: len(trip.Received.Body.Reveal()), MimeType: headerOf(r.Response, "Content-Type"), Text: r.ResponseBody},
			RedirectURL: headerOf(r.Response, "Location"), HeadersSize: -1, BodySize: len(trip.Received.Body.Reveal()), Error: r.Error,
		},
		Comment: r.Error,
	}
	if r.RequestBody != "" {
		entry.Request.PostData = &harPost{MimeType: headerOf(r.Request, "Content-Type"), Params: []harPair{}, Text: r.RequestBody}
	}
	if host, port, err := net.SplitHostPort(trip.RemoteAddr); err == nil {
		entry.ServerIP, entry.Connection = host, port
	}
	entry.Timings = harTimingsOf(trip.Timings)
	entry.Time = milliseconds(trip.Timings.Total)
	return entry
}

// harTimingsOf fills the phases so that they add up to the total, as the format
// asks: what belongs to no phase is time in which the request was held back.
func harTimingsOf(t akoya.Timings) harTimings {
	phase := func(s akoya.Span) float64 {
		if s.Length <= 0 {
			return -1
		}
		return milliseconds(s.Length)
	}
	out := harTimings{DNS: phase(t.DNS), Connect: phase(t.Connect), SSL: phase(t.TLS), Wait: milliseconds(t.Wait.Length), Receive: milliseconds(t.Body.Length)}
	if out.SSL >= 0 { // connect includes ssl
		out.Connect = max(out.Connect, 0) + out.SSL
	}
	rest := milliseconds(t.Total) - max(out.DNS, 0) - max(out.Connect, 0) - out.Wait - out.Receive
	out.Blocked = max(rest, 0)
	return out
}

func harPairs(fields []akoya.RedactedField) []harPair {
	list := make([]harPair, 0, len(fields))
	for _, f := range fields {
		list = append(list, harPair(f))
	}
	return list
}

func harQuery(address string) []harPair {
	list := []harPair{}
	u, err := url.Parse(address)
	if err != nil || u.RawQuery == "" {
		return list
	}
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		name, value, _ := strings.Cut(part, "=")
		list = append(list, harPair{unescape(name), unescape(value)})
	}
	return list
}

func unescape(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

func headerOf(fields []akoya.RedactedField, name string) string {
	for _, f := range fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// reason is the last part of a status line: "Bad Request".
func reason(statusLine string) string {
	parts := strings.SplitN(statusLine, " ", 3)
	if len(parts) < 3 {
		return ""
	}
	return parts[2]
}
