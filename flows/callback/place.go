package callback

import (
	"net/url"
	"strings"
)

// differsFrom names the part in which an address is not the redirect URI:
// "scheme", "host", "port" or "path"; "" when it is the same place. The query of
// the address does not count. An address without scheme, or without scheme and
// host, as a log or an address bar shows it, is compared in what it has.
func differsFrom(address, redirectURI string) string {
	want, err := url.Parse(redirectURI)
	if err != nil {
		return "host"
	}
	switch {
	case strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//"):
		address = want.Scheme + "://" + want.Host + address
	case strings.HasPrefix(address, "//"):
		address = want.Scheme + ":" + address
	case !hasScheme(address, want.Scheme):
		address = want.Scheme + "://" + address
	}
	got, err := url.Parse(address)
	switch {
	case err != nil || got.User != nil:
		return "host"
	case !strings.EqualFold(got.Scheme, want.Scheme):
		return "scheme"
	case !strings.EqualFold(got.Hostname(), want.Hostname()):
		return "host"
	case portOf(got) != portOf(want):
		return "port"
	case pathOf(got) != pathOf(want) || got.Opaque != want.Opaque:
		return "path"
	}
	return ""
}

// hasScheme reports whether address begins with a scheme; one that no "//"
// follows counts only if it is that of the redirect URI, for "localhost:80/x"
// has the form of a scheme too.
func hasScheme(address, scheme string) bool {
	head, rest, ok := strings.Cut(address, ":")
	return ok && (strings.HasPrefix(rest, "//") || strings.EqualFold(head, scheme) && strings.HasPrefix(rest, "/"))
}

func portOf(u *url.URL) string {
	if port := u.Port(); port != "" {
		return port
	}
	switch strings.ToLower(u.Scheme) {
	case "http":
		return "80"
	case "https":
		return "443"
	}
	return ""
}

// pathOf returns the path as it is sent: a browser sends "/" for none.
func pathOf(u *url.URL) string {
	if path := u.EscapedPath(); path != "" {
		return path
	}
	return "/"
}
