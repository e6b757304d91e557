package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"akoya-tui/ui"
	"akoya-tui/ui/cli/clitest"
	"akoya-tui/ui/uitest"
)

// openProgram runs the whole program, with its real local Akoya, in a terminal.
func openProgram(t *testing.T, width, height int) *uitest.Terminal {
	t.Helper()
	deps, closeDeps, err := dependencies(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	deps.OpenBrowser, deps.Copy, deps.FromEnv, deps.ASCII, deps.Vault = nil, nil, nil, false, nil
	callback := uitest.FreeAddress(t) // programs that run at the same time would take one another's
	deps.StartLocal = func(context.Context) (ui.Local, error) { return startLocal(t.Context(), callback) }
	app := ui.New(deps)
	t.Cleanup(closeDeps)
	t.Cleanup(app.Close)
	return uitest.Start(t, app, width, height)
}

// TestWalk walks the whole flow with the keyboard alone.
func TestWalk(t *testing.T) {
	t.Parallel()
	for _, size := range []struct {
		name          string
		width, height int
	}{{"wide", 120, 40}, {"narrow", 80, 24}} {
		t.Run(size.name, func(t *testing.T) {
			t.Parallel()
			walk(t, openProgram(t, size.width, size.height))
		})
	}
}

func walk(t *testing.T, term *uitest.Terminal) {
	term.WaitFor("Local Akoya", "no account, nothing to set up")
	term.Type("enter")
	term.WaitFor("WHAT THE BROWSER OPENS", "approve here", "response_type")
	term.Type("enter")
	term.WaitFor("APPROVE AS", "mikomo_1")
	term.Type("enter")
	term.WaitFor("state matched", "left")
	term.Type("enter")
	term.WaitFor("WHAT WILL BE SENT", "authorization_code")
	term.Type("enter")
	term.WaitFor("200 OK", "Token set #1")
	term.Type("3")
	term.WaitFor("id_token of set #1", "verified with key", "left", "#1 current", "in 23 h")
	term.Type("down", "down", "down")
	term.WaitFor("aud", "exp", "iat")
	term.Type("4")
	term.WaitFor("set #1", "send")
	term.Type("enter")
	term.WaitFor("200 OK", "Set #1 is claimed")
	term.Type("x")
	term.WaitFor("the used refresh token", "WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("400 Bad Request", "invalid_request", "already been claimed", "invalid_grant here")
	term.Type("3")
	term.WaitFor("#1 claimed", "#2 current", "set #2")
	term.Type("5")
	term.WaitFor("Revoke the grant", "WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("200 OK", "(empty body)", "Set #2 is revoked")
	term.Type("n")
	term.WaitFor("Call the data API", "WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("401 Unauthorized", "602", "Customer not authorized")
	term.Type("6")
	term.WaitFor("Service token", "scope app_management_v2", "WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("200 OK", "opaque", "86399")
	term.Type("x")
	term.WaitFor("WHAT WILL BE SENT", "scope alps")
	term.Type("enter")
	term.WaitFor("200 OK", "opaque", "86399", "notifications_subscriptions")
	term.Type("3", "left", "left")
	term.WaitFor("service token", "opaque", "notifications_subscriptions advisory")
	term.Type("q")
	if err := term.WaitEnd(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
}

// TestClock moves the local Akoya's clock: a code expires, and an id_token.
func TestClock(t *testing.T) {
	t.Parallel()
	term := openProgram(t, 120, 40)
	term.WaitFor("Local Akoya")
	term.Type("enter")
	term.WaitFor("WHERE THE PERSON IS", "approve here")
	term.Type("enter", "enter")
	term.WaitFor("state matched")
	term.Type("9")
	term.WaitFor("5 minutes on")
	term.Type("enter")
	term.WaitFor("clock moved 5:00 forward")
	term.Type("2")
	term.WaitFor("WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("400 Bad Request", "Invalid or expired", "older than five minutes")

	term.Type("1", "n")
	term.WaitFor("waiting for the callback")
	term.Type("enter", "enter")
	term.WaitFor("state matched")
	term.Type("enter")
	term.WaitFor("WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("Token set #1")
	term.Type("9", "down", "down")
	term.WaitFor("enter 25 hours on")
	term.Type("enter")
	term.WaitFor("clock moved 25:00:00 forward", "expired 1:00:0", "○ expired")
	term.Type("5", "n")
	term.WaitFor("Call the data API", "WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("401 Unauthorized", "602", "has expired")
	term.Type("4")
	term.WaitFor("WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("200 OK", "Set #1 is claimed")
	term.Type("5")
	term.WaitFor("Call the data API", "WHAT WILL BE SENT", "set #2")
	term.Type("enter")
	term.WaitFor("200 OK", "accounts that the person shared")
}

// TestMain makes this binary the program, and a browser for it, for scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"akoya-tui": main, "xdg-open": clitest.Browser})
}

// TestScripts drives the real program from its command line.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, clitest.Params("ui/cli/testdata/script"))
}

// TestImports holds the way in which packages may know each other:
// main → ui → flows → akoya and flows → keystore → akoya. The local Akoya knows
// nothing of ours, and only main and tests know it.
func TestImports(t *testing.T) {
	t.Parallel()
	may := map[string][]string{
		"akoya-tui": {"akoya", "akoya/sandbox", "flows", "keystore", "ui"},
		"ui":        {"ui", "flows", "akoya"}, "flows": {"flows", "keystore", "akoya"},
		"keystore": {"keystore", "akoya"}, "akoya": {}, "akoya/sandbox": {},
	}
	room := func(path string) string {
		path = strings.TrimPrefix(path, "akoya-tui/")
		if path == "akoya/sandbox" {
			return path
		}
		first, _, _ := strings.Cut(path, "/")
		return first
	}
	for _, p := range listPackages(t) {
		from := room(p.ImportPath)
		for _, imported := range p.Imports {
			switch to := room(imported); {
			case imported != "akoya-tui" && !strings.HasPrefix(imported, "akoya-tui/"):
			case !slices.Contains(may[from], to):
				t.Errorf("%s imports %s", p.ImportPath, imported)
			case strings.HasSuffix(imported, "test"):
				t.Errorf("%s imports %s, which is for tests", p.ImportPath, imported)
			}
		}
		for _, imported := range slices.Concat(p.TestImports, p.XTestImports) {
			if to := room(imported); to == "ui" && strings.HasPrefix(imported, "akoya-tui/") && from != "ui" && from != "akoya-tui" {
				t.Errorf("a test of %s imports %s", p.ImportPath, imported)
			}
		}
		if _, known := may[from]; !known {
			t.Errorf("%s is in a folder that nobody knows", p.ImportPath)
		}
	}
}

// TestTopLevel holds the few names that a newcomer sees first.
func TestTopLevel(t *testing.T) {
	t.Parallel()
	list, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"README.md", "akoya", "demo.tape", "flows", "go.mod", "go.sum", "keystore", "main.go", "main_test.go", "ui"}
	for _, one := range list {
		built := one.Name() == "dist" || !one.IsDir() && (strings.HasPrefix(one.Name(), "akoya-tui") || one.Name() == "demo.gif" || strings.HasSuffix(one.Name(), ".test"))
		if !strings.HasPrefix(one.Name(), ".") && !slices.Contains(names, one.Name()) && !built {
			t.Errorf("%s has no place at the top level", one.Name())
		}
	}
}

type listedPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func listPackages(t *testing.T) []listedPackage {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...").Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("there is no go to list packages with")
	}
	if err != nil {
		t.Fatal(err)
	}
	var list []listedPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listedPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	if len(list) < 10 {
		t.Fatalf("only %d packages", len(list))
	}
	return list
}

// TestBadLuck pastes, denies, breaks and cancels: each time a sentence says what
// happened, and what there was is still there.
func TestBadLuck(t *testing.T) {
	t.Parallel()
	term := openProgram(t, 120, 40)
	term.WaitFor("Local Akoya")
	term.Type("enter")
	term.WaitFor("waiting for the callback")
	redirect := regexp.MustCompile(`http://127\.0\.0\.1:\d+/callback`).FindString(term.Screen())

	// Pasted texts.
	for paste, says := range map[string]string{
		"what the browser shows":                         "neither",
		redirect + "?code=a-code&state=another-state":    "another",
		redirect + "?code=a-code":                        "state",
		"http://127.0.0.1:1/elsewhere?code=x&state=y":    "redirect URI",
		redirect + "?state=only":                         "code",
		"eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.sig": "token",
	} {
		term.Paste(paste)
		term.WaitFor("WHERE THE PERSON IS", "waiting for the callback")
		term.WaitWords(says)
	}

	// Hits on the listener.
	for query, says := range map[string]string{"?code=a-code&state=wrong": "another authorization", "/../elsewhere?code=x": "path"} {
		answer, err := http.Get(redirect + query)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		term.WaitFor("Refused:")
		term.WaitWords(says)
	}

	// A denied consent, then a good one.
	term.Type("x")
	term.WaitFor("access_denied")
	term.Type("n")
	term.WaitFor("waiting for the callback")
	term.Type("enter")
	term.WaitFor("APPROVE AS")
	term.Type("enter")
	term.WaitFor("state matched")
	term.Paste(redirect + "?code=second&state=second")
	term.WaitFor("answered already")
	term.Type("enter")
	term.WaitFor("WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("Token set #1")

	// Bad answers to a refresh: the set stays, and in the end refreshes.
	for _, fault := range []struct{ title, says string }{
		{"is cut off without an answer", "closed the connection"},
		{"answers 503", "problem of its own"},
		{"answers HTML", "HTML instead of JSON"},
		{"answers 8 MiB", "1048576 bytes"},
	} {
		term.Type("9")
		term.WaitFor("THE NEXT REQUEST")
		choose(term, fault.title)
		term.Type("enter")
		term.WaitFor("The next request " + fault.title)
		term.Type("4")
		term.WaitFor("current refresh token")
		if strings.Contains(term.Screen(), "WHAT WAS SENT") {
			term.Type("enter")
		}
		term.WaitFor("WHAT WILL BE SENT")
		term.Type("enter")
		term.WaitWords(fault.says)
		term.WaitFor("WHAT IT MEANS")
	}
	term.Type("9")
	term.WaitFor("THE NEXT REQUEST")
	choose(term, "takes three seconds")
	term.Type("enter")
	term.WaitFor("The next request takes three seconds")
	term.Type("4", "enter")
	term.WaitFor("WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("waiting for the answer")
	term.Type("esc")
	term.WaitWords("canceled after it had left")
	term.Type("3")
	term.WaitFor("#1 unclear")
}

// choose moves the cursor of the local Akoya's controls to a line.
func choose(term *uitest.Terminal, title string) {
	for range 20 {
		term.Type("up")
	}
	for !strings.Contains(lastLine(term.Screen()), "5 minutes on") { // the first of them
		term.WaitChange()
	}
	for at := lastLine(term.Screen()); !strings.Contains(at, title); at = lastLine(term.Screen()) {
		term.Type("down")
		for lastLine(term.Screen()) == at {
			term.WaitChange()
		}
	}
}

func lastLine(screen string) string {
	lines := strings.Split(strings.TrimRight(screen, "\n "), "\n")
	return lines[len(lines)-1]
}

// TestSandboxLog asks the sandbox command for lines and sends it a request with
// secrets in every place.
func TestSandboxLog(t *testing.T) {
	t.Parallel()
	for _, log := range []bool{true, false} {
		ctx, end := context.WithCancel(t.Context())
		defer end()
		described, out := io.Pipe()
		var lines strings.Builder // read only after the server has ended
		served := make(chan error, 1)
		go func() {
			served <- serveSandbox(ctx, out, &lines, sandboxFlags{addr: "127.0.0.1:0", format: "json", log: log})
		}()
		var about struct {
			TokenURL string `json:"token_url"`
		}
		if err := json.NewDecoder(described).Decode(&about); err != nil {
			t.Fatal(err)
		}
		response, err := http.PostForm(about.TokenURL+"?code=secret-in-query", url.Values{"client_secret": {"secret-in-body"}})
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		end()
		if err := <-served; err != nil {
			t.Fatal(err)
		}
		want := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\S+Z POST /token 401 \d+\.\d ms\n$`)
		if got := lines.String(); log && !want.MatchString(got) || !log && got != "" {
			t.Errorf("log %v: %q", log, got)
		}
	}
}

// TestCasesJourney replays a sad path by hand, runs everything, stops in the
// middle, and writes the report.
func TestCasesJourney(t *testing.T) {
	t.Chdir(t.TempDir()) // reports are written where the program runs
	term := openProgram(t, 120, 40)
	term.WaitFor("Local Akoya")
	term.Type("enter")
	term.WaitFor("waiting for the callback")
	term.Type("7")
	term.WaitFor("61 cases", "not run")

	// Find it and run it.
	term.Type("/")
	term.WaitFor("text")
	term.Type(strings.Split("refresh.used", "")...)
	term.WaitFor("1 of 61 cases", "· not run", "Refresh a used refresh_token", "refresh.used   costs nothing")
	term.Type("enter")
	term.WaitFor("R run the 1 listed")
	term.Type("enter")
	term.WaitFor("▌  ✓ exact", "✓ 1 hold")

	// Edit the refresh token by hand and run it again: both verdicts are in the list.
	term.Type("e")
	term.WaitFor("send and judge", "EXPECTED", "already been claimed")
	for range 4 {
		term.Type("down")
	}
	term.WaitFor("▌refresh_token")
	term.Type("d")
	term.WaitGone("▌refresh_token")
	term.Type("enter")
	term.WaitFor("same error", "No refresh token in request", "≠")
	term.Type("esc")
	term.WaitFor("→ details", "✓▸✓ same error", "was ✓ exact")

	// Run all, slowly, and stop in the middle.
	term.Type("u", "9")
	term.WaitFor("EVERY REQUEST")
	choose(term, "takes half a second")
	term.Type("enter")
	term.WaitFor("faults", "latency on")
	term.Type("7")
	term.WaitFor("R run all")
	term.Type("R")
	term.WaitFor("2 of 61")
	term.Type("esc")
	term.WaitGone("of 61")
	term.WaitFor("not run", "R run all")

	// Run all at full speed and write the report.
	term.Type("9")
	term.WaitFor("EVERY REQUEST")
	choose(term, "answers as documented again")
	term.Type("enter")
	term.WaitFor("none waits")
	term.Type("7")
	term.WaitFor("R run all")
	term.Type("R")
	term.WaitFor("61 hold")
	term.Type("w")
	term.WaitFor("Written to")
	files, err := filepath.Glob("akoya-tui-cases-*.md")
	if err != nil || len(files) != 1 {
		t.Fatalf("%d reports (%v)", len(files), err)
	}
	report, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if text := string(report); !strings.Contains(text, "refresh.used") || !strings.Contains(text, "61 exact") || strings.Contains(text, "hiding-c0de") {
		t.Errorf("the report lacks something, or says too much: %d bytes", len(text))
	}
}
