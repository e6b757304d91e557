package callback

import (
	"net"
	"net/netip"
	"os"
	"testing"
)

func TestOwnerNamesTheProcess(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"127.0.0.1:0", "[::1]:0", "0.0.0.0:0"} {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			t.Log("no address ", address)
			continue
		}
		defer listener.Close()
		at := listener.Addr().(*net.TCPAddr).AddrPort()
		at = netip.AddrPortFrom(at.Addr().Unmap(), at.Port())
		if name, pid := owner(at); pid != os.Getpid() || name == "" {
			t.Errorf("owner(%s) = %q, %d; this is process %d", at, name, pid, os.Getpid())
		}
	}
	if name, pid := owner(netip.MustParseAddrPort("127.0.0.1:1")); pid != 0 {
		t.Errorf("nobody listens there, but %q, %d", name, pid)
	}
}

func TestKernelAddress(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", ":", "0100007F", "0100007F:", "zz:1F90", "01:1F90", "0100007F:1F9012345"} {
		if got, ok := kernelAddress(text); ok {
			t.Errorf("kernelAddress(%q) = %v", text, got)
		}
	}
}
