package callback

import (
	"net"
	"strings"
	"testing"
)

func TestListenRefusesOtherRedirectURIs(t *testing.T) {
	t.Parallel()
	for _, redirect := range []string{
		"", "callback", "/callback", "https://recipient.ddp.akoya.com/flow/callback", "https://localhost:3000/callback",
		"http://example.com/callback", "http://0.0.0.0:3000/callback", "http://192.168.1.2/callback", "http://[fe80::1%25lo]:1/callback",
		"com.example.app:/cb", "http://localhost.evil.example/callback", "http://me@localhost:3000/callback", "http://localhost:3000/callback#x",
		"http://localhost:99999/callback", "http://local\x1b[31mhost/", "http://[::1",
	} {
		l, err := Listen(t.Context(), redirect, testState, Options{})
		if KindOf(err) != CannotListen || l != nil {
			t.Errorf("Listen(%q) = %v, %v", redirect, l, err)
			continue
		}
		checkSentences(t, err)
		if strings.ContainsRune(err.Error(), '\x1b') {
			t.Errorf("control characters in %q", err)
		}
	}
}

func TestListenSaysWhoHasThePort(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"127.0.0.1", "[::1]"} {
		other, err := net.Listen("tcp", address+":0")
		if err != nil {
			t.Skip("no address ", address)
		}
		defer other.Close()
		_, port, _ := net.SplitHostPort(other.Addr().String())
		_, err = Listen(t.Context(), "http://localhost:"+port+"/callback", testState, Options{})
		if KindOf(err) != PortTaken || !strings.Contains(err.Error(), other.Addr().String()) {
			t.Errorf("Listen = %v", err)
		}
		checkSentences(t, err)
		t.Log(err)
	}
}
