package callback

import (
	"strings"
	"testing"

	"akoya-tui/akoya"
)

const (
	testRedirect = "http://localhost:3000/callback"
	testState    = "n4Qx-7_s.T~aTe0f32characters1234"
	testCode     = "vhmji7kmopeil4jyb57wc4znx"
)

func TestParseReadsWhatPeoplePaste(t *testing.T) {
	t.Parallel()
	address := testRedirect + "?code=" + testCode + "&state=" + testState
	tests := []struct{ name, text string }{
		{"the address", address},
		{"blanks around", "\t  " + address + " \r\n\n"},
		{"state first", testRedirect + "?state=" + testState + "&code=" + testCode},
		{"other parameters", address + "&scope=openid+profile&iss=https://idp.example/&session_state=1"},
		{"iss before the code, unescaped", testRedirect + "?iss=https://idp.example/&code=" + testCode + "&state=" + testState},
		{"double quotes", `"` + address + `"`},
		{"single quotes", `'` + address + `'`},
		{"typographic quotes", `“` + address + `”`},
		{"backquotes", "`" + address + "`"},
		{"angle brackets", "<" + address + ">"},
		{"markdown link", "[callback](" + address + ")"},
		{"end of a sentence", "It went to " + address + "."},
		{"words behind", address + "  (from the address bar)"},
		{"a line of words behind", address + "\nSent from my phone"},
		{"one word on the next line", address + "\nthanks"},
		{"wrapped", address[:40] + "\n" + address[40:70] + "\n" + address[70:]},
		{"wrapped with indent", address[:40] + "\r\n    " + address[40:]},
		{"wrapped with words behind", address[:40] + "\n" + address[40:] + " and so on"},
		{"wrapped in quotes", `"` + address[:40] + "\n" + address[40:] + `"`},
		{"shell continuation", address[:40] + "\\\n" + address[40:]},
		{"curl", "curl -i '" + address + "' -H 'Accept: */*'"},
		{"curl, escaped", `curl ` + strings.NewReplacer("?", `\?`, "&", `\&`, "=", `\=`).Replace(address) + " -v"},
		{"curl --url=", "curl --url=" + address + " -s"},
		{"cmd.exe", "curl " + strings.ReplaceAll(address, "&", "^&")},
		{"curl -v", "> GET /auth HTTP/1.1\n< HTTP/1.1 303 See Other\n< Location: " + address + "\n< Content-Length: 0"},
		{"authorize URL before it", "https://idp.example/auth?client_id=a&response_type=code&redirect_uri=" + testRedirect + " went to " + address},
		{"an older callback before it", testRedirect + "?code=old&state=older\n" + address},
		{"request line", "GET /callback?code=" + testCode + "&state=" + testState + " HTTP/1.1"},
		{"path and query", "/callback?code=" + testCode + "&state=" + testState},
		{"without scheme", "localhost:3000/callback?code=" + testCode + "&state=" + testState},
		{"capital host", strings.Replace(address, "http://localhost", "HTTP://LocalHost", 1)},
		{"parameters", "code=" + testCode + "&state=" + testState},
		{"parameters with question mark", "?code=" + testCode + "&state=" + testState},
		{"parameters wrapped", "code=" + testCode + "&sta\nte=" + testState},
		{"fragment", testRedirect + "#code=" + testCode + "&state=" + testState},
		{"fragment alone", "#state=" + testState + "&code=" + testCode},
		{"a fragment of the page", address + "#_=_"},
		{"HTML", strings.ReplaceAll(address, "&", "&amp;")},
		{"escaped letters", strings.ReplaceAll(address, testCode, "%76"+testCode[1:])},
		{"escaped as a whole", strings.NewReplacer(":", "%3A", "/", "%2F", "?", "%3F", "=", "%3D", "&", "%26").Replace(address)},
		{"bracketed paste", "\x1b[200~" + address + "\x1b[201~"},
		{"byte order mark and zero-width space", "\ufeff" + address[:50] + "\u200b" + address[50:]},
		{"no-break spaces", "\u00a0" + address + "\u00a0"},
		{"empty error beside it", address + "&error="},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse(tt.text, testRedirect, testState)
			if err != nil {
				t.Fatalf("Parse(%q): %v", tt.text, err)
			}
			if got.Code.Reveal() != testCode || got.State.Reveal() != testState || got.Via != ViaPaste || got.At.IsZero() || got.IsError() {
				t.Errorf("Parse(%q) = %+v, code %q", tt.text, got, got.Code.Reveal())
			}
		})
	}
}

