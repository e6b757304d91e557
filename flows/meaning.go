package flows

import (
	"fmt"
	"net/http"
	"strings"
)

// Meaning says in words what came of a request.
type Meaning struct {
	Good       bool   // what one wants from a good request
	Documented bool   // a refusal that the documents promise for this request
	Text       string // a paragraph: what happened, what changed, what to do now
	RFC        string // where Akoya departs from the RFC; "" where it does not
}

// Explain returns what the result means, given the session before it and after it.
func Explain(before, after Session, sent Sent) Meaning {
	if sent.Unsent != nil {
		return Meaning{Text: "Nothing was sent. " + sentence(sent.Unsent.Error())}
	}
	if sent.Moved != nil {
		return Meaning{Good: true, Text: "Nothing was sent: another program has refreshed this profile meanwhile, so the refresh token held here was used up. Its newer set was taken from the keychain and is current now."}
	}
	if sent.RoundTrip.Err != nil {
		return explainLost(before, sent)
	}
	if sent.ReadErr != nil {
		return Meaning{Text: sentence(sent.ReadErr.Error()) + " Nothing was changed."}
	}
	switch requestKind(before.Environment, sent.Request) {
	case kindObtain:
		return explainObtain(after, sent)
	case kindRefresh:
		return explainRefresh(before, after, sent)
	case kindRevoke:
		return explainRevoke(before, sent)
	case kindData:
		return explainData(before, sent)
	case kindService:
		return explainService(sent)
	case kindOther:
	}
	return explainOther(sent)
}

func explainLost(before Session, sent Sent) Meaning {
	text := sentence(sent.RoundTrip.Err.Error())
	if requestKind(before.Environment, sent.Request) == kindRefresh && sent.unclear() {
		text += " The server may have rotated the refresh token before the answer was lost. The old one is kept: send the same request again. 200 gives a new set; 400 \"claimed\" means the new pair is lost, and the person must authorize again."
	}
	return Meaning{Text: text}
}

func explainObtain(after Session, sent Sent) Meaning {
	if sent.Granted != nil {
		set, _ := after.Latest()
		text := fmt.Sprintf("Token set #%d. The id_token is the bearer for data calls; the refresh token gets the next set and works once. The code is used up.", set.Number)
		for _, t := range after.sets {
			if t.State == SetReplaced && t.EndedBy == set.Number {
				text += fmt.Sprintf(" The new consent replaced set #%d.", t.Number)
			}
		}
		if set.RefreshToken.IsZero() {
			text += " There is no refresh token: the authorize request had no offline_access in its scope."
		}
		return Meaning{Good: true, Text: text + " Press 3 to inspect the id_token."}
	}
	m := explainTokenRefusal(sent)
	if sent.Refusal != nil && strings.HasPrefix(sent.Refusal.Description, "Invalid or expired code") {
		m.Text = "The code is wrong, missing, used or older than five minutes. Authorize again for a fresh one."
		m.RFC = "RFC 6749 section 5.2 would say invalid_grant here."
	}
	if sent.Refusal != nil && strings.HasPrefix(sent.Refusal.Description, "redirect_uri did not match") {
		m.Text = "redirect_uri must be the one of the authorize request, character by character. The code was not used up: correct the field and send again."
		m.RFC = "RFC 6749 section 5.2 would say invalid_grant here."
	}
	return m
}

func explainRefresh(before, after Session, sent Sent) Meaning {
	field, _ := sent.Request.Field("refresh_token")
	from := before.setByRefreshToken(field.Value)
	if sent.Granted != nil {
		set, _ := after.Latest()
		text := fmt.Sprintf("Token set #%d: a new id_token and a new refresh token.", set.Number)
		if from >= 0 {
			text = fmt.Sprintf("Set #%d is claimed: sending its refresh token again answers 400 (x tries it). Set #%d is current; both of its tokens are new.", before.sets[from].Number, set.Number)
		}
		return Meaning{Good: true, Text: text}
	}
	m := explainTokenRefusal(sent)
	if sent.Refusal == nil || sent.Refusal.Code == "" {
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
		case from >= 0 && before.sets[from].State == SetReplaced:
			m.Text = fmt.Sprintf("A new consent replaced set #%d: use the newest set.", before.sets[from].Number)
		default:
			m.Text += " Only a new consent gives tokens again: press 1."
		}
		m.RFC = "RFC 6749 section 5.2 would say invalid_grant here, so do not key on that code."
	case strings.HasPrefix(sent.Refusal.Description, "No refresh token"):
		m.Text = "The field refresh_token is missing or empty."
	}
	return m
}

