package cases

import (
	"net/url"
	"slices"
	"strings"

	"akoya-tui/akoya"
)

// stateOf returns the state that an authorize URL carries, as a server reads it.
func stateOf(address string) string {
	address, _, _ = strings.Cut(address, "#")
	_, query, _ := strings.Cut(address, "?")
	for pair := range strings.SplitSeq(query, "&") {
		if value, ok := strings.CutPrefix(pair, "state="); ok {
			if plain, err := url.QueryUnescape(value); err == nil {
				return plain
			}
			return value
		}
	}
	return ""
}

// sameRequest reports whether a request is still the one that was prepared.
func sameRequest(a, b akoya.Request) bool {
	same := func(a, b akoya.Field) bool { return a.Name == b.Name && a.Value.Equal(b.Value) }
	return a.Method == b.Method && a.URL == b.URL &&
		a.Basic.ClientID == b.Basic.ClientID && a.Basic.ClientSecret.Equal(b.Basic.ClientSecret) &&
		slices.EqualFunc(a.Header, b.Header, same) && slices.EqualFunc(a.Form, b.Form, same)
}
