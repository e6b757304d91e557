package flows

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"akoya-tui/akoya"
)

// A key server that takes the request and never answers holds the tokens back
// for seconds, not for as long as a whole request may take.
func TestAStuckKeyServerHoldsNothingUp(t *testing.T) {
	pairBody := signedPair(alice, 2, "k1") // makes a key, which no fake clock may wait for
	synctest.Test(t, func(t *testing.T) {
		client := akoya.NewClient(akoya.ClientOptions{Dial: func(context.Context, string, string) (net.Conn, error) {
			here, there := net.Pipe()
			go func() {
				r, err := http.ReadRequest(bufio.NewReader(there))
				if err == nil && r.Method == http.MethodPost {
					_, _ = fmt.Fprintf(there, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", len(pairBody), pairBody)
				}
			}()
			return here, nil
		}})
		defer client.Close()
		env := akoya.Local("http://127.0.0.1:1")
		runner := Runner{Client: client, Now: time.Now}
		begin := time.Now()
		sent := runner.Run(t.Context(), Plan{Environment: env, Request: akoya.RefreshRequest(env, testApp(), refreshToken(1))})
		if took := time.Since(begin); took != verifyLimit {
			t.Errorf("it took %s", took)
		}
		if sent.Granted == nil || sent.Verification.State != akoya.SignatureNotVerified || !strings.Contains(sent.Verification.Why, "time ran out after 5s") {
			t.Errorf("granted %v, %+v", sent.Granted, sent.Verification)
		}
	})
}
