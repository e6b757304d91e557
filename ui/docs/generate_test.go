package docs

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/explain"
	"akoya-tui/ui"
)

// table writes a Markdown table.
func table(out *strings.Builder, header []string, rows [][]string) {
	escape := strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;")
	line := func(cells []string) {
		for _, cell := range cells {
			fmt.Fprintf(out, "| %s ", escape.Replace(cell))
		}
		out.WriteString("|\n")
	}
	line(header)
	line(slices.Repeat([]string{"---"}, len(header)))
	for _, row := range rows {
		line(row)
	}
}

// keyAction is what the keys of a place do, as a row of a table.
type keyAction struct{ keys, help string }

// keyTables lists all keys. Screens that are alike, such as those of the flows,
// share tables: what several of them have stands there once.
func keyTables(testing.TB) string {
	var places []string
	actions := map[string][]keyAction{}
	for _, k := range ui.Keys() {
		keys := make([]string, len(k.Keys))
		for i, key := range k.Keys {
			keys[i] = "`" + key + "`"
		}
		if !slices.Contains(places, k.Where) {
			places = append(places, k.Where)
		}
		actions[k.Where] = append(actions[k.Where], keyAction{strings.Join(keys, " "), k.Help})
	}
	var headings []string
	rows := map[string][][]string{}
	done := map[string][]keyAction{}
	for _, place := range places {
		for _, a := range actions[place] {
			if slices.Contains(done[place], a) {
				continue
			}
			var who []string
			for _, other := range places {
				if alike(actions[place], actions[other]) && slices.Contains(actions[other], a) {
					who = append(who, other)
					done[other] = append(done[other], a)
				}
			}
			heading := strings.Join(who, ", ")
			if !slices.Contains(headings, heading) {
				headings = append(headings, heading)
			}
			rows[heading] = append(rows[heading], []string{a.keys, a.help})
		}
	}
	var out strings.Builder
	for _, heading := range headings {
		fmt.Fprintf(&out, "\n**%s**\n\n", strings.ToUpper(heading[:1])+heading[1:])
		table(&out, []string{"key", "what it does"}, rows[heading])
	}
	return out.String() + "\n"
}

// alike reports whether two places have most of their actions in common.
func alike(a, b []keyAction) bool {
	both := 0
	for _, one := range a {
		if slices.Contains(b, one) {
			both++
		}
	}
	return 2*both > max(len(a), len(b))
}

// caseTables lists the catalogue, one table a group.
func caseTables(testing.TB) string {
	var out strings.Builder
	var marks []cases.Mark
	for _, group := range cases.Groups() {
		var rows [][]string
		for _, c := range cases.Catalogue() {
			if c.Group != group {
				continue
			}
			var expected []string
			for i, step := range c.Steps {
				if len(step.Expect) == 0 {
					continue
				}
				words := step.Expect[0].String()
				if len(c.Steps) > 1 {
					words = fmt.Sprintf("%d. %s", i+1, words)
				}
				expected = append(expected, words)
			}
			for _, source := range c.Sources {
				if !slices.Contains(marks, source.Mark) {
					marks = append(marks, source.Mark)
				}
			}
			cost := string(c.Cost)
			if c.MayDestroy {
				cost += ", may destroy"
			}
			rows = append(rows, []string{"`" + c.ID + "`", c.Title, strings.Join(expected, " "), c.Marks(), cost})
		}
		fmt.Fprintf(&out, "\n**%s**\n\n", group)
		table(&out, []string{"id", "title", "expected", "source", "cost"}, rows)
	}
	slices.Sort(marks)
	var names []string
	for _, mark := range marks {
		names = append(names, fmt.Sprintf("%s: %s", mark, mark.Document()))
	}
	return fmt.Sprintf("\n%d cases. Sources: %s.\n%s\n", len(cases.Catalogue()), strings.Join(names, " · "), out.String())
}

// hostTable lists the addresses of the environments.
func hostTable(testing.TB) string {
	var out strings.Builder
	local, sandbox, production := akoya.Local("http://127.0.0.1:PORT"), akoya.Sandbox(), akoya.Production()
	out.WriteString("\n")
	or := func(address string) string {
		if address == "" {
			return "not documented: discovery is tried"
		}
		return "`" + address + "`"
	}
	var rows [][]string
	for _, row := range []struct {
		name string
		of   func(akoya.Environment) string
	}{
		{"authorize", func(e akoya.Environment) string { return e.AuthorizeURL }},
		{"token", func(e akoya.Environment) string { return e.TokenURL }},
		{"revoke", func(e akoya.Environment) string { return e.RevokeURL }},
		{"service token", func(e akoya.Environment) string { return e.ServiceTokenURL }},
		{"accounts", func(e akoya.Environment) string { return e.AccountsURL }},
		{"keys", func(e akoya.Environment) string { return e.KeysURL }},
	} {
		rows = append(rows, []string{row.name, or(row.of(local)), or(row.of(sandbox)), or(row.of(production))})
	}
	table(&out, []string{"", "local", "sandbox", "production"}, rows)
	return out.String() + "\n"
}

