package akoya

import (
	"bufio"
	"net"
	"strconv"
	"strings"
	"time"
)

// conn is a connection to a server, plain or secured.
type conn struct {
	net.Conn
	reader *bufio.Reader
	key    string // of the pool
	remote string
	tls    *TLS
	life   time.Duration // how long it may be kept without use

	taken   bool          // from the pool; guarded by it
	dead    bool          // valid once watched is closed
	watched chan struct{} // closed when nobody watches the idle connection any more
}

func newConn(c net.Conn, key string) *conn {
	remote := ""
	if a := c.RemoteAddr(); a != nil {
		remote = a.String()
	}
	return &conn{Conn: c, reader: bufio.NewReader(c), key: key, remote: remote}
}

// interrupt makes every read and write return at once.
func (c *conn) interrupt() { _ = c.SetDeadline(time.Unix(1, 0)) }

// idleLife is how long a connection is kept without use, unless the server
// names a shorter time.
const idleLife = 30 * time.Second

// keepFor sets the life of the idle connection from the Keep-Alive header, with
// a second to spare: a server that closes just when a refresh is sent leaves
// open whether it acted on it.
func (c *conn) keepFor(header []Field) bool {
	c.life = idleLife
	for _, f := range header {
		if !strings.EqualFold(f.Name, "Keep-Alive") {
			continue
		}
		for part := range strings.SplitSeq(f.Value.Reveal(), ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			if n, err := strconv.Atoi(value); err == nil && strings.EqualFold(name, "timeout") {
				c.life = min(c.life, time.Duration(max(min(n, 3600)-1, 0))*time.Second)
			}
		}
	}
	return c.life > 0
}
