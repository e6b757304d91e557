package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
)

func TestEntryTabs(t *testing.T) {
	t.Parallel()
	r := historyRig(t, 80, 24, tokenTrips()...)
	r.press("enter")
	r.shows("▌response", "× 400 Bad Request · 12 ms", "2026-11-21 14:03:23 +0000", `"error": "invalid_request"`, "Content-Type")
	r.hides("grant_type")
	r.press("left")
	r.shows("▌request", "POST http://127.0.0.1:41023/token", "grant_type     refresh_token", "refresh_token  ••••9f2c")
	r.press("left")
	r.shows("▌raw", "POST /token HTTP/1.1", "grant_type=refresh_token&refresh_token=••••9f2c", "HTTP/1.1 400 Status", `{"error":"invalid_request"`)
	r.press("shift+tab")
	r.shows("▌timings", "PHASE")
	r.press("tab", "tab", "right")
	r.shows("▌response")

	r.app.width = 120
	r.shows("WHAT WAS SENT", "▌WHAT CAME BACK", "grant_type", "invalid_request")
	r.press("left")
	r.shows("▌WHAT WAS SENT", "WHAT CAME BACK")
}

func TestEntryWithoutAnswer(t *testing.T) {
	t.Parallel()
	e := exchange{err: errors.New("the connection was refused. Is it running?"), took: time.Millisecond}.entry(historyStart)
	e.RoundTrip.RemoteAddr = ""
	r := historyRig(t, 80, 24, e)
	r.press("enter")
	r.shows("× no answer", "The connection was refused. Is it running?")
	r.press("right")
	r.shows("none was made")
	r.press("right")
	r.shows("The connection was refused.")
}

// TestEntryUnsent opens a request that could not be put together.
func TestEntryUnsent(t *testing.T) {
	t.Parallel()
	e := exchange{err: errors.New("the address is no URL")}.entry(historyStart)
	e.RoundTrip.Sent = akoya.Message{}
	r := historyRig(t, 80, 24, e)
	r.press("enter", "left", "left")
	r.shows("(nothing was sent)", "The address is no URL")
}

func TestTimings(t *testing.T) {
	t.Parallel()
	ms := time.Millisecond
	trip := akoya.RoundTrip{
		URL: "https://idp.example/token", RemoteAddr: "192.0.2.7:443",
		TLS: &akoya.TLS{Version: "TLS 1.3", Cipher: "TLS_AES_128_GCM_SHA256", ServerName: "idp.example", Issuer: "Example CA", NotAfter: historyStart.AddDate(0, 1, 0)},
		Timings: akoya.Timings{
			DNS: akoya.Span{Start: 0, Length: 10 * ms}, Connect: akoya.Span{Start: 10 * ms, Length: 20 * ms}, TLS: akoya.Span{Start: 30 * ms, Length: 30 * ms},
			Wait: akoya.Span{Start: 60 * ms, Length: 35 * ms}, Body: akoya.Span{Start: 95 * ms, Length: 4 * ms}, Total: 100 * ms,
		},
	}
	e := exchange{}.entry(historyStart)
	e.RoundTrip = trip
	r := historyRig(t, 80, 24, e)
	r.app.glyphs = asciiGlyphs()
	r.press("enter", "right")
	r.shows(
		"dns          0.00 ms    10 ms  ====-",
		"connect        10 ms    20 ms  ....=========",
		"tls            30 ms    30 ms  .............=============",
		"first byte     60 ms    35 ms  ..........................===============",
		"body           95 ms  4.00 ms  .........................................=-",
		"other                 1.00 ms",
		"all of it              100 ms",
		"192.0.2.7:443 . a new connection", "TLS 1.3 . TLS_AES_128_GCM_SHA256", "server name  idp.example", "issued by Example CA", "in 29 days",
	)
	r.fits()

	kept := strings.Join(timingLines(r.app.scene(), akoya.RoundTrip{URL: "http://a", RemoteAddr: "a:1", Timings: akoya.Timings{Reused: true}}), "\n")
	for _, text := range []string{"a kept connection", "plain HTTP", "kept from an earlier request"} {
		if !strings.Contains(kept, text) {
			t.Errorf("a kept connection does not say %q:\n%s", text, kept)
		}
	}
}

// TestFallBar stays in its column whatever the clock says.
func TestFallBar(t *testing.T) {
	t.Parallel()
	for _, total := range []time.Duration{-1, 0, 1, 10} {
		for _, start := range []time.Duration{-5, 0, 3, 10, 1 << 62} {
			for _, length := range []time.Duration{1, 5, 20, 1 << 61} {
				bar := fallBar(akoya.Span{Start: start, Length: length}, total, 20, ink{}, theme{}, unicodeGlyphs())
				if cells(bar) > 20 || total > 0 && !strings.ContainsAny(bar, "━╸") {
					t.Errorf("%d + %d of %d: %q", start, length, total, bar)
				}
			}
		}
	}
}

func TestCommas(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 100000: "100,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := commas(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}