// explainTokenRefusal covers what every request to the token endpoint can get.
func explainTokenRefusal(sent Sent) Meaning {
	if sent.Refusal == nil {
		return explainOther(sent)
	}
	switch {
	case sent.Refusal.Code == "":
		return explainOther(sent)
	case sent.Refusal.Status == http.StatusUnauthorized:
		return Meaning{Text: "The client id or the client secret is wrong, or they are in a place where the server does not look. Nothing was used up: correct them and send again."}
	case sent.Refusal.Code == "invalid_grant" && !sent.Refusal.HasDescription:
		return Meaning{
			Text: "grant_type is missing or wrong. It must be authorization_code or refresh_token.",
			RFC:  "RFC 6749 section 5.2 would say unsupported_grant_type or invalid_request here.",
		}
	}
	return explainOther(sent)
}

func explainRevoke(before Session, sent Sent) Meaning {
	if sent.Refusal == nil {
		field, _ := sent.Request.Field("token")
		text := "The server says that the grant is over."
		if i := before.setByRefreshToken(field.Value); i >= 0 {
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
			Text: "The client secret is wrong. Nothing was revoked.",
			RFC:  "RFC 7009 section 2.1 would say invalid_client; the page of token API errors lists only 400 invalid_request.",
		}
	case sent.Refusal.Code == "invalid_request":
		return Meaning{
			Text: "One of token, client_id and client_secret is missing or wrong, or the token is not one of this client's live refresh tokens. Nothing was revoked.",
			RFC:  "RFC 7009 section 2.2 would answer 200 to a token that is not valid any more.",
		}
	case sent.Refusal.Code == "unsupported_token_type":
		return Meaning{Text: "token_type_hint must be refresh_token. Nothing was revoked."}
	}
	return explainOther(sent)
}

func explainData(before Session, sent Sent) Meaning {
	if sent.Refusal == nil {
		return Meaning{Good: true, Text: "The id_token was accepted: these are the accounts that the person shared."}
	}
	if sent.Refusal.Code != "602" {
		return explainOther(sent)
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

func explainService(sent Sent) Meaning {
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
		return explainOther(sent)
	}
	switch sent.Refusal.Code {
	case "invalid_client":
		return Meaning{Text: "The client id or secret is wrong, or they were not in the Authorization header. Akoya issues credentials for service tokens apart from those of the app."}
	case "invalid_scope":
		return Meaning{Text: "The server does not know this scope, or your app may not ask for it."}
	case "invalid_request":
		return Meaning{Text: "A field is missing or wrong: see the description."}
	}
	return explainOther(sent)
}

func explainOther(sent Sent) Meaning {
	status := sent.RoundTrip.Status
	switch {
	case status == http.StatusTooManyRequests:
		return Meaning{Text: "Too many requests. Akoya's sandbox allows five a second: wait as long as Retry-After says, then send again."}
	case status >= 500:
		text := "The server has a problem of its own. Wait a little and send the same request again."
		if sent.Step == StepRefresh {
			text += " Nobody knows whether the refresh token was claimed: the old one is kept."
		}
		return Meaning{Text: text}
	case status >= 300 && status < 400:
		return Meaning{Text: "The server wants to redirect. Redirects are not followed here: see the Location header, and check the URL of the environment."}
	case status == http.StatusNotFound:
		return Meaning{Text: "There is nothing at this path. Check the URL."}
	case sent.Refusal != nil:
		return Meaning{Text: sentence(sent.Refusal.Error())}
	}
	return Meaning{Good: true, Text: fmt.Sprintf("The server answered %d.", status)}
}

// sentence returns text with a capital first letter and a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") && !strings.HasSuffix(text, "!") {
		text += "."
	}
	return text
}
