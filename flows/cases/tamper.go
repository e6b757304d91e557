package cases

import (
	"net/url"
	"slices"
	"strings"

	"akoya-tui/akoya"
)

// Place is a part of a request.
type Place string

// The parts that a tamper can touch.
const (
	PlaceForm   Place = "form"
	PlaceHeader Place = "header"
	PlaceQuery  Place = "query"
	PlacePath   Place = "path"
)

// Target is the part of a request that a tamper touches, for a screen to mark.
type Target struct {
	Place Place
	Name  string // the field, header or query parameter; "" for the path
}

// String returns the target in words: "form field code", "header Authorization".
func (t Target) String() string {
	switch t.Place {
	case PlaceForm:
		return "form field " + t.Name
	case PlaceHeader:
		return "header " + t.Name
	case PlaceQuery:
		return "query parameter " + t.Name
	}
	return "path"
}

// Tamper is one named change of a good request.
type Tamper struct {
	Kind  Kind
	Name  string   // of the field, header or parameter; the client id for a swap
	Value string   // the new value, where it is made up
	Use   Material // the new value, where it comes from a need
}

// Kind is a way to spoil a request.
type Kind string

// The ways.
const (
	DropField      Kind = "drop field"
	SetField       Kind = "change field"
	ReplayField    Kind = "replay" // put a used, expired or foreign value into a field
	DropParameter  Kind = "drop parameter"
	SetParameter   Kind = "change parameter"
	SetHeader      Kind = "change header"
	DropHeader     Kind = "drop header"
	WrongID        Kind = "wrong client id"
	WrongSecret    Kind = "wrong client secret"
	ToHeader       Kind = "credentials to the header"
	ToBody         Kind = "credentials to the body"
	NoCredentials  Kind = "no credentials"
	SetPath        Kind = "another path"
	OtherRevoke    Kind = "the other revoke path"
	BearerMaterial Kind = "another bearer"
)

// Material is a value that a need brought.
type Material string

// The materials.
const (
	MaterialUsedCode       Material = "used code"
	MaterialExpiredCode    Material = "expired code"
	MaterialUsedRefresh    Material = "used refresh token"
	MaterialExpiredRefresh Material = "expired refresh token"
	MaterialOtherRefresh   Material = "another client's refresh token"
	MaterialRevokedRefresh Material = "revoked refresh token"
	MaterialRevokedID      Material = "id_token of a revoked grant"
	MaterialExpiredID      Material = "expired id_token"
	MaterialServiceToken   Material = "service token"
)

// Words says what the tamper does: "drop code", "replay a used code as code".
func (t Tamper) Words() string {
	switch t.Kind {
	case DropField, DropParameter, DropHeader:
		return "drop " + t.Name
	case SetField, SetParameter, SetHeader:
		return "change " + t.Name + " to " + t.Value
	case ReplayField:
		return "send " + article(string(t.Use)) + " as " + t.Name
	case BearerMaterial:
		return "send " + article(string(t.Use)) + " as bearer"
	case WrongID:
		return "send a wrong client_id"
	case WrongSecret:
		return "send a wrong client_secret"
	case ToHeader:
		return "move the credentials from the body to the header"
	case ToBody:
		return "move the credentials from the header to the body"
	case NoCredentials:
		return "send no credentials"
	case SetPath:
		return "call the path " + t.Value
	case OtherRevoke:
		return "call the other of the two documented paths"
	}
	return string(t.Kind)
}

func article(words string) string {
	switch {
	case strings.HasPrefix(words, "another"), strings.HasPrefix(words, "id_token"):
		return words
	case strings.ContainsAny(words[:1], "aeio"):
		return "an " + words
	}
	return "a " + words
}

// Targets returns the parts of request that the tamper touches. The request is
// the one before or after the tamper: a dropped field is named either way.
func (t Tamper) Targets(request akoya.Request) []Target {
	switch t.Kind {
	case DropField, SetField, ReplayField:
		return []Target{{PlaceForm, t.Name}}
	case DropParameter, SetParameter:
		return []Target{{PlaceQuery, t.Name}}
	case DropHeader, SetHeader:
		return []Target{{PlaceHeader, t.Name}}
	case BearerMaterial:
		return []Target{{PlaceHeader, "Authorization"}}
	case SetPath, OtherRevoke:
		return []Target{{PlacePath, ""}}
	case ToHeader, ToBody, NoCredentials:
		return []Target{{PlaceHeader, "Authorization"}, {PlaceForm, "client_id"}, {PlaceForm, "client_secret"}}
	case WrongID:
		return credentialTarget(request, "client_id")
	case WrongSecret:
		return credentialTarget(request, "client_secret")
	}
	return nil
}