func TestParseKeepsAnyCode(t *testing.T) {
	t.Parallel()
	tests := []struct{ query, code string }{
		{"code=a", "a"},
		{"code=ory_ac_x.y-z", "ory_ac_x.y-z"},
		{"code=a%2Bb%2Fc%3D%3D", "a+b/c=="},
		{"code=a==", "a=="},
		{"code=100%", "100%"},
		{"code=%zz%41%", "%zzA%"},
		{"code=" + strings.Repeat("long", 4000), strings.Repeat("long", 4000)},
		{"code=%E2%98%83", "☃"},
		{"code=eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJub25lIn0.e30."},
	}
	for _, tt := range tests {
		got, err := Parse(testRedirect+"?"+tt.query+"&state=s", testRedirect, "s")
		if err != nil || got.Code.Reveal() != tt.code {
			t.Errorf("%s: code %q, %v; want %q", tt.query, got.Code.Reveal(), err, tt.code)
		}
	}
}

func TestParseProblems(t *testing.T) {
	t.Parallel()
	at := testRedirect + "?"
	tests := []struct {
		name, text string
		want       Kind
	}{
		{"nothing", " \n\t\u200b ", Empty},
		{"words", "the browser said it cannot reach this page", NotCallback},
		{"another address", "https://idp.example/login?req=1", OtherPlace},
		{"other path", "http://localhost:3000/other?code=c0de-c0de&state=" + testState, OtherPlace},
		{"path below", "http://localhost:3000/callback/?code=c0de-c0de&state=" + testState, OtherPlace},
		{"other host", "http://127.0.0.1:3000/callback?code=c0de-c0de&state=" + testState, OtherPlace},
		{"other port", "http://localhost:3001/callback?code=c0de-c0de&state=" + testState, OtherPlace},
		{"other scheme", "https://localhost:3000/callback?code=c0de-c0de&state=" + testState, OtherPlace},
		{"user before the host", "http://localhost:3000@evil.example/callback?code=c0de-c0de&state=" + testState, OtherPlace},
		{"user before the right host", "http://a:b@localhost:3000/callback?code=c0de-c0de&state=" + testState, OtherPlace},
		{"no query", testRedirect, NoCode},
		{"no query, no scheme", "localhost:3000/callback", NoCode},
		{"empty code", at + "code=&state=" + testState, NoCode},
		{"state alone", testState, NoCode},
		{"state parameter alone", "state=" + testState, NoCode},
		{"wrong state", at + "code=c0de-c0de&state=other", WrongState},
		{"state in other case", at + "code=c0de-c0de&state=" + strings.ToUpper(testState), WrongState},
		{"longer state", at + "code=c0de-c0de&state=" + testState + "x", WrongState},
		{"wrong state with error", at + "error=access_denied&state=other", WrongState},
		{"no state", at + "code=c0de-c0de", MissingState},
		{"empty state", at + "code=c0de-c0de&state=", MissingState},
		{"code and error", at + "code=c0de-c0de&error=access_denied&state=" + testState, CodeAndError},
		{"two codes", at + "code=c0de-c0de&code=other&state=" + testState, Duplicate},
		{"two states", at + "code=c0de-c0de&state=" + testState + "&state=" + testState, Duplicate},
		{"code in query and fragment", at + "code=c0de-c0de&state=" + testState + "#code=c0de-c0de", Duplicate},
		{"too long", at + "code=" + strings.Repeat("c0de-c0de", 1<<14), TooLong},
		{"authorize URL", "https://idp.example/auth?response_type=code&client_id=me&redirect_uri=" + testRedirect + "&state=" + testState, AuthorizeURL},
		{"authorize URL, escaped", "https://idp.example/auth?client_id=me&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&scope=openid&state=" + testState, AuthorizeURL},
		{"a JWT", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjMGRlLWMwZGUifQ.c2ln", Token},
		{"a JWT over lines", "eyJhbGciOiJSUzI1NiJ9.eyJz\ndWIiOiJjMGRlLWMwZGUifQ.c2ln", Token},
		{"a header with a JWT", "Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJz.c2ln", Token},
		{"a service token", "ory_at_c0de-c0de.xyz", Token},
		{"an answer", `{"token_type":"bearer","id_token":"eyJ"}`, Token},
		{"a token in the address", testRedirect + "#id_token=eyJ&state=" + testState, Token},
		{"a code alone", "c0de-c0de", StateUnchecked},
		{"a code alone, escaped", "c0de%2Fc0de", StateUnchecked},
		{"a word of another script", "日本語", NotCallback},
		{"an escaped one", "%E6%97%A5", NotCallback},
		{"38 KB without a space", strings.Repeat("c0de☃", 38<<10/8), NotCallback},
		{"5 KB of letters", strings.Repeat("c0de", 5<<10/4), NotCallback},
		{"error without state", at + "error=access_denied", StateUnchecked},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse(tt.text, testRedirect, testState)
			if KindOf(err) != tt.want {
				t.Fatalf("Parse(%.200q) = %v, %v; want %q", tt.text, got, err, tt.want)
			}
			if strings.Contains(err.Error(), "c0de-c0de") {
				t.Errorf("the problem repeats the code: %v", err)
			}
			checkSentences(t, err)
			if zero := got == (Callback{}); zero != (tt.want != StateUnchecked) {
				t.Errorf("callback = %+v", got)
			}
		})
	}
}

