package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
)

// Sandbox says where a local Akoya is and who may use it: one JSON line of this
// shape is what other programs read.
type Sandbox struct {
	AuthURL      string   `json:"auth_url"`
	TokenURL     string   `json:"token_url"`
	RevokeURL    string   `json:"revoke_url"`
	STSURL       string   `json:"sts_url"`
	AccountsURL  string   `json:"accounts_url"`
	KeysURL      string   `json:"keys_url"`
	ControlURL   string   `json:"control_url"`
	ClientID     string   `json:"client_id"`
	ClientSecret string   `json:"client_secret"` // of the local Akoya: worthless
	RedirectURIs []string `json:"redirect_uris"`
}

// PrintJSON writes the one line.
func (s Sandbox) PrintJSON(out io.Writer) error {
	line, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = out.Write(append(line, '\n'))
	return err
}

// PrintText writes the URLs, the credentials, and the whole walk as curl lines.
func (s Sandbox) PrintText(out io.Writer) error {
	redirect := s.RedirectURIs[0]
	query := url.Values{
		"connector": {"mikomo"}, "client_id": {s.ClientID}, "redirect_uri": {redirect},
		"response_type": {"code"}, "scope": {"openid profile offline_access"}, "state": {"choose-your-own-state"},
	}
	authorize := s.AuthURL + "?" + query.Encode()
	_, err := fmt.Fprintf(out, `A local Akoya, for your own app and for curl. It is not the real one: nothing here is secret.

authorize      %s
token          %s
revoke         %s
service token  %s
accounts       %s
keys           %s
control        %s

client id      %s
client secret  %s
redirect URIs  %s
`, s.AuthURL, s.TokenURL, s.RevokeURL, s.STSURL, s.AccountsURL, s.KeysURL, s.ControlURL, s.ClientID, s.ClientSecret, redirect)
	if err != nil {
		return err
	}
	for _, other := range s.RedirectURIs[1:] {
		if _, err := fmt.Fprintf(out, "               %s\n", other); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out, `
The walk with curl. Log in as mikomo_1 with the password mikomo_1, in a browser:

  %[1]s

or approve without one; the code is in the address that comes back:

  curl -s -H 'content-type: application/json' -d '{"authorize_url":"%[1]s","user":"mikomo_1","approve":true}' %[2]s/authorize
  CODE=…

obtain, refresh, revoke, call the data API, get a service token:

  curl -i -u '%[3]s:%[4]s' -d grant_type=authorization_code -d redirect_uri=%[5]s -d code="$CODE" %[6]s
  curl -i -d grant_type=refresh_token -d refresh_token="$REFRESH_TOKEN" -d client_id=%[3]s -d client_secret=%[4]s %[6]s
  curl -i -d token="$REFRESH_TOKEN" -d token_type_hint=refresh_token -d client_id=%[3]s -d client_secret=%[4]s %[7]s
  curl -i -H "authorization: Bearer $ID_TOKEN" %[8]s
  curl -i -u '%[3]s:%[4]s' -d grant_type=client_credentials -d scope=app_management_v2 %[9]s

ctrl+c ends it.
`, authorize, s.ControlURL, s.ClientID, s.ClientSecret, url.QueryEscape(redirect), s.TokenURL, s.RevokeURL, s.AccountsURL, s.STSURL)
	return err
}
