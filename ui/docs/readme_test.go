package docs

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the generated parts of README.md and the list of licences anew")

// root is the folder of the module, seen from this package's tests.
const root = "../.."

const readmePath = root + "/README.md"

func readFile(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// section returns where the generated part of that name begins and ends.
func section(text, name string) (from, to int, err error) {
	begin, end := "<!-- "+name+":begin -->\n", "<!-- "+name+":end -->"
	from, to = strings.Index(text, begin), strings.Index(text, end)
	if from < 0 || to < from || strings.Count(text, begin) != 1 || strings.Count(text, end) != 1 {
		return 0, 0, fmt.Errorf("README.md needs %q and %q, once each and in this order", strings.TrimSpace(begin), end)
	}
	return from + len(begin), to, nil
}

// TestGeneratedParts compares the generated parts of README.md with the program.
func TestGeneratedParts(t *testing.T) {
	text := readFile(t, readmePath)
	for _, part := range []struct {
		name string
		make func(testing.TB) string
	}{
		{"picture", picture},
		{"keys", keyTables},
		{"cases", caseTables},
		{"commands", commandHelp},
		{"hosts", hostTable},
		{"disagreements", disagreementTable},
		{"faults", faultTable},
		{"example-case", func(t testing.TB) string { return example(t, "examples_test.go", "case") }},
		{"example-flow", func(t testing.TB) string { return example(t, "examples_test.go", "flow") }},
		{"example-screen", func(t testing.TB) string { return example(t, "../keys_test.go", "screen") }},
	} {
		t.Run(part.name, func(t *testing.T) {
			from, to, err := section(text, part.name)
			if err != nil {
				t.Fatal(err)
			}
			want := part.make(t)
			if text[from:to] == want {
				return
			}
			if !*update {
				t.Fatalf("this part of README.md is not what the program is now: run go test ./ui/docs -update\n%s", firstDifference(text[from:to], want))
			}
			text = text[:from] + want + text[to:]
		})
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(filepath.FromSlash(readmePath), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// firstDifference shows the first line in which two texts differ.
func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(a), len(b)) {
		left, right := "(nothing)", "(nothing)"
		if i < len(a) {
			left = a[i]
		}
		if i < len(b) {
			right = b[i]
		}
		if left != right {
			return fmt.Sprintf("line %d\n  written  %s\n  now      %s", i+1, left, right)
		}
	}
	return "no difference"
}

// blocks returns the fenced blocks of a language, in their order.
func blocks(text, language string) []string {
	var list []string
	pattern := regexp.MustCompile("(?ms)^```" + regexp.QuoteMeta(language) + "\n(.*?)^```$")
	for _, found := range pattern.FindAllStringSubmatch(text, -1) {
		list = append(list, found[1])
	}
	return list
}

// TestTheTwoCommandsComeFirst holds what people and programs rely on: the two
// commands stand first, each alone in its own block.
func TestTheTwoCommandsComeFirst(t *testing.T) {
	t.Parallel()
	text := readFile(t, readmePath)
	list := blocks(text, "sh")
	if len(list) < 2 || list[0] != "go run .\n" || list[1] != "go test ./...\n" {
		t.Fatalf("the first two sh blocks are %q, not go run . and go test ./...", list[:min(2, len(list))])
	}
	if n := len(regexp.MustCompile(`(?m)^go test \./\.\.\.$`).FindAllString(text, -1)); n != 1 {
		t.Errorf("the line %q stands there %d times, not once", "go test ./...", n)
	}
}

// TestFilesAndFoldersExist looks for every path that README.md names in backticks.
func TestFilesAndFoldersExist(t *testing.T) {
	t.Parallel()
	for _, found := range regexp.MustCompile("`([a-z.][a-zA-Z0-9_./-]*)`").FindAllStringSubmatch(readFile(t, readmePath), -1) {
		path := found[1]
		known := strings.HasSuffix(path, "/") || slices.Contains([]string{".go", ".md", ".tape", ".txt", ".yml", ".yaml"}, filepath.Ext(path))
		if !known || strings.HasPrefix(path, "/") {
			continue
		}
		if _, err := os.Stat(filepath.FromSlash(root + "/" + path)); err != nil {
			t.Errorf("README.md names %s, which is not there", path)
		}
	}
}

// TestLinksLeadSomewhere checks the links inside README.md.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	text := readFile(t, readmePath)
	var anchors []string
	for _, found := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(text, -1) {
		anchor := strings.ToLower(regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(found[1], ""))
		anchors = append(anchors, strings.ReplaceAll(anchor, " ", "-"))
	}
	for _, found := range regexp.MustCompile(`\]\(#([^)]+)\)`).FindAllStringSubmatch(text, -1) {
		if !slices.Contains(anchors, found[1]) {
			t.Errorf("the link to #%s leads nowhere; there are %v", found[1], anchors)
		}
	}
}

// TestScreenshotFits keeps the screenshot as wide as the terminal it was taken in.
func TestScreenshotFits(t *testing.T) {
	t.Parallel()
	list := blocks(readFile(t, readmePath), "text")
	if len(list) == 0 || strings.Count(list[0], "\n") < 20 || !strings.Contains(list[0], "WHAT CAME BACK") {
		t.Fatal("README.md has no screenshot of an answer")
	}
	for i, line := range strings.Split(strings.TrimSuffix(list[0], "\n"), "\n") {
		if n := len([]rune(line)); n > 120 {
			t.Errorf("line %d of the screenshot is %d wide", i+1, n)
		}
	}
}
