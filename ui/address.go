package ui

import (
	"net/url"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows/visible"
)

// pathOf returns the path of a URL, and the text itself when it is none.
func pathOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Path == "" {
		return raw
	}
	return u.Path
}

// hostOf returns host and port of a URL, and "" when it is none.
func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Host
}

// foreignHost returns the host to which a request would take secrets although
// the environment has nothing there; "" for none.
func foreignHost(e akoya.Environment, r akoya.Request) string {
	host := hostOf(r.URL)
	for _, own := range []string{e.AuthorizeURL, e.TokenURL, e.RevokeURL, e.ServiceTokenURL, e.AccountsURL, e.KeysURL} {
		if host == "" || host == hostOf(strings.ReplaceAll(own, "{connector}", "connector")) {
			return ""
		}
	}
	for _, at := range rows(r) {
		if at.field.Sensitive && !at.field.Value.IsZero() {
			return visible.Line(host)
		}
	}
	return ""
}
