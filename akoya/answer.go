package akoya

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
)

// Bounds of what a server may send before the body.
const (
	maxHead         = 64 << 10 // one status line with its headers
	maxInformations = 16       // 1xx answers before the real one (RFC 9110 section 15.2)
)

var (
	errHeadTooLarge     = errors.New("headers too large")
	errTooManyInterim   = errors.New("too many interim answers")
	errMalformed        = errors.New("malformed answer")
	errNotHTTP          = errors.New("not HTTP")
	errTLSOnPlain       = errors.New("TLS answered on a plain connection")
	errClosedUnanswered = errors.New("closed without an answer")
)

// answer is a response whose body is still to be read.
type answer struct {
	line     string
	header   []Field
	response *http.Response
	buffer   *bufio.Reader // what response reads from
}

// readAnswer reads up to the body, past interim answers. arrived is called when
// the first byte is there.
func readAnswer(r *bufio.Reader, method string, arrived func()) (answer, error) {
	for range maxInformations + 1 {
		head, err := readHead(r, arrived)
		if err != nil {
			return answer{}, err
		}
		arrived = func() {}
		a := answer{buffer: bufio.NewReader(io.MultiReader(bytes.NewReader(head), r))}
		a.response, err = http.ReadResponse(a.buffer, &http.Request{Method: method})
		if err != nil { // its text repeats what the server sent
			return answer{}, errMalformed
		}
		a.line, a.header = splitHead(string(head))
		if code := a.response.StatusCode; code == http.StatusSwitchingProtocols {
			a.response.Body, a.response.Close = http.NoBody, true // what follows is not HTTP
			return a, nil
		} else if code < 100 || code > 999 {
			return answer{}, errMalformed
		} else if code >= 200 {
			return a, nil
		}
	}
	return answer{}, errTooManyInterim
}

// keepAlive reports whether another request may follow. Bytes that the server
// sent after the body belong to no request: they end the connection.
func (a answer) keepAlive() bool { return !a.response.Close && a.buffer.Buffered() == 0 }

// readHead reads a status line and headers with the empty line after them.
func readHead(r *bufio.Reader, arrived func()) ([]byte, error) {
	first, err := r.Peek(1)
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = errClosedUnanswered
		}
		return nil, err
	}
	arrived()
	if first[0] == 0x15 || first[0] == 0x16 { // TLS records: alert, handshake
		return nil, errTLSOnPlain
	}
	if start, _ := r.Peek(5); !strings.HasPrefix("HTTP/", string(start)) && string(start) != "HTTP/" {
		return nil, errNotHTTP
	}
	var head []byte
	for lineStart := true; ; {
		part, err := r.ReadSlice('\n')
		if len(head)+len(part) > maxHead {
			return nil, errHeadTooLarge
		}
		head = append(head, part...)
		whole := err == nil
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		if whole && lineStart && (string(part) == "\r\n" || string(part) == "\n") {
			return head, nil
		}
		lineStart = whole
	}
}

// splitHead returns the headers as they were sent: order, case and repeats. A
// folded line belongs to the one before (RFC 9112 section 5.2).
func splitHead(head string) (line string, header []Field) {
	lines := strings.Split(strings.TrimRight(head, "\r\n"), "\n")
	line = strings.TrimRight(lines[0], "\r")
	for _, l := range lines[1:] {
		l = strings.TrimRight(l, "\r")
		if (strings.HasPrefix(l, " ") || strings.HasPrefix(l, "\t")) && len(header) > 0 {
			last := &header[len(header)-1]
			last.Value = NewSecret(last.Value.Reveal() + " " + strings.Trim(l, " \t"))
			continue
		}
		name, value, _ := strings.Cut(l, ":")
		header = append(header, Field{
			Name:      name,
			Value:     NewSecret(strings.Trim(value, " \t")),
			Sensitive: IsSecretName(name),
		})
	}
	return line, header
}
