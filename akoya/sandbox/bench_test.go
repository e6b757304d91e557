package sandbox

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func mustDefaults(t testing.TB) Options {
	t.Helper()
	opts, err := Options{}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	return opts
}

func mustAddr(t testing.TB) *net.TCPAddr {
	t.Helper()
	addr, err := net.ResolveTCPAddr("tcp", "127.0.0.1:80")
	if err != nil {
		t.Fatal(err)
	}
	return addr
}

// BenchmarkRefresh refreshes on every core, client and server in one process,
// and beside it makes as many plain RS256 signatures on every core: the limit
// of this machine. The budget of "of-limit" is 0.80 or more.
func BenchmarkRefresh(b *testing.B) {
	s := start(b, Options{})
	workers := 2 * runtime.GOMAXPROCS(0)
	tokens := make([]string, workers)
	for i := range tokens {
		tokens[i] = mint(b, s, mintRequest{Kind: "refresh_token"}).Value
	}
	transport := &http.Transport{MaxIdleConnsPerHost: workers}
	defer transport.CloseIdleConnections()
	c := &http.Client{Transport: transport}
	signed := s.Signatures()

	one := func(worker int) {
		body := encodePairs("grant_type", "refresh_token", "refresh_token", tokens[worker],
			"client_id", defaultClientID, "client_secret", defaultClientSecret)
		resp, err := c.Post(s.Info().TokenURL, "application/x-www-form-urlencoded", strings.NewReader(body))
		if err != nil {
			b.Error(err)
			return
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			b.Error(resp.Status, err)
			return
		}
		tokens[worker] = decode[tokenAnswer](b, reply{Body: string(text)}).RefreshToken
	}
	s.signer.load()
	sum := sha256.Sum256([]byte("anything"))
	sign := func(int) {
		if _, err := rsa.SignPKCS1v15(nil, s.signer.key, crypto.SHA256, sum[:]); err != nil {
			b.Error(err)
		}
	}

	// In turns, so that whatever else the machine does slows both alike.
	var refreshing, signing time.Duration
	b.ResetTimer()
	for left := b.N; left > 0; {
		n := min(left, 50*workers)
		left -= n
		began := time.Now()
		onEveryWorker(n, workers, one)
		refreshing += time.Since(began)
		b.StopTimer()
		began = time.Now()
		onEveryWorker(n, workers, sign)
		signing += time.Since(began)
		b.StartTimer()
	}
	b.StopTimer()
	if got := s.Signatures() - signed; got != int64(b.N) {
		b.Errorf("%d signatures for %d refreshes", got, b.N)
	}
	b.ReportMetric(float64(b.N)/refreshing.Seconds(), "refreshes/s")
	b.ReportMetric(float64(b.N)/signing.Seconds(), "signatures/s")
	b.ReportMetric(signing.Seconds()/refreshing.Seconds(), "of-limit")
}

// onEveryWorker calls work n times in all, shared out among the workers.
func onEveryWorker(n, workers int, work func(worker int)) {
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() {
			for range (n + i) / workers {
				work(i)
			}
		})
	}
	wg.Wait()
}

// BenchmarkStart is what a sandbox costs before its first request.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		s, err := Start(b.Context(), Options{})
		if err != nil {
			b.Fatal(err)
		}
		s.Close(b.Context())
	}
}
