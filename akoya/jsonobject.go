package akoya

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxJSONDepth is how deep objects and arrays may be nested. No document needs
// more than four.
const maxJSONDepth = 64

// Errors of a JSON object, each a part of a sentence.
var (
	errJSONEmpty     = errors.New("nothing")
	errJSONNotObject = errors.New("JSON that is not an object")
	errJSONDeep      = fmt.Errorf("JSON nested more than %d deep", maxJSONDepth)
	errJSONCut       = errors.New("JSON that ends in the middle")
	errJSONBroken    = errors.New("broken JSON")
	errJSONTrailing  = errors.New("more text after the JSON object")
)

// jsonMembers reads one JSON object into its members, in order, duplicates
// included. With an error it returns the members that were whole before it, so
// that a token in front of the damage is not lost.
func jsonMembers(data []byte) ([]Claim, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return nil, errJSONEmpty
	}
	if data[0] != '{' {
		if json.Valid(data) {
			return nil, errJSONNotObject
		}
		return nil, errJSONBroken
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		return nil, jsonError(err)
	}
	var members []Claim
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return members, jsonError(err)
		}
		key, ok := name.(string)
		if !ok {
			return members, errJSONBroken
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return members, jsonError(err)
		}
		if jsonDepth(raw) >= maxJSONDepth {
			return members, errJSONDeep
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, raw); err != nil {
			return members, jsonError(err)
		}
		members = append(members, Claim{Name: key, Value: compact.String()})
	}
	if _, err := d.Token(); err != nil {
		return members, jsonError(err)
	}
	if len(bytes.TrimSpace(data[d.InputOffset():])) > 0 {
		return members, errJSONTrailing
	}
	return members, nil
}

func jsonError(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errJSONCut
	}
	return errJSONBroken
}

// jsonDepth returns how deep the objects and arrays of valid JSON are nested.
func jsonDepth(data []byte) int {
	depth, deepest, inString := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

// jsonString returns the text of a JSON string.
func jsonString(value string) (string, bool) {
	if len(value) == 0 || value[0] != '"' {
		return "", false
	}
	var s string
	if json.Unmarshal([]byte(value), &s) != nil {
		return "", false
	}
	return s, true
}
