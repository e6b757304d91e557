package keystore

import "runtime"

// maxRecord bounds a record. A token set takes a few thousand bytes; keychains
// get slow, or refuse, far above this.
const maxRecord = 128 << 10

// sizeLimit gives how many bytes of ASCII one keychain item may hold under the
// given names.
type sizeLimit func(service, user string) int

// limitOf returns the limit of the system goos. It is kept below what go-keyring
// checks, since on macOS its check comes after a child process was started that
// then stays.
func limitOf(goos string) sizeLimit {
	switch goos {
	case "windows":
		return windowsLimit
	case "darwin":
		return darwinLimit
	default:
		return func(string, string) int { return 64 << 10 }
	}
}

// windowsLimit is CRED_MAX_CREDENTIAL_BLOB_SIZE, 5×512 bytes. go-keyring writes
// the bytes of the string as they are, so ASCII counts one each, not the two of
// UTF-16.
func windowsLimit(string, string) int { return 2560 }

// darwinLimit follows from the one line of at most 4,096 bytes that go-keyring
// feeds to /usr/bin/security, with the value in base64 behind a prefix. The
// names need no quotes. 96 bytes stay unused, for the reader's own end of line
// and for names that would need a quote after all.
func darwinLimit(service, user string) int {
	const line = 4096 - 96
	frame := len("add-generic-password -U -s  -a  -w \n") + len("go-keyring-base64:")
	return (line - frame - len(service) - len(user)) / 4 * 3
}

// split cuts text, which is ASCII, into parts of at most limit bytes.
func split(text string, limit int) ([]string, error) {
	if limit < 1 || len(text) > maxRecord || (len(text)+limit-1)/limit > maxParts {
		return nil, tooBig(runtime.GOOS)
	}
	var parts []string
	for len(text) > limit {
		parts = append(parts, text[:limit])
		text = text[limit:]
	}
	return append(parts, text), nil
}
