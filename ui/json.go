package ui

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"akoya-tui/flows/visible"
)

// timeKeys are JSON members whose numbers are moments; the human time is shown
// behind them.
func isTimeKey(key string) bool {
	switch key {
	case "exp", "iat", "nbf", "auth_time", "rat":
		return true
	}
	return false
}

// bodyLines returns a body as lines ready to be coloured one by one: indented
// when it is JSON, as it came otherwise. Control characters are made visible.
func bodyLines(body string) (lines []string, isJSON bool) {
	trimmed := strings.TrimSpace(body)
	if trimmed == "" {
		return nil, false
	}
	if trimmed[0] == '{' || trimmed[0] == '[' {
		var out bytes.Buffer
		if indentCost(trimmed) <= maxIndent && json.Indent(&out, []byte(trimmed), "", "  ") == nil {
			return strings.Split(visible.Text(out.String()), "\n"), true
		}
	}
	return strings.Split(visible.Text(body), "\n"), false
}

// maxIndent is how many spaces a body may be indented by in all: a deep one would
// take more memory for its spaces than for itself.
const maxIndent = 4 << 20

// indentCost returns how many spaces and line feeds the indenting of a JSON text
// adds.
func indentCost(text string) int {
	cost, depth := 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
			cost += 2*depth + 1
		case '}', ']':
			depth = max(0, depth-1)
			cost += 2*depth + 1
		case ',':
			cost += 2*depth + 1
		}
	}
	return cost
}

// jsonSegment is a part of a JSON line with its ink.
type jsonSegment struct {
	text string
	ink  ink
}

// jsonLine splits one line of indented JSON into coloured segments.
func jsonLine(line string, t theme, location *time.Location) []jsonSegment {
	indent := len(line) - len(strings.TrimLeft(line, " "))
	segments := []jsonSegment{{line[:indent], t.text}}
	rest := line[indent:]
	key := ""
	if name, after, ok := jsonKey(rest); ok {
		key = strings.Trim(name, `"`)
		segments = append(segments, jsonSegment{name, t.accent}, jsonSegment{": ", t.muted})
		rest = after
	}
	comma := ""
	if strings.HasSuffix(rest, ",") {
		rest, comma = rest[:len(rest)-1], ","
	}
	paint := t.text
	if rest != "" && strings.ContainsRune("-0123456789tfn", rune(rest[0])) {
		paint = t.value
	}
	if rest != "" && strings.ContainsRune("{}[]", rune(rest[0])) {
		paint = t.muted
	}
	segments = append(segments, jsonSegment{rest, paint}, jsonSegment{comma, t.muted})
	if isTimeKey(key) {
		if moment, ok := unixTime(rest); ok {
			segments = append(segments, jsonSegment{"  " + moment.In(location).Format("2006-01-02 15:04:05 -0700"), t.muted})
		}
	}
	return segments
}

// jsonKey splits `"key": rest`.
func jsonKey(s string) (key, rest string, ok bool) {
	if s == "" || s[0] != '"' {
		return "", "", false
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			if after, found := strings.CutPrefix(s[i+1:], ": "); found {
				return s[:i+1], after, true
			}
			return "", "", false
		}
	}
	return "", "", false
}

// unixTime reads a JSON number as seconds since 1970, within the years 1970 to 9999.
func unixTime(s string) (time.Time, bool) {
	var seconds float64
	if json.Unmarshal([]byte(s), &seconds) != nil || seconds <= 0 || seconds > 253402300799 {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0), true
}

// wrapSegments lays segments out in lines of width cells with a hanging indent.
func wrapSegments(segments []jsonSegment, width, hang int, t theme, g glyphs) []string {
	if width < 4 {
		return nil
	}
	hang = min(hang, width/2)
	var lines []string
	var line strings.Builder
	full := width
	room := full
	breakLine := func() {
		lines = append(lines, line.String())
		line.Reset()
		line.WriteString(strings.Repeat(" ", hang) + t.rule.paint(g.wrap) + " ")
		full = width - hang - 2
		room = full
	}
	for _, s := range segments {
		for text := s.text; text != ""; {
			head, tail := splitWords(text, room)
			if head == "" {
				if room == full { // one glyph, wider than a whole line
					break
				}
				breakLine()
				continue
			}
			line.WriteString(s.ink.paint(head))
			room -= cells(head)
			if text = tail; text != "" {
				breakLine()
			}
		}
	}
	return append(lines, line.String())
}
