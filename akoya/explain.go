package akoya

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"syscall"
	"time"
)

// Winsock's names for errors that syscall knows under others on Windows.
const (
	wsaNetUnreachable  = syscall.Errno(10051)
	wsaConnAborted     = syscall.Errno(10053)
	wsaConnReset       = syscall.Errno(10054)
	wsaConnRefused     = syscall.Errno(10061)
	wsaHostUnreachable = syscall.Errno(10065)
)

// explain turns what went wrong in a phase into sentences. Nothing that the
// server sent and nothing of the URL but its host is in them.
func explain(ctx context.Context, phase string, err error, t *trip) *TransportError {
	e := &TransportError{Phase: phase, MaybeSent: t.sent, Cause: err}
	host, address := t.wire.url.Hostname(), t.address
	if t.rt.RemoteAddr != "" {
		address = t.rt.RemoteAddr
	}
	is := func(targets ...error) bool {
		return slices.ContainsFunc(targets, func(target error) bool { return errors.Is(err, target) })
	}
	switch {
	case errors.Is(context.Cause(ctx), context.Canceled):
		e.Canceled = true
		e.Cause = context.Canceled
		e.Reason = "canceled " + whileDoing[phase]
		if t.sent {
			e.Hint = "The server may have acted on the request all the same."
		}
	case ctx.Err() != nil || is(os.ErrDeadlineExceeded) || isTimeout(err):
		e.Timeout = true
		e.Cause = context.DeadlineExceeded
		e.Reason = fmt.Sprintf("time ran out after %s %s", roundTime(t.since()), whileDoing[phase])
		e.Hint = timeoutHints[phase]
	case phase == phaseLookup:
		e.Reason = "the name " + host + " was not found"
		e.Hint = "Check the host of the URL, the network and the VPN."
		if d := (*net.DNSError)(nil); errors.As(err, &d) && !d.IsNotFound {
			e.Reason = "the name " + host + " could not be looked up"
			e.Hint = "Check the network, the VPN and the name servers of this machine."
		}
	case errors.As(err, new(proxyRefused)):
		e.Reason = "the proxy refused to connect to " + t.address
		e.Hint = "Check HTTPS_PROXY and NO_PROXY, and whether the proxy wants a login."
	case is(errProxyScheme):
		e.Reason = "the proxy of this environment cannot be used"
		e.Hint = "HTTPS_PROXY and HTTP_PROXY must be http:// or https:// addresses."
	case is(syscall.ECONNREFUSED, wsaConnRefused):
		e.Reason = "connection refused by " + address
		e.Hint = "Nothing listens there: check the host and the port, and whether the server runs."
	case is(syscall.ENETUNREACH, syscall.EHOSTUNREACH, wsaNetUnreachable, wsaHostUnreachable):
		e.Reason = "there is no way to " + address
		e.Hint = "Check the network and the VPN."
	case phase == phaseTLS:
		e.explainTLS(err, host)
	default:
		e.explainTalk(err, address)
	}
	return e
}

var whileDoing = map[string]string{
	phaseQueue:   "while waiting for its turn under the limit of requests a second",
	phaseLookup:  "while the host name was looked up",
	phaseConnect: "while connecting",
	phaseTLS:     "while the connection was being secured (TLS)",
	phaseSend:    "while the request was being sent",
	phaseWait:    "while waiting for the answer",
	phaseBody:    "while the body of the answer was being read",
}

var timeoutHints = map[string]string{
	phaseQueue:   "Send fewer requests at a time.",
	phaseLookup:  "Check the network, the VPN and the name servers of this machine.",
	phaseConnect: "A firewall may drop the connection: check the host, the port and the VPN.",
	phaseTLS:     "The port may not speak TLS, or a firewall holds it up.",
	phaseSend:    "The server takes no data: try again later.",
	phaseWait:    "The server may have acted on the request all the same.",
	phaseBody:    "The server acted on the request; what had arrived of the answer is kept.",
}

