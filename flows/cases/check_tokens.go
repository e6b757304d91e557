package cases

import (
	"slices"
	"strings"

	"akoya-tui/akoya"
)

// tokenChecks adds the lines about a token response.
func (e Expectation) tokenChecks(add func(string, string, weight, func(Answer, *body) (string, bool))) {
	for _, name := range e.RequiredFields {
		if e.NewTokens && (name == "id_token" || name == "refresh_token") {
			continue // a new token is there
		}
		add(name, "there", must, func(_ Answer, b *body) (string, bool) {
			if b.object == nil {
				return "the body is " + b.kind(), false
			}
			if b.filled(name) {
				return "there", true
			}
			return "missing", false
		})
	}
	for _, name := range e.IntegerFields {
		add(name, "an integer", must, func(_ Answer, b *body) (string, bool) {
			if _, ok := b.integer(name); ok {
				return "an integer", true
			}
			if b.filled(name) {
				return "not an integer", false
			}
			return "missing", false
		})
	}
	if e.NewTokens {
		e.addNew(add, "id_token", func(t Tokens) akoya.Secret { return t.IDToken })
		e.addNew(add, "refresh_token", func(t Tokens) akoya.Secret { return t.RefreshToken })
	}
	if e.TokenPrefix != "" {
		add("access_token", "starts with "+e.TokenPrefix, wording, func(_ Answer, b *body) (string, bool) {
			value, ok := b.text("access_token")
			switch {
			case !ok || value == "":
				return "missing", false
			case strings.HasPrefix(value, e.TokenPrefix):
				return "starts with " + e.TokenPrefix, true
			}
			return "another form", false
		})
	}
	if e.TokenType != "" {
		add("token_type", e.TokenType, wording, func(_ Answer, b *body) (string, bool) {
			return b.compare("token_type", func(value string) bool { return strings.EqualFold(value, e.TokenType) })
		})
	}
	if e.ExpiresIn != 0 {
		add("expires_in", itoa(int(e.ExpiresIn)), wording, func(_ Answer, b *body) (string, bool) {
			value, ok := b.integer("expires_in")
			if !ok {
				return orMissing(b.showText("expires_in")), false
			}
			return itoa(int(value)), value == e.ExpiresIn
		})
	}
	if e.HasScope {
		add("scope", orEmpty(e.Scope), wording, func(_ Answer, b *body) (string, bool) {
			return b.compare("scope", func(value string) bool { return sameScope(value, e.Scope) })
		})
	}
}

func (e Expectation) addNew(add func(string, string, weight, func(Answer, *body) (string, bool)), name string, before func(Tokens) akoya.Secret) {
	add(name, "a new one", must, func(a Answer, b *body) (string, bool) {
		value, ok := b.text(name)
		switch {
		case !ok || value == "":
			return "missing", false
		case value == before(a.Before).Reveal():
			return "the same as before", false
		}
		return "a new one", true
	})
}

// sameScope compares two scopes: the order of the parts does not count (RFC 6749 section 3.3).
func sameScope(a, b string) bool {
	left, right := strings.Fields(a), strings.Fields(b)
	slices.Sort(left)
	slices.Sort(right)
	return slices.Equal(slices.Compact(left), slices.Compact(right))
}

func orEmpty(text string) string {
	if text == "" {
		return "empty"
	}
	return text
}
