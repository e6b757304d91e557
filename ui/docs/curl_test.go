package docs

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"akoya-tui/akoya/sandbox"
	"akoya-tui/ui/cli"
)

// documentedBase is where the examples of README.md expect the local Akoya.
const documentedBase = "http://127.0.0.1:9020"

// curlLine is one example: a curl command, and the status that it promises.
type curlLine struct{ command, status string }

// curlLines returns the curl examples in their order. A comment behind a line
// may promise a status: # 401. Without one it is 200.
func curlLines(t testing.TB) []curlLine {
	t.Helper()
	text := readFile(t, readmePath)
	var list []curlLine
	for _, block := range blocks(text, "sh") {
		for _, line := range strings.Split(strings.ReplaceAll(block, "\\\n", " "), "\n") {
			if !strings.HasPrefix(strings.TrimSpace(line), "curl ") {
				continue
			}
			one := curlLine{command: line, status: "200"}
			if found := regexp.MustCompile(`^(.*?)\s+# (\d{3})\b.*$`).FindStringSubmatch(line); found != nil {
				one.command, one.status = found[1], found[2]
			}
			list = append(list, one)
		}
	}
	if n := strings.Count(text, "\ncurl "); n != len(list) {
		t.Fatalf("README.md has %d lines that begin with curl, but only %d stand in sh blocks", n, len(list))
	}
	return list
}

// TestCurlLines sends every curl line of README.md to a real local Akoya, in
// their order. What an answer brings goes into the variables of those after it.
func TestCurlLines(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("there is no %s here, so the curl lines of README.md are not tried", tool)
		}
	}
	info, _ := localAkoya(t, documentedOptions(t))
	base := strings.TrimSuffix(info.TokenURL, "/token")
	variables := map[string]string{}
	for _, one := range curlLines(t) {
		one.command = strings.ReplaceAll(one.command, documentedBase, base)
		remember(variables, runCurl(t, one, variables))
	}
}

// runCurl runs a curl line with the variables and returns the body of the answer.
func runCurl(t *testing.T, one curlLine, variables map[string]string) []byte {
	t.Helper()
	body := filepath.Join(t.TempDir(), "body")
	run := exec.Command("sh", "-c", one.command+` --noproxy '*' -o "$BODY" -w '%{http_code}'`)
	run.Env = append(os.Environ(), "BODY="+body)
	for name, value := range variables {
		run.Env = append(run.Env, name+"="+value)
	}
	var problem bytes.Buffer
	run.Stderr = &problem
	status, err := run.Output()
	answer, _ := os.ReadFile(body)
	if got := string(status); err != nil || got != one.status {
		t.Errorf("%s\n  answered %s, not %s: %v %s\n  %s", one.command, got, one.status, err, problem.String(), answer)
	}
	return answer
}

// documentedOptions are those of the command that README.md starts the local
// Akoya of its curl lines with.
func documentedOptions(t *testing.T) sandbox.Options {
	t.Helper()
	var options sandbox.Options
	found := regexp.MustCompile(`(?m)^akoya-tui sandbox --addr (\S+)(.*)$`).FindAllStringSubmatch(readFile(t, readmePath), -1)
	if len(found) != 1 || "http://"+found[0][1] != documentedBase {
		t.Fatalf("README.md does not start one local Akoya at %s: %q", documentedBase, found)
	}
	flags := strings.Fields(found[0][2])
	for i := 0; i+1 < len(flags); i += 2 {
		switch flags[i] {
		case "--redirect-uri":
			options.RedirectURIs = append(options.RedirectURIs, flags[i+1])
		default:
			t.Fatalf("this test does not know %s: teach it", flags[i])
		}
	}
	if len(flags)%2 != 0 {
		t.Fatalf("the flag %s has no value", flags[len(flags)-1])
	}
	return options
}

// TestThePrintedWalk follows what the sandbox command prints, line by line: a
// variable changes only where the text says so, and each request is granted.
func TestThePrintedWalk(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("there is no %s here, so the printed curl lines are not tried", tool)
		}
	}
	info, _ := localAkoya(t, sandbox.Options{})
	var text bytes.Buffer
	if err := cli.Sandbox(info).PrintText(&text); err != nil {
		t.Fatal(err)
	}
	variables, answered, tried := map[string]string{}, map[string]string{}, 0
	for line := range strings.Lines(text.String()) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutSuffix(line, "=…"); ok {
			if answered[name] == "" {
				t.Errorf("no answer so far has %s", name)
			}
			variables[name] = answered[name]
		}
		if strings.HasPrefix(line, "curl ") {
			tried++
			clear(answered)
			answer := runCurl(t, curlLine{line, "200"}, variables)
			if _, body, ok := bytes.Cut(answer, []byte("\r\n\r\n")); ok { // curl -i
				answer = body
			}
			remember(answered, answer)
		}
	}
	if tried < 13 {
		t.Errorf("only %d curl lines were printed", tried)
	}
}

// remember takes tokens and codes out of an answer, under the names that
// README.md gives them.
func remember(variables map[string]string, answer []byte) {
	var fields struct {
		Redirect string `json:"redirect"`
		Refresh  string `json:"refresh_token"`
		ID       string `json:"id_token"`
	}
	if json.Unmarshal(answer, &fields) != nil {
		return
	}
	if u, err := url.Parse(fields.Redirect); err == nil && u.Query().Get("code") != "" {
		variables["CODE"] = u.Query().Get("code")
	}
	if fields.Refresh != "" {
		variables["REFRESH_TOKEN"] = fields.Refresh
	}
	if fields.ID != "" {
		variables["ID_TOKEN"] = fields.ID
	}
}

// TestEveryControlCallHasACurlLine compares the examples with the list of calls
// in the package comment of the local Akoya.
func TestEveryControlCallHasACurlLine(t *testing.T) {
	t.Parallel()
	var shown []string
	for _, one := range curlLines(t) {
		path := regexp.MustCompile(regexp.QuoteMeta(documentedBase) + `(/[a-z0-9/_-]*)`).FindStringSubmatch(one.command)
		if path == nil {
			t.Errorf("%s does not call %s", one.command, documentedBase)
			continue
		}
		method := "GET"
		switch {
		case strings.Contains(one.command, "-X DELETE"):
			method = "DELETE"
		case strings.Contains(one.command, " -d "):
			method = "POST"
		}
		shown = append(shown, method+" "+path[1])
	}
	calls := regexp.MustCompile(`(?m)^//\t(GET|POST|DELETE) +(/control\S*)`).FindAllStringSubmatch(readFile(t, root+"/akoya/sandbox/doc.go"), -1)
	if len(calls) < 8 {
		t.Fatalf("only %d calls were found in akoya/sandbox/doc.go", len(calls))
	}
	for _, call := range calls {
		if want := call[1] + " " + call[2]; !slices.Contains(shown, want) {
			t.Errorf("README.md has no curl line for %s", want)
		}
	}
}
