package akoya

import (
	"net/http"
	"net/url"
	"strings"
)

// curlVariables name the shell variables that stand for secrets, by the name of
// the field; others are called after their field.
var curlVariables = map[string]string{
	"authorization": "AKOYA_ID_TOKEN",
	"token":         "AKOYA_REFRESH_TOKEN", // the revoke request
	"assertion":     "AKOYA_ASSERTION",
}

// Curl returns the request as a curl command for a POSIX shell. Secrets stand as
// variables that the reader sets: $AKOYA_CLIENT_SECRET, $AKOYA_REFRESH_TOKEN,
// $AKOYA_CODE, $AKOYA_ID_TOKEN and so on. The client id is none, and stands as it is.
// Lines that begin with "#" are notes. A request that cannot be sent gives a note alone.
func (r Request) Curl() string {
	if _, err := encode(r, ""); err != nil {
		return "# this request cannot be sent: " + err.Error()
	}
	var notes, args []string
	add := func(arg string) { args = append(args, arg) }

	body := hasBody(r.Method)
	if r.Method == http.MethodHead {
		add("--head")
	} else if r.Method != http.MethodGet && (r.Method != http.MethodPost || len(r.Form) == 0) {
		add("--request " + shellQuote(r.Method))
	}
	address, noted := curlURL(r.URL)
	if strings.ContainsAny(r.URL, "[]{}") {
		add("--globoff")
	}
	if strings.Contains(r.URL, "/.") {
		add("--path-as-is")
	}
	if noted {
		notes = append(notes, "# values in the address must be percent-encoded in their variables")
	}
	add("--url " + address)

	if !r.Basic.IsZero() {
		if url.QueryEscape(r.Basic.ClientSecret.Reveal()) != r.Basic.ClientSecret.Reveal() {
			notes = append(notes,
				"# curl does not form-escape credentials (RFC 6749 section 2.3.1):",
				"# here AKOYA_CLIENT_SECRET must hold its form-escaped value")
		}
		secret := `$AKOYA_CLIENT_SECRET"`
		if r.Basic.ClientSecret.IsZero() {
			secret = `"`
		}
		add(`--user "` + doubleQuoted(url.QueryEscape(r.Basic.ClientID)) + `:` + secret)
	}
	given := map[string]bool{}
	for _, f := range r.Header {
		given[strings.ToLower(f.Name)] = true
		add("--header " + curlHeader(f))
	}
	// What curl adds on its own must be held back.
	if !given["accept"] {
		add("--header 'Accept:'")
	}
	if body && !given["content-type"] {
		add("--header 'Content-Type:'")
	}
	if body {
		for _, f := range r.Form {
			add(curlField(f))
		}
		if len(r.Form) == 0 {
			add("--data ''")
		}
	}
	return strings.Join(append(notes, "curl --silent --show-error --include "+strings.Join(args, " \\\n  ")), "\n")
}

func curlHeader(f Field) string {
	value := f.Value.Reveal()
	if value == "" { // "Name:" would mean: leave it out
		return shellQuote(f.Name + ";")
	}
	if !f.Sensitive && !IsSecretName(f.Name) {
		return shellQuote(f.Name + ": " + value)
	}
	scheme := strings.TrimSuffix(value, credential(f.Value).Reveal())
	return `"` + doubleQuoted(f.Name+": "+scheme) + "$" + curlVariable(f.Name) + `"`
}

func curlField(f Field) string {
	name := url.QueryEscape(f.Name) // curl sends the name as it stands
	value := f.Value.Reveal()
	switch {
	case value != "" && (f.Sensitive || IsSecretName(f.Name)):
		return `--data-urlencode "` + doubleQuoted(name) + "=$" + curlVariable(f.Name) + `"`
	case name == "" || !isPlain(value):
		return "--data-raw " + shellQuote(name+"="+url.QueryEscape(value))
	}
	return "--data-urlencode " + shellQuote(name+"="+value)
}

// curlURL quotes the address; secrets in its query become variables.
func curlURL(raw string) (quoted string, variables bool) {
	base, query, ok := strings.Cut(raw, "?")
	if !ok {
		return shellQuote(raw), false
	}
	query, fragment, hasFragment := strings.Cut(query, "#")
	var out strings.Builder
	out.WriteString(doubleQuoted(base) + "?")
	for i, pair := range strings.Split(query, "&") {
		if i > 0 {
			out.WriteByte('&')
		}
		name, value, _ := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(name)
		if err == nil && value != "" && IsSecretName(plain) {
			variables = true
			out.WriteString(doubleQuoted(name) + "=${" + curlVariable(plain) + "}")
			continue
		}
		out.WriteString(doubleQuoted(pair))
	}
	if hasFragment {
		out.WriteString("#" + doubleQuoted(fragment))
	}
	if !variables {
		return shellQuote(raw), false
	}
	return `"` + out.String() + `"`, true
}

func curlVariable(name string) string {
	lower := strings.ToLower(name)
	if v, ok := curlVariables[lower]; ok {
		return v
	}
	upper := strings.Map(func(c rune) rune {
		if 'a' <= c && c <= 'z' {
			return c - 'a' + 'A'
		}
		if '0' <= c && c <= '9' {
			return c
		}
		return '_'
	}, lower)
	return "AKOYA_" + upper
}

// shellQuote quotes s so that a POSIX shell takes it literally.
func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// doubleQuoted escapes s for the inside of double quotes.
func doubleQuoted(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`").Replace(s)
}

// isPlain reports whether s can be pasted into a terminal: no control characters.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}
