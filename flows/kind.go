package flows

import (
	"net/http"
	"net/url"
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

// requestKind reads the kind off a request: its grant_type, its path, its bearer.
func requestKind(environment akoya.Environment, request akoya.Request) kind {
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
		switch path(request.URL) {
		case path(environment.RevokeURL), path(environment.AlternativeRevokeURL()):
			return kindRevoke
		}
		return kindOther
	}
	if request.Method == http.MethodGet && sameHost(request.URL, environment.AccountsURL) {
		return kindData
	}
	return kindOther
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

// path returns host and path of a URL, without its query.
func path(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	return u.Host + u.Path
}

func sameHost(a, b string) bool {
	left, err := url.Parse(a)
	if err != nil {
		return false
	}
	right, err := url.Parse(strings.ReplaceAll(b, "{connector}", "connector"))
	return err == nil && left.Host == right.Host
}

// foldText folds white space and drops a final full stop: the documents differ
// in just that.
func foldText(s string) string {
	return strings.TrimSuffix(strings.Join(strings.Fields(s), " "), ".")
}
