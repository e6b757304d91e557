package sandbox

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestControlState(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	mint(t, s, mintRequest{Kind: "code"})
	mint(t, s, mintRequest{Kind: "id_token"})
	call(t, s, "/control/clock", map[string]string{"advance": "25h"})
	got := decode[state](t, get(t, s.Info().ControlURL))
	if got.OffsetSeconds != 25*3600 || len(got.Clients) != 2 || len(got.Users) != ordinaryUsers+8 {
		t.Errorf("state %+v", got)
	}
	if want := (counts{Codes: 1, Grants: 1, Signatures: 1}); got.Counts != want {
		t.Errorf("counts %+v, want %+v", got.Counts, want)
	}
	if d := time.Until(got.Now); d < 24*time.Hour || d > 26*time.Hour {
		t.Errorf("now is %s ahead", d)
	}
	if got.Users[len(got.Users)-1].Code != 704 || got.Clients[1].ID != otherClientID {
		t.Errorf("state %+v", got)
	}
}

func TestControlErrorsSayWhatToDo(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	type m = map[string]any
	rows := []struct {
		path   string
		in     any
		status int
		text   string
	}{
		{"/control/clock", m{"advance": "-1h"}, 400, "only moves forward"},
		{"/control/clock", m{"advance": "tomorrow"}, 400, "is not a duration"},
		{"/control/clock", m{}, 400, "is not a duration"},
		{"/control/clock", m{"advance": "2000000h"}, 400, "at most 100 years"},
		{"/control/clock", m{"forward": "1h"}, 400, "not the JSON object expected"},
		{"/control/clock", []int{1}, 400, "not the JSON object expected"},
		{"/control/mint", m{"kind": "cookie"}, 400, "cannot mint a fresh cookie"},
		{"/control/mint", m{"kind": "code", "state": "revoked"}, 400, "kinds and their states are"},
		{"/control/mint", m{"kind": "code", "user": "nobody"}, 404, "there is no user"},
		{"/control/mint", m{"kind": "code", "client_id": "nobody"}, 404, "there is no client"},
		{"/control/mint", m{"kind": "code", "redirect_uri": "http://x"}, 400, "is not registered"},
		{"/control/mint", m{"kind": "code", "scope": "openid x"}, 400, "is unknown"},
		{"/control/mint", m{"kind": "refresh_token", "scope": "openid"}, 400, "offline_access"},
		{"/control/revoke", m{}, 400, "say whose consent"},
		{"/control/revoke", m{"user": "mikomo_1"}, 404, "no live consent"},
		{"/control/authorize", m{"authorize_url": query(s, nil), "user": "nobody"}, 404, "there is no user"},
		{"/control/authorize", m{"authorize_url": query(s, nil), "accounts": []string{"1"}}, 400, "has no account"},
		{"/control/faults", m{}, 400, "at least one fault"},
		{"/control/faults", m{"faults": []m{{"kind": "meteor"}}}, 400, "is not a kind of fault"},
		{"/control/faults", m{"faults": []m{{"kind": "slow", "delay": "long"}}}, 400, "is not a delay"},
		{"/control/faults", m{"faults": make([]faultJSON, 1)}, 400, "is not a kind of fault"},
		{"/control/nonsense", m{}, 404, "there is no POST /control/nonsense"},
	}
	for _, row := range rows {
		r := tryCall(t, s, row.path, row.in)
		if text := decode[controlError](t, r).Text; r.Status != row.status || !strings.Contains(text, row.text) {
			t.Errorf("%s %v: %d %s, want %d … %s …", row.path, row.in, r.Status, r.Body, row.status, row.text)
		}
	}
}

