package report

import (
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"akoya-tui/akoya"
)

// How much of a body Markdown repeats, in bytes: of a web page only what tells
// which page it is.
const (
	maxBodyShown = 2 << 10
	maxPageShown = 300
)

// shown is what a report repeats of a round trip: every secret masked, and the
// data of a person left out, because a report is sent to others.
func shown(trip akoya.RoundTrip) akoya.Redacted {
	r := trip.Redacted()
	if r.ResponseBody != "" && r.Method == http.MethodGet && r.Status/100 == 2 && hasBearer(r.Request) {
		r.ResponseBody = fmt.Sprintf("(the person's data, %d bytes, left out)", len(r.ResponseBody))
	}
	return r
}

func hasBearer(headers []akoya.RedactedField) bool {
	scheme, _, _ := strings.Cut(strings.TrimSpace(headerOf(headers, "Authorization")), " ")
	return strings.EqualFold(scheme, "bearer")
}

// shorten cuts a long body and says so.
func shorten(body string, headers []akoya.RedactedField) string {
	most := maxBodyShown
	if isPage(body, headers) {
		most = maxPageShown
	}
	if len(body) <= most {
		return body
	}
	for most > 0 && !utf8.RuneStart(body[most]) {
		most--
	}
	return fmt.Sprintf("%s… (%d bytes more)", body[:most], len(body)-most)
}

// isPage reports whether a body is HTML.
func isPage(body string, headers []akoya.RedactedField) bool {
	begin := strings.ToLower(strings.TrimSpace(body[:min(len(body), 64)]))
	return strings.HasPrefix(strings.ToLower(headerOf(headers, "Content-Type")), "text/html") ||
		strings.HasPrefix(begin, "<!doctype html") || strings.HasPrefix(begin, "<html")
}
