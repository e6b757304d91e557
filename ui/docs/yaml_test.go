package docs

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// yamlLine is one line of a YAML file of the plain kind used here: mappings and
// lists by indentation, values on one line, blocks after "|".
type yamlLine struct {
	number int
	path   string // "jobs/linux/steps[0]/uses"
	value  string
}

// readYAML reads the plain kind of YAML and refuses what is not of it: tabs,
// odd indentation, the same key twice, flow mappings, values that need quotes.
func readYAML(text string) ([]yamlLine, error) {
	type level struct {
		indent int
		path   string
		items  int
		keys   []string
	}
	stack := []level{{indent: 0}}
	var out []yamlLine
	block, blockIndent := "", -1
	for i, line := range strings.Split(text, "\n") {
		fail := func(what string) ([]yamlLine, error) { return nil, fmt.Errorf("line %d: %s: %s", i+1, what, line) }
		indent := len(line) - len(strings.TrimLeft(line, " "))
		rest := strings.TrimSpace(line)
		if blockIndent >= 0 && (rest == "" || indent > blockIndent) {
			out[len(out)-1].value += rest + "\n"
			continue
		}
		block, blockIndent = "", -1
		if rest == "" || strings.HasPrefix(rest, "#") {
			continue
		}
		if strings.Contains(line, "\t") || indent%2 != 0 || strings.TrimRight(line, " ") != line {
			return fail("a tab, odd indentation, or spaces at the end")
		}
		for len(stack) > 1 && stack[len(stack)-1].indent > indent {
			stack = stack[:len(stack)-1]
		}
		if stack[len(stack)-1].indent < indent {
			return fail("deeper than the line before allows")
		}
		top := &stack[len(stack)-1]
		for strings.HasPrefix(rest, "- ") {
			path := fmt.Sprintf("%s[%d]", top.path, top.items)
			top.items++
			rest, indent = rest[2:], indent+2
			stack = append(stack, level{indent: indent, path: path})
			top = &stack[len(stack)-1]
		}
		key, value, isPair := strings.Cut(rest, ":")
		if !isPair || value != "" && value[0] != ' ' || strings.ContainsAny(key, " \"'{[") {
			out = append(out, yamlLine{i + 1, top.path, rest})
			stack = stack[:len(stack)-1]
			continue
		}
		if slices.Contains(top.keys, key) {
			return fail("the key is there twice")
		}
		top.keys = append(top.keys, key)
		path := strings.TrimPrefix(top.path+"/"+key, "/")
		value = strings.TrimSpace(value)
		switch {
		case value == "|" || value == ">-":
			block, blockIndent = path, indent
			out = append(out, yamlLine{i + 1, block, ""})
		case value == "":
			stack = append(stack, level{indent: indent + 2, path: path})
		case strings.HasPrefix(value, "{") && value != "{}", strings.ContainsAny(value[:1], "&*!%@`"), strings.Contains(value, ": "):
			return fail("this value needs quotes")
		default:
			out = append(out, yamlLine{i + 1, path, strings.Trim(value, `"'`)})
		}
	}
	return out, nil
}

func yamlFile(t *testing.T, path string) map[string][]string {
	t.Helper()
	lines, err := readYAML(readFile(t, root+"/"+path))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	values := map[string][]string{}
	for _, line := range lines {
		path := regexp.MustCompile(`\[\d+\]`).ReplaceAllString(line.path, "[]")
		values[path] = append(values[path], line.value)
	}
	return values
}

// TestWorkflow holds the workflow to what it is for, and to little power.
func TestWorkflow(t *testing.T) {
	t.Parallel()
	const path = ".github/workflows/ci.yml"
	values := yamlFile(t, path)
	if got := values["permissions/contents"]; !slices.Equal(got, []string{"read"}) {
		t.Errorf("%s: the permissions of contents are %v, not read alone", path, got)
	}
	for key := range values {
		if strings.Contains(key, "permissions") && key != "permissions/contents" {
			t.Errorf("%s: %s gives more than reading", path, key)
		}
		if strings.Contains(key, "/secrets") {
			t.Errorf("%s: %s", path, key)
		}
	}
	if len(values["concurrency/group"]) != 1 {
		t.Errorf("%s has no concurrency group", path)
	}
	for key, list := range values {
		for _, value := range list {
			switch {
			case strings.HasSuffix(key, "/uses") && !regexp.MustCompile(`^[a-z-]+/[a-z-]+@v\d+$`).MatchString(value):
				t.Errorf("%s: %s is not pinned to a major version", path, value)
			case strings.Contains(value, "secrets.") || strings.Contains(value, "@latest"):
				t.Errorf("%s: %s", path, value)
			}
		}
	}
	text := readFile(t, root+"/"+path)
	for _, want := range []string{".ci/run", "go vet ./...", "go build ./...", "go test ./...", "macos-", "windows-", "golang.org/x/vuln/cmd/govulncheck@v1.", "persist-credentials: false", "timeout-minutes:"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s does not hold %q", path, want)
		}
	}
	if jobs, limits := strings.Count(text, "runs-on:"), strings.Count(text, "timeout-minutes:"); jobs != limits {
		t.Errorf("%s: %d jobs and %d time limits", path, jobs, limits)
	}
}

// TestRelease holds the release recipe to static, reproducible builds for six targets.
func TestRelease(t *testing.T) {
	t.Parallel()
	const path = ".goreleaser.yaml"
	values := yamlFile(t, path)
	for key, want := range map[string][]string{
		"version":                {"2"},
		"builds[]/goos[]":        {"linux", "darwin", "windows"},
		"builds[]/goarch[]":      {"amd64", "arm64"},
		"builds[]/env[]":         {"CGO_ENABLED=0"},
		"builds[]/flags[]":       {"-trimpath"},
		"builds[]/ldflags[]":     {"-s -w -X main.version={{.Version}}"},
		"builds[]/mod_timestamp": {"{{ .CommitTimestamp }}"},
		"checksum/algorithm":     {"sha256"},
	} {
		if got := values[key]; !slices.Equal(got, want) {
			t.Errorf("%s: %s is %q, not %q", path, key, got, want)
		}
	}
}

func TestYAMLReader(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"a:\n\tb: 1", "a: 1\na: 2", "a:\n   b: 1", "a: {b: 1}", "a: b: c", "a: 1 ", "a: 1\n    b: 2"} {
		if got, err := readYAML(bad); err == nil {
			t.Errorf("%q is read as %v", bad, got)
		}
	}
	got, err := readYAML("a:\n  - b: 1\n    c: |\n      x\n      y\n  - d\ne: \"f\"\n")
	want := []yamlLine{{2, "a[0]/b", "1"}, {3, "a[0]/c", "x\ny\n"}, {6, "a[1]", "d"}, {7, "e", "f"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v %v", got, err)
	}
}