func TestMintSignsOnlyIDTokens(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	for _, in := range []mintRequest{
		{Kind: "code"}, {Kind: "code", State: "expired"}, {Kind: "code", State: "used"},
		{Kind: "refresh_token"}, {Kind: "refresh_token", State: "expired"}, {Kind: "refresh_token", State: "used"}, {Kind: "refresh_token", State: "revoked"},
		{Kind: "service_token"}, {Kind: "service_token", State: "expired"},
	} {
		if got := mint(t, s, in); got.Value == "" || got.IDToken != "" {
			t.Errorf("%+v: %+v", in, got)
		}
	}
	if s.Signatures() != 0 {
		t.Errorf("%d signatures", s.Signatures())
	}
	got := mint(t, s, mintRequest{Kind: "id_token", State: "expired", User: "mikomo_4", Scope: "openid offline_access email"})
	if s.Signatures() != 1 || verified(t, s, got.Value)["name"] != "mikomo_4" {
		t.Errorf("%d signatures, %+v", s.Signatures(), got)
	}
	wantReply(t, accounts(t, s, got.Value), 401, doc602)
	if r := refresh(t, s, got.RefreshToken); r.Status != 200 {
		t.Errorf("refreshing an expired id_token: %d %s", r.Status, r.Body)
	}
}

func TestMintReplacesNothing(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	set := obtain(t, s, mintRequest{})
	for _, kind := range []string{"code", "refresh_token", "id_token"} {
		mint(t, s, mintRequest{Kind: kind})
	}
	if r := accounts(t, s, set.IDToken); r.Status != 200 {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	used := mint(t, s, mintRequest{Kind: "refresh_token", State: "used"})
	wantReply(t, refresh(t, s, used.Value), 400, docClaimed)
	if r := refresh(t, s, used.RefreshToken); r.Status != 200 {
		t.Errorf("the token that replaced the used one: %d %s", r.Status, r.Body)
	}
}

func TestControlRevoke(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	for name, key := range map[string]func(tokenAnswer) map[string]string{
		"refresh_token": func(a tokenAnswer) map[string]string { return map[string]string{"refresh_token": a.RefreshToken} },
		"grant_id": func(a tokenAnswer) map[string]string {
			return map[string]string{"grant_id": verified(t, s, a.IDToken)["grant_id"].(string)}
		},
		"user": func(tokenAnswer) map[string]string { return map[string]string{"user": "mikomo_1"} },
	} {
		set := obtain(t, s, mintRequest{})
		if r := call(t, s, "/control/revoke", key(set)); r.Body != `{"revoked":1}` {
			t.Errorf("by %s: %s", name, r.Body)
		}
		wantReply(t, accounts(t, s, set.IDToken), 401, doc602)
		wantReply(t, refresh(t, s, set.RefreshToken), 400, docClaimed)
	}
}

func TestControlReset(t *testing.T) {
	t.Parallel()
	s := start(t, Options{Faults: []Fault{{Kind: "latency", Path: "/nowhere", Delay: time.Second}}})
	set := obtain(t, s, mintRequest{})
	visit(t, s, nil)
	call(t, s, "/control/clock", map[string]string{"advance": "1h"})
	call(t, s, "/control/faults", map[string]any{"faults": []faultJSON{{Kind: "drop", Path: "/token"}}})
	got := decode[state](t, call(t, s, "/control/reset", map[string]string{}))
	if got.OffsetSeconds != 0 || len(got.Faults) != 1 || got.Counts != (counts{Signatures: 1}) {
		t.Errorf("state %+v", got)
	}
	wantReply(t, refresh(t, s, set.RefreshToken), 400, docClaimed)
}

func TestControlIsForProgramsOnThisMachine(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	url := s.Info().ControlURL
	for _, header := range [][]string{
		{"Origin", "https://evil.example"}, {"Origin", "null"}, {"Origin", "http://127.0.0.1:1"},
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
	} {
		if r := get(t, url, header...); r.Status != 403 {
			t.Errorf("%v: %d", header, r.Status)
		}
	}
	for _, header := range [][]string{{"Origin", s.base}, {"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "none"}} {
		if r := get(t, url, header...); r.Status != 200 {
			t.Errorf("%v: %d", header, r.Status)
		}
	}
	if r := post(t, url+"/reset", nil, "a", "b"); r.Status != 400 || !strings.Contains(r.Body, "application/json") {
		t.Errorf("a form: %d %s", r.Status, r.Body)
	}
	for host, status := range map[string]int{"evil.example": 421, "127.0.0.1.evil.example": 421, "localhost": 200, "LOCALHOST:1": 200, "[::1]:80": 200, "127.9.9.9": 200} {
		req := request(t, http.MethodGet, url, "")
		req.Host = host
		if r := do(t, req); r.Status != status {
			t.Errorf("Host %s: %d, want %d", host, r.Status, status)
		}
	}
}
