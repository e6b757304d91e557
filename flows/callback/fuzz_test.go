package callback

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "abc", testRedirect + goodQuery, "curl '" + testRedirect + goodQuery + "' -H x", "<" + testRedirect + goodQuery[:20] + "\n" + goodQuery[20:] + ">",
		"code=a&state=" + testState, "#state=" + testState + "&error=access_denied", "GET /callback" + goodQuery + " HTTP/1.1",
		"http%3A%2F%2Flocalhost%3A3000%2Fcallback%3Fcode%3Da", "eyJ.e30.x", `{"id_token":""}`, "https://idp.example/auth?client_id=a",
		"https://recipient.ddp.akoya.com/flow/callback?code=vhmji7kmopeil4jyb57wc4znx&state=", "com.app:/cb?code=%zz", "a://b://c", "\x1b[200~x",
	} {
		f.Add(text, testRedirect, testState)
	}
	f.Add("com.example.app:/cb?code=a&state=s", "com.example.app:/cb", "s")
	f.Add("://?code=", "", "")
	f.Fuzz(func(t *testing.T, text, redirect, state string) {
		got, err := Parse(text, redirect, state)
		if err != nil {
			if KindOf(err) == "" || (got == Callback{}) == (KindOf(err) == StateUnchecked) {
				t.Fatalf("%+v with %v", got, err)
			}
			if strings.ContainsFunc(err.Error(), unicode.IsControl) || !utf8.ValidString(err.Error()) || len(err.Error()) > 4000 {
				t.Fatalf("unfit to show: %q", err)
			}
			if code := got.Code.Reveal(); len(code) > 12 && strings.Contains(err.Error(), code) && !strings.Contains(redirect, code) {
				// A code that is a word of the sentence itself tells nothing.
				if plain := problem(StateUnchecked, "This is a code alone, so it cannot be checked that it belongs to this authorization.", ""); !strings.Contains(plain.What, code) {
					t.Fatalf("%q repeats the code %q", err, code)
				}
			}
			return
		}
		if got.Code.IsZero() == (got.Err == "") || got.State.Reveal() != state || got.Via != ViaPaste || got.At.IsZero() {
			t.Fatalf("Parse(%q, %q, %q) = %+v", text, redirect, state, got)
		}
	})
}

func FuzzRequest(f *testing.F) {
	f.Add("/callback"+goodQuery, "127.0.0.1:80", "", "")
	f.Add("/callback?code=a&state=b&error=%zz", "127.0.0.1", "navigate", "https://idp.example")
	f.Add("//x/..%2f?#", "", "no-cors", "null")
	f.Fuzz(func(t *testing.T, uri, host, mode, origin string) {
		request, err := http.NewRequest(http.MethodGet, "http://127.0.0.1"+uri, nil)
		if err != nil {
			return
		}
		request.RequestURI, request.Host = uri, host
		request.Header.Set("Sec-Fetch-Mode", mode)
		request.Header.Set("Origin", origin)
		at, _ := newTarget("http://127.0.0.1:80/callback")
		l := &Listener{target: at, wantState: testState, limits: defaultLimits(), page: newPage(at.host), events: make(chan Event, 2)}
		recorder := httptest.NewRecorder()
		l.handle(recorder, request)
		if recorder.Code == http.StatusOK != l.accepted {
			t.Fatalf("status %d, accepted %v", recorder.Code, l.accepted)
		}
		if len(l.events) == 0 {
			return
		}
		switch event := (<-l.events).(type) {
		case Accepted:
			if event.Callback.State.Reveal() != testState {
				t.Fatalf("another state was accepted for %q", uri)
			}
		case Refused:
			if strings.ContainsFunc(event.Path+event.Reason, unicode.IsControl) || utf8.RuneCountInString(event.Path) > 1100 {
				t.Fatalf("unfit to show: %+v", event)
			}
		}
	})
}

func FuzzTarget(f *testing.F) {
	for _, uri := range []string{testRedirect, "http://[::1]:8080/", "http://127.0.0.1", "http://localhost:/x", "http://[::ffff:127.0.0.1]:1/", "https://a/", "http://localhost:0"} {
		f.Add(uri)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		at, p := newTarget(uri)
		if p != nil {
			if p.Kind != CannotListen || strings.ContainsFunc(p.Error(), unicode.IsControl) {
				t.Fatalf("%q", p)
			}
			return
		}
		for _, address := range at.addresses() {
			if ip, err := netip.ParseAddr(address); err != nil || !ip.Unmap().IsLoopback() {
				t.Fatalf("%q would listen on %q", uri, address)
			}
		}
	})
}
