package ui

import (
	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// ProfileFromEnv makes a profile that lives in memory from AKOYA_…
// variables: for Akoya's sandbox, until another environment is put in its place.
// It is nil when they are not set, or not whole: the error says which.
func ProfileFromEnv(getenv func(string) string) (*Profile, error) {
	given, err := vault.CredentialsFromEnv(getenv)
	if vault.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	profile := &Profile{
		Name: "Akoya sandbox", Where: "memory only", Environment: akoya.Sandbox(),
		App: akoya.App{
			ClientID: given.Credentials.ClientID, ClientSecret: given.Credentials.ClientSecret, RedirectURI: given.RedirectURI,
			Connector: akoya.DefaultConnector, Scope: akoya.DefaultScope,
		},
		Service: akoya.Basic{ClientID: given.Credentials.ServiceClientID, ClientSecret: given.Credentials.ServiceClientSecret},
	}
	if profile.App.RedirectURI == "" {
		profile.App.RedirectURI = akoya.DefaultRedirectURI
	}
	return profile, nil
}
