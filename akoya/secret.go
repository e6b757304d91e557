package akoya

import (
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
	"unicode/utf8"
)

// maskDots stands for the hidden part of a secret. Its length is fixed, so a
// mask never tells how long the secret is.
const maskDots = "••••"

// maskMinLength is the length in runes from which a mask shows the last four
// characters; of a shorter secret four characters would be too large a part.
const maskMinLength = 12

// Secret holds a value that must not be shown: a client secret, a token, an
// authorization code. It prints as a mask with every verb of fmt, in JSON and
// in log/slog, also from inside other structs; the value is behind a pointer so
// that even the print of an unexported field shows an address and not the text.
// The zero Secret is empty. Reveal is the only way to the value.
type Secret struct{ value *string }

// NewSecret returns a Secret that holds value. An empty value gives the zero Secret.
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{value: &value}
}

// Reveal returns the value itself. Every caller is on an allow-list that a test keeps.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.value == nil }

// Equal reports whether both hold the same value. The time it takes does not
// depend on where the values differ.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// Mask returns what may be shown: four dots and the last four characters, four
// dots alone for a short value, nothing for an empty one. Characters that are
// not printable ASCII end the tail, so a mask is always safe to print.
func (s Secret) Mask() string {
	value := s.Reveal()
	if value == "" {
		return ""
	}
	if utf8.RuneCountInString(value) < maskMinLength {
		return maskDots
	}
	tail := value[len(value)-4:]
	for i := range len(tail) {
		if tail[i] <= ' ' || tail[i] > '~' {
			return maskDots
		}
	}
	return maskDots + tail
}

// String implements fmt.Stringer with the mask.
func (s Secret) String() string { return s.Mask() }

// GoString implements fmt.GoStringer with the mask.
func (s Secret) GoString() string { return "akoya.Secret(" + s.Mask() + ")" }

// Format implements fmt.Formatter: every verb prints the mask.
func (s Secret) Format(f fmt.State, verb rune) {
	if verb == 'v' && f.Flag('#') {
		_, _ = io.WriteString(f, s.GoString())
		return
	}
	_, _ = io.WriteString(f, s.Mask())
}

// MarshalText implements encoding.TextMarshaler (and so JSON) with the mask.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.Mask()), nil }

// LogValue implements slog.LogValuer with the mask.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.Mask()) }
