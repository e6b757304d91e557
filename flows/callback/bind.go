package callback

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"strconv"
	"syscall"

	"akoya-tui/flows/visible"
)

// bind opens every address of the target. Of "localhost" one address is enough
// if the system lacks the other, but not if another program holds it: the
// browser might bring the code there.
func bind(ctx context.Context, t target) ([]net.Listener, target, *Problem) {
	chosen := t.port() == "0"
	for attempt := 1; ; attempt++ {
		listeners, at, p := bindOnce(ctx, t)
		if p != nil && p.Kind == PortTaken && chosen && attempt < 8 {
			continue // the port was free on one address only
		}
		return listeners, at, p
	}
}

func bindOnce(ctx context.Context, t target) ([]net.Listener, target, *Problem) {
	var listeners []net.Listener
	var last *Problem
	for _, address := range t.addresses() {
		var config net.ListenConfig
		listener, err := config.Listen(ctx, "tcp", net.JoinHostPort(address, t.port()))
		if err != nil {
			last = bindProblem(err, address, t.port())
			if last.Kind == PortTaken {
				break
			}
			continue
		}
		listeners = append(listeners, listener)
		if t.port() == "0" {
			t = t.withPort(strconv.Itoa(listener.Addr().(*net.TCPAddr).Port))
		}
	}
	if len(listeners) == 0 || last != nil && last.Kind == PortTaken {
		for _, listener := range listeners {
			_ = listener.Close()
		}
		return nil, t, last
	}
	return listeners, t, nil
}

func bindProblem(err error, address, port string) *Problem {
	where := net.JoinHostPort(address, port)
	var p *Problem
	switch {
	case errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, errWindowsAddressInUse):
		p = problem(PortTaken, "%s is taken by %s, so the callback would arrive there and not here.",
			"End that program and try again, or register another redirect URI; do not approve while it runs.", where, taker(address, port))
	case errors.Is(err, fs.ErrPermission):
		p = problem(CannotListen, "This program may not listen on %s: ports below 1024 are often kept for the system.",
			"Register a redirect URI with a port above 1024, or paste the callback URL.", where)
	default:
		p = problem(CannotListen, "This computer has no way to listen on %s.", pasteInstead, where)
	}
	p.Cause = err
	return p
}

// errWindowsAddressInUse is WSAEADDRINUSE, which is not syscall.EADDRINUSE there.
const errWindowsAddressInUse = syscall.Errno(10048)

// taker names the program that listens there as far as the system tells.
func taker(address, port string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return "another program"
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return "another program"
	}
	name, pid := owner(netip.AddrPortFrom(ip, uint16(number)))
	if pid == 0 {
		return "another program"
	}
	return fmt.Sprintf("%s (process %d)", visible.Short(name, 40), pid)
}
