package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
)

// hostileTexts are what a server may send to a terminal.
func hostileTexts() []string {
	return []string{
		"\x1b[2J\x1b]0;title\x07\x1bPq\x1b\\", "\r\n\t\x00\x7f\x9b31m", "\u202egnp.exe\u2066\u200b\ufeff",
		strings.Repeat("世界", 300), strings.Repeat("é́́́", 200), "👩‍👩‍👧‍👦🇨🇭" + strings.Repeat("x", 5000),
		"\xff\xfe\xc0\x80", strings.Repeat("a b ", 2000), "", " ", "%1b%5b2J&=&&=%ff",
	}
}

// hostileEntry has the text wherever text can stand.
func hostileEntry(text string, at time.Time) flows.Entry {
	header := []akoya.Field{akoya.Plain(text, text), akoya.Plain("X", text), akoya.Plain("X", text)}
	body := fmt.Sprintf("{%q: %q, \"x\": [%q, 1, null]}", text, text, text)
	e := exchange{
		method: "PO" + text, url: "http://127.0.0.1:1/" + text + "?" + text, step: text, kase: text, status: 200, took: time.Second,
		form: []akoya.Field{akoya.Plain(text, text), akoya.Plain("f", text)}, header: header, body: body,
	}.entry(at)
	e.RoundTrip.Sent.Line, e.RoundTrip.Received.Line, e.RoundTrip.RemoteAddr = text, text, "1.2.3.4:1"+text
	e.RoundTrip.TLS = &akoya.TLS{Version: text, Cipher: text, ServerName: text, Issuer: text, NotAfter: at}
	e.Request.Header = header
	return e
}

// hostileLevels are the keys that open every level of the screen.
func hostileLevels() map[string][]string {
	return map[string][]string{
		"list": nil, "response": {"enter"}, "request": {"enter", "left"}, "timings": {"enter", "right"}, "raw": {"enter", "left", "left"},
		"end of the response": {"enter", "G"}, "editor": {"e", "down", "down", "down"}, "typing": {"e", "down", "e"}, "adding": {"e", "a"},
		"compared": {"c", "down", "c"}, "differences": {"c", "down", "c", "d"}, "marked": {"c"}, "filter": {"/", "世", "x"},
	}
}

// TestHistoryHostile draws what a server must not be able to do to a terminal,
// on every level and at many sizes.
func TestHistoryHostile(t *testing.T) {
	t.Parallel()
	for i, text := range hostileTexts() {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			other := hostileTexts()[(i+1)%len(hostileTexts())]
			entries := []flows.Entry{hostileEntry(text, historyStart), hostileEntry(other, historyStart), hostileEntry(text, historyStart)}
			for name, keys := range hostileLevels() {
				r := historyRig(t, 80, 24, entries...)
				r.press(keys...)
				for _, size := range [][2]int{{80, 24}, {81, 25}, {99, 24}, {100, 30}, {113, 27}, {114, 28}, {120, 40}, {211, 60}} {
					r.app.width, r.app.height = size[0], size[1]
					t.Logf("%s at %v", name, size)
					r.fits()
				}
			}
		})
	}
}

// TestHistorySizes draws every level at every size from the least one on.
func TestHistorySizes(t *testing.T) {
	t.Parallel()
	for name, keys := range hostileLevels() {
		r := historyRig(t, 80, 24, tokenTrips()...)
		r.press(keys...)
		for width := minWidth; width < minWidth+70; width += 5 {
			for height := minHeight; height < minHeight+20; height += 6 {
				r.app.width, r.app.height = width, height
				t.Logf("%s at %d × %d", name, width, height)
				r.fits()
			}
		}
	}
}

// TestHistoryMasks shows no secret on any level.
func TestHistoryMasks(t *testing.T) {
	t.Parallel()
	for name, keys := range hostileLevels() {
		r := historyRig(t, 140, 40, tokenTrips()...)
		r.press(keys...)
		if screen := strings.Join(r.app.lines(), "\n"); strings.Contains(screen, "canary") {
			t.Errorf("%s shows a secret:\n%s", name, screen)
		}
	}
}

// TestHistoryHuge opens and scrolls a body of 1 MiB, on one line and on many.
func TestHistoryHuge(t *testing.T) {
	t.Parallel()
	oneLine := `{"x":"` + strings.Repeat("世界 ", akoya.MaxBody/7) + `"}`
	for name, body := range map[string]string{
		"one line": oneLine, "cut off": oneLine[:akoya.MaxBody/2], "many lines": strings.Repeat("line\n", akoya.MaxBody/5),
		"deep": strings.Repeat("[", 9000) + strings.Repeat("1,", akoya.MaxBody/4) + "1" + strings.Repeat("]", 9000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := exchange{status: 200, body: body}.entry(historyStart)
			e.RoundTrip.Truncated = true
			r := historyRig(t, 80, 24, e, e)
			r.press("enter")
			r.fits()
			r.shows("line 1 of")
			r.press("pgdown", "down", "G")
			r.shows("the rest was not read", "Content-Type")
			r.fits()
			r.press("left", "left")
			r.fits()
			r.press("esc", "c", "down", "c")
			r.shows("the same, line by line")
			r.press("G")
			r.fits()
		})
	}
}
