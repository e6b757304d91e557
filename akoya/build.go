package akoya

import (
	"net/url"
	"strings"
)

// formType is the media type of every body this package sends.
const formType = "application/x-www-form-urlencoded"

// formHeader returns the headers of a form request. The token reference shows
// "accept: application/x-www-form-urlencoded" but answers JSON, so JSON is asked for.
func formHeader() []Field {
	return []Field{Plain("Accept", "application/json"), Plain("Content-Type", formType)}
}

// ObtainRequest exchanges an authorization code for tokens (token reference,
// "Obtain tokens"): credentials in the header, the redirect URI as registered.
func ObtainRequest(env Environment, app App, code Secret) Request {
	return Request{
		Method: "POST",
		URL:    env.TokenURL,
		Header: formHeader(),
		Basic:  Basic{ClientID: app.ClientID, ClientSecret: app.ClientSecret},
		Form: []Field{
			Plain("grant_type", "authorization_code"),
			Plain("redirect_uri", app.RedirectURI),
			Sensitive("code", code),
		},
	}
}

// RefreshRequest trades a refresh token for a new pair (token reference,
// "Refresh tokens"): credentials in the body, no Basic header.
func RefreshRequest(env Environment, app App, refreshToken Secret) Request {
	return Request{
		Method: "POST",
		URL:    env.TokenURL,
		Header: formHeader(),
		Form: []Field{
			Plain("grant_type", "refresh_token"),
			Sensitive("refresh_token", refreshToken),
			Plain("client_id", app.ClientID),
			Sensitive("client_secret", app.ClientSecret),
		},
	}
}

// RevokeRequest ends a refresh token and the id_token of the same pair (revoke
// reference): credentials in the body; the hint must be refresh_token.
func RevokeRequest(env Environment, app App, refreshToken Secret) Request {
	return Request{
		Method: "POST",
		URL:    env.RevokeURL,
		Header: formHeader(),
		Form: []Field{
			Sensitive("token", refreshToken),
			Plain("token_type_hint", "refresh_token"),
			Plain("client_id", app.ClientID),
			Sensitive("client_secret", app.ClientSecret),
		},
	}
}

// ServiceTokenRequest asks the STS for a service token (service token OpenAPI
// v1.0.1). Its credentials are not those of an app.
func ServiceTokenRequest(env Environment, clientID string, clientSecret Secret, scope string) Request {
	return Request{
		Method: "POST",
		URL:    env.ServiceTokenURL,
		Header: formHeader(),
		Basic:  Basic{ClientID: clientID, ClientSecret: clientSecret},
		Form: []Field{
			Plain("grant_type", "client_credentials"),
			Plain("scope", scope),
		},
	}
}

// AccountsRequest is the data call that shows whether an id_token still works.
// The bearer is the id_token: there is no access token in this flow.
func AccountsRequest(env Environment, app App, idToken Secret) Request {
	return Request{
		Method: "GET",
		URL:    strings.ReplaceAll(env.AccountsURL, connectorPlaceholder, url.PathEscape(app.Connector)),
		Header: []Field{
			Plain("Accept", "application/json"),
			Sensitive("Authorization", NewSecret("Bearer "+idToken.Reveal())),
		},
	}
}
