package akoya

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// Values that a bad server plants in its answers; none may be shown.
const (
	newRefresh = "planted-refresh-token-4321"
	plantedJWT = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL2lkcCIsIngiOiJwbGFudGVkIn0.c2lnbmF0dXJl"
)

// badServer is one way in which a server misbehaves, and what must come of it.
type badServer struct {
	name  string
	serve func(net.Conn) // gets each connection; closed afterwards
	want  string         // in the sentence that names the cause; "" when all is well

	keepsToken bool // the planted refresh token is still found
}

// reads reads one request and then does what follows.
func reads(then func(net.Conn)) func(net.Conn) {
	return func(c net.Conn) {
		r, err := http.ReadRequest(bufio.NewReader(c))
		if err == nil {
			_, _ = io.Copy(io.Discard, r.Body)
		}
		then(c)
	}
}

// answers sends these bytes to whatever is asked and closes.
func answers(raw string) func(net.Conn) {
	return reads(func(c net.Conn) { _, _ = io.WriteString(c, raw) })
}

// with answers a whole response with that body.
func with(status int, contentType, body string, headers ...string) func(net.Conn) {
	head := fmt.Sprintf("HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n", status, http.StatusText(status), contentType, len(body))
	for _, h := range headers {
		head += h + "\r\n"
	}
	return answers(head + "\r\n" + body)
}

func jsonBody(body string) func(net.Conn) { return with(200, "application/json", body) }

func hang(c net.Conn) { _, _ = io.Copy(io.Discard, c) } // until the client goes away

func hangAfter(raw string) func(net.Conn) {
	return reads(func(c net.Conn) { _, _ = io.WriteString(c, raw); hang(c) })
}

// endlessly sends piece until the client goes away.
func endlessly(start, piece string, pause time.Duration) func(net.Conn) {
	return reads(func(c net.Conn) {
		_, err := io.WriteString(c, start)
		for err == nil {
			_, err = io.WriteString(c, piece)
			time.Sleep(pause)
		}
	})
}

func reset(c net.Conn) { _ = c.(*net.TCPConn).SetLinger(0) }

func resetAfter(raw string) func(net.Conn) {
	return reads(func(c net.Conn) {
		_, _ = io.WriteString(c, raw)
		time.Sleep(20 * time.Millisecond) // a reset overtakes what is not read yet
		reset(c)
	})
}

const goodTokens = `{"token_type":"bearer","expires_in":86399,"refresh_token":"` + newRefresh + `","id_token":"` + plantedJWT + `"`

