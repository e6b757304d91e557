package docs

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestCommandLinesExist checks every line of README.md that runs the program:
// its command is there, and so is every flag.
func TestCommandLinesExist(t *testing.T) {
	t.Parallel()
	text := readFile(t, readmePath)
	names := append(subcommands(t), "help", "completion")
	lines := 0
	for _, block := range blocks(text, "sh") {
		for _, line := range strings.Split(block, "\n") {
			found := regexp.MustCompile(`(?:^|[|;&=(] *)(?:go run \.|akoya-tui)(?: ([^|;&)]*))?`).FindStringSubmatch(line)
			if found == nil {
				continue
			}
			lines++
			words := strings.Fields(found[1])
			var command []string
			if len(words) > 0 && !strings.HasPrefix(words[0], "-") {
				if command = words[:1]; !slices.Contains(names, words[0]) {
					t.Errorf("%s: there is no command %s, only %v", line, words[0], names)
					continue
				}
				if len(words) > 1 && slices.Contains(subcommands(t, command...), words[1]) {
					command = words[:2]
				}
			}
			help := helpOf(t, command...)
			for _, word := range words {
				flag, _, _ := strings.Cut(word, "=")
				if strings.HasPrefix(flag, "--") && !regexp.MustCompile(`(?m)^ .*`+flag+`(\s|$)`).MatchString(help) {
					t.Errorf("%s: %v has no flag %s", line, command, flag)
				}
			}
		}
	}
	if lines < 5 {
		t.Errorf("README.md shows only %d lines that run the program", lines)
	}
}

// TestNothingForeignIsNamed keeps out what belongs to one machine.
func TestNothingForeignIsNamed(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"README.md", "demo.tape", ".goreleaser.yaml", ".github/workflows/ci.yml"} {
		for _, found := range regexp.MustCompile(`/(?:work|root|tmp|home)/\S*`).FindAllString(readFile(t, root+"/"+path), -1) {
			t.Errorf("%s names the path %s", path, found)
		}
	}
}
