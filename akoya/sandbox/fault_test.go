package sandbox

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestParseFault(t *testing.T) {
	t.Parallel()
	rows := []struct {
		text string
		want Fault
	}{
		{"latency=2s", Fault{Kind: "latency", Path: "*", Delay: 2 * time.Second}},
		{"latency", Fault{Kind: "latency", Path: "*", Delay: 2 * time.Second}},
		{"drop@/token*3", Fault{Kind: "drop", Path: "/token", Count: 3}},
		{"drop*3", Fault{Kind: "drop", Path: "*", Count: 3}},
		{"drop@*", Fault{Kind: "drop", Path: "*"}},
		{"drop@**3", Fault{Kind: "drop", Path: "*", Count: 3}},
		{"status=503@/token", Fault{Kind: "status", Path: "/token", Status: 503}},
		{"status@/accounts-info/", Fault{Kind: "status", Path: "/accounts-info/", Status: 503}},
		{" slow=1m@/keys*1 ", Fault{Kind: "slow", Path: "/keys", Delay: time.Minute, Count: 1}},
		{"wrong=418", Fault{Kind: "wrong", Path: "*", Status: 418}},
		{"wrong", Fault{Kind: "wrong", Path: "*"}},
	}
	for _, row := range rows {
		got, err := ParseFault(row.text)
		if err != nil || got != row.want {
			t.Errorf("%q: %+v, %v", row.text, got, err)
		}
		if again, err := ParseFault(got.String()); err != nil || again != got {
			t.Errorf("%q written as %q and read as %+v, %v", row.text, got, again, err)
		}
	}
}

func TestParseFaultErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                "choose from latency, drop",
		"meteor":          "choose from latency, drop",
		"meteor=1":        "choose from latency, drop",
		"latency=2":       "write latency=2s",
		"latency=-2s":     "write latency=2s",
		"latency=1h":      "give at most 10m",
		"status=abc":      "write status=503",
		"status=99":       "give 200 to 599",
		"drop=1":          "drop takes no value",
		"drop=":           "drop takes no value",
		"drop@token":      "must start with a slash",
		"drop@/token*":    "after * comes how many",
		"drop*0":          "after * comes how many",
		"drop@/token*two": "after * comes how many",
	} {
		_, err := ParseFault(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want … %s …", text, err, want)
		}
	}
}

// fail puts faults in place, sends one refresh and returns its raw outcome and
// whether the refresh has had its effect.
func fail(t *testing.T, fault faultJSON) (resp *http.Response, body string, err error, rotated bool) {
	t.Helper()
	s := start(t, Options{})
	token := mint(t, s, mintRequest{Kind: "refresh_token"}).Value
	call(t, s, "/control/faults", map[string]any{"faults": []faultJSON{fault}})
	req := request(t, http.MethodPost, s.Info().TokenURL,
		encodePairs("grant_type", "refresh_token", "refresh_token", token, "client_id", defaultClientID, "client_secret", defaultClientSecret),
		"Content-Type", "application/x-www-form-urlencoded")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	resp, err = http.DefaultTransport.RoundTrip(req.WithContext(ctx))
	if err == nil {
		defer resp.Body.Close()
		var b []byte
		b, err = io.ReadAll(resp.Body)
		body = string(b)
	}
	r := refresh(t, s, token) // the fault is over
	if r.Status != 200 && r.Body != docClaimed {
		t.Errorf("after the fault: %d %s", r.Status, r.Body)
	}
	return resp, body, err, r.Status != 200
}

