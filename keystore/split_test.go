package keystore

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

// darwinCommandLimit is how much fits into the line that go-keyring makes,
// worked out from the line itself and not by formula.
func darwinCommandLimit(service, user string) int {
	for n := 3000; ; n-- {
		value := "go-keyring-base64:" + base64.StdEncoding.EncodeToString(make([]byte, n))
		line := fmt.Sprintf("add-generic-password -U -s %s -a %s -w %s\n", service, user, value)
		if len(line) <= 4096 {
			return n
		}
	}
}

func TestSplit(t *testing.T) {
	for _, length := range []int{1, 9, 10, 11, 20, 99, 500, 990} {
		text := strings.Repeat("0123456789", 100)[:length]
		parts, err := split(text, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range parts {
			if len(part) == 0 || len(part) > 10 {
				t.Errorf("%d: a part of %d bytes", length, len(part))
			}
		}
		if strings.Join(parts, "") != text || len(parts) != (length+9)/10 {
			t.Errorf("%d bytes became %d parts that do not join to the same", length, len(parts))
		}
	}
	_, err := split(strings.Repeat("x", 991), 10)
	wantKind(t, err, KindTooBig)
	_, err = split(strings.Repeat("x", maxRecord+1), 1<<20)
	wantKind(t, err, KindTooBig)
	_, err = split("x", 0)
	wantKind(t, err, KindTooBig)
}

// TestDarwinLimit holds that the size is checked before go-keyring would check
// it, with a little room, and that no byte of a value is given away needlessly.
func TestDarwinLimit(t *testing.T) {
	user := itemUser(newName(), recordCredentials, newName(), maxParts)
	ours, theirs := darwinLimit(serviceName, user), darwinCommandLimit(serviceName, user)
	if ours >= theirs || ours < theirs-100 {
		t.Errorf("our limit is %d bytes, go-keyring's is %d", ours, theirs)
	}
	if ours > 2990 {
		t.Errorf("limit of %d bytes", ours)
	}
	t.Logf("macOS: %d bytes an item; go-keyring would take %d", ours, theirs)
}

// TestNames holds that no name of an item has a character that a keychain or a
// helper's command line takes for something else.
func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		name := newName()
		if !isItemWord(name) || seen[name] {
			t.Fatalf("bad or repeated name %q", name)
		}
		seen[name] = true
	}
	user := itemUser(newName(), recordTokens, newName(), 7)
	if strings.Trim(serviceName+user, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		t.Errorf("names %q %q", serviceName, user)
	}
}
