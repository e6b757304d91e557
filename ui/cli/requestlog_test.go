package cli

import (
	"strings"
	"testing"
	"time"
)

func TestRequestLog(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	log := &RequestLog{Out: &out}
	at := time.Date(2026, 1, 2, 3, 4, 5, 678_000_000, time.FixedZone("", 3600))
	log.Write(RequestLine{at, "POST", "/token", 401, 1234 * time.Microsecond})
	log.Write(RequestLine{at, "GET", "/x\x1b[31m\n/eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2VjcmV0", 0, 0})
	want := "2026-01-02T02:04:05.678Z POST /token 401 1.2 ms\n" +
		"2026-01-02T02:04:05.678Z GET /x\\x1b[31m\\n/••••cmV0 closed 0.0 ms\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}
