package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"

	"akoya-tui/akoya"
)

// CheckAddress says what is wrong with where a sandbox should listen.
func CheckAddress(address string, anyAddress bool) error {
	host, port, err := net.SplitHostPort(address)
	number, portErr := strconv.Atoi(port)
	switch {
	case err != nil || portErr != nil || number < 0 || number > 65535:
		return fmt.Errorf("the address %q is not of the form HOST:PORT: give --addr 127.0.0.1:8080, or port 0 for a free one", address)
	case !akoya.IsLoopback(host) && !anyAddress:
		return fmt.Errorf("the address %s can be reached from other machines: use 127.0.0.1, or allow it by --allow-non-loopback", address)
	}
	return nil
}

// CannotServe says what to do about a sandbox that did not start.
func CannotServe(err error) error {
	if strings.HasPrefix(err.Error(), "listen on ") {
		return fmt.Errorf("cannot %w. Choose another address by --addr", err)
	}
	return err
}

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

or approve without one. The redirect in the answer, like the address where the browser ends, has the code:

  curl -s -H 'content-type: application/json' -d '{"authorize_url":"%[1]s","user":"mikomo_1","approve":true}' %[2]s/authorize
  CODE=…

obtain. Take both tokens from the answer, then call the data API:

  curl -i -u '%[3]s:%[4]s' -d grant_type=authorization_code -d redirect_uri=%[5]s -d code="$CODE" %[6]s
  ID_TOKEN=…
  REFRESH_TOKEN=…
  curl -i -H "authorization: Bearer $ID_TOKEN" %[8]s

refresh. The old refresh token is dead now: take the new one from the answer, then revoke it:

  curl -i -d grant_type=refresh_token -d refresh_token="$REFRESH_TOKEN" -d client_id=%[3]s -d client_secret=%[4]s %[6]s
  REFRESH_TOKEN=…
  curl -i -d token="$REFRESH_TOKEN" -d token_type_hint=refresh_token -d client_id=%[3]s -d client_secret=%[4]s %[7]s

get a service token; it needs no consent:

  curl -i -u '%[3]s:%[4]s' -d grant_type=client_credentials -d scope=app_management_v2 %[9]s

The control API, for your tests; it answers to this machine only. See the state, move the clock, make a token of any
kind and state, end a consent at the bank, fail the next requests, end the faults, begin anew:

  curl -s %[2]s
  curl -s -H 'content-type: application/json' -d '{"advance":"25h"}' %[2]s/clock
  curl -s -H 'content-type: application/json' -d '{"kind":"refresh_token","state":"used"}' %[2]s/mint
  curl -s -H 'content-type: application/json' -d '{"user":"mikomo_1"}' %[2]s/revoke
  curl -s -H 'content-type: application/json' -d '{"faults":[{"path":"/token","kind":"status","status":503,"count":3}]}' %[2]s/faults
  curl -s -X DELETE %[2]s/faults
  curl -s -H 'content-type: application/json' -d '{}' %[2]s/reset

ctrl+c ends it.
`, authorize, s.ControlURL, s.ClientID, s.ClientSecret, url.QueryEscape(redirect), s.TokenURL, s.RevokeURL, s.AccountsURL, s.STSURL)
	return err
}
