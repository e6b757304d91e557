package callback

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// owner returns the program that listens at an address, from /proc; pid is 0
// when it belongs to another user or cannot be found.
func owner(at netip.AddrPort) (name string, pid int) {
	inode := listeningInode(at)
	if inode == "" {
		return "", 0
	}
	want := "socket:[" + inode + "]"
	// Only the descriptors of one's own programs can be read.
	descriptors, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, descriptor := range descriptors {
		if link, err := os.Readlink(descriptor); err != nil || link != want {
			continue
		}
		process := filepath.Dir(filepath.Dir(descriptor))
		pid, err := strconv.Atoi(filepath.Base(process))
		if err != nil {
			continue
		}
		comm, err := os.ReadFile(filepath.Join(process, "comm"))
		if err != nil {
			continue
		}
		return strings.TrimSpace(string(comm)), pid
	}
	return "", 0
}

// listeningInode finds the socket in the kernel's tables (proc(5)).
func listeningInode(at netip.AddrPort) string {
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		file, err := os.Open(table)
		if err != nil {
			continue
		}
		inode := scanTable(bufio.NewScanner(file), at)
		_ = file.Close()
		if inode != "" {
			return inode
		}
	}
	return ""
}

func scanTable(lines *bufio.Scanner, at netip.AddrPort) string {
	const listening = "0A"
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 10 || fields[3] != listening {
			continue
		}
		local, ok := kernelAddress(fields[1])
		if ok && local.Port() == at.Port() && (local.Addr() == at.Addr() || local.Addr().IsUnspecified()) {
			return fields[9]
		}
	}
	return ""
}

// kernelAddress reads "0100007F:1F90": words of 32 bits in the byte order of the
// machine, then the port.
func kernelAddress(text string) (netip.AddrPort, bool) {
	host, port, _ := strings.Cut(text, ":")
	number, err := strconv.ParseUint(port, 16, 16)
	if err != nil {
		return netip.AddrPort{}, false
	}
	raw, err := hex.DecodeString(host)
	if err != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(raw); i += 4 {
		binary.NativeEndian.PutUint32(raw[i:], binary.BigEndian.Uint32(raw[i:]))
	}
	addr, ok := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(addr.Unmap(), uint16(number)), ok
}
