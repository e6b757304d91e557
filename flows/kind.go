package flows

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"akoya-tui/akoya"
)

// kind says what a request asks for, whoever built it.
type kind int

const (
	kindOther kind = iota
	kindObtain
	kindRefresh
	kindService
	kindRevoke
	kindData
)

// call returns the name by which package explain knows the kind.
func (k kind) call() string {
	switch k {
	case kindObtain:
		return "obtain"
	case kindRefresh:
		return "refresh"
	case kindService:
		return "service"
	case kindRevoke:
		return "revoke"
	case kindData:
		return "accounts"
	case kindOther:
	}
	return ""
}

// requestKind reads the kind off a request: its method, its grant_type, its path.
// A form counts only where it is sent, and a field sent twice with its first value.
func requestKind(environment akoya.Environment, request akoya.Request) kind {
	switch request.Method {
	case http.MethodGet:
		if isDataURL(environment, request.URL) {
			return kindData
		}
		return kindOther
	case http.MethodHead, http.MethodOptions, http.MethodTrace:
		return kindOther
	}
	if grant, ok := request.Field("grant_type"); ok {
		switch grant.Value.Reveal() {
		case "authorization_code":
			return kindObtain
		case "refresh_token":
			return kindRefresh
		case "client_credentials":
			return kindService
		}
		return kindOther
	}
	if _, ok := request.Field("token"); ok {
		if samePath(request.URL, environment.RevokeURL) || samePath(request.URL, environment.AlternativeRevokeURL()) {
			return kindRevoke
		}
	}
	return kindOther
}

// isDataURL reports whether raw is on the host of the data API, whatever its
// path: it has many. On a host that does it all the other endpoints are no data.
func isDataURL(environment akoya.Environment, raw string) bool {
	if !sameHost(raw, environment.AccountsURL) {
		return false
	}
	return !slices.ContainsFunc([]string{
		environment.AuthorizeURL, environment.TokenURL, environment.RevokeURL, environment.AlternativeRevokeURL(),
		environment.ServiceTokenURL, environment.KeysURL,
	}, func(other string) bool { return samePath(raw, other) })
}

// bearerOf returns the bearer token of a request (RFC 6750 section 2.1).
func bearerOf(request akoya.Request) akoya.Secret {
	for _, f := range request.Header {
		if strings.EqualFold(f.Name, "Authorization") {
			scheme, token, ok := strings.Cut(f.Value.Reveal(), " ")
			if ok && strings.EqualFold(scheme, "Bearer") {
				return akoya.NewSecret(strings.TrimSpace(token))
			}
		}
	}
	return akoya.Secret{}
}

// samePath reports whether both URLs have the same host and path, whatever their
// query. An empty URL is like no other.
func samePath(a, b string) bool {
	left, right, ok := parseBoth(a, b)
	return ok && strings.EqualFold(left.Host, right.Host) && left.Path == right.Path
}

func sameHost(a, b string) bool {
	left, right, ok := parseBoth(a, b)
	return ok && strings.EqualFold(left.Host, right.Host)
}

// parseBoth reads two absolute URLs. Braces, as around a connector that is to be
// filled in, are no error in a path.
func parseBoth(a, b string) (left, right *url.URL, ok bool) {
	left, errLeft := url.Parse(a)
	right, errRight := url.Parse(b)
	return left, right, errLeft == nil && errRight == nil && left.Host != "" && right.Host != ""
}

// IsRefresh reports whether a request trades a refresh token for a new set.
func (s Session) IsRefresh(request akoya.Request) bool {
	return requestKind(s.Environment, request) == kindRefresh
}
