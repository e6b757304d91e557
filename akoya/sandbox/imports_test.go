package sandbox

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// The sandbox judges a client, so it must not share a line with it.
func TestImportsNothingOfThisModule(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range parsed.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			external := strings.Contains(strings.SplitN(path, "/", 2)[0], ".")
			if strings.HasPrefix(path, "akoya-tui") || (external && !strings.HasSuffix(file, "_test.go")) {
				t.Errorf("%s imports %s", file, path)
			}
		}
	}
}
