package akoya

import (
	"crypto"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Bounds of a key set. The body is bounded by MaxBody already.
const (
	maxCandidates = 16 // keys that are tried for one token
	minRSABits    = 1024
	maxRSABits    = 8192 // larger ones cost seconds a check
)

// keySet is a JSON Web Key Set (RFC 7517 section 5) whose keys are not read yet:
// one broken key must not spoil the others, and of thousands only a few are needed.
type keySet []rawKey

type rawKey struct {
	id, kind, use, algorithm string
	text                     json.RawMessage
}

// parseKeySet reads the list of keys; the error is a noun phrase.
func parseKeySet(body []byte) (keySet, error) {
	members, err := jsonMembers(body)
	if err != nil {
		return nil, bodyKind(body, err)
	}
	i := slices.IndexFunc(members, func(m Claim) bool { return m.Name == "keys" })
	if i < 0 {
		return nil, errors.New(`JSON without "keys"`)
	}
	var list []json.RawMessage
	if json.Unmarshal([]byte(members[i].Value), &list) != nil {
		return nil, errors.New(`"keys" that is not a list`)
	}
	var set keySet
	for _, text := range list {
		var k struct {
			ID        string `json:"kid"`
			Kind      string `json:"kty"`
			Use       string `json:"use"`
			Algorithm string `json:"alg"`
		}
		if json.Unmarshal(text, &k) != nil {
			continue // not a key; the others may be
		}
		set = append(set, rawKey{id: k.ID, kind: k.Kind, use: k.Use, algorithm: k.Algorithm, text: text})
	}
	return set, nil
}

// candidates returns the keys that may have made a signature with that key id
// and algorithm. Without an id every key of the kind may.
func (s keySet) candidates(id, algorithm string) (list keySet, found bool) {
	for _, k := range s {
		if id != "" && k.id != id {
			continue
		}
		found = true
		fits := k.kind == kindOf(algorithm) && (k.use == "" || k.use == "sig") &&
			(k.algorithm == "" || k.algorithm == algorithm)
		if fits && len(list) < maxCandidates {
			list = append(list, k)
		}
	}
	return list, found
}

// kindOf returns the kind of key (RFC 7518 section 6.1) of an algorithm.
func kindOf(algorithm string) string {
	switch {
	case strings.HasPrefix(algorithm, "RS"), strings.HasPrefix(algorithm, "PS"):
		return "RSA"
	case strings.HasPrefix(algorithm, "ES"):
		return "EC"
	}
	return "OKP"
}

// public returns the public key; the error is a noun phrase.
func (k rawKey) public() (crypto.PublicKey, error) {
	var key jose.JSONWebKey
	if key.UnmarshalJSON(k.text) != nil || !key.Valid() {
		return nil, errors.New("a key that cannot be read")
	}
	if !key.IsPublic() {
		key = key.Public()
	}
	if r, ok := key.Key.(*rsa.PublicKey); ok {
		if bits := r.N.BitLen(); bits < minRSABits || bits > maxRSABits {
			return nil, fmt.Errorf("an RSA key of %d bits; %d to %d are accepted", bits, minRSABits, maxRSABits)
		}
	}
	return key.Key, nil
}

// Lives of what keyCache keeps.
const (
	keysLife    = 10 * time.Minute
	maxKeysLife = time.Hour
	maxKeySets  = 16
)

// keyCache keeps key sets and where they are, by the URL they were read from.
type keyCache struct {
	mu   sync.Mutex
	kept map[string]keyEntry
}

type keyEntry struct {
	until     time.Time
	keys      keySet
	discovery discovery
}

func newKeyCache() *keyCache { return &keyCache{kept: map[string]keyEntry{}} }

func (c *keyCache) get(url string, now time.Time) (keyEntry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.kept[url]
	return e, ok && now.Before(e.until)
}

func (c *keyCache) put(url string, e keyEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) >= maxKeySets {
		clear(c.kept)
	}
	c.kept[url] = e
}
