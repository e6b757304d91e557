package callback

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// listen starts a listener on a free port; it is closed with the test.
func listen(t *testing.T, redirectURI string) *Listener {
	t.Helper()
	l, err := Listen(t.Context(), redirectURI, testState, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// next returns the next event; a test that hangs here fails with the test's own time-out.
func next(t *testing.T, l *Listener) Event {
	t.Helper()
	event, err := l.Next(t.Context())
	if err != nil {
		t.Fatalf("Next: %v", err)
	}
	return event
}

func nextRefused(t *testing.T, l *Listener, want Kind) Refused {
	t.Helper()
	refused, ok := next(t, l).(Refused)
	if !ok || refused.Kind != want {
		t.Fatalf("event = %+v, want a refusal: %s", refused, want)
	}
	if refused.At.IsZero() || refused.From == "" || !strings.HasSuffix(refused.Reason, ".") {
		t.Errorf("incomplete: %+v", refused)
	}
	return refused
}

func nextAccepted(t *testing.T, l *Listener) Callback {
	t.Helper()
	accepted, ok := next(t, l).(Accepted)
	if !ok {
		t.Fatalf("not accepted: %+v", accepted)
	}
	return accepted.Callback
}

type answered struct {
	status int
	header http.Header
	body   string
}

// get opens an address like a browser without cache; change may alter the request.
func get(t *testing.T, address string, change func(*http.Request)) answered {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(request)
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answered{response.StatusCode, response.Header, string(body)}
}

const goodQuery = "?code=" + testCode + "&state=" + testState

func TestListenerAcceptsTheCallbackOnce(t *testing.T) {
	t.Parallel()
	for _, redirect := range []string{"http://127.0.0.1:0/callback", "http://localhost:0/callback", "http://localhost:0", "http://127.0.0.2:0/a%2Fb"} {
		t.Run(redirect, func(t *testing.T) {
			t.Parallel()
			l := listen(t, redirect)
			got := get(t, l.RedirectURI()+goodQuery, nil)
			if got.status != http.StatusOK || !strings.Contains(got.body, "go back to the terminal") {
				t.Errorf("page: %d %s", got.status, got.body)
			}
			callback := nextAccepted(t, l)
			if callback.Code.Reveal() != testCode || callback.State.Reveal() != testState || callback.Via != ViaListener || callback.At.IsZero() {
				t.Errorf("callback = %+v", callback)
			}
			if again := get(t, l.RedirectURI()+goodQuery, nil); again.status != http.StatusConflict || !strings.Contains(again.body, "Already received") {
				t.Errorf("second time: %d %s", again.status, again.body)
			}
			nextRefused(t, l, Repeated)
		})
	}
}

func TestListenerHandsOverAnErrorCallback(t *testing.T) {
	t.Parallel()
	l := listen(t, "http://127.0.0.1:0/callback")
	page := get(t, l.RedirectURI()+"?error=access_denied&error_description="+url.QueryEscape("<script>alert(1)</script>\x1b[31m")+"&state="+testState, nil)
	callback := nextAccepted(t, l)
	if callback.Err != "access_denied" || !callback.Code.IsZero() {
		t.Errorf("callback = %+v", callback)
	}
	if !strings.Contains(page.body, callback.Meaning()) || !strings.Contains(page.body, `&lt;script&gt;alert(1)&lt;/script&gt;\x1b[31m`) {
		t.Errorf("page = %s", page.body)
	}
}

func TestListenerRefuses(t *testing.T) {
	t.Parallel()
	header := func(pairs ...string) func(*http.Request) {
		return func(r *http.Request) {
			for i := 0; i < len(pairs); i += 2 {
				r.Header.Set(pairs[i], pairs[i+1])
			}
		}
	}
	method := func(m string) func(*http.Request) { return func(r *http.Request) { r.Method = m } }
	host := func(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }
	tests := []struct {
		name, path string
		change     func(*http.Request)
		status     int
		want       Kind
	}{
		{"wrong state", "/callback?code=c0de-c0de&state=other", nil, 400, WrongState},
		{"no state", "/callback?code=c0de-c0de", nil, 400, MissingState},
		{"error without state", "/callback?error=access_denied", nil, 400, StateUnchecked},
		{"two codes", "/callback?code=c0de-c0de&code=x&state=" + testState, nil, 400, Duplicate},
		{"code and error", "/callback?code=c0de-c0de&error=x&state=" + testState, nil, 400, CodeAndError},
		{"nothing", "/callback", nil, 400, NoCode},
		{"root", "/" + goodQuery, nil, 404, WrongPath},
		{"path below", "/callback/" + goodQuery, nil, 404, WrongPath},
		{"path in capitals", "/Callback" + goodQuery, nil, 404, WrongPath},
		{"path escaped", "/%63allback" + goodQuery, nil, 404, WrongPath},
		{"two slashes", "//callback" + goodQuery, nil, 404, WrongPath},
		{"POST", "/callback" + goodQuery, method("POST"), 405, WrongMethod},
		{"HEAD", "/callback" + goodQuery, method("HEAD"), 405, WrongMethod},
		{"OPTIONS", "/callback" + goodQuery, method("OPTIONS"), 405, WrongMethod},
		{"made-up method", "/callback" + goodQuery, method("APPROVE"), 405, WrongMethod},
		{"rebinding", "/callback" + goodQuery, host("evil.example"), 421, WrongHost},
		{"rebinding with a name like ours", "/callback" + goodQuery, host("127.0.0.1.evil.example"), 421, WrongHost},
		{"other port", "/callback" + goodQuery, host("127.0.0.1:1"), 421, WrongHost},
		{"other loopback name", "/callback" + goodQuery, host("localhost"), 421, WrongHost},
		{"image", "/callback" + goodQuery, header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"), 403, OtherOrigin},
		{"frame", "/callback" + goodQuery, header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"), 403, OtherOrigin},
		{"fetch", "/callback" + goodQuery, header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty", "Origin", "https://evil.example"), 403, OtherOrigin},
		{"fetch of an older browser", "/callback" + goodQuery, header("Origin", "https://evil.example"), 403, OtherOrigin},
		{"web socket", "/callback" + goodQuery, header("Sec-Fetch-Mode", "websocket", "Sec-Fetch-Dest", "empty", "Connection", "Upgrade", "Upgrade", "websocket"), 403, OtherOrigin},
		{"long address", "/callback?x=" + strings.Repeat("a", 20<<10) + "&code=c0de-c0de&state=" + testState, nil, 414, TooLong},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := listen(t, "http://127.0.0.1:0/callback")
			base := strings.TrimSuffix(l.RedirectURI(), "/callback")
			page := get(t, base+tt.path, tt.change)
			if page.status != tt.status || strings.Contains(page.body, "c0de-c0de") || strings.Contains(page.body, testState) {
				t.Errorf("page: %d %s", page.status, page.body)
			}
			refused := nextRefused(t, l, tt.want)
			if strings.Contains(refused.Path+refused.Reason, "c0de-c0de") || strings.Contains(refused.Path+refused.Reason, testState) {
				t.Errorf("the event repeats the query: %+v", refused)
			}
			get(t, l.RedirectURI()+goodQuery, nil) // and the wait goes on
			nextAccepted(t, l)
		})
	}
}

func TestListenerTakesGenuineNavigations(t *testing.T) {
	t.Parallel()
	for _, headers := range []map[string]string{
		{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-User": "?1", "Referer": "https://idp.example/"},
		{"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
		{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Origin": "https://idp.example"},
		{"Origin": "null", "Cookie": strings.Repeat("a=b; ", 4<<10)},
		{},
	} {
		l := listen(t, "http://localhost:0/callback")
		get(t, l.RedirectURI()+goodQuery, func(r *http.Request) {
			for name, value := range headers {
				r.Header.Set(name, value)
			}
		})
		nextAccepted(t, l)
	}
}

func TestListenerKeepsQuietAboutIcons(t *testing.T) {
	t.Parallel()
	l := listen(t, "http://127.0.0.1:0/callback")
	base := strings.TrimSuffix(l.RedirectURI(), "/callback")
	for _, path := range []string{"/favicon.ico", "/apple-touch-icon-precomposed.png", "/robots.txt", "/.well-known/appspecific/com.chrome.devtools.json"} {
		if got := get(t, base+path, nil); got.status != http.StatusNotFound || got.body != "" {
			t.Errorf("%s: %d %q", path, got.status, got.body)
		}
	}
	get(t, l.RedirectURI()+goodQuery, nil)
	nextAccepted(t, l) // and nothing before it
}

func TestListenerServesBothAddressesOfLocalhost(t *testing.T) {
	t.Parallel()
	l := listen(t, "http://localhost:0/callback")
	if len(l.sockets) < 2 {
		t.Skip("this system has one loopback address only")
	}
	for _, socket := range l.sockets {
		page := get(t, "http://"+socket.Addr().String()+"/callback?code=c&state=other", func(r *http.Request) { r.Host = l.target.host })
		if page.status != http.StatusBadRequest {
			t.Errorf("%s: %d", socket.Addr(), page.status)
		}
		nextRefused(t, l, WrongState)
	}
}

func TestListenerEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	l, err := Listen(ctx, "http://127.0.0.1:0/callback", testState, Options{})
	if err != nil {
		t.Fatal(err)
	}
	reason := errors.New("the person pressed esc")
	cancel(reason)
	if _, err := l.Next(t.Context()); KindOf(err) != Closed || !errors.Is(err, reason) {
		t.Errorf("Next: %v", err)
	}
	listenAgain(t, l)
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

// listenAgain fails unless the port is free.
func listenAgain(t *testing.T, l *Listener) {
	t.Helper()
	again, err := Listen(t.Context(), l.RedirectURI(), testState, Options{})
	if err != nil {
		t.Fatalf("the port is not free: %v", err)
	}
	_ = again.Close()
}

func TestNextEndsWithItsOwnContext(t *testing.T) {
	t.Parallel()
	l := listen(t, "http://127.0.0.1:0/callback")
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := l.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Next: %v", err)
	}
	get(t, l.RedirectURI()+goodQuery, nil)
	nextAccepted(t, l)
}

// The callback is read by whoever closes the listener at once: the browser must
// have its page by then.
func TestCloseAfterAcceptedLeavesThePageWhole(t *testing.T) {
	t.Parallel()
	for range 50 {
		l := listen(t, "http://127.0.0.1:0/callback")
		closed := make(chan struct{})
		go func() {
			defer close(closed)
			if event, err := l.Next(t.Context()); err != nil {
				t.Errorf("Next = %v, %v", event, err)
			}
			_ = l.Close()
		}()
		if page := get(t, l.RedirectURI()+goodQuery, nil); page.status != http.StatusOK || !strings.HasSuffix(page.body, "</html>\n") {
			t.Fatalf("page: %d %s", page.status, page.body)
		}
		<-closed
		if _, err := l.Next(t.Context()); KindOf(err) != Closed {
			t.Errorf("after Close: %v", err)
		}
	}
}
