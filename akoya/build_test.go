package akoya

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var testApp = App{
	ClientID:     "client id+plus",
	ClientSecret: NewSecret("s3cret%/+canary-0001"),
	RedirectURI:  "https://recipient.ddp.akoya.com/flow/callback",
	Connector:    "mikomo",
	Scope:        DefaultScope,
}

// capture answers one request on a raw socket and returns all that was read.
func capture(t *testing.T, answer string) (base string, got func() string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	result := make(chan string, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(10 * time.Second))
		var raw strings.Builder
		r := bufio.NewReader(io.TeeReader(c, &raw))
		request, err := http.ReadRequest(r)
		if err == nil {
			_, _ = io.Copy(io.Discard, request.Body)
		}
		_, _ = io.WriteString(c, answer)
		result <- raw.String()
	}()
	return "http://" + l.Addr().String(), func() string { return <-result }
}

const emptyAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

// The requests byte for byte, as the token reference, the revoke reference and
// the service token OpenAPI v1.0.1 describe them.
func TestRequestsOnTheWire(t *testing.T) {
	const canary = "canary-token/+=1"
	const escaped = "canary-token%2F%2B%3D1"
	const secret = "s3cret%25%2F%2Bcanary-0001"
	const basic = "Y2xpZW50K2lkJTJCcGx1czpzM2NyZXQlMjUlMkYlMkJjYW5hcnktMDAwMQ=="
	tests := []struct {
		name  string
		build func(Environment) Request
		want  string
	}{
		{
			"obtain",
			func(e Environment) Request { return ObtainRequest(e, testApp, NewSecret(canary)) },
			"POST /token HTTP/1.1\r\nHost: HOST\r\nUser-Agent: akoya-tui\r\n" +
				"Authorization: Basic " + basic + "\r\n" +
				"Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
				"Accept-Encoding: identity\r\nContent-Length: 126\r\n\r\n" +
				"grant_type=authorization_code&redirect_uri=https%3A%2F%2Frecipient.ddp.akoya.com%2Fflow%2Fcallback&code=" + escaped,
		},
		{
			"refresh",
			func(e Environment) Request { return RefreshRequest(e, testApp, NewSecret(canary)) },
			"POST /token HTTP/1.1\r\nHost: HOST\r\nUser-Agent: akoya-tui\r\n" +
				"Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
				"Accept-Encoding: identity\r\nContent-Length: 129\r\n\r\n" +
				"grant_type=refresh_token&refresh_token=" + escaped + "&client_id=client+id%2Bplus&client_secret=" + secret,
		},
		{
			"revoke",
			func(e Environment) Request { return RevokeRequest(e, testApp, NewSecret(canary)) },
			"POST /revoke HTTP/1.1\r\nHost: HOST\r\nUser-Agent: akoya-tui\r\n" +
				"Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
				"Accept-Encoding: identity\r\nContent-Length: 126\r\n\r\n" +
				"token=" + escaped + "&token_type_hint=refresh_token&client_id=client+id%2Bplus&client_secret=" + secret,
		},
		{
			"service token",
			func(e Environment) Request {
				return ServiceTokenRequest(e, testApp.ClientID, testApp.ClientSecret, "notifications_subscriptions advisory")
			},
			"POST /oauth2/token HTTP/1.1\r\nHost: HOST\r\nUser-Agent: akoya-tui\r\n" +
				"Authorization: Basic " + basic + "\r\n" +
				"Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
				"Accept-Encoding: identity\r\nContent-Length: 72\r\n\r\n" +
				"grant_type=client_credentials&scope=notifications_subscriptions+advisory",
		},
		{
			"accounts",
			func(e Environment) Request {
				app := testApp
				app.Connector = "a bank/1"
				return AccountsRequest(e, app, NewSecret("eyJ.a.b"))
			},
			"GET /accounts-info/v2/a%20bank%2F1 HTTP/1.1\r\nHost: HOST\r\nUser-Agent: akoya-tui\r\n" +
				"Accept: application/json\r\nAuthorization: Bearer eyJ.a.b\r\nAccept-Encoding: identity\r\n\r\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			base, got := capture(t, emptyAnswer)
			c := NewClient(ClientOptions{Timeout: 10 * time.Second})
			defer c.Close()
			rt, err := c.Send(context.Background(), tt.build(Local(base)))
			if err != nil {
				t.Fatal(err)
			}
			raw := got()
			want := strings.Replace(tt.want, "HOST", strings.TrimPrefix(base, "http://"), 1)
			if diff := cmp.Diff(want, raw); diff != "" {
				t.Errorf("on the wire (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(raw, messageText(rt.Sent)); diff != "" {
				t.Errorf("RoundTrip.Sent is not what was sent (-wire +sent):\n%s", diff)
			}
		})
	}
}

// messageText writes a Message as it was on the wire.
func messageText(m Message) string {
	var b strings.Builder
	b.WriteString(m.Line + "\r\n")
	for _, f := range m.Header {
		b.WriteString(f.Name + ": " + f.Value.Reveal() + "\r\n")
	}
	b.WriteString("\r\n" + m.Body.Reveal())
	return b.String()
}
