package flows

import (
	"fmt"
	"net/http"
	"strings"

	"akoya-tui/akoya"
)

// Meaning says in words what came of a request. No secret is in it. Text may
// quote a server: whoever draws it makes control characters visible.
type Meaning struct {
	Good       bool   // what one wants from a good request
	Documented bool   // a refusal that the documents promise for this request
	Text       string // a paragraph: what happened, what changed, what to do now
	RFC        string // where Akoya departs from the RFC; "" where it does not
}

// Explain returns what the result means, given the session before it and after it.
func Explain(before, after Session, sent Sent) Meaning {
	if sent.Unsent != nil {
		return Meaning{Text: "Nothing was sent. " + quote(sent.Unsent, before, after, sent)}
	}
	if sent.Moved != nil {
		return Meaning{Good: true, Text: "Nothing was sent: another program has refreshed this profile meanwhile, so the refresh token held here was used up. Its newer set was taken from the keychain and is current now."}
	}
	e := explainer{before: before, after: after, sent: sent, kind: requestKind(before.Environment, sent.Request)}
	problem := sent.RoundTrip.Err
	if problem == nil {
		problem = sent.ReadErr
	}
	if problem != nil {
		text := quote(problem, before, after, sent)
		if sent.Granted != nil {
			text += " What could be read of it is kept. " + e.answered().Text
		} else if sent.unclear() {
			text += unclearTexts[e.kind]
		}
		return Meaning{Text: text}
	}
	return e.answered()
}

// unclearTexts say what to do when the server may have acted and its answer is lost.
var unclearTexts = map[kind]string{
	kindObtain:  " The code may be used up all the same: send the same request again. 200 gives the tokens; 400 means that it is, and the person must authorize again.",
	kindRefresh: " The server may have rotated the refresh token before the answer was lost. The old one is kept: send the same request again. 200 gives a new set; 400 \"claimed\" means the new pair is lost, and the person must authorize again.",
	kindRevoke:  " The grant may be over all the same: call the data API (n), or revoke once more.",
	kindService: " Nothing is lost: ask for another token.",
}

// explainer is a result with the sessions around it.
type explainer struct {
	before, after Session
	sent          Sent
	kind          kind
}

func (e explainer) answered() Meaning {
	switch e.kind {
	case kindObtain:
		return e.obtain()
	case kindRefresh:
		return e.refresh()
	case kindRevoke:
		return e.revoke()
	case kindData:
		return e.data()
	case kindService:
		return e.service()
	case kindOther:
	}
	return e.other()
}

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

func (e explainer) other() Meaning {
	sent, status := e.sent, e.sent.RoundTrip.Status
	switch {
	case status == http.StatusTooManyRequests:
		return Meaning{Text: "Too many requests. Akoya's sandbox allows five a second: wait as long as Retry-After says, then send again."}
	case status >= 500:
		text := "The server has a problem of its own. Wait a little and send the same request again."
		if e.kind == kindRefresh {
			text += " Nobody knows whether the refresh token was claimed: the old one is kept."
		}
		return Meaning{Text: text}
	case status >= 300 && status < 400:
		return Meaning{Text: "The server wants to redirect. Redirects are not followed here: see the Location header, and check the URL of the environment."}
	case status == http.StatusNotFound:
		return Meaning{Text: "There is nothing at this path. Check the URL."}
	case sent.Refusal != nil:
		return Meaning{Text: quote(sent.Refusal, e.before, e.after, sent)}
	}
	return Meaning{Good: true, Text: fmt.Sprintf("The server answered %d.", status)}
}
