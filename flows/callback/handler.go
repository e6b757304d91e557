package callback

import (
	"net/http"
	"strings"
	"time"

	"akoya-tui/flows/visible"
)

// refusal says why a request is not the callback. What is a sentence without
// text of the request.
type refusal struct {
	kind   Kind
	status int
	what   string
}

// handle answers one request. Every request ends as an event, but those that a
// browser makes by itself for an icon.
func (l *Listener) handle(w http.ResponseWriter, r *http.Request) {
	if c := connOf(r.Context()); c != nil {
		c.served.Store(true)
	}
	if l.isIcon(r) {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	callback, no := l.examine(r)
	if no == nil && !l.win() {
		no = &refusal{Repeated, http.StatusConflict, "The callback was received already; this one is not looked at."}
	}
	if no != nil {
		l.refuse(Refused{
			At: time.Now(), From: r.RemoteAddr, Method: visible.Short(r.Method, 20), Path: visible.Short(r.URL.Path, 100),
			Kind: no.kind, Reason: no.what,
		})
		if no.status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", http.MethodGet)
		}
		l.page.write(w, no.status, refusedView(no))
		return
	}
	// The page is on its way before anybody learns of the callback and closes the listener.
	defer l.accept(callback)
	l.page.write(w, http.StatusOK, acceptedView(callback))
}

// isIcon reports whether a browser asks for an icon or a site description,
// which it does unasked.
func (l *Listener) isIcon(r *http.Request) bool {
	path := r.URL.Path
	return path != l.target.path && (path == "/favicon.ico" || path == "/robots.txt" ||
		strings.HasPrefix(path, "/apple-touch-icon") || strings.HasPrefix(path, "/.well-known/appspecific/"))
}

// examine checks a request: place first, then who makes it, then what it says.
func (l *Listener) examine(r *http.Request) (Callback, *refusal) {
	switch {
	case len(r.RequestURI) > l.limits.address:
		return Callback{}, &refusal{TooLong, http.StatusRequestURITooLong, "The address of the request is longer than any callback's."}
	case !sameHost(r.Host, l.target.host):
		return Callback{}, &refusal{WrongHost, http.StatusMisdirectedRequest, "The request was meant for another host name, as in an attack by DNS rebinding."}
	case pathOf(r.URL) != l.target.path:
		return Callback{}, &refusal{WrongPath, http.StatusNotFound, "The path is not that of the redirect URI."}
	case r.Method != http.MethodGet:
		return Callback{}, &refusal{WrongMethod, http.StatusMethodNotAllowed, "A callback is a GET request, and this is another method."}
	case !isNavigation(r, l.target.host):
		return Callback{}, &refusal{OtherOrigin, http.StatusForbidden, "A page in a browser made the request by itself; a callback is an address that the browser opens."}
	case l.hasAccepted():
		return Callback{}, &refusal{Repeated, http.StatusConflict, "The callback was received already; this one is not looked at."}
	}
	callback, p := readAnswer(r.URL.RawQuery).judge(l.wantState)
	if p != nil {
		return Callback{}, &refusal{p.Kind, http.StatusBadRequest, p.What}
	}
	callback.Via, callback.At = ViaListener, time.Now()
	return callback, nil
}

// sameHost compares host and port. A browser leaves out port 80.
func sameHost(got, want string) bool {
	return strings.EqualFold(strings.TrimSuffix(got, ":80"), strings.TrimSuffix(want, ":80"))
}

// isNavigation reports whether the browser opens the address in a window, as
// far as the request tells (Fetch Metadata Request Headers, W3C). The redirect
// from the provider is a navigation, and a cross-site one: the site does not
// count. A client without these headers, curl or an older browser, passes
// unless it names another origin.
func isNavigation(r *http.Request, host string) bool {
	mode, dest := r.Header.Get("Sec-Fetch-Mode"), r.Header.Get("Sec-Fetch-Dest")
	if mode != "" || dest != "" {
		return (mode == "" || mode == "navigate") && (dest == "" || dest == "document")
	}
	origin := r.Header.Get("Origin")
	return origin == "" || origin == "null" || strings.EqualFold(origin, "http://"+host)
}
