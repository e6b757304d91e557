package journeys

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mayReveal lists the files that turn a secret into text, and why they must. A
// file that is not in it fails the test: add it only with a reason of its own.
var mayReveal = map[string]string{
	"akoya/answer.go":        "joins a header that came in several lines",
	"akoya/build.go":         "writes the bearer header of a data call",
	"akoya/conn.go":          "reads the Keep-Alive header of an answer",
	"akoya/credential.go":    "takes the credential out of an Authorization header; it stays a Secret",
	"akoya/curl.go":          "replaces secrets by $VARIABLES in a curl line",
	"akoya/decode.go":        "decodes a JSON Web Token",
	"akoya/discover.go":      "parses discovery documents and key sets, which are public",
	"akoya/encode.go":        "writes requests to the wire",
	"akoya/field.go":         "shows a field that is not sensitive",
	"akoya/query.go":         "writes the parameters of a URL",
	"akoya/redact.go":        "masks a round trip",
	"akoya/redact_known.go":  "searches texts for known secrets to mask them",
	"akoya/refusal.go":       "parses a refusal",
	"akoya/request.go":       "reads the client id out of a form",
	"akoya/secret.go":        "the type itself",
	"akoya/tokenresponse.go": "parses a token response; its tokens become Secrets",
	"akoya/verify.go":        "checks a signature and at_hash",

	"keystore/wire.go": "writes records for the keychain",

	"flows/apply.go":                    "reads the client id of a request",
	"flows/kind.go":                     "reads the grant type, and whether a bearer is held",
	"flows/control/consent.go":          "names a grant to the local Akoya",
	"flows/cases/answer.go":             "reads a header of an answer",
	"flows/cases/authorizer.go":         "parses the callback of an approval",
	"flows/cases/authorizer_auto.go":    "gives cookies back and reads the title of a login page",
	"flows/cases/authorizer_browser.go": "compares the state of a callback",
	"flows/cases/body.go":               "judges the body of an answer",
	"flows/cases/check_tokens.go":       "compares a token with the one before",
	"flows/cases/tamper.go":             "puts another bearer into a request",
	"flows/report/har.go":               "counts the bytes of a body",

	"ui/draft.go":             "compares what was typed with the request as built",
	"ui/form.go":              "gives the input what it edits; shows fields that are not secret",
	"ui/linear/authorize.go":  "parses a callback, typed or of an approval given here",
	"ui/linear/inspect.go":    "finds the token in what was pasted",
	"ui/linear/question.go":   "gives back what was typed as an answer that is not secret",
	"ui/linear/request.go":    "reads out fields that are not secret; takes what was typed for them",
	"ui/handle.go":            "copies a token because the person asked for it",
	"ui/inspectreveal.go":     "shows a token in clear because the person asked for it",
	"ui/requesteditorview.go": "the reveal key; shows fields that are not secret",
	"ui/callbacks.go":         "parses the callback of an approval given here",
}

// TestWhoReveals holds that a secret becomes text in the listed files only.
func TestWhoReveals(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	files := token.NewFileSet()
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.SelectorExpr: // a call, or the method taken as a value
				if node.Sel.Name == "Reveal" {
					found[filepath.ToSlash(name)] = append(found[filepath.ToSlash(name)], files.Position(node.Pos()).String())
				}
			case *ast.FuncDecl:
				if node.Name.Name == "Reveal" {
					found[filepath.ToSlash(name)] = append(found[filepath.ToSlash(name)], files.Position(node.Pos()).String())
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	for _, name := range slices.Sorted(maps.Keys(found)) {
		calls += len(found[name])
		if mayReveal[name] == "" {
			t.Errorf("%s reveals a secret and is not on the list of files that may:\n\t%s", name, strings.Join(found[name], "\n\t"))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(mayReveal)) {
		_, err := os.Stat(filepath.Join(root, filepath.FromSlash(name)))
		if found[name] == nil && err == nil {
			t.Errorf("%s is on the list of files that reveal secrets, and does not: take it off", name)
		}
	}
	t.Logf("measured: %d places in %d files reveal a secret, all on the list", calls, len(found))
}
