package akoya

import "strings"

// findShapes finds what looks like a token wherever it stands: a JWT or a part
// of one with its payload, and the tokens and codes of Ory's servers (ory_at_,
// ory_rt_, ory_ac_).
func findShapes(s string, add func(mark)) {
	for i := 0; ; {
		next := strings.Index(s[i:], "eyJ")
		if next < 0 {
			break
		}
		i += next
		to := i
		for to < len(s) && isNameByte(s[to]) {
			to++
		}
		if to-i < 8 || to+1 >= len(s) || s[to] != '.' || !isNameByte(s[to+1]) {
			i = to
			continue
		}
		for to < len(s) && (isNameByte(s[to]) || s[to] == '.') {
			to++
		}
		add(mark{from: i, to: to, value: s[i:to]})
		i = to
	}
	for i := 0; ; {
		next := strings.Index(s[i:], "ory_")
		if next < 0 {
			return
		}
		i += next
		to := i + len("ory_")
		if to+3 > len(s) || s[to+2] != '_' || !isNameByte(s[to]) || !isNameByte(s[to+1]) {
			i = to
			continue
		}
		for to += 3; to < len(s) && (isNameByte(s[to]) || s[to] == '.' || s[to] == '~'); {
			to++
		}
		add(mark{from: i, to: to, value: s[i:to]})
		i = to
	}
}
