package docs

import (
	"regexp"
	"strings"
	"testing"
)

// picture is a screen of the program as it is now, as a block of text: a refresh
// token that was used before is sent again. A picture in README.md that differs in
// times, ports and the tails of secrets only stays as it is.
func picture(t testing.TB) string {
	term := openProgram(t, 118, 30)
	for _, step := range []struct{ key, seen string }{
		{"", "nothing to set up"},
		{"enter", "client_id"}, // the request is made
		{"enter", "APPROVE AS"},
		{"enter", "state matched"},
		{"enter", "WHAT WILL BE SENT"},
		{"enter", "Token set #1"},
		{"4", "WHAT WILL BE SENT"},
		{"enter", "Set #1 is claimed"},
		{"x", "the used refresh token"},
		{"enter", "As documented: set #1 was claimed"},
	} {
		if step.key != "" {
			term.Type(step.key)
		}
		term.WaitFor(step.seen)
	}
	var lines []string
	for line := range strings.Lines(screenOf(term)) {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	now := "\n```text\n" + strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n```\n\n"
	text := readFile(t, readmePath)
	if from, to, err := section(text, "picture"); err == nil && steady(text[from:to]) == steady(now) {
		return text[from:to]
	}
	return now
}

// steady returns a picture without what differs from one time to the next.
func steady(picture string) string {
	for _, one := range []struct{ pattern, by string }{
		{`\d\d:\d\d(:\d\d)?`, "time"},
		{`[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4}`, "date"},
		{`127\.0\.0\.1:\d+`, "host"},
		{`\d+(\.\d+)? ms`, "ms"},
		{`••••[^\s"]*`, "secret"},
		{`[─━]+`, "-"},
		{` +`, " "},
	} {
		picture = regexp.MustCompile(one.pattern).ReplaceAllString(picture, one.by)
	}
	return picture
}