func (e *TransportError) explainTLS(err error, host string) {
	var (
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		invalid   x509.CertificateInvalidError
		record    tls.RecordHeaderError
		alert     tls.AlertError
	)
	switch {
	case errors.As(err, &authority):
		e.Reason = "the certificate of " + host + " is not signed by an authority this machine trusts"
		e.Hint = "A proxy that opens TLS may be in the way: add its authority to the system, or check the host."
	case errors.As(err, &name):
		e.Reason = "the certificate is for another name than " + host
		e.Hint = "Check the host of the URL."
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		e.Reason = "the certificate of " + host + " has expired or is not valid yet"
		e.Hint = "Check this machine's clock; if it is right, the server needs a new certificate."
	case errors.As(err, &invalid):
		e.Reason = "the certificate of " + host + " is not valid for this use"
		e.Hint = "The server needs another certificate."
	case errors.As(err, &record):
		e.Reason = host + " does not speak TLS on that port"
		e.Hint = "If it is a server of your own, try http:// in the URL."
	case errors.As(err, &alert):
		e.Reason = host + " refused to secure the connection"
		e.Hint = "It may ask for a client certificate, another TLS version or another host name."
	case isBroken(err):
		e.Reason = host + " closed the connection while it was being secured (TLS)"
		e.Hint = "The port may not speak TLS, or a firewall ends it."
	default:
		e.Reason = "the connection to " + host + " could not be secured (TLS)"
		e.Hint = "The server or something on the way breaks TLS: try another network."
	}
}

func (e *TransportError) explainTalk(err error, address string) {
	is := func(target error) bool { return errors.Is(err, target) }
	maybe := ""
	if e.MaybeSent {
		maybe = " It may have acted on the request all the same."
	}
	switch {
	case is(errHeadTooLarge):
		e.Reason = fmt.Sprintf("the headers of the answer are larger than %d KiB", maxHead>>10)
		e.Hint = "This is no answer of a token server: check the URL." + maybe
	case is(errTooManyInterim):
		e.Reason = fmt.Sprintf("more than %d interim answers (1xx) and no real one", maxInformations)
		e.Hint = "The server is broken: try again later." + maybe
	case is(errTLSOnPlain):
		e.Reason = address + " answered with TLS on a plain connection"
		e.Hint = "Write https:// in the URL." + maybe
	case is(errNotHTTP):
		e.Reason = "the answer of " + address + " is not HTTP"
		e.Hint = "Another service listens there: check the port." + maybe
	case is(errMalformed):
		e.Reason = "the answer of " + address + " is malformed HTTP"
		e.Hint = "The server or a proxy on the way is broken: check the URL." + maybe
	case e.Phase == phaseBody && is(io.ErrUnexpectedEOF):
		e.Reason = "the answer ended in the middle of its body"
		e.Hint = "The server acted on the request; what had arrived is kept."
	case e.Phase == phaseBody && isBroken(err):
		e.Reason = "the connection broke in the middle of the answer's body"
		e.Hint = "The server acted on the request; what had arrived is kept."
	case e.Phase == phaseBody:
		e.Reason = "the body of the answer is malformed"
		e.Hint = "The server acted on the request; what had arrived is kept."
	case is(errClosedUnanswered):
		e.Reason = address + " closed the connection without an answer"
		e.Hint = "Try again; if it stays, the server or a proxy on the way fails." + maybe
	case is(io.ErrUnexpectedEOF):
		e.Reason = address + " closed the connection in the middle of the answer's headers"
		e.Hint = "Try again; if it stays, the server or a proxy on the way fails." + maybe
	case isBroken(err):
		e.Reason = "the connection was reset by " + address
		e.Hint = "Try again; if it stays, the server or a firewall on the way ends it." + maybe
	default:
		e.Reason = "the connection to " + address + " failed " + whileDoing[e.Phase]
		e.Hint = "Check the URL and the network." + maybe
	}
}

// isBroken reports whether the other side ended the connection.
func isBroken(err error) bool {
	for _, target := range []error{
		io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, syscall.ECONNRESET, syscall.EPIPE,
		syscall.ECONNABORTED, wsaConnReset, wsaConnAborted,
	} {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}

func isLookupError(err error) bool {
	var d *net.DNSError
	return errors.As(err, &d)
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

func roundTime(d time.Duration) time.Duration {
	if d < 10*time.Second {
		return d.Round(10 * time.Millisecond)
	}
	return d.Round(time.Second)
}
