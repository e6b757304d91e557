package akoya

import (
	"encoding/base64"
	"encoding/binary"
	"unicode"
	"unicode/utf8"
)

// decodePerson reads the subject of a token of Akoya's IdP: base64url of a
// protocol buffer with two strings, 1 the user at the bank and 2 the connector.
// It is strict, because any short text may look like base64url by chance: just
// these fields, each once and in order, printable, and nothing after them.
func decodePerson(subject string) (Person, bool) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(subject)
	if err != nil {
		return Person{}, false
	}
	user, rest, ok := protoString(data, 1)
	if !ok {
		return Person{}, false
	}
	connector, rest, ok := protoString(rest, 2)
	if !ok || len(rest) > 0 {
		return Person{}, false
	}
	return Person{User: user, Connector: connector}, true
}

// protoString reads one length-delimited field of that number.
func protoString(data []byte, number byte) (text string, rest []byte, ok bool) {
	const lengthDelimited = 2
	if len(data) == 0 || data[0] != number<<3|lengthDelimited {
		return "", nil, false
	}
	length, n := binary.Uvarint(data[1:])
	if n <= 0 || length == 0 || length > uint64(len(data)-1-n) {
		return "", nil, false
	}
	value := data[1+n : 1+n+int(length)]
	if !utf8.Valid(value) {
		return "", nil, false
	}
	for _, r := range string(value) {
		if !unicode.IsPrint(r) {
			return "", nil, false
		}
	}
	return string(value), data[1+n+int(length):], true
}
