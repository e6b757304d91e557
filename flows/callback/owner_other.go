//go:build !linux

package callback

import "net/netip"

// owner knows nothing on systems without /proc.
func owner(netip.AddrPort) (name string, pid int) { return "", 0 }
