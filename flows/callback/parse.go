package callback

import (
	"strings"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/visible"
)

// maxPaste is the longest text that is looked at. Browsers and servers end at
// 8 to 64 KiB for an address.
const maxPaste = 64 << 10

// Parse reads what a person pastes: the address that the browser ended on, also
// wrapped over lines, quoted, as a curl line or with other text around it; its
// parameters alone; or the code alone. The error is always a *Problem.
//
// A code alone carries no state, and so does an error callback of some
// servers: Parse then returns the callback and a Problem of kind
// StateUnchecked, and the person has to say whether to go on. With every other
// Problem the callback is empty. wantState is "" when no state was sent.
func Parse(text, redirectURI, wantState string) (Callback, error) {
	callback, problem := parse(text, redirectURI, wantState)
	if problem == nil || problem.Kind == StateUnchecked {
		callback.Via, callback.At = ViaPaste, time.Now()
	}
	if problem != nil {
		return callback, problem
	}
	return callback, nil
}

// ParseRedirect is Parse for the address that an approval was answered with,
// which nobody has pasted.
func ParseRedirect(address, redirectURI, wantState string) (Callback, error) {
	if len(address) > maxPaste {
		return Callback{}, problem(TooLong, "The answer to the approval is an address longer than 64 KiB, so nothing was taken from it.",
			"It repeats something of the request that is too long, such as its scope or its state: shorten that, and approve again.")
	}
	return Parse(address, redirectURI, wantState)
}

func parse(text, redirectURI, wantState string) (Callback, *Problem) {
	if len(text) > maxPaste {
		return Callback{}, problem(TooLong, "The text is longer than 64 KiB, and no callback is.",
			"Copy only the address from the browser.")
	}
	text = clean(text)
	if text == "" {
		return Callback{}, problem(Empty, "There is nothing in the text.",
			"Paste the address that the browser shows after you approved.")
	}
	readings := readings(text, redirectURI)
	if len(readings) == 0 {
		return parseBare(text, redirectURI, wantState)
	}
	var callback Callback
	var best *Problem
	for _, reading := range readings {
		c, p := parseAddress(reading, redirectURI, wantState)
		if p == nil {
			return c, nil
		}
		if best == nil || rank(p.Kind) > rank(best.Kind) {
			callback, best = c, p
		}
	}
	return callback, best
}

// rank orders the problems of several readings of one text: the nearer to a
// callback, the more it says.
func rank(kind Kind) int {
	switch kind {
	case OtherPlace:
		return 0
	case AuthorizeURL:
		return 1
	case NoCode, Token:
		return 2
	}
	return 3
}

// parseAddress reads an address or a list of parameters.
func parseAddress(text, redirectURI, wantState string) (Callback, *Problem) {
	rest, fragment, _ := strings.Cut(text, "#")
	place, query, isAddress := strings.Cut(rest, "?")
	if !isAddress && isParameters(place) {
		place, query = "", place
	}
	a := readAnswer(query)
	if f := readAnswer(fragment); f.known || f.token {
		a = readAnswer(query, fragment)
	}
	if a.request && a.code == "" && a.err == "" {
		return Callback{}, a.nothing()
	}
	if place != "" {
		if part := differsFrom(place, redirectURI); part != "" {
			return Callback{}, problem(OtherPlace, "The address is not that of the callback: its %s is not that of the redirect URI %s.",
				"Approve in the browser first, then paste the address it ends on, even if it shows an error page.", part, visible.Short(redirectURI, 200))
		}
	}
	return a.judge(wantState)
}

// maxCode is how long a code alone may be: more than any server's is.
const maxCode = 4 << 10

// isCode reports whether a word has only the characters that RFC 6749 appendix
// A.11 allows in a code, or escapes of them.
func isCode(word string) bool {
	return !strings.ContainsFunc(unescapePercent(word), func(r rune) bool { return r < ' ' || r > '~' })
}

// parseBare reads a text without any address or parameter: a code alone.
func parseBare(text, redirectURI, wantState string) (Callback, *Problem) {
	if looksLikeToken(text) {
		return Callback{}, problem(Token, "This is a token, not the code or address of a callback.",
			"Open the inspect screen to look into a token; here, paste the address that the browser shows after you approved.")
	}
	code, ok := oneWord(text)
	switch {
	case !ok, len(code) > maxCode, !isCode(code):
		return Callback{}, problem(NotCallback, "The text is neither an address nor a code.",
			"Paste the whole address that the browser shows after you approved.")
	case wantState != "" && sameText(code, wantState):
		return Callback{}, problem(NoCode, "This is the state, not the code.",
			"Paste the whole address that the browser shows after you approved.")
	case strings.Contains(code, "/") && differsFrom(code, redirectURI) == "":
		return Callback{}, answer{}.nothing()
	}
	return Callback{Code: akoya.NewSecret(unescapePercent(code))},
		problem(StateUnchecked, "This is a code alone, so it cannot be checked that it belongs to this authorization.",
			"Go on only if you copied it yourself just now; better, paste the whole address.")
}
