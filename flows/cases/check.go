package cases

import (
	"slices"
	"strings"

	"akoya-tui/akoya"
)

// weight says what it means when a line differs.
type weight int

const (
	must    weight = iota // the case does not hold
	code                  // another error code: same status at best
	wording               // words or details: same error at best
)

// check is one line of an expectation: what is expected, and how to look.
type check struct {
	field    string
	expected string
	weight   weight
	look     func(Answer, *body) (actual string, same bool)
}

// checks returns the lines of the expectation in the order in which they are shown.
func (e Expectation) checks() []check {
	list := []check{}
	add := func(field, expected string, w weight, look func(Answer, *body) (string, bool)) {
		list = append(list, check{field: field, expected: expected, weight: w, look: look})
	}
	if len(e.Status) > 0 {
		add(FieldStatus, statusWords(e.Status), must, func(a Answer, _ *body) (string, bool) {
			return itoa(a.RoundTrip.Status), slices.Contains(e.Status, a.RoundTrip.Status)
		})
	}
	if e.Error != "" {
		add(FieldError, e.Error, code, e.lookError)
	}
	switch {
	case e.Description != "":
		add(FieldDescription, e.Description, wording, e.lookDescription)
	case e.NoDescription:
		add(FieldDescription, "none", wording, e.lookDescription)
	}
	e.redirectChecks(add)
	e.tokenChecks(add)
	if e.EmptyBody {
		add(FieldBody, "empty", must, func(_ Answer, b *body) (string, bool) {
			return b.kind(), strings.TrimSpace(b.raw) == ""
		})
	}
	if e.DataCode != 0 {
		add(FieldDataCode, itoa(e.DataCode), code, func(_ Answer, b *body) (string, bool) {
			actual, ok := b.integer(FieldDataCode)
			if !ok {
				return orMissing(b.showText(FieldDataCode)), false
			}
			return itoa(int(actual)), actual == int64(e.DataCode)
		})
	}
	if e.DataMessage != "" {
		add(FieldDataMessage, e.DataMessage, wording, func(_ Answer, b *body) (string, bool) {
			return b.compare(FieldDataMessage, func(actual string) bool { return akoya.SameDescription(actual, e.DataMessage) })
		})
	}
	return list
}

func (e Expectation) lookError(a Answer, b *body) (string, bool) {
	if e.RedirectError {
		target, ok := a.redirect()
		if !ok {
			return "missing", false
		}
		return orMissing(akoya.RedactText(target.Error)), target.Error == e.Error
	}
	return b.compare(FieldError, func(actual string) bool { return actual == e.Error })
}

func (e Expectation) lookDescription(a Answer, b *body) (string, bool) {
	same := func(actual string) bool { return !e.NoDescription && akoya.SameDescription(actual, e.Description) }
	if e.RedirectError {
		target, _ := a.redirect()
		if !target.HasDescription {
			return "none", e.NoDescription
		}
		return akoya.RedactText(target.Description), same(target.Description)
	}
	if _, ok := b.object[FieldDescription]; !ok {
		return "none", e.NoDescription
	}
	return b.compare(FieldDescription, same)
}

// redirectChecks adds the lines about where the browser is sent.
func (e Expectation) redirectChecks(add func(string, string, weight, func(Answer, *body) (string, bool))) {
	if e.RedirectCode || e.RedirectError {
		what := "a code"
		if e.RedirectError {
			what = "the error"
		}
		add(FieldRedirect, "to the redirect URI with "+what, must, func(a Answer, _ *body) (string, bool) {
			target, ok := a.redirect()
			if !ok {
				return "no redirect", false
			}
			same := a.toApp(target) && (e.RedirectCode && !target.Code.IsZero() || e.RedirectError && target.Error != "")
			return redirectWords(a, target), same
		})
		add(FieldState, "the one that was sent", must, func(a Answer, _ *body) (string, bool) {
			target, ok := a.redirect()
			switch {
			case ok && a.State == "" && target.State == "":
				return "none, and none was sent", true
			case !ok || target.State == "":
				return "missing", false
			case target.State != a.State:
				return "another one", false
			}
			return "the one that was sent", true
		})
	}
	if e.NoRedirect {
		add(FieldRedirect, "none", must, func(a Answer, _ *body) (string, bool) {
			target, ok := a.redirect()
			if !ok {
				return "none", true
			}
			return redirectWords(a, target), false
		})
	}
	if e.NoCode {
		add(FieldRedirect, "not with a code", must, func(a Answer, _ *body) (string, bool) {
			target, ok := a.redirect()
			if !ok {
				return "none", true
			}
			return redirectWords(a, target), target.Code.IsZero()
		})
	}
}

func redirectWords(a Answer, target Callback) string {
	where := "to " + target.URI
	if a.toApp(target) {
		where = "to the redirect URI"
	}
	switch {
	case !target.Code.IsZero():
		return where + " with a code"
	case target.Error != "":
		return where + " with the error"
	}
	return where
}

func orMissing(text string) string {
	if text == "" {
		return "missing"
	}
	return text
}
