package keystore

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest name of a profile, in characters and in bytes. A byte may take
// three in a file name, and file systems stop at 255.
const (
	maxNameRunes = 40
	maxNameBytes = 80
)

// CheckName returns nil if name may be the name of a profile, else an *Error of
// KindInvalid with a sentence that says which rule it breaks.
func CheckName(name string) error {
	invalid := func(what string) error {
		return &Error{Kind: KindInvalid, What: what,
			Hint: "Use letters, digits, spaces, and - _ . between them, such as \"sandbox 2\"."}
	}
	switch {
	case name == "":
		return invalid("a profile needs a name")
	case !utf8.ValidString(name):
		return invalid("the name is not valid text")
	case utf8.RuneCountInString(name) > maxNameRunes || len(name) > maxNameBytes:
		return invalid(fmt.Sprintf("the name is longer than %d characters (fewer in some scripts)", maxNameRunes))
	}
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" -_.", r) {
			return invalid(fmt.Sprintf("the name contains %q", r))
		}
	}
	first, _ := utf8.DecodeRuneInString(name)
	last, _ := utf8.DecodeLastRuneInString(name)
	if strings.ContainsRune(" -_.", first) {
		return invalid("the name does not begin with a letter or a digit")
	}
	if strings.ContainsRune(" .", last) {
		return invalid("the name ends with a space or a full stop")
	}
	return nil
}

const fileExtension = ".json"

// fileName returns the name of the file for the profile name. Different names
// give different files on every file system, also on those that take A for a,
// change the form of é, or know devices called CON: everything but a few plain
// ASCII characters is written as %xx.
func fileName(name string) string {
	var b strings.Builder
	device := isDeviceName(name)
	for i := range len(name) {
		c := name[i]
		plain := 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("-_.", c) >= 0
		if plain && !(i == 0 && device) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02x", c)
		}
	}
	return b.String() + fileExtension
}

// profileName is the inverse of fileName; ok is false for any file name that
// fileName does not give.
func profileName(file string) (name string, ok bool) {
	base, ok := strings.CutSuffix(file, fileExtension)
	if !ok {
		return "", false
	}
	var b strings.Builder
	for i := 0; i < len(base); i++ {
		if base[i] != '%' {
			b.WriteByte(base[i])
			continue
		}
		var c byte
		if i+2 >= len(base) {
			return "", false
		}
		if _, err := fmt.Sscanf(base[i+1:i+3], "%02x", &c); err != nil {
			return "", false
		}
		b.WriteByte(c)
		i += 2
	}
	name = b.String()
	if CheckName(name) != nil || fileName(name) != file {
		return "", false
	}
	return name, true
}

// isDeviceName reports whether Windows takes a file of this name, with any
// extension, for a device.
func isDeviceName(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	base = strings.TrimRight(base, " ")
	switch base {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "com") || strings.HasPrefix(base, "lpt")) &&
		'0' <= base[3] && base[3] <= '9'
}