func TestFaults(t *testing.T) {
	t.Parallel()
	rows := []struct {
		fault   faultJSON
		rotated bool
		check   func(resp *http.Response, body string, err error) bool
	}{
		{faultJSON{Kind: "latency", Delay: "20ms"}, true, func(r *http.Response, b string, err error) bool {
			return err == nil && r.StatusCode == 200 && strings.Contains(b, "id_token")
		}},
		{faultJSON{Kind: "drop", Path: "/token"}, false, func(r *http.Response, _ string, err error) bool { return r == nil && err != nil }},
		{faultJSON{Kind: "lost"}, true, func(r *http.Response, _ string, err error) bool { return r == nil && err != nil }},
		{faultJSON{Kind: "status"}, false, func(r *http.Response, b string, err error) bool {
			return err == nil && r.StatusCode == 503 && b == "503 Service Unavailable\n"
		}},
		{faultJSON{Kind: "status", Status: 500, Path: "*"}, false, func(r *http.Response, _ string, err error) bool {
			return err == nil && r.StatusCode == 500
		}},
		{faultJSON{Kind: "truncate"}, true, func(r *http.Response, b string, err error) bool {
			return errors.Is(err, io.ErrUnexpectedEOF) && r.StatusCode == 200 && strings.HasPrefix(b, `{"token_type"`) && int64(len(b)) < r.ContentLength
		}},
		{faultJSON{Kind: "nonjson"}, false, func(r *http.Response, b string, err error) bool {
			return err == nil && r.StatusCode == 200 && strings.HasPrefix(b, "<!doctype html>")
		}},
		{faultJSON{Kind: "huge"}, false, func(r *http.Response, b string, err error) bool {
			return err == nil && len(b) > 8<<20 && strings.HasSuffix(b, `x"}`)
		}},
		{faultJSON{Kind: "slow", Delay: "40ms"}, true, func(r *http.Response, b string, err error) bool {
			return err == nil && strings.HasSuffix(b, `"}`) && int64(len(b)) == r.ContentLength
		}},
		{faultJSON{Kind: "wrong"}, true, func(r *http.Response, b string, err error) bool {
			return err == nil && r.StatusCode == 400 && b == `{"error":"wrong_on_purpose","error_description":"This answer is wrong on purpose."}`
		}},
		{faultJSON{Kind: "wrong", Status: 418}, true, func(r *http.Response, _ string, err error) bool {
			return err == nil && r.StatusCode == 418
		}},
	}
	for _, row := range rows {
		t.Run(row.fault.Kind, func(t *testing.T) {
			t.Parallel()
			resp, body, err, rotated := fail(t, row.fault)
			if !row.check(resp, body, err) {
				t.Errorf("got %+v, %d bytes %.80q, %v", resp, len(body), body, err)
			}
			if rotated != row.rotated {
				t.Errorf("the refresh has had its effect: %v, want %v", rotated, row.rotated)
			}
		})
	}
}

func TestWrongKeepsTheStatusOfAnError(t *testing.T) {
	t.Parallel()
	s := start(t, Options{Faults: []Fault{{Kind: "wrong", Path: "/token"}}})
	wantReply(t, post(t, s.Info().TokenURL, nil), 401, `{"error":"wrong_on_purpose","error_description":"This answer is wrong on purpose."}`)
}

func TestFaultsAreCountedAndCleared(t *testing.T) {
	t.Parallel()
	s := start(t, Options{Faults: []Fault{{Kind: "status", Path: "/keys", Status: 500, Count: 2}}})
	var got []int
	for range 4 {
		got = append(got, get(t, s.Info().KeysURL).Status)
	}
	if got[0] != 500 || got[1] != 500 || got[2] != 200 || got[3] != 200 {
		t.Errorf("statuses %v", got)
	}
	zero := 0
	call(t, s, "/control/faults", map[string]any{"faults": []faultJSON{{Kind: "status", Path: "/accounts-info/", Count: &zero}}})
	for range 3 {
		if r := accounts(t, s, "x"); r.Status != 503 {
			t.Errorf("status %d", r.Status)
		}
	}
	if pending := decode[state](t, get(t, s.Info().ControlURL)).Faults; len(pending) != 1 || pending[0].Status != 503 || *pending[0].Count != 0 {
		t.Errorf("pending %+v", pending)
	}
	if r := do(t, request(t, http.MethodDelete, s.Info().ControlURL+"/faults", "")); r.Status != 200 {
		t.Errorf("DELETE: %d %s", r.Status, r.Body)
	}
	wantReply(t, accounts(t, s, "x"), 401, doc602)
	many := make([]faultJSON, maxFaults+1)
	for i := range many {
		many[i].Kind = "drop"
	}
	if r := tryCall(t, s, "/control/faults", map[string]any{"faults": many}); r.Status != 400 {
		t.Errorf("too many: %d", r.Status)
	}
}

// TestHugeReachesAClientThatWritesItsBodyLate sends the header and the body of
// a request on their own and asks for the connection to be closed, as Python's
// urllib does.
func TestHugeReachesAClientThatWritesItsBodyLate(t *testing.T) {
	t.Parallel()
	s := start(t, Options{Faults: []Fault{{Kind: "huge", Path: "/token"}}})
	address := strings.TrimPrefix(s.base, "http://")
	body := strings.Repeat("a=b&", 1000)
	for range 50 {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "POST /token HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n", address, len(body))
		time.Sleep(time.Millisecond)
		io.WriteString(conn, body)
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, resp.Body)
		if err != nil || n < 8<<20 {
			t.Errorf("%d bytes, then %v", n, err)
		}
		conn.Close()
	}
}
