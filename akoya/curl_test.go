package akoya

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCurlText(t *testing.T) {
	want := `curl --silent --show-error --include --url 'https://sandbox-idp.ddp.akoya.com/token' \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/x-www-form-urlencoded' \
  --data-urlencode 'grant_type=refresh_token' \
  --data-urlencode "refresh_token=$AKOYA_REFRESH_TOKEN" \
  --data-urlencode 'client_id=client id+plus' \
  --data-urlencode "client_secret=$AKOYA_CLIENT_SECRET"`
	got := RefreshRequest(Sandbox(), testApp, NewSecret(canaryToken)).Curl()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The command must send the same request as Send does: it is run by a shell.
func TestCurlSendsTheSame(t *testing.T) {
	curl, err := exec.LookPath("curl")
	if err != nil {
		t.Skip("skipped: no curl on this machine, so its commands could not be run")
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("skipped: no POSIX shell on this machine")
	}
	_ = curl
	type seen struct {
		Method, Target, Auth, Body string
		Form                       url.Values
		Header                     http.Header
	}
	answered := make(chan seen, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(body))
		got := seen{Method: r.Method, Target: r.RequestURI, Auth: r.Header.Get("Authorization"), Form: form, Header: http.Header{}}
		for _, name := range []string{"Accept", "Content-Type", "X-Odd", "X-Empty"} {
			if v, ok := r.Header[name]; ok {
				got.Header[name] = v
			}
		}
		answered <- got
	}))
	defer server.Close()

	env, token := Local(server.URL), NewSecret(canaryToken)
	app := testApp
	app.ClientID, app.ClientSecret = "client-1", NewSecret("plainsecret123")
	odd := RefreshRequest(env, app, token).
		With(Plain("scope", "a b&c=d'e\"f$HOME`id`\\ é")).With(Plain("empty", "")).With(Plain("@file=x", "@/etc/passwd")).
		With(Plain("controls", "a\x1b[31m\nb\tc")).With(Sensitive("client_assertion", NewSecret("it's $(id) \"x\"")))
	odd.Header = append(odd.Header, Plain("X-Odd", `it's "$HOME" \ @x`), Plain("X-Empty", ""))
	odd.URL += "?a[1]={x}&b='%20'$HOME`id`"
	noHeaders := RevokeRequest(env, app, token)
	noHeaders.Header = nil
	put := RefreshRequest(env, app, token)
	put.Method = "PUT"
	inQuery := AccountsRequest(env, app, NewSecret("eyJ.a.b"))
	inQuery.URL += "?token=" + "tok-123456789012" + "&q=$HOME\"x"
	empty := Request{Method: "POST", URL: env.TokenURL}
	requests := map[string]Request{
		"obtain": ObtainRequest(env, app, token), "refresh": RefreshRequest(env, app, token),
		"revoke": RevokeRequest(env, app, token), "odd": odd, "no headers": noHeaders, "put": put, "empty": empty,
		"service token": ServiceTokenRequest(env, app.ClientID, app.ClientSecret, "notifications_subscriptions advisory"),
		"accounts":      AccountsRequest(env, app, NewSecret("eyJ.a.b")), "secret in the query": inQuery,
		"no secret": ServiceTokenRequest(env, app.ClientID, Secret{}, "x"),
	}
	c := NewClient(ClientOptions{})
	defer c.Close()
	for name, r := range requests {
		t.Run(name, func(t *testing.T) {
			if _, err := c.Send(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			want := <-answered
			script := r.Curl()
			for _, s := range []string{canaryToken, "plainsecret123", "eyJ.a.b", "tok-123456789012", "it's $(id)"} {
				if strings.Contains(script, s) {
					t.Errorf("the command holds %q:\n%s", s, script)
				}
			}
			cmd := exec.Command(shell, "-c", script)
			idToken := "eyJ.a.b"
			cmd.Env = append(os.Environ(),
				"AKOYA_CLIENT_ID=client-1", "AKOYA_CLIENT_SECRET=plainsecret123", "AKOYA_REFRESH_TOKEN="+canaryToken,
				"AKOYA_CODE="+canaryToken, "AKOYA_ID_TOKEN="+idToken, "AKOYA_CLIENT_ASSERTION=it's $(id) \"x\"", "NO_PROXY=*")
			if name == "secret in the query" { // the same variable in the query
				cmd.Env = append(cmd.Env, "AKOYA_REFRESH_TOKEN=tok-123456789012")
			}
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s\n%s", err, script, out)
			}
			if diff := cmp.Diff(want, <-answered); diff != "" {
				t.Errorf("curl sends something else (-Send +curl):\n%s\n%s", diff, script)
			}
		})
	}
}

func TestCurlNotes(t *testing.T) {
	got := ObtainRequest(Sandbox(), testApp, NewSecret("x")).Curl()
	if !strings.HasPrefix(got, "# curl does not form-escape credentials") {
		t.Errorf("no note that the credentials need escaping:\n%s", got)
	}
	r := Request{Method: "GET", URL: "https://x/", Header: []Field{Plain("X", "a\x1b]0;pwned\a")}}
	if got, want := r.Curl(), "# this request cannot be sent: the value of the header X has a control character at position 2"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
