package ui

import (
	"strings"
	"unicode"

	"akoya-tui/akoya"
)

// rowKind says which part of a request a row shows.
type rowKind int

const (
	rowLine   rowKind = iota // method and URL
	rowHeader                // one header
	rowID                    // client id of the Authorization header
	rowSecret                // client secret of the Authorization header
	rowForm                  // one form field
)

// row is one editable part of a request.
type row struct {
	kind  rowKind
	index int // of the header or form field
	field akoya.Field
}

// rows lists the parts of a request in the order in which they are shown.
func rows(r akoya.Request) []row {
	list := []row{{kind: rowLine, field: akoya.Plain(r.Method, r.URL)}}
	for i, f := range r.Header {
		list = append(list, row{rowHeader, i, f})
	}
	if !r.Basic.IsZero() {
		list = append(list,
			row{kind: rowID, field: akoya.Plain("Basic id", r.Basic.ClientID)},
			row{kind: rowSecret, field: akoya.Sensitive("Basic secret", r.Basic.ClientSecret)})
	}
	for i, f := range r.Form {
		list = append(list, row{rowForm, i, f})
	}
	return list
}

// withRow returns the request with the row's value replaced. The text of the
// first row is "METHOD URL".
func withRow(r akoya.Request, at row, value string) akoya.Request {
	r = r.Clone()
	switch at.kind {
	case rowLine:
		r.Method, r.URL = requestLine(r, strings.TrimSpace(value))
	case rowHeader:
		r.Header[at.index].Value = akoya.NewSecret(value)
	case rowID:
		r.Basic.ClientID = value
	case rowSecret:
		r.Basic.ClientSecret = akoya.NewSecret(value)
	case rowForm:
		r.Form[at.index].Value = akoya.NewSecret(value)
	}
	return r
}

// requestLine reads "METHOD URL"; a method or a URL alone changes just that.
func requestLine(r akoya.Request, text string) (method, address string) {
	first, rest, both := strings.Cut(text, " ")
	word := first != "" && strings.IndexFunc(first, func(c rune) bool { return !unicode.IsLetter(c) }) < 0
	switch {
	case word && both:
		return strings.ToUpper(first), strings.TrimSpace(rest)
	case word:
		return strings.ToUpper(first), r.URL
	case text == "":
		return r.Method, r.URL
	}
	return r.Method, text
}

// withoutRow returns the request without that part. The request line stays.
func withoutRow(r akoya.Request, at row) akoya.Request {
	r = r.Clone()
	switch at.kind {
	case rowLine:
	case rowHeader:
		r.Header = append(r.Header[:at.index], r.Header[at.index+1:]...)
	case rowID:
		r.Basic.ClientID = ""
	case rowSecret:
		r.Basic.ClientSecret = akoya.Secret{}
	case rowForm:
		r.Form = append(r.Form[:at.index], r.Form[at.index+1:]...)
	}
	return r
}

// browserRequest takes a URL that a browser opens apart: its parameters are the
// form fields.
func browserRequest(address string) akoya.Request {
	base, err := akoya.WithQuery(address, nil)
	if err != nil {
		base = address
	}
	return akoya.Request{Method: "GET", URL: base, Form: akoya.Query(address)}
}

// withAddress returns the request of a browser with another address. One with a
// query brings its own parameters.
func withAddress(r akoya.Request, text string) akoya.Request {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return r
	case strings.Contains(text, "?"):
		return browserRequest(text)
	}
	r = r.Clone()
	r.URL = text
	return r
}

// withAdded returns the request with a new part written as "name=value" for a
// form field or "Name: value" for a header.
func withAdded(r akoya.Request, text string) (akoya.Request, bool) {
	r = r.Clone()
	equals, colon := strings.Index(text, "="), strings.Index(text, ": ")
	switch {
	case colon > 0 && (equals < 0 || colon < equals):
		r.Header = append(r.Header, asField(text[:colon], strings.TrimSpace(text[colon+2:])))
	case equals > 0:
		r.Form = append(r.Form, asField(text[:equals], text[equals+1:]))
	default:
		return r, false
	}
	return r, true
}

// asField makes a field, masked when its name says that it holds a secret.
func asField(name, value string) akoya.Field {
	name = strings.TrimSpace(name)
	return akoya.Field{Name: name, Value: akoya.NewSecret(value), Sensitive: akoya.IsSecretName(name)}
}

// rowChanged reports whether the row differs from the request it was made from.
func rowChanged(base akoya.Request, at row) bool {
	switch at.kind {
	case rowLine:
		return at.field.Name != base.Method || at.field.Value.Reveal() != base.URL
	case rowHeader:
		for _, f := range base.Header {
			if f.Name == at.field.Name {
				return !f.Value.Equal(at.field.Value)
			}
		}
		return true
	case rowID:
		return base.Basic.ClientID != at.field.Value.Reveal()
	case rowSecret:
		return !base.Basic.ClientSecret.Equal(at.field.Value)
	case rowForm:
		f, ok := base.Field(at.field.Name)
		return !ok || !f.Value.Equal(at.field.Value)
	}
	return false
}

// sameRequest reports whether nothing of a request was changed.
func sameRequest(a, b akoya.Request) bool {
	left, right := rows(a), rows(b)
	if len(left) != len(right) {
		return false
	}
	for i := range left {
		if left[i].kind != right[i].kind || left[i].field.Name != right[i].field.Name || !left[i].field.Value.Equal(right[i].field.Value) {
			return false
		}
	}
	return true
}
