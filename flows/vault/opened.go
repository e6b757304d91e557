package vault

import (
	"akoya-tui/akoya"
)

// opened puts settings and secrets together.
func opened(s Settings, c Credentials, t Tokens, where string) Opened {
	o := Opened{
		Settings: s, Environment: EnvironmentOf(s), Tokens: t, Where: where,
		App: akoya.App{
			ClientID: c.ClientID, ClientSecret: c.ClientSecret,
			RedirectURI: orElse(s.RedirectURI, akoya.DefaultRedirectURI),
			Connector:   orElse(s.Connector, akoya.DefaultConnector),
			Scope:       orElse(s.Scope, akoya.DefaultScope),
		},
	}
	if c.ServiceClientID != "" {
		o.Service = akoya.Basic{ClientID: c.ServiceClientID, ClientSecret: c.ServiceClientSecret}
	}
	return o
}

// EnvironmentOf returns the environment that settings describe: the URLs of the
// named one, each replaced where the settings have another.
func EnvironmentOf(s Settings) akoya.Environment {
	var e akoya.Environment
	switch s.Environment {
	case akoya.EnvironmentProduction:
		e = akoya.Production()
	case akoya.EnvironmentSandbox, "":
		e = akoya.Sandbox()
	default:
		e = akoya.Environment{Name: akoya.EnvironmentCustom, ConnectorParam: "connector"}
	}
	for _, one := range []struct {
		to   *string
		from string
	}{
		{&e.AuthorizeURL, s.URLs.Authorize}, {&e.TokenURL, s.URLs.Token}, {&e.RevokeURL, s.URLs.Revoke},
		{&e.ServiceTokenURL, s.URLs.ServiceToken}, {&e.AccountsURL, s.URLs.Accounts}, {&e.KeysURL, s.URLs.Keys},
		{&e.ConnectorParam, s.ConnectorParam},
	} {
		if one.from != "" {
			*one.to = one.from
		}
	}
	return e
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