// badServers returns the corpus. It is a function because some of it is large.
func badServers() []badServer {
	gzipBomb := gzipBomb()
	return []badServer{
		// No connection, no answer.
		{name: "closes at once", serve: func(net.Conn) {}, want: "127.0.0.1"},
		{name: "resets at once", serve: reset, want: "reset by 127.0.0.1"},
		{name: "closes after the request", serve: reads(func(net.Conn) {}), want: "without an answer"},
		{name: "resets after the request", serve: reads(reset), want: "reset by 127.0.0.1"},
		{name: "never answers", serve: reads(hang), want: "while waiting for the answer"},
		{name: "never reads", serve: func(net.Conn) { time.Sleep(time.Second) }, want: "while waiting for the answer"},
		// Broken heads.
		{name: "half a status line", serve: answers("HTTP/1.1 20"), want: "in the middle of the answer's headers"},
		{name: "half a status line, hangs", serve: hangAfter("HTTP/1.1 20"), want: "while waiting for the answer"},
		{name: "half the headers", serve: answers("HTTP/1.1 200 OK\r\nContent-Le"), want: "in the middle of the answer's headers"},
		{name: "half the headers, hangs", serve: hangAfter("HTTP/1.1 200 OK\r\nX: y\r\n"), want: "while waiting for the answer"},
		{name: "half the headers, resets", serve: resetAfter("HTTP/1.1 200 OK\r\nX: y\r\n"), want: "reset by"},
		{name: "slow headers", serve: endlessly("HTTP/1.1 200 OK\r\n", "X: y\r\n", 20*time.Millisecond), want: "while waiting for the answer"},
		{name: "SSH", serve: answers("SSH-2.0-OpenSSH_9.6\r\n"), want: "is not HTTP"},
		{name: "SMTP", serve: answers("220 mail \x1b]0;pwned\x07ESMTP\r\n"), want: "is not HTTP"},
		{name: "TLS alert on a plain port", serve: answers("\x15\x03\x01\x00\x02\x02\x16"), want: "answered with TLS"},
		{name: "one byte", serve: answers("H"), want: "in the middle of the answer's headers"},
		{name: "status not a number", serve: answers("HTTP/1.1 abc OK\r\n\r\n"), want: "malformed HTTP"},
		{name: "status 99", serve: answers("HTTP/1.1 099 OK\r\n\r\n"), want: "malformed HTTP"},
		{name: "status of four digits", serve: answers("HTTP/1.1 2000 OK\r\n\r\n"), want: "malformed HTTP"},
		{name: "no version", serve: answers("HTTP/x 200 OK\r\n\r\n"), want: "malformed HTTP"},
		{name: "header without a colon", serve: answers("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"), want: "malformed HTTP"},
		{name: "header name with a space", serve: answers("HTTP/1.1 200 OK\r\nA b: c\r\n\r\n{}"), want: "no token in it"},
		{name: "empty header name", serve: answers("HTTP/1.1 200 OK\r\n: c\r\n\r\n{}"), want: "malformed HTTP"},
		{name: "NUL in a header", serve: answers("HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n" + goodTokens + "}"), want: "malformed HTTP"},
		{name: "a header of 1 MiB", serve: answers("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("a", 1<<20) + "\r\n\r\n"), want: "larger than 64 KiB"},
		{name: "endless headers", serve: endlessly("HTTP/1.1 200 OK\r\n", strings.Repeat("X: y\r\n", 100), 0), want: "larger than 64 KiB"},
		{name: "10,000 headers", serve: answers("HTTP/1.1 200 OK\r\n" + strings.Repeat("X-Abcdef: y\r\n", 10000) + "\r\n"), want: "larger than 64 KiB"},
		{name: "an endless status line", serve: endlessly("HTTP/1.1 200 ", strings.Repeat("O", 1000), 0), want: "larger than 64 KiB"},
		{name: "endless 100 Continue", serve: endlessly("", "HTTP/1.1 100 Continue\r\n\r\n", 0), want: "interim answers"},
		{name: "early hints, then an answer", serve: answers("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"), want: "no token in it"},
		{name: "switching protocols", serve: hangAfter("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), want: "answered 101"},
		{name: "folded header", serve: answers("HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n"), want: "empty body"},
		{name: "server talks first", serve: func(c net.Conn) {
			_, _ = io.WriteString(c, "HTTP/1.1 408 Timeout\r\nContent-Length: 0\r\n\r\n")
			reads(hang)(c)
		}, want: "answered 408"},
		// Statuses.
		{name: "204", serve: answers("HTTP/1.1 204 No Content\r\n\r\n"), want: "answered 204 with an empty body"},
		{name: "206", serve: with(206, "application/json", goodTokens+"}"), want: "", keepsToken: true},
		{name: "304", serve: answers("HTTP/1.1 304 Not Modified\r\n\r\n"), want: "answered 304"},
		{name: "400 HTML", serve: with(400, "text/html", "<html><title>Bad</title>"), want: "answered 400"},
		{name: "400 empty", serve: with(400, "application/json", ""), want: "answered 400"},
		{name: "400 not JSON", serve: with(400, "application/json", "oops {"), want: "answered 400"},
		{name: "400 error is an object", serve: with(400, "application/json", `{"error":{"message":"x"}}`), want: "answered 400"},
		{name: "400 error is null", serve: with(400, "application/json", `{"error":null}`), want: "answered 400"},
		{name: "400 error is a number", serve: with(400, "application/json", `{"error":12}`), want: "answered 400 12"},
		{name: "400 description is empty", serve: with(400, "application/json", `{"error":"invalid_grant","error_description":""}`), want: "answered 400 invalid_grant"},
		{name: "400 two errors", serve: with(400, "application/json", `{"error":"a","error":"b"}`), want: "answered 400 b"},
		{name: "400 description of 100 KB", serve: with(400, "application/json", `{"error":"a","error_description":"`+strings.Repeat("x", 100000)+`"}`), want: "answered 400 a: xxx"},
		{name: "400 cut short", serve: answers("HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n" + `{"error":"invalid_grant","error_desc`), want: "middle of its body"},
		{name: "401 problem+json", serve: with(401, "application/problem+json", `{"type":"about:blank","title":"Unauthorized","detail":"no"}`), want: "answered 401 Unauthorized: no"},
		{name: "401 code is text", serve: with(401, "application/json", `{"code":"602","message":"Customer not authorized"}`), want: "answered 401 602: Customer not authorized"},
		{name: "404 text", serve: with(404, "text/plain", "404 page not found\n"), want: "answered 404"},
		{name: "429", serve: with(429, "text/plain", "slow down", "Retry-After: 30"), want: "answered 429"},
		{name: "500 echoes the request", serve: with(500, "text/plain", "failed: refresh_token="+canaryToken+" Authorization: Basic abc"), want: "answered 500"},
		{name: "502 HTML", serve: with(502, "text/html", "<html>Bad Gateway"), want: "answered 502"},
		{name: "503 no reason", serve: answers("HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n"), want: "answered 503"},
		{name: "status 999", serve: answers("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"), want: "answered 999"},
		// Broken bodies.
		{name: "1 GiB claimed, closes", serve: answers("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n" + goodTokens + "}"), want: "middle of its body", keepsToken: true},
		{name: "1 GiB claimed, hangs", serve: hangAfter("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n" + goodTokens + "}"), want: "while the body", keepsToken: true},
		{name: "endless body", serve: endlessly("HTTP/1.1 200 OK\r\n\r\n", strings.Repeat("x", 1<<16), 0), want: "more than 1048576 bytes"},
		{name: "endless chunks", serve: endlessly("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "10000\r\n"+strings.Repeat("x", 1<<16)+"\r\n", 0), want: "more than 1048576 bytes"},
		{name: "endless white space in JSON", serve: endlessly("HTTP/1.1 200 OK\r\n\r\n"+goodTokens, strings.Repeat(" ", 1<<16), 0), want: "more than 1048576 bytes", keepsToken: true},
		{name: "slow body", serve: endlessly("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n", "x", 10*time.Millisecond), want: "while the body"},
		{name: "body cut", serve: answers("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + goodTokens + `,"x":"`), want: "middle of its body", keepsToken: true},
		{name: "body reset", serve: resetAfter("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + goodTokens + `,"x":"`), want: "broke in the middle", keepsToken: true},
		{name: "negative length", serve: answers("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}"), want: "malformed HTTP"},
		{name: "length not a number", serve: answers("HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n{}"), want: "malformed HTTP"},
		{name: "two lengths", serve: answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}"), want: "malformed HTTP"},
		{name: "unknown transfer coding", serve: answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: magic\r\n\r\n{}"), want: "malformed HTTP"},
		{name: "chunk size is nonsense", serve: answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}"), want: "body of the answer is malformed"},
		{name: "chunk size is huge", serve: answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}"), want: "body of the answer is malformed"},
		{name: "chunks without an end", serve: answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"), want: "middle of its body"},
		{name: "endless chunk extensions", serve: endlessly("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1;"+strings.Repeat("e", 4000)+"\r\nx\r\n", 0), want: "body of the answer is malformed"},
		{name: "endless trailers", serve: endlessly("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n", strings.Repeat("X: y\r\n", 1000), 0), want: "body of the answer is malformed"},
		{name: "length and chunks", serve: answers("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"), want: "no token in it"},
		{name: "two bodies", serve: jsonBody(goodTokens + "}" + goodTokens + "}"), want: "more text after the JSON object", keepsToken: true},
		{name: "two answers", serve: answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"), want: "no token in it"},
		// Codings.
		{name: "gzip bomb", serve: with(200, "application/json", gzipBomb, "Content-Encoding: gzip"), want: "packed as gzip"},
		{name: "gzip, not said", serve: with(200, "application/json", gzipBomb), want: "a gzip body instead of JSON"},
		{name: "brotli", serve: with(200, "application/json", "\x0b\x02\x80", "Content-Encoding: br"), want: "packed as br"},
		{name: "coding with an escape sequence", serve: with(200, "application/json", "{}", "Content-Encoding: \x1b[31m"), want: "malformed HTTP"},
		{name: "unknown coding", serve: with(200, "application/json", "{}", "Content-Encoding: magic"), want: "packed as something unknown"},
		{name: "wrong content type", serve: with(200, "image/png", goodTokens+"}"), want: "", keepsToken: true},
		{name: "no content type", serve: answers("HTTP/1.1 200 OK\r\n\r\n" + goodTokens + "}"), want: "", keepsToken: true},
		{name: "byte order mark", serve: jsonBody("\xef\xbb\xbf" + goodTokens + "}"), want: "", keepsToken: true},
		{name: "UTF-16", serve: jsonBody("\xff\xfe{\x00}\x00"), want: "text that is not JSON"},
		// JSON.
		{name: "empty body", serve: jsonBody(""), want: "answered 200 with an empty body"},
		{name: "HTML", serve: with(200, "text/html", "<!DOCTYPE html><title>Sign in</title>"), want: "answered 200 with HTML instead of JSON"},
		{name: "HTML said to be JSON", serve: jsonBody(" \n<html>"), want: "answered 200 with HTML instead of JSON"},
		{name: "XML", serve: jsonBody("<?xml version=\"1.0\"?><a/>"), want: "XML instead of JSON"},
		{name: "text", serve: jsonBody("OK"), want: "text that is not JSON"},
		{name: "a form", serve: jsonBody("refresh_token=" + newRefresh + "&id_token=" + plantedJWT), want: "text that is not JSON"},
		{name: "NUL", serve: jsonBody("\x00\x00"), want: "text that is not JSON"},
		{name: "array", serve: jsonBody("[" + goodTokens + "}]"), want: "JSON that is not an object"},
		{name: "string", serve: jsonBody(`"a word"`), want: "JSON that is not an object"},
		{name: "null", serve: jsonBody("null"), want: "JSON that is not an object"},
		{name: "JSON cut", serve: jsonBody(goodTokens + `,"x":[1,`), want: "ends in the middle", keepsToken: true},
		{name: "JSON broken", serve: jsonBody(goodTokens + `,}`), want: "broken JSON", keepsToken: true},
		{name: "JSON with comments", serve: jsonBody(`{/* hi */}`), want: "broken JSON"},
		{name: "100,000 deep", serve: jsonBody(`{"a":` + strings.Repeat("[", 100000)), want: "JSON"},
		{name: "100 deep", serve: jsonBody(goodTokens + `,"a":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "}"), want: "nested more than 64 deep", keepsToken: true},
		{name: "twice the same name", serve: jsonBody(`{"refresh_token":"first-first-first",` + goodTokens[1:] + "}"), want: "", keepsToken: true},
		{name: "100,000 members", serve: jsonBody("{" + strings.Repeat(`"a":1,`, 100000) + `"refresh_token":"` + newRefresh + `"}`), want: "", keepsToken: true},
		{name: "invalid UTF-8", serve: jsonBody(goodTokens + ",\"x\":\"\xff\xfe\"}"), want: "", keepsToken: true},
		{name: "no token", serve: jsonBody(`{"token_type":"bearer","expires_in":1}`), want: "no token in it"},
		{name: "empty tokens", serve: jsonBody(`{"refresh_token":"","id_token":""}`), want: "no token in it"},
		{name: "200 with an error", serve: jsonBody(`{"error":"invalid_request","error_description":"no"}`), want: "answered 200 invalid_request: no"},
		{name: "expires_in negative", serve: jsonBody(goodTokens + `,"expires_in":-1}`), want: "a negative expires_in", keepsToken: true},
		{name: "expires_in huge", serve: jsonBody(goodTokens + `,"expires_in":1e18}`), want: "more than a hundred years", keepsToken: true},
		{name: "expires_in infinite", serve: jsonBody(goodTokens + `,"expires_in":1e999}`), want: "more than a hundred years", keepsToken: true},
		{name: "expires_in a fraction", serve: jsonBody(goodTokens + `,"expires_in":1.5}`), want: "not a whole number", keepsToken: true},
		{name: "expires_in a word", serve: jsonBody(goodTokens + `,"expires_in":"soon"}`), want: "not a number", keepsToken: true},
		{name: "expires_in NaN as text", serve: jsonBody(goodTokens + `,"expires_in":"NaN"}`), want: "not a number", keepsToken: true},
		{name: "expires_in true", serve: jsonBody(goodTokens + `,"expires_in":true}`), want: "not a number", keepsToken: true},
		{name: "expires_in as text", serve: jsonBody(goodTokens + `,"expires_in":"86399"}`), want: "", keepsToken: true},
		{name: "expires_in 86399.0", serve: jsonBody(goodTokens + `,"expires_in":86399.0}`), want: "", keepsToken: true},
		{name: "expires_in null", serve: jsonBody(goodTokens + `,"expires_in":null}`), want: "", keepsToken: true},
		{name: "token_type a number", serve: jsonBody(goodTokens + `,"token_type":7}`), want: "token_type that is not a string", keepsToken: true},
		{name: "token_type unheard of", serve: jsonBody(goodTokens + `,"token_type":"mac\u001b[2J"}`), want: "", keepsToken: true},
		{name: "id_token a number", serve: jsonBody(`{"refresh_token":"` + newRefresh + `","id_token":12}`), want: "id_token that is not a string", keepsToken: true},
		{name: "refresh_token a list", serve: jsonBody(`{"refresh_token":["` + newRefresh + `"],"id_token":"` + plantedJWT + `"}`), want: "refresh_token that is not a string"},
		{name: "scope a list", serve: jsonBody(goodTokens + `,"scope":["a"]}`), want: "scope that is not a string", keepsToken: true},
		// Escape sequences in every field: title, clipboard, hyperlink, cursor, bell, C1.
		{name: "escapes in the reason", serve: answers("HTTP/1.1 400 \x1b]0;pwned\x07\r\nContent-Length: 0\r\n\r\n"), want: "answered 400"},
		{name: "escapes in a header", serve: answers("HTTP/1.1 200 OK\r\nX: \x1b]52;c;cHduZWQ=\x07\r\nContent-Length: 0\r\n\r\n"), want: "malformed HTTP"},
		{name: "C1 in a header", serve: answers("HTTP/1.1 200 OK\r\nX: \x9b31m\r\nContent-Length: 0\r\n\r\n"), want: "empty body"},
		{name: "escapes in a description", serve: with(400, "application/json", `{"error":"\u001b[2J","error_description":"\u001b]8;;http://evil\u0007x\u009b"}`), want: "answered 400"},
		{name: "raw escapes in a description", serve: with(400, "application/json", "{\"error\":\"a\x1b[2J\"}"), want: "answered 400"},
		{name: "escapes in names", serve: jsonBody("{\"\\u001b[2J\":1," + goodTokens[1:] + "}"), want: "", keepsToken: true},
		// A new token repeated where no name protects it.
		{name: "token in a header", serve: with(200, "application/json", goodTokens+"}", "X-Debug: "+newRefresh, "Location: /cb?x="+plantedJWT, "Set-Cookie: t="+newRefresh+"; Path=/"), want: "", keepsToken: true},
		{name: "token in a text", serve: with(500, "text/plain", "panic: token "+plantedJWT+" and ory_rt_abcdefgh.ijkl and "+canaryToken), want: "answered 500"},
	}
}

func listen(t *testing.T, serve func(net.Conn)) (base string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				_ = c.SetDeadline(time.Now().Add(10 * time.Second))
				serve(c)
			}()
		}
	}()
	return "http://" + l.Addr().String()
}

func TestBadServers(t *testing.T) {
	list := badServers()
	for _, tt := range list {
		t.Run(tt.name, func(t *testing.T) {
			base := listen(t, tt.serve)
			timeout := 20 * time.Second
			if strings.Contains(tt.want, "while ") { // only a time-out ends these
				timeout = 300 * time.Millisecond
			}
			c := NewClient(ClientOptions{Timeout: timeout})
			defer c.Close()

			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			rt, err := c.Send(t.Context(), RefreshRequest(Local(base), testApp, NewSecret(canaryToken)))
			tokens, tokenErr := rt.TokenResponse()
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
				t.Errorf("%d MiB were used", used>>20)
			}
			if err != nil {
				checkTransportError(t, err)
			}
			cause := ""
			if tokenErr != nil {
				cause = tokenErr.Error()
			}
			if err != nil {
				cause += " " + err.Error()
			}
			if (tt.want == "") != (tokenErr == nil) || !strings.Contains(cause, tt.want) {
				t.Errorf("cause %q, want %q in it", cause, tt.want)
			}
			if got := tokens.RefreshToken.Reveal() == newRefresh; got != tt.keepsToken {
				t.Errorf("the new refresh token was found: %v, want %v", got, tt.keepsToken)
			}
			checkNoLeak(t, rt, RedactText(cause, NewSecret(canaryToken)))
		})
	}
	t.Logf("%d bad servers", len(list))
}

func checkTransportError(t *testing.T, err error) {
	t.Helper()
	e, ok := err.(*TransportError)
	if !ok {
		t.Errorf("the error is a %T", err)
		return
	}
	if e.Reason == "" || e.Phase == "" || e.Hint == "" && !e.Canceled || strings.HasSuffix(e.Reason, ".") {
		t.Errorf("an incomplete error: %#v", e)
	}
	if strings.ContainsFunc(e.Error(), unicode.IsControl) {
		t.Errorf("control characters in %q", e.Error())
	}
}

func checkNoLeak(t *testing.T, rt RoundTrip, more ...string) {
	t.Helper()
	text, err := json.Marshal(rt.Redacted())
	if err != nil {
		t.Fatal(err)
	}
	shown := append(more, string(text), fmt.Sprintf("%+v %#v", rt, rt))
	for _, s := range shown {
		for _, secret := range []string{canaryToken, testApp.ClientSecret.Reveal(), newRefresh, plantedJWT, "ory_rt_abc", "cGxhbnRlZ"} {
			for _, form := range encodings(secret) {
				if strings.Contains(s, form) {
					t.Errorf("%q is shown in %.300q", form, s)
				}
			}
		}
	}
}

// Redirects are told, never followed, whatever their status.
func TestRedirectsAreNotFollowed(t *testing.T) {
	var hits atomic.Int32
	other := listen(t, reads(func(net.Conn) { hits.Add(1) }))
	for _, status := range []int{301, 302, 303, 307, 308} {
		base := listen(t, with(status, "text/html", "", "Location: "+other+"/x?code="+newRefresh))
		c := NewClient(ClientOptions{Timeout: 2 * time.Second})
		rt, err := c.Send(t.Context(), RefreshRequest(Local(base), testApp, NewSecret(canaryToken)))
		if err != nil || rt.Status != status {
			t.Errorf("%d: status %d, %v", status, rt.Status, err)
		}
		if _, err := rt.TokenResponse(); err == nil || !strings.Contains(err.Error(), fmt.Sprint("answered ", status)) {
			t.Errorf("%d: %v", status, err)
		}
		checkNoLeak(t, rt)
		c.Close()
	}
	if hits.Load() > 0 {
		t.Errorf("a redirect was followed %d times", hits.Load())
	}
}

// What a server sends after its answer must not become the answer of the next
// request, nor be written anywhere.
func TestUnaskedAnswersAreDropped(t *testing.T) {
	const first = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
	const second = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"evil\":true}"
	for _, together := range []bool{true, false} {
		base := listen(t, func(c net.Conn) {
			r := bufio.NewReader(c)
			for {
				request, err := http.ReadRequest(r)
				if err != nil {
					return
				}
				_, _ = io.Copy(io.Discard, request.Body)
				if together {
					_, _ = io.WriteString(c, first+second)
					continue
				}
				_, _ = io.WriteString(c, first)
				time.Sleep(10 * time.Millisecond)
				_, _ = io.WriteString(c, second)
			}
		})
		c := NewClient(ClientOptions{Timeout: 2 * time.Second})
		for range 3 {
			rt, err := c.Send(t.Context(), RefreshRequest(Local(base), testApp, NewSecret(canaryToken)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff("{}", rt.Received.Body.Reveal()); diff != "" {
				t.Errorf("together %v: %s", together, diff)
			}
			time.Sleep(30 * time.Millisecond)
		}
		c.Close()
	}
}
