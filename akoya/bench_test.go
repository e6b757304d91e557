package akoya

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkSend is one kept-alive round trip on loopback; its reference is the
// same with net/http.
func BenchmarkSend(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, goodTokens+"}")
	}))
	defer server.Close()
	r := RefreshRequest(Local(server.URL), testApp, NewSecret(canaryToken))
	b.Run("akoya", func(b *testing.B) {
		c := NewClient(ClientOptions{})
		defer c.Close()
		for b.Loop() {
			if _, err := c.Send(b.Context(), r); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("reference net/http", func(b *testing.B) {
		c := server.Client()
		body := encodeForm(r.Form)
		for b.Loop() {
			response, err := c.Post(r.URL, formType, strings.NewReader(body))
			if err != nil {
				b.Fatal(err)
			}
			_, _ = io.ReadAll(response.Body)
			_ = response.Body.Close()
		}
	})
}

func BenchmarkRedacted(b *testing.B) {
	rt := redactedTrip()
	for b.Loop() {
		rt.Redacted()
	}
}

func BenchmarkDecodeWithoutVerify(b *testing.B) {
	token := NewSecret(jwt(`{"alg":"RS256","kid":"k1"}`, exampleClaims))
	for b.Loop() {
		if _, err := DecodeWithoutVerify(token); err != nil {
			b.Fatal(err)
		}
	}
}
