package control_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/control"
)

func start(t testing.TB) (*sandbox.Server, *control.Client) {
	t.Helper()
	server, err := sandbox.Start(context.Background(), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	client, err := control.New(server.Info().ControlURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); _ = server.Close(context.Background()) })
	return server, client
}

func TestOnlyThisMachineIsCalled(t *testing.T) {
	for _, address := range []string{
		"", "http://", "127.0.0.1:80/control", "https://127.0.0.1/control", "http://idp.ddp.akoya.com/control", "http://10.0.0.1/control",
		"http://127.0.0.1@evil.example/control", "http://user@127.0.0.1/control", "http://127.0.0.1.evil.example/", "http://127.0.0.1/control?x=1", "file:///control",
		"http://[2001:db8::1]/control", "http://0.0.0.0/control", "\x00",
	} {
		if c, err := control.New(address); err == nil {
			t.Errorf("%q is accepted as %s", address, c.URL())
		}
	}
	for _, address := range []string{"http://127.0.0.1:41023/control", "http://localhost:1/control/", "http://[::1]:2/control", "http://127.8.9.1/control"} {
		if c, err := control.New(address); err != nil || strings.HasSuffix(c.URL(), "/") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestClockStateAndReset(t *testing.T) {
	server, c := start(t)
	state, err := c.Advance(t.Context(), 25*time.Hour+30*time.Second)
	if err != nil || state.Offset != 25*time.Hour+30*time.Second {
		t.Fatalf("offset %s, %v", state.Offset, err)
	}
	if d := server.Now().Sub(state.Now); d < 0 || d > time.Minute {
		t.Errorf("now differs by %s", d)
	}
	state, err = c.State(t.Context())
	if err != nil || len(state.Clients) != 2 || len(state.Users) < 10 || state.Clients[0].ClientID != server.Info().ClientID || state.Clients[0].ClientSecret.IsZero() {
		t.Errorf("%+v, %v", state, err)
	}
	if state, err = c.Reset(t.Context()); err != nil || state.Offset != 0 {
		t.Errorf("after a reset: %s, %v", state.Offset, err)
	}
	if _, err = c.Advance(t.Context(), -time.Hour); err == nil {
		t.Error("the clock goes back")
	}
}

func TestAuthorizeMintAndRevoke(t *testing.T) {
	server, c := start(t)
	info := server.Info()
	address := info.AuthURL + "?connector=mikomo&response_type=code&scope=openid&state=st&client_id=" + info.ClientID + "&redirect_uri=" + info.RedirectURIs[0]
	got, err := c.Authorize(t.Context(), control.Authorization{URL: address, User: "mikomo_2", Accounts: []string{"1755000201"}})
	if err != nil || !strings.HasPrefix(got.Redirect.Reveal(), info.RedirectURIs[0]+"?code=") {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = c.Authorize(t.Context(), control.Authorization{URL: address, Deny: true})
	if err != nil || !strings.Contains(got.Redirect.Reveal(), "error=access_denied") {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = c.Authorize(t.Context(), control.Authorization{URL: strings.Replace(address, "mikomo", "x", 1)})
	if err != nil || got.Status != 400 || got.Refusal == "" || !got.Redirect.IsZero() {
		t.Errorf("a refused one: %+v, %v", got, err)
	}
	if _, err = c.Authorize(t.Context(), control.Authorization{URL: address, User: "nobody"}); err == nil || !strings.Contains(err.Error(), "no user") {
		t.Errorf("an unknown user: %v", err)
	}
	made, err := c.Mint(t.Context(), control.Order{Kind: control.RefreshToken, User: "mikomo_3"})
	if err != nil || made.Value.IsZero() || made.GrantID == "" || !made.IDToken.IsZero() {
		t.Errorf("%+v, %v", made, err)
	}
	if n, err := c.Revoke(t.Context(), control.Consent{RefreshToken: made.RefreshToken}); n != 1 || err != nil {
		t.Errorf("%d ended, %v", n, err)
	}
	var refused *control.Error
	if _, err := c.Revoke(t.Context(), control.Consent{User: "mikomo_3"}); !errors.As(err, &refused) || refused.Status != 404 {
		t.Errorf("nothing left to end: %v", err)
	}
	if _, err := c.Mint(t.Context(), control.Order{Kind: "castle"}); err == nil || !strings.Contains(err.Error(), "cannot mint") {
		t.Errorf("%v", err)
	}
	if server.Signatures() != 0 {
		t.Errorf("%d signatures, and no id_token was asked for", server.Signatures())
	}
}

func TestFaults(t *testing.T) {
	server, c := start(t)
	state, err := c.AddFaults(t.Context(), control.Fault{Kind: "latency", Delay: 1500 * time.Millisecond, Count: 2}, control.Fault{Path: "/token", Kind: "status", Status: 503, Count: 1})
	if err != nil || len(state.Faults) != 2 || state.Faults[0].Delay != 1500*time.Millisecond || state.Faults[0].Path != "*" || state.Faults[1].Status != 503 {
		t.Fatalf("%+v, %v", state.Faults, err)
	}
	if state, err = c.ClearFaults(t.Context()); err != nil || len(state.Faults) != 0 {
		t.Errorf("%+v, %v", state.Faults, err)
	}
	if _, err = c.AddFaults(t.Context(), control.Fault{Kind: "explode"}); err == nil || !strings.Contains(err.Error(), "explode") {
		t.Errorf("%v", err)
	}
	_ = server
}

func TestSecretsDoNotPrint(t *testing.T) {
	_, c := start(t)
	made, err := c.Mint(t.Context(), control.Order{Kind: control.IDToken})
	if err != nil {
		t.Fatal(err)
	}
	state, err := c.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	printed := fmt.Sprintf("%v %+v %#v %+v", made, made, made, state)
	for _, secret := range []akoya.Secret{made.Value, made.RefreshToken, state.Clients[0].ClientSecret} {
		if strings.Contains(printed, secret.Reveal()) {
			t.Errorf("%s is printed", secret)
		}
	}
}

func TestOddServers(t *testing.T) {
	var status int
	var body string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone" {
			http.Redirect(w, r, "/control", http.StatusFound)
			return
		}
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, body)
	}))
	c, err := control.New(server.URL + "/control")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		status     int
		body, want string
	}{
		{404, "404 page not found", "without saying why"},
		{200, "<html>", "not the JSON"},
		{200, "", "not the JSON"},
		{500, `{"error":"it broke"}`, "it broke"},
		{302, `{}`, "without saying why"},
		{200, strings.Repeat(" ", 2<<20), "more than"},
	} {
		status, body = test.status, test.body
		if _, err := c.State(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%d %.20q: %v", test.status, test.body, err)
		}
	}
	status, body = 200, "{}"
	if _, err := c.Mint(t.Context(), control.Order{Kind: control.Code}); err == nil {
		t.Error("nothing was minted, and nobody says so")
	}
	if _, err := c.Authorize(t.Context(), control.Authorization{}); err == nil {
		t.Error("neither a redirect nor a status, and nobody says so")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.State(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("ended: %v", err)
	}
	server.Close()
	if _, err := c.State(t.Context()); err == nil || !strings.Contains(err.Error(), "still running") {
		t.Errorf("gone: %v", err)
	}
}
