package cases

import (
	"net/url"
	"strings"

	"akoya-tui/akoya"
)

// Answer is what came back for one step, with what is needed to judge it.
type Answer struct {
	RoundTrip akoya.RoundTrip
	Callback  *Callback // where the browser ended, when a person (or a stand-in) was asked
	State     string    // the state that was sent to the authorize URL
	Before    Tokens    // the tokens before the request; they tell whether new ones are new
	// RedirectURI is where a redirect has to go: the registered one.
	RedirectURI string
}

// Tokens is a refresh token with the id_token of the same response.
type Tokens struct {
	RefreshToken akoya.Secret
	IDToken      akoya.Secret
}

// IsZero reports whether there is no token.
func (t Tokens) IsZero() bool { return t.RefreshToken.IsZero() && t.IDToken.IsZero() }

// Callback is what an authorization endpoint sends to the redirect URI.
type Callback struct {
	URI            string // without query and fragment
	Code           akoya.Secret
	State          string
	Error          string
	Description    string
	HasDescription bool
}

// ParseCallback reads a URL that a browser was sent to. It reports false when
// the text is no absolute URL.
func ParseCallback(text string) (Callback, bool) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Scheme == "" {
		return Callback{}, false
	}
	query := u.Query()
	u.RawQuery, u.Fragment, u.RawFragment, u.ForceQuery = "", "", "", false
	return Callback{
		URI:            u.String(),
		Code:           akoya.NewSecret(query.Get("code")),
		State:          query.Get("state"),
		Error:          query.Get("error"),
		Description:    query.Get("error_description"),
		HasDescription: query.Has("error_description"),
	}, true
}

// redirect returns where the answer sends the browser: the callback that a
// person's browser reached, or the Location header.
func (a Answer) redirect() (Callback, bool) {
	if a.Callback != nil {
		return *a.Callback, true
	}
	if a.RoundTrip.Status < 300 || a.RoundTrip.Status > 399 {
		return Callback{}, false
	}
	location, ok := header(a.RoundTrip.Received, "Location")
	if !ok {
		return Callback{}, false
	}
	target := location
	if base, err := url.Parse(a.RoundTrip.URL); err == nil {
		if ref, err := base.Parse(location); err == nil {
			target = ref.String()
		}
	}
	return ParseCallback(target)
}

// toApp reports whether a redirect goes to the registered redirect URI.
func (a Answer) toApp(c Callback) bool {
	want, ok := ParseCallback(a.RedirectURI)
	return ok && want.URI == c.URI
}

func header(m akoya.Message, name string) (string, bool) {
	for _, field := range m.Header {
		if strings.EqualFold(field.Name, name) {
			return field.Value.Reveal(), true
		}
	}
	return "", false
}
