package akoya

import (
	"encoding/json"
	"strings"
)

// maxDescription bounds the code and the description kept of a refusal.
const maxDescription = 8 << 10

// Refusal returns what the server said when it did not answer 2xx, and nil when
// it did or when no answer came (see Err then).
func (rt RoundTrip) Refusal() *Error {
	if rt.Status == 0 || rt.Status/100 == 2 {
		return nil
	}
	if packed(rt.Received.Header) != "" {
		return &Error{Status: rt.Status}
	}
	return ParseRefusal(rt.Status, []byte(rt.Received.Body.Reveal()))
}

// ParseRefusal reads the body of a refusal: {"error","error_description"} (RFC
// 6749 section 5.2), {"code","message"} of the data API, {"title","detail"} of
// RFC 9457. Code is empty when it is none of these. Of a name sent twice the
// last value counts.
func ParseRefusal(status int, body []byte) *Error {
	e := &Error{Status: status}
	members, _ := jsonMembers(body) // an answer cut short may still name its error
	last := map[string]string{}
	for _, m := range members {
		last[m.Name] = m.Value
	}
	text := func(name string) (string, bool) {
		value, ok := last[name]
		if !ok || value == "null" {
			return "", false
		}
		if s, isString := jsonString(value); isString {
			return clip(s, maxDescription), true
		}
		if json.Valid([]byte(value)) && !strings.ContainsAny(value[:1], "{[") {
			return clip(value, maxDescription), true
		}
		return "", false
	}
	for _, shape := range [][2]string{
		{"error", "error_description"},
		{"code", "message"},
		{"title", "detail"},
	} {
		if code, ok := text(shape[0]); ok && code != "" {
			e.Code = code
			e.Description, e.HasDescription = text(shape[1])
			return e
		}
	}
	return e
}
