package keystore

import (
	"crypto/rand"
	"encoding/base32"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// serviceName is what all our keychain items are filed under. Like every name of
// an item it has no colon, since Windows joins the names of an item with one.
const serviceName = "akoya-tui"

// maxParts bounds what a damaged profile file can make us ask a keychain for.
const maxParts = 99

// record is one of the two things a profile keeps in a keychain.
type record string

const (
	recordCredentials record = "credentials"
	recordTokens      record = "tokens"
)

// generation is one saved version of a record: a random name and the number of
// keychain items it was split into. A generation is written once and never
// changed; a new save makes a new one. Format is the version of the record, so
// that a newer one is noticed before it is replaced.
type generation struct {
	Name   string `json:"generation"`
	Parts  int    `json:"parts"`
	Format int    `json:"format"`
}

// staleGeneration is one that is not current, but whose items may rest in the
// keychain: half-written, replaced, or forgotten. One of tokens is pending from
// when it is noted until tokens are saved for which it cannot be the answer to a
// refresh any more: until then it is not deleted.
type staleGeneration struct {
	Record record `json:"record"`
	generation
	Pending bool `json:"pending,omitempty"`
}

// items says which keychain items a profile has. Every item ever written is
// named here before it is written and until it is seen to be gone, so that
// nothing is left behind though a keychain cannot be asked for a list.
type items struct {
	Credentials *generation       `json:"credentials"`
	Tokens      *generation       `json:"tokens"`
	Stale       []staleGeneration `json:"stale"`
}

// current returns the generation a load of r reads, nil if there is none.
func (i *items) current(r record) *generation {
	if r == recordCredentials {
		return i.Credentials
	}
	return i.Tokens
}

// setCurrent makes g the generation of r and the one before it stale.
func (i *items) setCurrent(r record, g *generation) {
	slot := &i.Tokens
	if r == recordCredentials {
		slot = &i.Credentials
	}
	if g != nil {
		i.dropStale(r, g.Name)
	}
	if *slot != nil {
		i.Stale = append(i.Stale, staleGeneration{Record: r, generation: **slot})
	}
	*slot = g
}

// dropStale forgets a stale generation whose items are gone.
func (i *items) dropStale(r record, name string) {
	i.Stale = slices.DeleteFunc(i.Stale, func(s staleGeneration) bool { return s.Record == r && s.Name == name })
}

// note lists a generation that is about to be written, in the place of what was
// noted of it before.
func (i *items) note(r record, g generation) {
	i.dropStale(r, g.Name)
	i.Stale = append(i.Stale, staleGeneration{Record: r, generation: g, Pending: r == recordTokens})
}

// settle makes no generation pending any more.
func (i *items) settle() {
	for n := range i.Stale {
		i.Stale[n].Pending = false
	}
}

// hasPending reports whether an answer may rest in the keychain whose save was
// not finished.
func (i *items) hasPending() bool {
	return slices.ContainsFunc(i.Stale, func(s staleGeneration) bool { return s.Pending })
}

// isEmpty reports whether the keychain holds nothing for the profile.
func (i *items) isEmpty() bool {
	return i.Credentials == nil && i.Tokens == nil && len(i.Stale) == 0
}

// check refuses names and numbers that newName and split never give.
func (i *items) check() error {
	all := slices.Clone(i.Stale)
	for _, r := range []record{recordCredentials, recordTokens} {
		if g := i.current(r); g != nil {
			all = append(all, staleGeneration{Record: r, generation: *g})
		}
	}
	for _, s := range all {
		if !isItemWord(s.Name) || s.Parts < 1 || s.Parts > maxParts ||
			s.Record != recordCredentials && s.Record != recordTokens {
			return errors.New("not ours")
		}
	}
	return nil
}

// itemUser names one part of a generation: profile id, record, generation, part.
func itemUser(profileID string, r record, generation string, part int) string {
	return strings.Join([]string{profileID, string(r), generation, strconv.Itoa(part)}, "-")
}

// newName gives a name nobody else has given: 80 random bits in 16 characters.
func newName() string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // never fails
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}

// isItemWord reports whether newName could have given word.
func isItemWord(word string) bool {
	return len(word) == 16 && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz234567") == ""
}
