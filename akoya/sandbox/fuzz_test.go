package sandbox

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func FuzzParseFault(f *testing.F) {
	for _, seed := range []string{"latency=2s", "drop@/token*3", "status=503@/token", "drop@**3", "*", "@", "=", "wrong=418*1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseFault(text)
		if err != nil {
			return
		}
		if err := got.check(); err != nil {
			t.Fatalf("%q is accepted but not in order: %v", text, err)
		}
		if again, err := ParseFault(got.String()); err != nil || again != got {
			t.Fatalf("%q: %+v is written as %q and read as %+v, %v", text, got, got, again, err)
		}
	})
}

func FuzzForm(f *testing.F) {
	for _, seed := range []string{"a=b&c=d", "a=%zz", "a;b=c", "=&&=", "a=1&a=2", "%", "a+b=%00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := parseForm(text)
		want, err := url.ParseQuery(text)
		if strings.Contains(text, ";") { // net/url refuses what we take as it is
			return
		}
		if (err != nil) != got.damaged || len(want) != len(got.values) {
			t.Fatalf("%q: %+v, net/url has %v, %v", text, got, want, err)
		}
		for name := range want {
			if want.Get(name) != got.get(name) {
				t.Fatalf("%q: %s is %q, net/url has %q", text, name, got.get(name), want.Get(name))
			}
		}
	})
}

func FuzzBasic(f *testing.F) {
	for _, seed := range []string{"Basic eDp5", "basic  eDp5", "Basic", "Basic !", "Bearer x", "Basic MTAwJTp4", "Basic Ong="} {
		f.Add(seed, "id", "secret")
	}
	f.Fuzz(func(t *testing.T, header, id, secret string) {
		parseBasic(header)
		encoded := base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(id) + ":" + url.QueryEscape(secret)))
		gotID, gotSecret, ok, err := parseBasic("Basic " + encoded)
		if !ok || err != nil || gotID != id || gotSecret != secret {
			t.Fatalf("%q and %q came back as %q and %q, %v, %v", id, secret, gotID, gotSecret, ok, err)
		}
	})
}

// No request, however odd, makes the server panic or answer an internal error.
func FuzzRequest(f *testing.F) {
	s := newServer(mustDefaults(f), mustAddr(f))
	f.Add("POST", "/token", "", "grant_type=refresh_token", "Basic eDp5")
	f.Add("GET", "/auth?client_id=akoya-tui-local", "", "", "")
	f.Add("POST", "/auth/login", "application/x-www-form-urlencoded", "flow=x", "")
	f.Add("POST", "/control/mint", "application/json", `{"kind":"code"}`, "")
	f.Add("GET", "/accounts-info/v2/mikomo", "", "", "Bearer a.b.c")
	f.Fuzz(func(t *testing.T, method, target, kind, body, auth string) {
		u, err := url.ParseRequestURI("/" + strings.TrimLeft(target, "/"))
		if err != nil || strings.ContainsAny(method, " \r\n\t") || method == "" || strings.Contains(body, "advance") {
			return
		}
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/", strings.NewReader(body))
		r.Method, r.URL, r.RemoteAddr = method, u, "127.0.0.1:1"
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Authorization", auth)
		w := httptest.NewRecorder()
		if strings.Contains(u.Path, "faults") {
			return // faults are there to go wrong
		}
		s.Handler().ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Fatalf("%s %s: %d %s", method, u, w.Code, w.Body)
		}
	})
}
