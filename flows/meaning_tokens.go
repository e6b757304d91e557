package flows

import (
	"fmt"
	"net/http"
	"strings"

	"akoya-tui/akoya"
)

func (e explainer) obtain() Meaning {
	after, sent := e.after, e.sent
	if sent.Granted != nil {
		set, _ := after.Latest()
		text := fmt.Sprintf("Token set #%d. The id_token is the bearer for data calls; the refresh token gets the next set and works once. The code is used up.", set.Number)
		for _, t := range after.sets {
			if t.State == SetReplaced && t.EndedBy == set.Number {
				text += fmt.Sprintf(" The new consent replaced set #%d.", t.Number)
			}
		}
		if set.IDToken.IsZero() {
			return Meaning{Text: fmt.Sprintf("Token set #%d, but with no id_token, so there is no bearer for data calls. The code is used up: authorize again with openid in the scope.", set.Number)}
		}
		if want := after.nonceOf(sent); want != "" && set.Decoded.Nonce != want {
			return Meaning{Text: fmt.Sprintf("Token set #%d came, but its nonce is not the one of the authorize request (OpenID Connect Core section 3.1.3.7): this id_token may belong to another sign-in. Do not use it; authorize again.", set.Number)}
		}
		if set.RefreshToken.IsZero() {
			text += " There is no refresh token: the authorize request had no offline_access in its scope."
		}
		return Meaning{Good: true, Text: text + " Press 3 to inspect the id_token."}
	}
	m := e.tokenRefusal()
	switch {
	case !said400(sent.Refusal):
		return m
	case strings.HasPrefix(sent.Refusal.Description, "redirect_uri did not match"):
		m.Text = "redirect_uri must be the one of the authorize request, character by character. The code was not used up: correct the field and send again."
	case strings.HasPrefix(sent.Refusal.Description, "Invalid or expired code"):
		m.Text = "The code is wrong, missing, used or older than five minutes. Authorize again for a fresh one."
	case sent.Refusal.Code == "invalid_grant" && sent.Refusal.HasDescription:
		m.Text = quote(sent.Refusal, e.before, after, sent) + " The code is wrong, used or expired, or redirect_uri is not the one of the authorize request: authorize again for a fresh code."
	default:
		return m
	}
	if m.RFC = ""; sent.Refusal.Code != "invalid_grant" {
		m.RFC = "RFC 6749 section 5.2 would say invalid_grant here."
	}
	return m
}

// said400 reports whether the server refused with a reason.
func said400(refusal *akoya.Error) bool {
	return refusal != nil && refusal.Status == http.StatusBadRequest && refusal.Code != ""
}

func (e explainer) refresh() Meaning {
	before, after, sent := e.before, e.after, e.sent
	field, _ := sent.Request.Field("refresh_token")
	from := before.setByRefreshToken(field.Value)
	if sent.Granted != nil {
		set, _ := after.Latest()
		text := fmt.Sprintf("Token set #%d: a new id_token and a new refresh token.", set.Number)
		if from >= 0 {
			text = fmt.Sprintf("Set #%d is claimed: sending its refresh token again answers 400 (x tries it). Set #%d is current; both of its tokens are new.", before.sets[from].Number, set.Number)
		}
		switch {
		case set.State == SetUnclear:
			return Meaning{Text: fmt.Sprintf("Token set #%d has a new id_token, but the new refresh token was lost. The old one is kept: send it once more. If it is refused, the person must authorize again.", set.Number)}
		case set.RefreshToken.Equal(field.Value):
			text = fmt.Sprintf("Token set #%d: a new id_token, and the refresh token goes on as it is. RFC 6749 section 6 permits that; Akoya's documents promise a new one.", set.Number)
		case set.IDToken.IsZero():
			return Meaning{Text: fmt.Sprintf("Token set #%d has a new refresh token but no id_token. Refresh once more to get one.", set.Number)}
		}
		return Meaning{Good: true, Text: text}
	}
	m := e.tokenRefusal()
	if !said400(sent.Refusal) {
		return m
	}
	switch {
	case refusesToken(sent.Refusal):
		m.Text = "This refresh token does not work any more: it was claimed, revoked, replaced by a new consent, has expired, or was never one. Sending it again cannot help."
		switch {
		case from >= 0 && before.sets[from].State == SetClaimed:
			m.Documented = true
			m.Text = fmt.Sprintf("As documented: set #%d was claimed by set #%d, and a refresh token works once. Your app must save the new pair before it does anything else.", before.sets[from].Number, before.sets[from].EndedBy)
		case from >= 0 && before.sets[from].State == SetRevoked:
			m.Text = fmt.Sprintf("Set #%d was revoked: its refresh token is dead. Only a new consent gives tokens again: press 1.", before.sets[from].Number)
		case from >= 0 && !sent.asItself(before):
			m.Text = fmt.Sprintf("The refresh token of set #%d was sent in another client's name or to another server, so this says nothing about it: it still works for its own client.", before.sets[from].Number)
		case from >= 0 && before.sets[from].State == SetReplaced:
			m.Text = fmt.Sprintf("A new consent replaced set #%d: use the newest set.", before.sets[from].Number)
		default:
			m.Text += " Only a new consent gives tokens again: press 1."
		}
		if m.RFC = ""; sent.Refusal.Code != "invalid_grant" {
			m.RFC = "RFC 6749 section 5.2 would say invalid_grant here, so do not key on that code."
		}
	case strings.HasPrefix(sent.Refusal.Description, "No refresh token"):
		m.Text = "The field refresh_token is missing or empty. Nothing was used up: put it in and send again."
	}
	return m
}

// tokenRefusal covers what every request to the token endpoint can get.
func (e explainer) tokenRefusal() Meaning {
	sent := e.sent
	switch {
	case sent.Refusal == nil, sent.Refusal.Code == "":
		return e.other()
	case sent.Refusal.Status == http.StatusUnauthorized:
		return Meaning{Text: "The client id or the client secret is wrong, or they are in a place where the server does not look. Nothing was used up: correct them and send again."}
	case sent.Refusal.Code == "invalid_grant" && !sent.Refusal.HasDescription:
		return Meaning{
			Text: grantTypeText,
			RFC:  "RFC 6749 section 5.2 would say unsupported_grant_type or invalid_request here.",
		}
	case sent.Refusal.Code == "unsupported_grant_type":
		return Meaning{Text: grantTypeText}
	}
	return e.other()
}

const grantTypeText = "grant_type is missing or wrong. It must be authorization_code or refresh_token. Nothing was used up: correct it and send again."
