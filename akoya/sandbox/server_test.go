package sandbox

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestInfo(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	got, err := json.Marshal(s.Info())
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(`{"auth_url":"B/auth","token_url":"B/token","revoke_url":"B/revoke","sts_url":"B/oauth2/token","accounts_url":"B/accounts-info/v2/mikomo","keys_url":"B/keys","control_url":"B/control","client_id":"akoya-tui-local","client_secret":"local-secret-not-worth-hiding-c0de","redirect_uris":["http://127.0.0.1:8765/callback","http://localhost:8765/callback","https://recipient.ddp.akoya.com/flow/callback"]}`, "B", s.base)
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestStartErrors(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	rows := []struct {
		opts Options
		want string
	}{
		{Options{Addr: "0.0.0.0:0"}, "can be reached from other machines"},
		{Options{Addr: ":0"}, "can be reached from other machines"},
		{Options{Addr: "127.0.0.1"}, "needs a host and a port"},
		{Options{Addr: taken.Addr().String()}, taken.Addr().String() + " is taken"},
		{Options{ClientID: otherClientID}, "choose another"},
		{Options{RedirectURIs: []string{"/callback"}}, "must be absolute"},
		{Options{RedirectURIs: []string{"http://x/#f"}}, "must be absolute"},
		{Options{RefreshLife: -1}, "between one second"},
		{Options{Latency: -1}, "negative"},
		{Options{Faults: []Fault{{Kind: "meteor"}}}, "choose from"},
	}
	for _, row := range rows {
		s, err := Start(t.Context(), row.opts)
		if err == nil {
			s.Close(t.Context())
		}
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%+v: %v, want … %s …", row.opts, err, row.want)
		}
	}
}

func TestNonLoopback(t *testing.T) {
	t.Parallel()
	s := start(t, Options{Addr: "0.0.0.0:0", AllowNonLoopback: true})
	for path, status := range map[string]int{"/keys": 200, "/control": 403} {
		req := request(t, http.MethodGet, s.base+path, "")
		req.Host = "sandbox.internal"
		if r := do(t, req); r.Status != status {
			t.Errorf("%s: %d, want %d", path, r.Status, status)
		}
	}
	w := httptest.NewRecorder() // from another machine
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/control", nil)
	s.Handler().ServeHTTP(w, r)
	if w.Code != 403 {
		t.Errorf("control from %s: %d", r.RemoteAddr, w.Code)
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	for _, path := range []string{"/nope", "/token/", "//token", "/auth/../token", "/oauth2/", "/revoke/x", "/favicon.ico", "/accounts-info/v2/", "/accounts-info/v2/a/b"} {
		r := do(t, &http.Request{Method: http.MethodGet, URL: request(t, "GET", s.base+path, "").URL})
		wantReply(t, r, 404, "404 page not found\n")
		if got := r.Header.Get("Content-Type"); !strings.HasPrefix(got, "text/plain") {
			t.Errorf("%s: Content-Type %q", path, got)
		}
	}
	for path, allow := range map[string]string{"/revoke": "POST", "/token/revoke": "POST"} {
		if r := get(t, s.base+path); r.Status != 405 || r.Header.Get("Allow") != allow {
			t.Errorf("GET %s: %d, Allow %q", path, r.Status, r.Header.Get("Allow"))
		}
	}
	for _, path := range []string{"/auth", "/keys", "/accounts-info/v2/mikomo", "/"} {
		if r := post(t, s.base+path, nil); r.Status != 405 || r.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("POST %s: %d, Allow %q", path, r.Status, r.Header.Get("Allow"))
		}
	}
}

// Close returns while a request waits, another connection has sent nothing and
// a third one is idle.
func TestCloseEndsEverything(t *testing.T) {
	t.Parallel()
	s := start(t, Options{Faults: []Fault{{Kind: "latency", Path: "/keys", Delay: maxDelay, Count: 1}}})
	get(t, s.base+"/")
	silent, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	waiting := make(chan error, 1)
	// On a connection of its own: one that was kept would be tried again.
	once := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	go func() {
		_, err := once.Get(s.Info().KeysURL)
		waiting <- err
	}()
	for len(s.faults.pending()) > 0 { // until the request has met its fault
		runtime.Gosched()
	}
	began := time.Now()
	if err := s.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if d := time.Since(began); d > 10*time.Second {
		t.Errorf("closing took %s", d)
	}
	if err := <-waiting; err == nil {
		t.Error("the waiting request was answered")
	}
	if _, err := silent.Read(make([]byte, 1)); err == nil {
		t.Error("the silent connection is open")
	}
	if err := s.Close(t.Context()); err != nil {
		t.Error("closing again:", err)
	}
}

func TestContextEndsTheServer(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	<-s.serving
	s.Close(t.Context())
	if _, err := http.Get(s.base); err == nil {
		t.Error("the server still answers")
	}
}

func TestLatencyIsForEveryAnswerButControl(t *testing.T) {
	t.Parallel()
	s := start(t, Options{Latency: 30 * time.Millisecond})
	began := time.Now()
	get(t, s.base+"/")
	if d := time.Since(began); d < 30*time.Millisecond {
		t.Errorf("answered after %s", d)
	}
	get(t, s.Info().ControlURL)
}
