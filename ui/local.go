package ui

import (
	"context"
	"errors"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows/control"
)

// Local is a local Akoya that runs for this program.
type Local struct {
	Profile      Profile
	Control      *control.Client
	Users        []string // who can log in; the password is the name
	RedirectURIs []string
	Base         string // "http://127.0.0.1:41023"
}

// LocalServer is a local Akoya that listens, as it tells of itself: the same
// values as its own description, which can be converted to this one.
type LocalServer struct {
	AuthURL      string
	TokenURL     string
	RevokeURL    string
	STSURL       string
	AccountsURL  string
	KeysURL      string
	ControlURL   string
	ClientID     string
	ClientSecret string   // of the app that it knows: worthless
	RedirectURIs []string // of that app, one at least; the first one is used
}

// Connect asks the local Akoya for its people and returns it with a profile of
// its app, whose secrets rest in memory only. The error says what went wrong.
func (s LocalServer) Connect(ctx context.Context) (Local, error) {
	if len(s.RedirectURIs) == 0 {
		return Local{}, errors.New("the local Akoya knows no redirect URI")
	}
	controls, err := control.New(s.ControlURL)
	if err != nil {
		return Local{}, err
	}
	state, err := controls.State(ctx)
	if err != nil {
		return Local{}, err
	}
	base := strings.TrimSuffix(s.TokenURL, "/token")
	local := Local{
		Control: controls, RedirectURIs: s.RedirectURIs, Base: base,
		Profile: Profile{
			Name: "local Akoya", Where: "memory only", Environment: akoya.Local(base),
			App: akoya.App{
				ClientID: s.ClientID, ClientSecret: akoya.NewSecret(s.ClientSecret), RedirectURI: s.RedirectURIs[0],
				Connector: akoya.DefaultConnector, Scope: akoya.DefaultScope,
			},
		},
	}
	for _, user := range state.Users {
		local.Users = append(local.Users, user.Name)
	}
	return local, nil
}
