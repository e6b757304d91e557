package startup

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// rounds is how many pairs of runs the median is taken of in one iteration.
const rounds = 15

// ratio runs two commands in turns and returns the median of each and their ratio.
func ratio(b *testing.B, what, reference func() *exec.Cmd) (time.Duration, time.Duration, float64) {
	b.Helper()
	var ours, theirs []time.Duration
	for range rounds {
		theirs = append(theirs, timed(b, reference()))
		ours = append(ours, timed(b, what()))
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	a, r := ours[rounds/2], theirs[rounds/2]
	return a, r, float64(a) / float64(r)
}

func timed(b *testing.B, command *exec.Cmd) time.Duration {
	b.Helper()
	var complaint bytes.Buffer
	command.Stdout, command.Stderr = io.Discard, &complaint
	begin := time.Now()
	if err := command.Run(); err != nil {
		b.Fatalf("%v: %v\n%s", command.Args, err, complaint.String())
	}
	return time.Since(begin)
}

// BenchmarkCommands measures what a command costs beside an empty Go program.
// Budget: 3 times.
func BenchmarkCommands(b *testing.B) {
	program, empty := build(b, "akoya-tui"), build(b, "./testdata/empty")
	token, keysURL := signedToken(b)
	reference := func() *exec.Cmd { return exec.Command(empty) }
	for _, one := range []struct {
		name    string
		command func() *exec.Cmd
	}{
		{"version", func() *exec.Cmd { return exec.Command(program, "--version") }},
		{"inspect", func() *exec.Cmd { return inspect(program, token) }},
		{"inspect-verified", func() *exec.Cmd { return inspect(program, token, "--keys", keysURL) }},
	} {
		b.Run(one.name, func(b *testing.B) {
			for range b.N {
				ours, theirs, share := ratio(b, one.command, reference)
				b.ReportMetric(float64(ours.Microseconds()), "µs/run")
				b.ReportMetric(float64(theirs.Microseconds()), "µs/empty")
				b.ReportMetric(share, "ratio")
			}
		})
	}
}

func inspect(program string, token []byte, more ...string) *exec.Cmd {
	command := exec.CommandContext(context.Background(), program, append([]string{"inspect", "-"}, more...)...)
	command.Stdin = bytes.NewReader(token)
	return command
}

// signedToken returns a token, and the URL of the key set that verifies it.
func signedToken(b *testing.B) (token []byte, keysURL string) {
	b.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: "k1"}}, nil)
	if err != nil {
		b.Fatal(err)
	}
	signed, err := signer.Sign(fmt.Appendf(nil, `{"iss":"http://127.0.0.1","sub":"CghtaWtvbW9fMRIGbWlrb21v","exp":%d}`, time.Now().Add(time.Hour).Unix()))
	if err != nil {
		b.Fatal(err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		b.Fatal(err)
	}
	keys, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k1", Algorithm: "RS256", Use: "sig"}}})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(keys) }))
	b.Cleanup(server.Close)
	return []byte(text), server.URL
}
