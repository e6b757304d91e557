package cases

import (
	"context"
	"html"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows/control"
)

// maxHops is how many redirects AutoAuthorizer follows.
const maxHops = 10

// controlHeader is a response header by which a local Akoya names its control
// API, so that a program on the same machine can approve without a browser.
const controlHeader = "Akoya-Sandbox-Control"

// AutoAuthorizer authorizes without a browser, for servers that need no login:
// it follows redirects with GET until the redirect URI, and stops at a page. A
// page of a local Akoya names its control API; it approves by that, but only
// when it is on this machine and at the very address that answered.
type AutoAuthorizer struct {
	Client Sender
	User   string // for the control API of a local Akoya
}

// Authorize implements Authorizer.
func (a *AutoAuthorizer) Authorize(ctx context.Context, ask Ask) (Callback, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return Callback{}, err
	}
	address := ask.URL
	for range maxHops {
		rt, err := a.get(ctx, jar, address)
		if err != nil {
			return Callback{}, err
		}
		next, redirected := redirectOf(rt)
		if !redirected {
			return a.page(ctx, ask, rt)
		}
		if callback, ok := ParseCallback(next); ok && sameURI(callback.URI, ask.RedirectURI) {
			if ask.Deny && callback.Error == "" {
				return Callback{}, cannotAuthorize("cannot deny without a browser: %s approves without asking", host(address))
			}
			return callback, nil
		}
		address = next
	}
	return Callback{}, cannotAuthorize("cannot authorize without a browser: %s redirects more than %d times", host(ask.URL), maxHops)
}

func (a *AutoAuthorizer) get(ctx context.Context, jar http.CookieJar, address string) (akoya.RoundTrip, error) {
	request := akoya.Request{Method: http.MethodGet, URL: address, Header: []akoya.Field{akoya.Plain("Accept", "text/html")}}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return akoya.RoundTrip{}, cannotAuthorize("cannot authorize without a browser: a redirect goes to an address that is no web page")
	}
	var cookies []string
	for _, cookie := range jar.Cookies(u) {
		cookies = append(cookies, cookie.Name+"="+cookie.Value)
	}
	if len(cookies) > 0 {
		request.Header = append(request.Header, akoya.Sensitive("Cookie", akoya.NewSecret(strings.Join(cookies, "; "))))
	}
	rt, err := a.Client.Send(ctx, request)
	if err != nil {
		if ctx.Err() != nil {
			return rt, context.Cause(ctx)
		}
		return rt, cannotAuthorize("cannot authorize: %s", err)
	}
	response := http.Response{Header: http.Header{}}
	for _, field := range rt.Received.Header {
		if strings.EqualFold(field.Name, "Set-Cookie") {
			response.Header.Add("Set-Cookie", field.Value.Reveal())
		}
	}
	jar.SetCookies(u, response.Cookies())
	return rt, nil
}

// page ends at a page: it approves by the control API that the page names, or
// says what page it is.
func (a *AutoAuthorizer) page(ctx context.Context, ask Ask, rt akoya.RoundTrip) (Callback, error) {
	if named, ok := header(rt.Received, controlHeader); ok && sameServer(named, rt.URL) {
		local, err := control.New(named)
		if err == nil {
			defer local.Close()
			ask.URL = rt.URL
			return (&ControlAuthorizer{Control: local, User: a.User}).Authorize(ctx, ask)
		}
	}
	what := "shows a page"
	if rt.Status != http.StatusOK {
		what = "answers " + itoa(rt.Status)
	}
	if title := pageTitle(rt.Received.Body.Reveal()); title != "" {
		what += " (" + akoya.RedactText(title) + ")"
	}
	verb := "authorize"
	if ask.Deny {
		verb = "deny"
	}
	return Callback{}, cannotAuthorize("cannot %s without a browser: %s %s; use --authorize browser or paste", verb, host(rt.URL), what)
}

// redirectOf returns where an answer sends the browser, as an absolute address.
func redirectOf(rt akoya.RoundTrip) (string, bool) {
	location, ok := header(rt.Received, "Location")
	if !ok || rt.Status < 300 || rt.Status > 399 {
		return "", false
	}
	base, err := url.Parse(rt.URL)
	if err != nil {
		return "", false
	}
	next, err := base.Parse(location)
	if err != nil {
		return "", false
	}
	return next.String(), true
}

// sameServer reports whether a control API is at the host and port of the page,
// on this machine: no other server may be trusted to name one.
func sameServer(controlURL, pageURL string) bool {
	c, err := url.Parse(controlURL)
	if err != nil {
		return false
	}
	p, err := url.Parse(pageURL)
	if err != nil {
		return false
	}
	return akoya.IsLoopback(c.Hostname()) && c.Scheme == p.Scheme && c.Host == p.Host
}

func sameURI(a, b string) bool {
	want, ok := ParseCallback(b)
	return ok && want.URI == a
}

func host(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return "the server"
}

// maxTitle is how much of a page's title is repeated.
const maxTitle = 80

// pageTitle returns the title of a page, shortened, "" when it has none. The
// expression is made here, where a page is at hand: at every start of the
// program it would cost two milliseconds.
func pageTitle(page string) string {
	titleTag := regexp.MustCompile(`(?is)<title[^>]*>([^<]{1,300})`)
	found := titleTag.FindStringSubmatch(page[:min(len(page), 64<<10)])
	if found == nil {
		return ""
	}
	title := []rune(strings.Join(strings.Fields(html.UnescapeString(strings.ToValidUTF8(found[1], "?"))), " "))
	if len(title) > maxTitle {
		title = append(title[:maxTitle], '…')
	}
	return string(title)
}
