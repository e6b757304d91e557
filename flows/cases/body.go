package cases

import (
	"bytes"
	"encoding/json"
	"strings"

	"akoya-tui/akoya"
)

// body is the JSON object of an answer, and the same object as it may be shown.
type body struct {
	rt       akoya.RoundTrip
	raw      string
	object   map[string]json.RawMessage // nil when the body is no JSON object
	redacted map[string]json.RawMessage // see shown
}

func readBody(rt akoya.RoundTrip) *body {
	raw := rt.Received.Body.Reveal()
	return &body{rt: rt, raw: raw, object: jsonObject(raw)}
}

// shown returns the members of the redacted body. Redacting takes longer than
// judging, so it is done only for an answer that differs.
func (b *body) shown() map[string]json.RawMessage {
	if b.redacted == nil && b.object != nil {
		b.redacted = jsonObject(b.rt.Redacted().ResponseBody)
		if b.redacted == nil {
			b.redacted = map[string]json.RawMessage{}
		}
	}
	return b.redacted
}

func jsonObject(text string) map[string]json.RawMessage {
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &object) != nil {
		return nil
	}
	return object
}

// text returns a member as text, when it is a JSON string.
func (b *body) text(name string) (string, bool) {
	return memberText(b.object, name)
}

// showText returns what may be shown of a member: the text of a string, the
// JSON of anything else. What the redaction hid stays hidden.
func (b *body) showText(name string) string {
	if _, ok := b.object[name]; !ok {
		return ""
	}
	shown := b.shown()
	if value, ok := memberText(shown, name); ok {
		return value
	}
	if raw, ok := shown[name]; ok {
		return compactJSON(raw)
	}
	return "(hidden)"
}

// compare looks at a member that is a JSON string. It returns what may be shown
// of it: the text itself when it is the documented one, else the redacted text.
func (b *body) compare(name string, same func(string) bool) (string, bool) {
	if value, ok := b.text(name); ok && same(value) {
		return orEmpty(value), true
	}
	return orMissing(b.showText(name)), false
}

func memberText(object map[string]json.RawMessage, name string) (string, bool) {
	raw, ok := object[name]
	if !ok {
		return "", false
	}
	var value string
	if json.Unmarshal(raw, &value) != nil || bytes.Equal(bytes.TrimSpace(raw), []byte("null")) {
		return "", false
	}
	return value, true
}

// integer returns a member when it is a JSON integer: 602, not "602", not 602.5.
func (b *body) integer(name string) (int64, bool) {
	raw, ok := b.object[name]
	if !ok {
		return 0, false
	}
	var value *int64
	if json.Unmarshal(raw, &value) != nil || value == nil {
		return 0, false
	}
	return *value, true
}

// filled reports whether a member is there and is not null, "" or an empty list.
func (b *body) filled(name string) bool {
	raw, ok := b.object[name]
	if !ok {
		return false
	}
	switch compactJSON(raw) {
	case "null", `""`, "[]", "{}":
		return false
	}
	return true
}

// kind says in words what the body is, for the line that wanted it to be another.
func (b *body) kind() string {
	switch text := strings.TrimSpace(b.raw); {
	case text == "":
		return "empty"
	case b.object != nil:
		return "a JSON object of " + itoa(len(b.raw)) + " bytes"
	case json.Valid([]byte(text)):
		return "JSON that is no object, " + itoa(len(b.raw)) + " bytes"
	case strings.HasPrefix(text, "<"):
		return "HTML of " + itoa(len(b.raw)) + " bytes"
	}
	return "text that is no JSON, " + itoa(len(b.raw)) + " bytes"
}

func compactJSON(raw json.RawMessage) string {
	var out bytes.Buffer
	if json.Compact(&out, raw) != nil {
		return ""
	}
	return out.String()
}
