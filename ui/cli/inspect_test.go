package cli

import (
	"bytes"
	"encoding/base64"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// inspected text of a token with this header and these claims, in a zone and at
// a time that never change.
func inspectText(t *testing.T, header, claims string) string {
	t.Helper()
	encode := base64.RawURLEncoding.EncodeToString
	var out bytes.Buffer
	err := Inspect{
		In:  strings.NewReader(encode([]byte(header)) + "." + encode([]byte(claims)) + "." + encode([]byte("signature"))),
		Out: &out, Format: "text", Now: func() time.Time { return time.Unix(1_800_000_000, 0) }, Location: time.FixedZone("", 3600),
	}.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestInspectText(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("v", 300)
	text := inspectText(t, `{"alg":"RS256"}`, `{"iss":"https://idp.example","long":"`+long+`","aud":["a","b"],"exp":1800003600,`+
		`"name":"\u674e\u96f7 \ud83d\ude00","evil":"\u001b[31m\u202e","address":{"city":"Berlin"},"quoted":"say \"hi\""}`)
	for _, want := range []string{
		"\nlong        " + long + "\n",
		"\naud         [\"a\",\"b\"]  ",
		"\nname        李雷 😀  ",
		"\nevil        \\x1b[31m\\u{202e}\n",
		"\naddress     {\"city\":\"Berlin\"}  ",
		"\nquoted      say \"hi\"\n",
		"\nexp         1800003600 (2027-01-15 10:00:00 +0100, 09:00:00Z, in 1 h)",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if n := utf8.RuneCountInString(line); n > 100 && !strings.Contains(line, long) {
			t.Errorf("%d columns: %s", n, line)
		}
		if strings.ContainsFunc(line, unicode.IsControl) || strings.TrimRight(line, " ") != line {
			t.Errorf("%q", line)
		}
	}
	if strings.Contains(text, "warning") {
		t.Errorf("a signed token has a warning:\n%s", text)
	}
}

func TestInspectSaysWhatIsNotRight(t *testing.T) {
	t.Parallel()
	for claims, want := range map[string]string{
		`{"exp":"soon"}`: "soon is no time: ",
		`{"exp":1e300}`:  "1e300 is no time: ",
		`{"iat":null}`:   "null is no time: ",
		`{"nbf":-5}`:     "-5 is no time: ",
	} {
		text := inspectText(t, `{"alg":"None"}`, claims)
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
		if !strings.HasPrefix(text, "warning     alg none: nobody signed this token") {
			t.Errorf("%s", text)
		}
	}
}

// TestInspectRefusesKeysThatAreNoAddress, also for a token that nobody signed.
func TestInspectRefusesKeysThatAreNoAddress(t *testing.T) {
	t.Parallel()
	encode := base64.RawURLEncoding.EncodeToString
	err := Inspect{
		In:  strings.NewReader(encode([]byte(`{"alg":"none"}`)) + "." + encode([]byte(`{"exp":1}`)) + "."),
		Out: io.Discard, Format: "text", KeysURL: "nope", Now: time.Now, Location: time.UTC,
	}.Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "--keys is not the address of a key set") {
		t.Errorf("%v", err)
	}
}
