package sandbox

import (
	"net/http"
	"testing"
)

func TestSeenTellsOfEachRequest(t *testing.T) {
	t.Parallel()
	seen := make(chan Seen, 10)
	s := start(t, Options{Seen: func(one Seen) { seen <- one }, Faults: []Fault{{Kind: "drop", Path: "/revoke"}, {Kind: "slow", Path: "/keys", Delay: 1, Count: 1}}})
	want := func(method, path string, status int) {
		t.Helper()
		one := <-seen
		if one.Method != method || one.Path != path || one.Status != status || one.At.IsZero() || one.Took <= 0 {
			t.Errorf("%+v, want %s %s %d", one, method, path, status)
		}
	}
	post(t, s.Info().TokenURL, nil, "client_secret", "x")
	want("POST", "/token", 401)
	get(t, s.Info().KeysURL)
	want("GET", "/keys", 200)
	get(t, s.Info().AccountsURL+"?token=x")
	want("GET", "/accounts-info/v2/mikomo", 401)
	get(t, s.base+"/nowhere")
	want("GET", "/nowhere", 404)
	if _, err := http.DefaultTransport.RoundTrip(request(t, http.MethodPost, s.Info().RevokeURL, "")); err == nil {
		t.Error("the connection was not dropped")
	}
	want("POST", "/revoke", 0)
}
