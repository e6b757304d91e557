package callback

import (
	"net"
	"net/url"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows/visible"
)

// target is the redirect URI as the listener needs it.
type target struct {
	uri  *url.URL
	host string // as the Host header must be, without case
	path string // as sent
}

const pasteInstead = "Paste the callback URL when the browser has arrived there."

// newTarget takes a redirect URI that a listener can serve: http, loopback
// (RFC 8252 section 7.3), without user and fragment (RFC 6749 section 3.1.2).
func newTarget(redirectURI string) (target, *Problem) {
	no := func(why string) (target, *Problem) {
		return target{}, problem(CannotListen, "This program cannot listen on %s: %s.", pasteInstead, visible.Short(redirectURI, 200), why)
	}
	uri, err := url.Parse(redirectURI)
	switch {
	case err != nil || uri.Host == "":
		return no("it is not a complete address")
	case uri.Scheme == "https":
		return no("https needs a certificate for that host")
	case uri.Scheme != "http":
		return no("its scheme is not http")
	case uri.User != nil:
		return no("a redirect URI has no user name")
	case strings.Contains(redirectURI, "#"):
		return no("a redirect URI has no fragment")
	case !akoya.IsLoopback(uri.Hostname()):
		return no("its host is not this computer")
	}
	if uri.Port() == "" && strings.HasSuffix(uri.Host, ":") {
		uri.Host = strings.TrimSuffix(uri.Host, ":")
	}
	return target{uri: uri, host: strings.ToLower(uri.Host), path: pathOf(uri)}, nil
}

// addresses returns where to listen, without the port. A browser may take
// either address of localhost, so both belong to us.
func (t target) addresses() []string {
	host := t.uri.Hostname()
	if strings.EqualFold(host, "localhost") {
		return []string{"127.0.0.1", "::1"}
	}
	return []string{host}
}

func (t target) port() string { return portOf(t.uri) }

// withPort returns the target with the port that the system chose for port 0.
func (t target) withPort(port string) target {
	uri := *t.uri
	uri.Host = net.JoinHostPort(uri.Hostname(), port)
	t.uri, t.host = &uri, strings.ToLower(uri.Host)
	return t
}
