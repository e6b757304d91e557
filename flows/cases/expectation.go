package cases

import (
	"fmt"
	"slices"
	"strings"
)

// Expectation is what must come back, as data: only the fields that are set are
// looked at. Lines prints it; Compare holds it against an answer.
type Expectation struct {
	From   []Mark // the documents that say so
	Status []int  // any of these; empty: not looked at

	Error         string // "error", or the error of the redirect
	Description   string // "error_description"; white space and a final full stop do not count
	NoDescription bool   // there is none

	RequiredFields []string // members that the JSON body must have, not empty
	IntegerFields  []string // members that must be JSON integers
	TokenType      string   // compared without case (RFC 6749 section 5.1)
	TokenPrefix    string   // of the access_token
	ExpiresIn      int64
	HasScope       bool // look at Scope
	Scope          string
	NewTokens      bool // id_token and refresh_token, both other than those before

	EmptyBody   bool
	DataCode    int    // {"code": 602}
	DataMessage string // {"message": …}

	RedirectCode  bool // to the redirect URI with a code and the same state
	RedirectError bool // to the redirect URI with Error and the same state
	NoRedirect    bool // no redirect at all
	NoCode        bool // no redirect with a code
}

// Line is one line of an expectation or of an answer in words.
type Line struct {
	Field string // "status", "error", "error_description", "id_token", …
	Text  string
}

// The field names of lines and differences.
const (
	FieldAnswer      = "answer"
	FieldStatus      = "status"
	FieldError       = "error"
	FieldDescription = "error_description"
	FieldBody        = "body"
	FieldRedirect    = "redirect"
	FieldState       = "state"
	FieldDataCode    = "code"
	FieldDataMessage = "message"
)

// Lines returns the expectation line by line, in the order of Compare's differences.
func (e Expectation) Lines() []Line {
	lines := make([]Line, 0, 6)
	for _, check := range e.checks() {
		lines = append(lines, Line{Field: check.field, Text: check.expected})
	}
	return lines
}

// String returns the expectation in one line: "400 invalid_request: No refresh token in request."
func (e Expectation) String() string {
	var b strings.Builder
	b.WriteString(statusWords(e.Status))
	if e.Error != "" {
		b.WriteString(" " + e.Error)
	}
	if e.Description != "" {
		b.WriteString(": " + e.Description)
	}
	for _, line := range e.Lines() {
		switch line.Field {
		case FieldStatus, FieldError, FieldDescription:
		default:
			fmt.Fprintf(&b, "; %s %s", line.Field, line.Text)
		}
	}
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(b.String()), ";"))
}

// Documents returns the names of the documents that say so, joined by commas.
func (e Expectation) Documents() string {
	names := make([]string, 0, len(e.From))
	for _, mark := range e.From {
		names = append(names, mark.Document()+" ["+string(mark)+"]")
	}
	return strings.Join(names, ", ")
}

func statusWords(status []int) string {
	if len(status) == 0 {
		return "any status"
	}
	sorted := slices.Clone(status)
	slices.Sort(sorted)
	if first, last := sorted[0], sorted[len(sorted)-1]; len(sorted) > 2 && last-first == len(sorted)-1 {
		return fmt.Sprintf("%d to %d", first, last)
	}
	words := make([]string, len(status))
	for i, s := range status {
		words[i] = itoa(s)
	}
	return strings.Join(words, " or ")
}
