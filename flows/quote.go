package flows

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"akoya-tui/akoya"
)

// maxQuote is how much of a server's text is quoted, in bytes: the answer itself
// stands beside it in full.
const maxQuote = 400

// quote returns the text of an error as a sentence. A server may repeat a secret
// in it, as it may repeat anything that it was sent.
func quote(err error, before, after Session, sent Sent) string {
	secrets := slices.Concat(before.Secrets(), after.Secrets(), []akoya.Secret{sent.Request.Basic.ClientSecret, bearerOf(sent.Request)})
	for _, f := range slices.Concat(sent.Request.Form, sent.Request.Header) {
		if f.Sensitive {
			secrets = append(secrets, f.Value)
		}
	}
	text := akoya.RedactText(err.Error(), secrets...)
	if len(text) > maxQuote {
		cut := maxQuote
		for !utf8.RuneStart(text[cut]) && cut > maxQuote-utf8.UTFMax {
			cut--
		}
		text = text[:cut] + "…"
	}
	return sentence(text)
}

// sentence returns text with a capital first letter and a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") && !strings.HasSuffix(text, "!") && !strings.HasSuffix(text, "…") {
		text += "."
	}
	return text
}