func credentialTarget(request akoya.Request, name string) []Target {
	if request.AuthStyle() == akoya.AuthBasic {
		return []Target{{PlaceHeader, "Authorization"}}
	}
	return []Target{{PlaceForm, name}}
}

// Made-up values, the same in every run so that two reports can be compared.
const (
	madeUpClientID = "no-such-client"
	madeUpSecret   = "not-the-client-secret"
)

// apply returns the request with the tamper. It reports why it cannot.
func (t Tamper) apply(r akoya.Request, env akoya.Environment, m materials) (akoya.Request, error) {
	switch t.Kind {
	case DropField:
		return r.Without(t.Name), nil
	case SetField:
		return r.With(akoya.Plain(t.Name, t.Value)), nil
	case ReplayField:
		return r.With(akoya.Sensitive(t.Name, m[t.Use])), nil
	case BearerMaterial:
		return withHeader(r, akoya.Sensitive("Authorization", akoya.NewSecret("Bearer "+m[t.Use].Reveal()))), nil
	case SetHeader:
		return withHeader(r, akoya.Plain(t.Name, t.Value)), nil
	case DropHeader:
		return withoutHeader(r, t.Name), nil
	case DropParameter, SetParameter:
		r.URL = withParameter(r.URL, parameterName(env, t.Name), t.Value, t.Kind == DropParameter)
		return r, nil
	case ToHeader:
		return r.WithAuthStyle(akoya.AuthBasic), nil
	case ToBody:
		return r.WithAuthStyle(akoya.AuthBody), nil
	case NoCredentials:
		return r.WithAuthStyle(akoya.AuthNone), nil
	case WrongID:
		if r.AuthStyle() == akoya.AuthBasic {
			return r.WithBasic(madeUpClientID, r.Basic.ClientSecret), nil
		}
		return r.With(akoya.Plain("client_id", madeUpClientID)), nil
	case WrongSecret:
		if r.AuthStyle() == akoya.AuthBasic {
			return r.WithBasic(r.Basic.ClientID, akoya.NewSecret(madeUpSecret)), nil
		}
		return r.With(akoya.Sensitive("client_secret", akoya.NewSecret(madeUpSecret))), nil
	case SetPath:
		u, err := url.Parse(r.URL)
		if err != nil {
			return r, skip("the URL of the endpoint cannot be read")
		}
		r.URL = u.ResolveReference(&url.URL{Path: t.Value}).String()
		return r, nil
	case OtherRevoke:
		other := env.AlternativeRevokeURL()
		if other == "" {
			return r, skip("the revoke URL of this environment ends in neither /revoke nor /token/revoke, so there is no other documented path")
		}
		r.URL = other
		return r, nil
	}
	return r, skip("the tamper %q is not known", t.Kind)
}

func withHeader(r akoya.Request, field akoya.Field) akoya.Request {
	r = withoutHeader(r, field.Name)
	r.Header = append(r.Header, field)
	return r
}

func withoutHeader(r akoya.Request, name string) akoya.Request {
	r.Header = slices.DeleteFunc(slices.Clone(r.Header), func(f akoya.Field) bool {
		return strings.EqualFold(f.Name, name)
	})
	return r
}

// parameterName replaces "connector" by the name that the environment uses.
func parameterName(env akoya.Environment, name string) string {
	if name == "connector" && env.ConnectorParam != "" {
		return env.ConnectorParam
	}
	return name
}

// withParameter changes or drops a query parameter and leaves the others, their
// order and their spelling alone.
func withParameter(address, name, value string, drop bool) string {
	base, query, _ := strings.Cut(address, "?")
	query, fragment, hasFragment := strings.Cut(query, "#")
	var parts []string
	for part := range strings.SplitSeq(query, "&") {
		key, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(key); part == "" || (err == nil && plain == name) {
			continue
		}
		parts = append(parts, part)
	}
	if !drop {
		parts = append(parts, url.QueryEscape(name)+"="+strings.ReplaceAll(url.QueryEscape(value), "+", "%20"))
	}
	address = base + "?" + strings.Join(parts, "&")
	if hasFragment {
		address += "#" + fragment
	}
	return address
}

// materials are the values that needs brought.
type materials map[Material]akoya.Secret
