package sandbox

import (
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strings"
)

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: it ends the program if the system has no randomness
	return b
}

// newID is 25 lower-case letters and digits starting with a letter: the shape
// of the codes of dex 2.27 and of the sample in Akoya's documents.
func newID() string {
	b := randomBytes(16)
	rest := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[1:])
	return string('a'+b[0]%26) + strings.ToLower(rest)
}

// newUUID is a random UUID (RFC 9562 section 5.4).
func newUUID() string {
	b := randomBytes(16)
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// newRefreshToken has the shape of dex 2.27: a protobuf of the grant's id,
// which stays, and a token that changes with each rotation. 72 characters.
func newRefreshToken(refreshID string) string {
	return b64(protobuf(refreshID, newID()))
}

// newServiceToken has the shape of Ory fosite since 0.43: prefix, key, a dot
// and the signature. 94 characters, opaque.
func newServiceToken() string {
	return "ory_at_" + b64(randomBytes(32)) + "." + b64(randomBytes(32))
}

// subject is the sub claim as dex writes it: protobuf {1: user, 2: connector}.
func subject(user, connector string) string { return b64(protobuf(user, connector)) }

// protobuf encodes two short strings as fields 1 and 2.
func protobuf(one, two string) []byte {
	out := []byte{0x0a, byte(len(one))}
	out = append(out, one...)
	out = append(out, 0x12, byte(len(two)))
	return append(out, two...)
}
