package callback

import (
	"crypto/subtle"
	"net/url"
	"strings"

	"akoya-tui/akoya"
)

// answer is what the parameters of a callback say.
type answer struct {
	code, state, err, description string

	known    bool   // any of code, state and error is there, even if empty
	repeated string // the first parameter that is there twice
	token    bool   // a token is there: the answer of another response_type
	request  bool   // parameters that only an authorization request has
}

// readAnswer reads query strings or fragments. It is lenient where a person or
// a mail program may have touched the text: a broken escape stands for itself.
// Unknown parameters are ignored (RFC 6749 section 4.1.2).
func readAnswer(queries ...string) answer {
	var a answer
	seen := map[string]bool{}
	for _, query := range queries {
		for pair := range strings.SplitSeq(query, "&") {
			name, value, _ := strings.Cut(pair, "=")
			a.read(unescape(name), unescape(value), seen)
		}
	}
	return a
}

func (a *answer) read(name, value string, seen map[string]bool) {
	switch name {
	case "code":
		a.code = value
	case "state":
		a.state = value
	case "error":
		a.err = value
	case "error_description":
		a.description = value
	case "id_token", "access_token", "refresh_token":
		a.token = a.token || value != ""
		return
	case "client_id", "response_type", "redirect_uri":
		a.request = true
		return
	default:
		return
	}
	a.known = a.known || name != "error_description"
	if seen[name] && a.repeated == "" {
		a.repeated = name
	}
	seen[name] = true
}

// unescape decodes a value of a form. A percent sign without two hexadecimal
// digits stands for itself.
func unescape(s string) string {
	return unescapePercent(strings.ReplaceAll(s, "+", " "))
}

func unescapePercent(s string) string {
	if out, err := url.PathUnescape(s); err == nil {
		return out
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if out, err := url.PathUnescape(s[i : i+3]); err == nil {
				b.WriteString(out)
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// judge checks an answer. With StateUnchecked, and only then, the callback is
// returned along with the problem. wantState is "" when none was sent.
func (a answer) judge(wantState string) (Callback, *Problem) {
	switch {
	case a.repeated != "":
		return Callback{}, problem(Duplicate, "The parameter %s is there more than once, so it is unclear which one counts.",
			"Authorize again and take the address as the browser shows it.", a.repeated)
	case a.code != "" && a.err != "":
		return Callback{}, problem(CodeAndError, "The answer carries a code and an error at once, which no server should send.",
			"Do not use this code: authorize again.")
	case a.code == "" && a.err == "":
		return Callback{}, a.nothing()
	}
	callback := Callback{
		Code: akoya.NewSecret(a.code), State: akoya.NewSecret(a.state),
		Err: a.err, ErrDescription: a.description,
	}
	switch {
	case a.state == "" && wantState != "" && a.err != "":
		return callback, problem(StateUnchecked, "The authorization ended with an error, but without the state that was sent, so it may be the end of another one.",
			"If you have just denied or canceled it yourself, take it as that.")
	case a.state == "" && wantState != "":
		return Callback{}, problem(MissingState, "The answer carries a code but not the state that was sent, so it may belong to someone else's authorization.",
			"Take the whole address from the browser, or authorize again.")
	case wantState == "" && a.state != "":
		return Callback{}, problem(WrongState, "No state was sent, yet one came back: the answer belongs to another authorization.",
			"Authorize again and use the answer to that.")
	case !sameText(a.state, wantState):
		return Callback{}, problem(WrongState, "The state is not the one that was sent: the answer belongs to another authorization, an older one or someone else's.",
			"Use the answer to the newest authorization, or authorize again.")
	}
	return callback, nil
}

// nothing says why an answer without code and error is no callback.
func (a answer) nothing() *Problem {
	switch {
	case a.token:
		return problem(Token, "The address carries a token where a code belongs.",
			"Set response_type to code and authorize again.")
	case a.request:
		return problem(AuthorizeURL, "This is the address that starts the authorization, not the one that ends it.",
			"Open it in a browser, approve there, and paste the address that the browser shows afterwards.")
	}
	return problem(NoCode, "The address carries neither a code nor an error.",
		"Copy the whole address, with everything behind the question mark; if nothing is there, authorize again.")
}

// sameText compares in a time that does not depend on where the texts differ.
func sameText(a, b string) bool {
	return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}
