package control

import (
	"context"
	"errors"
	"net/http"

	"akoya-tui/akoya"
)

// Authorization is a person at the bank's pages.
type Authorization struct {
	URL      string   // the authorize URL that the app made
	User     string   // "" for the first one
	Accounts []string // nil for all
	Deny     bool
}

// Authorized is where the browser ends: at the redirect URI with Redirect, or on
// a page with Status and Refusal.
type Authorized struct {
	Redirect akoya.Secret // the whole callback URL; it holds the code
	Status   int          // 0 when there is a redirect
	Refusal  string       // the page's text; from a server
}

// Authorize approves or denies in a person's place, without a browser.
func (c *Client) Authorize(ctx context.Context, a Authorization) (Authorized, error) {
	in := map[string]any{"authorize_url": a.URL, "approve": !a.Deny}
	if a.User != "" {
		in["user"] = a.User
	}
	if a.Accounts != nil {
		in["accounts"] = a.Accounts
	}
	var out struct {
		Redirect string `json:"redirect"`
		Status   int    `json:"status"`
		Error    string `json:"error"`
	}
	if err := c.call(ctx, http.MethodPost, "/authorize", in, &out); err != nil {
		return Authorized{}, err
	}
	if out.Redirect == "" && out.Status == 0 {
		return Authorized{}, errors.New("the control API answered neither a redirect nor a status: is it a local Akoya?")
	}
	return Authorized{Redirect: akoya.NewSecret(out.Redirect), Status: out.Status, Refusal: out.Error}, nil
}

// Kind is what can be minted.
type Kind string

// The kinds.
const (
	Code         Kind = "code"
	RefreshToken Kind = "refresh_token"
	IDToken      Kind = "id_token"
	ServiceToken Kind = "service_token"
)

// Condition is the state that a minted thing is in.
type Condition string

// The conditions. Not every kind can be in every one.
const (
	Fresh   Condition = "fresh"
	Expired Condition = "expired"
	Used    Condition = "used"
	Revoked Condition = "revoked"
)

// Order says what to mint. Empty fields are the local Akoya's own app, first
// user, first redirect URI and usual scope.
type Order struct {
	Kind        Kind
	Condition   Condition
	ClientID    string
	User        string
	RedirectURI string
	Scope       string
}

// Minted is what was made.
type Minted struct {
	Value        akoya.Secret // what was asked for
	RefreshToken akoya.Secret // the live one that belongs to it
	IDToken      akoya.Secret // set only when one was asked for: signing costs time
	RedirectURI  string
	GrantID      string
}

// Mint makes a code or token in a wanted state. It replaces no consent.
func (c *Client) Mint(ctx context.Context, o Order) (Minted, error) {
	in := map[string]string{"kind": string(o.Kind)}
	for name, value := range map[string]string{
		"state": string(o.Condition), "client_id": o.ClientID, "user": o.User, "redirect_uri": o.RedirectURI, "scope": o.Scope,
	} {
		if value != "" {
			in[name] = value
		}
	}
	var out struct {
		Value        string `json:"value"`
		RefreshToken string `json:"refresh_token"`
		IDToken      string `json:"id_token"`
		RedirectURI  string `json:"redirect_uri"`
		GrantID      string `json:"grant_id"`
	}
	if err := c.call(ctx, http.MethodPost, "/mint", in, &out); err != nil {
		return Minted{}, err
	}
	if out.Value == "" {
		return Minted{}, errors.New("the control API minted nothing: is it a local Akoya?")
	}
	return Minted{
		Value: akoya.NewSecret(out.Value), RefreshToken: akoya.NewSecret(out.RefreshToken),
		IDToken: akoya.NewSecret(out.IDToken), RedirectURI: out.RedirectURI, GrantID: out.GrantID,
	}, nil
}

// Consent names what a person takes back at the bank: one of these.
type Consent struct {
	RefreshToken akoya.Secret
	GrantID      string
	User         string
}

// Revoke ends consents at the bank and returns how many have ended.
func (c *Client) Revoke(ctx context.Context, which Consent) (int, error) {
	in := map[string]string{}
	if !which.RefreshToken.IsZero() {
		in["refresh_token"] = which.RefreshToken.Reveal()
	}
	if which.GrantID != "" {
		in["grant_id"] = which.GrantID
	}
	if which.User != "" {
		in["user"] = which.User
	}
	var out struct {
		Revoked int `json:"revoked"`
	}
	if err := c.call(ctx, http.MethodPost, "/revoke", in, &out); err != nil {
		return 0, err
	}
	return out.Revoked, nil
}