func checkSentences(t *testing.T, err error) {
	t.Helper()
	p := err.(*Problem)
	for _, sentence := range []string{p.What, p.Hint} {
		if sentence == "" || !strings.HasSuffix(sentence, ".") || strings.ToUpper(sentence[:1]) != sentence[:1] || strings.Contains(sentence, "%!") {
			t.Errorf("not a sentence: %q", sentence)
		}
	}
}

func TestParseBareCode(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]string{
		"abc": "abc", " \"abc\" \n": "abc", "<abc>": "abc", "abc==": "abc==", "ab\n  c": "abc",
		"a%2Fb": "a/b", "a+b": "a+b", "100%": "100%", "4/0Ab_c": "4/0Ab_c", "x&y": "x&y",
	} {
		got, err := Parse(text, testRedirect, testState)
		if KindOf(err) != StateUnchecked || got.Code.Reveal() != code || !got.State.IsZero() || got.Via != ViaPaste {
			t.Errorf("Parse(%q): code %q, %v; want %q", text, got.Code.Reveal(), err, code)
		}
	}
}

func TestParseErrorCallback(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		"access_denied", "invalid_request", "invalid_scope", "unauthorized_client",
		"unsupported_response_type", "server_error", "temporarily_unavailable", "something_else",
	} {
		got, err := Parse(testRedirect+"?error="+code+"&error_description=Missing+required+scope(s)+[%22openid%22].&state="+testState, testRedirect, testState)
		if err != nil || got.Err != code || !got.Code.IsZero() || got.ErrDescription != `Missing required scope(s) ["openid"].` {
			t.Errorf("%s: %+v, %v", code, got, err)
		}
		for _, sentence := range []string{got.Meaning(), got.Hint()} {
			if !strings.HasSuffix(sentence, ".") {
				t.Errorf("%s: %q is no sentence", code, sentence)
			}
		}
	}
}

func TestParseErrorDescriptionWithSpaces(t *testing.T) {
	t.Parallel()
	got, err := Parse(testRedirect+"?error=access_denied&error_description=The person said no&state="+testState, testRedirect, testState)
	if err != nil || got.ErrDescription != "The person said no" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestParseWithoutState(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"?code=c", "?code=c&state="} {
		if got, err := Parse(testRedirect+query, testRedirect, ""); err != nil || got.Code.Reveal() != "c" {
			t.Errorf("%s: %+v, %v", query, got, err)
		}
	}
	if _, err := Parse(testRedirect+"?code=c&state=x", testRedirect, ""); KindOf(err) != WrongState {
		t.Errorf("a state that nobody sent: %v", err)
	}
}

func TestParsePlaces(t *testing.T) {
	t.Parallel()
	tests := []struct{ redirect, address, part string }{
		{"https://app.example/cb", "https://app.example:443/cb", ""},
		{"http://app.example", "http://app.example/", ""},
		{"https://app.example/cb?tenant=1", "https://app.example/cb?tenant=1", ""},
		{"http://[::1]:9/cb", "http://[::1]:9/cb", ""},
		{"com.example.app:/cb", "com.example.app:/cb", ""},
		{"com.example.app:/cb", "com.example.app:/other", "path"},
		{"https://app.example/a%2Fb", "https://app.example/a/b", "path"},
		{"https://app.example/cb", "//app.example/cb", ""},
		{"https://app.example/cb", "https://app.example./cb", "host"},
		{"https://app.example/cb", "https://app.example/CB", "path"},
		{"https://app.example/cb", "https://[::1/cb", "host"},
		{"", "https://app.example/cb", "scheme"},
		{":", "https://app.example/cb", "host"},
	}
	for _, tt := range tests {
		place, _, _ := strings.Cut(tt.address, "?")
		if got := differsFrom(place, tt.redirect); got != tt.part {
			t.Errorf("differsFrom(%q, %q) = %q, want %q", place, tt.redirect, got, tt.part)
		}
	}
	got, err := Parse("go to com.example.app:/cb?code=c&state=s now", "com.example.app:/cb", "s")
	if err != nil || !got.Code.Equal(akoya.NewSecret("c")) {
		t.Errorf("own scheme: %+v, %v", got, err)
	}
}

// TestARedirectIsNotCalledAPaste: nobody pasted the address of an approval.
func TestARedirectIsNotCalledAPaste(t *testing.T) {
	t.Parallel()
	at := "http://127.0.0.1:8765/callback?"
	_, err := ParseRedirect(at+"error=invalid_scope&error_description="+strings.Repeat("x", 70<<10), "http://127.0.0.1:8765/callback", testState)
	if KindOf(err) != TooLong || !strings.Contains(err.Error(), "answer to the approval") || strings.Contains(err.Error(), "Copy") {
		t.Errorf("%v", err)
	}
	if got, err := ParseRedirect(at+"code=c0de-c0de&state="+testState, "http://127.0.0.1:8765/callback", testState); err != nil || got.Code.IsZero() {
		t.Errorf("a good one: %v", err)
	}
}
