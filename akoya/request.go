package akoya

import "slices"

// Request is an HTTP request as a value: look at it, change it, send it.
// Methods that change it return a changed copy and leave the receiver alone.
type Request struct {
	Method string
	URL    string  // absolute; with its query
	Header []Field // in order; without Authorization when Basic is set
	Form   []Field // in order; the body when Method has one: application/x-www-form-urlencoded
	Basic  Basic   // non-zero: sent as the Authorization header
}

// Basic are client credentials for the Authorization header. Both parts are
// form-escaped before they are base64 encoded (RFC 6749 section 2.3.1).
type Basic struct {
	ClientID     string
	ClientSecret Secret
}

// IsZero reports whether there are no credentials.
func (b Basic) IsZero() bool { return b.ClientID == "" && b.ClientSecret.IsZero() }

// AuthStyle says where the client credentials of a request are.
type AuthStyle string

// The places of client credentials (RFC 6749 section 2.3.1).
const (
	AuthNone  AuthStyle = "none"
	AuthBasic AuthStyle = "basic" // the Authorization header: obtain, service token
	AuthBody  AuthStyle = "body"  // client_id and client_secret in the form: refresh, revoke
)

// AuthStyle returns where the credentials are: basic wins when both are set.
func (r Request) AuthStyle() AuthStyle {
	if !r.Basic.IsZero() {
		return AuthBasic
	}
	if r.has("client_id") || r.has("client_secret") {
		return AuthBody
	}
	return AuthNone
}

// WithAuthStyle moves the credentials to style: from the header to the end of
// the form or back. With AuthNone they are dropped from both.
func (r Request) WithAuthStyle(style AuthStyle) Request {
	credentials := r.Basic
	if credentials.IsZero() {
		if f, ok := r.Field("client_id"); ok {
			credentials.ClientID = f.Value.Reveal()
		}
		if f, ok := r.Field("client_secret"); ok {
			credentials.ClientSecret = f.Value
		}
	}
	r = r.Without("client_id").Without("client_secret")
	r.Basic = Basic{}
	switch style {
	case AuthBasic:
		r.Basic = credentials
	case AuthBody:
		r = r.With(Plain("client_id", credentials.ClientID)).
			With(Sensitive("client_secret", credentials.ClientSecret))
	case AuthNone:
	}
	return r
}

// Field returns the first form field of that name.
func (r Request) Field(name string) (Field, bool) {
	i := slices.IndexFunc(r.Form, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return r.Form[i], true
}

func (r Request) has(name string) bool {
	_, ok := r.Field(name)
	return ok
}

// With returns the request with the form field set: in its place when it is
// there already, at the end otherwise.
func (r Request) With(field Field) Request {
	r.Form = slices.Clone(r.Form)
	i := slices.IndexFunc(r.Form, func(f Field) bool { return f.Name == field.Name })
	if i < 0 {
		r.Form = append(r.Form, field)
		return r
	}
	r.Form[i] = field
	return r
}

// Without returns the request without the form fields of that name.
func (r Request) Without(name string) Request {
	r.Form = slices.DeleteFunc(slices.Clone(r.Form), func(f Field) bool { return f.Name == name })
	return r
}

// WithBasic returns the request with these credentials in the Authorization header.
func (r Request) WithBasic(clientID string, clientSecret Secret) Request {
	r.Basic = Basic{ClientID: clientID, ClientSecret: clientSecret}
	return r
}

// Clone returns a copy that shares no slice with r.
func (r Request) Clone() Request {
	r.Header, r.Form = slices.Clone(r.Header), slices.Clone(r.Form)
	return r
}
