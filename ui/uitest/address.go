package uitest

import (
	"net"
	"testing"
)

// FreeAddress returns an address of this machine, host and port, on which nobody
// listens just now.
func FreeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
