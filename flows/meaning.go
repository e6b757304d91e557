package flows

import (
	"fmt"
	"net/http"

	"akoya-tui/flows/explain"
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
		if m, ok := e.known(); ok {
			return m
		}
		return Meaning{Text: quote(sent.Refusal, e.before, e.after, sent)}
	}
	return Meaning{Good: true, Text: fmt.Sprintf("The server answered %d.", status)}
}

// known explains a refusal by its code alone, where nothing in the session says
// more. Codes that only the RFC names are those of codes and refresh tokens.
func (e explainer) known() (Meaning, bool) {
	call, refusal := e.kind.call(), e.sent.Refusal
	failure, ok := explain.ErrorCode(call, refusal.Status, refusal.Code)
	if !ok || failure.Code == "" || e.kind == kindRevoke && failure.Call != call {
		return Meaning{}, false
	}
	return Meaning{Text: quote(refusal, e.before, e.after, e.sent) + " " + failure.Meaning + " " + failure.Do}, true
}
