package flows

import (
	"fmt"
	"net/http"
	"strings"
)

func (e explainer) revoke() Meaning {
	before, sent := e.before, e.sent
	if sent.Refusal == nil {
		field, _ := sent.Request.Field("token")
		text := "The server says that the grant is over."
		switch i := before.setByRefreshToken(field.Value); {
		case i < 0:
		case !before.sets[i].revocable():
			text = fmt.Sprintf("The server takes it, but the refresh token of set #%d was dead before (%s). Whether that ends a grant is not documented: the data call shows it.", before.sets[i].Number, before.sets[i].State)
		default:
			text = fmt.Sprintf("Set #%d is revoked: its refresh token answers 400 from now on, and the data call with its id_token answers 401.", before.sets[i].Number)
		}
		if sent.RoundTrip.Received.Body.IsZero() {
			text += " The body is empty, as documented: do not try to read JSON from it."
		}
		return Meaning{Good: true, Text: text + " Press n for the data call."}
	}
	switch {
	case sent.Refusal.Status == http.StatusNotFound:
		return Meaning{Text: "This server has nothing at this path. The documents name two, /revoke and /token/revoke: x tries the other."}
	case sent.Refusal.Code == "unauthorized_client":
		return Meaning{
			Text: "The client secret is wrong. Nothing was revoked: correct it and send again.",
			RFC:  "RFC 7009 section 2.1 would say invalid_client; the page of token API errors lists only 400 invalid_request.",
		}
	case sent.Refusal.Status == http.StatusUnauthorized:
		return Meaning{Text: "The client id or the client secret is wrong. Nothing was revoked: correct them and send again."}
	case sent.Refusal.Code == "invalid_request":
		return Meaning{
			Text: "One of token, client_id and client_secret is missing or wrong, or the token is not one of this client's live refresh tokens. Nothing was revoked: compare the fields and send again.",
			RFC:  "RFC 7009 section 2.2 would answer 200 to a token that is not valid any more.",
		}
	case sent.Refusal.Code == "unsupported_token_type":
		return Meaning{Text: "token_type_hint must be refresh_token. Nothing was revoked: correct it and send again."}
	}
	return e.other()
}

func (e explainer) data() Meaning {
	before, sent := e.before, e.sent
	if sent.Refusal == nil {
		return Meaning{Good: true, Text: "The id_token was accepted: these are the accounts that the person shared."}
	}
	if sent.Refusal.Code != "602" {
		if m, ok := e.known(); ok {
			return m
		}
		return e.other()
	}
	bearer := bearerOf(sent.Request)
	for _, t := range before.sets {
		if bearer.IsZero() || !t.IDToken.Equal(bearer) {
			continue
		}
		switch {
		case t.State == SetRevoked:
			return Meaning{Documented: true, Text: fmt.Sprintf("As documented after a revoke: the id_token of set #%d opens nothing any more. A new consent is needed: press 1.", t.Number)}
		case t.ExpiredAt(sent.At):
			return Meaning{Text: fmt.Sprintf("The id_token of set #%d has expired. Refresh (4), then call again with the new one.", t.Number)}
		}
	}
	return Meaning{Text: "602 has two meanings: the id_token has expired or is wrong, or the person ended the consent at the bank. Refresh once and call once more; if it is 602 again, the person must authorize again. Never loop."}
}

func (e explainer) service() Meaning {
	sent := e.sent
	if sent.Granted != nil && !sent.Granted.AccessToken.IsZero() {
		text := "A service token. It is opaque (ory_at_…), not a JWT: there are no claims to read, only the server knows what it means."
		if sent.Granted.ExpiresIn > 0 {
			text += fmt.Sprintf(" It lasts %d s and has no refresh token: ask for another when it has expired.", sent.Granted.ExpiresIn)
		}
		if strings.TrimSpace(sent.Granted.Scope) == "" {
			return Meaning{Text: "The server gave a token with an empty scope: it opens nothing. The scope field is required; servers of this kind do not say so."}
		}
		if strings.Contains(sent.Granted.Scope, scopeAlps) {
			text += " The scope alps is deprecated: use app_management_v2."
		}
		return Meaning{Good: true, Text: text}
	}
	if sent.Refusal == nil {
		if sent.Granted != nil {
			return Meaning{Text: "There is no access_token in the answer, so it is no service token: check the URL of the environment."}
		}
		return e.other()
	}
	switch sent.Refusal.Code {
	case "invalid_client":
		return Meaning{Text: "The client id or secret is wrong, or they were not in the Authorization header. Akoya issues credentials for service tokens apart from those of the app: correct them and send again."}
	case "invalid_scope":
		return Meaning{Text: "The server does not know this scope, or your app may not ask for it: correct it and send again."}
	case "invalid_request":
		return Meaning{Text: "A field is missing or wrong: see the description, correct it and send again."}
	}
	return e.other()
}