// disagreementTable lists where the documents contradict each other.
func disagreementTable(testing.TB) string {
	var rows [][]string
	for _, d := range explain.Disagreements() {
		var says []string
		for _, s := range d.Sayings {
			says = append(says, fmt.Sprintf("*%s*: %s", s.Document, s.Says))
		}
		rows = append(rows, []string{d.Topic, strings.Join(says, " "), d.WeDo})
	}
	var out strings.Builder
	out.WriteString("\n")
	table(&out, []string{"topic", "what is written", "what akoya-tui does"}, rows)
	return out.String() + "\n"
}

// faultTable takes the kinds of fault from the comment of ParseFault.
func faultTable(t testing.TB) string {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(root+"/akoya/sandbox/fault.go"), nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, group := range file.Comments {
		if !strings.HasPrefix(group.Text(), "ParseFault ") {
			continue
		}
		for _, line := range strings.Split(group.Text(), "\n") {
			found := regexp.MustCompile(`^\t([a-z]+)  +(.+)$`).FindStringSubmatch(line)
			switch more := strings.TrimSpace(line); {
			case found != nil:
				rows = append(rows, []string{"`" + found[1] + "`", found[2]})
			case strings.HasPrefix(line, "\t") && len(rows) > 0:
				rows[len(rows)-1][1] += " " + more
			}
		}
	}
	if len(rows) < 5 {
		t.Fatalf("only %d kinds of fault were found in the comment of ParseFault", len(rows))
	}
	var out strings.Builder
	out.WriteString("\n")
	table(&out, []string{"kind", "what happens"}, rows)
	return out.String() + "\n"
}

// built is the folder that binary made; "" when no test asked for it.
var built string

// binary builds the program once for all tests that run it.
var binary = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "akoya-tui-docs-")
	if err != nil {
		return "", err
	}
	built = folder
	path := filepath.Join(folder, "akoya-tui")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	build := exec.Command("go", "build", "-o", path, ".")
	build.Dir = filepath.FromSlash(root)
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if built != "" {
		_ = os.RemoveAll(built)
	}
	os.Exit(code)
}

// helpOf returns what --help prints, as plain text.
func helpOf(t testing.TB, command ...string) string {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	run := exec.Command(path, append(command, "--help")...)
	run.Env = append(os.Environ(), "NO_COLOR=1", "TERM=dumb")
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%v --help: %v", command, err)
	}
	lines := strings.Split(ansi.Strip(strings.ReplaceAll(string(bytes.TrimSpace(out)), "`", "")), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return regexp.MustCompile(`\n{2,}`).ReplaceAllString(strings.Join(lines, "\n"), "\n\n")
}

// subcommands returns the names of the commands below a command, but those that
// every program has.
func subcommands(t testing.TB, command ...string) []string {
	t.Helper()
	_, list, _ := strings.Cut(helpOf(t, command...), "COMMANDS\n")
	list, _, _ = strings.Cut(list, "FLAGS\n")
	var names []string
	for _, found := range regexp.MustCompile(`(?m)^ +([a-z]+)\b.*$`).FindAllStringSubmatch(list, -1) {
		if !slices.Contains([]string{"help", "completion"}, found[1]) {
			names = append(names, found[1])
		}
	}
	return names
}

// commandHelp prints the help of the program and of each command.
func commandHelp(t testing.TB) string {
	var out strings.Builder
	var show func(command ...string)
	show = func(command ...string) {
		fmt.Fprintf(&out, "\n```text\n$ %s --help\n%s\n```\n", strings.Join(append([]string{"akoya-tui"}, command...), " "), helpOf(t, command...))
		for _, name := range subcommands(t, command...) {
			show(append(slices.Clone(command), name)...)
		}
	}
	show()
	return out.String() + "\n"
}

// example returns the lines between // example NAME and // end of a Go file,
// which the compiler has seen.
func example(t testing.TB, file, name string) string {
	t.Helper()
	_, rest, ok := strings.Cut(readFile(t, file), "// example "+name+"\n")
	code, _, closed := strings.Cut(rest, "// end\n")
	if !ok || !closed {
		t.Fatalf("%s has no example %s", file, name)
	}
	lines := strings.Split(strings.TrimRight(code, "\t\n "), "\n")
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], "\t")
	}
	return "\n```go\n" + strings.Join(lines, "\n") + "\n```\n\n"
}
