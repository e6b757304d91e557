package clitest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience is how long anything of a script may take.
const patience = 30 * time.Second

// running is a program in the background.
type running struct {
	command *exec.Cmd
	rest    chan string // what came on standard output after the first line
	stderr  bytes.Buffer
}

// command prepares the program in the folder and environment of the script.
func command(ts *testscript.TestScript, args []string) *exec.Cmd {
	c := exec.Command(program, args...)
	c.Dir = ts.Getenv("WORK")
	for _, name := range []string{
		"PATH", "HOME", "TMPDIR", "WORK", "NO_COLOR", "TERM", "GOCOVERDIR", "AKOYA_CLIENT_ID", "AKOYA_CLIENT_SECRET",
		"AKOYA_REDIRECT_URI", "AKOYA_SERVICE_CLIENT_ID", "AKOYA_SERVICE_CLIENT_SECRET",
	} {
		if value := ts.Getenv(name); value != "" {
			c.Env = append(c.Env, name+"="+value)
		}
	}
	return c
}

// described is the line that a sandbox prints, every member as the contract has it.
type described struct {
	AuthURL      string   `json:"auth_url"`
	TokenURL     string   `json:"token_url"`
	RevokeURL    string   `json:"revoke_url"`
	STSURL       string   `json:"sts_url"`
	AccountsURL  string   `json:"accounts_url"`
	KeysURL      string   `json:"keys_url"`
	ControlURL   string   `json:"control_url"`
	ClientID     string   `json:"client_id"`
	ClientSecret string   `json:"client_secret"`
	RedirectURIs []string `json:"redirect_uris"`
}

// startSandbox runs akoya-tui sandbox --format json with more arguments, and puts
// what it says into the environment: sandbox ARGUMENT…
func startSandbox(ts *testscript.TestScript, neg bool, args []string) {
	r := &running{command: command(ts, append([]string{"sandbox", "--format", "json"}, args...)), rest: make(chan string, 1)}
	stdout, err := r.command.StdoutPipe()
	ts.Check(err)
	r.command.Stderr = &r.stderr
	ts.Check(r.command.Start())
	stateOf(ts).sandbox = r
	ts.Defer(func() {
		if r.command.ProcessState == nil {
			_ = r.command.Process.Kill()
			_ = r.command.Wait()
		}
	})
	reader := bufio.NewReader(stdout)
	line, err := reader.ReadBytes('\n')
	if err != nil {
		ts.Fatalf("no line on standard output: %v\n%s", err, r.stderr.String())
	}
	go func() {
		rest, _ := io.ReadAll(reader)
		r.rest <- string(rest)
	}()
	var d described
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	ts.Check(decoder.Decode(&d))
	for name, value := range map[string]string{
		"AUTH_URL": d.AuthURL, "TOKEN_URL": d.TokenURL, "REVOKE_URL": d.RevokeURL, "STS_URL": d.STSURL,
		"ACCOUNTS_URL": d.AccountsURL, "KEYS_URL": d.KeysURL, "CONTROL_URL": d.ControlURL,
		"AKOYA_CLIENT_ID": d.ClientID, "AKOYA_CLIENT_SECRET": d.ClientSecret, "AKOYA_REDIRECT_URI": d.RedirectURIs[0],
		"ADDR": strings.TrimSuffix(strings.TrimPrefix(d.TokenURL, "http://"), "/token"), "REDIRECT_URIS": strings.Join(d.RedirectURIs, " "),
	} {
		if value == "" {
			ts.Fatalf("the sandbox says no %s: %s", name, line)
		}
		ts.Setenv(name, value)
	}
	// It serves from the moment of that line on.
	response, err := http.Get(d.ControlURL)
	ts.Check(err)
	ts.Check(response.Body.Close())
}

// stopSandbox ends the sandbox as ctrl+c does, or by another signal, and wants
// exit code 0 and one line on standard output: stop-sandbox [TERM]
func stopSandbox(ts *testscript.TestScript, neg bool, args []string) {
	r := stateOf(ts).sandbox
	signal := os.Interrupt
	if len(args) == 1 && args[0] == "TERM" {
		signal = terminate
	}
	ts.Check(r.command.Process.Signal(signal))
	rest := <-r.rest
	if err := r.command.Wait(); err != nil || rest != "" || r.stderr.Len() > 0 {
		ts.Fatalf("the sandbox ended with %v, more on standard output %q, standard error %q", err, rest, r.stderr.String())
	}
}

// interrupted runs the program, interrupts it once the stub has been asked N
// times, and wants an exit code; what it wrote is in the files out and err:
// interrupted CODE N ARGUMENT…
func interrupted(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	c := command(ts, args[2:])
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	ts.Check(c.Start())
	for range n {
		select {
		case <-stateOf(ts).served:
		case <-time.After(patience):
			ts.Fatalf("the stub was not asked %d times", n)
		}
	}
	ts.Check(c.Process.Signal(os.Interrupt))
	err = c.Wait()
	ts.Check(os.WriteFile(ts.MkAbs("out"), stdout.Bytes(), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("err"), stderr.Bytes(), 0o600))
	wantCode(ts, args[0], err)
}

var address = regexp.MustCompile(`http://\S+`)

// pasted runs the program and is the person who opens the address it prints and
// pastes the one that comes back: pasted CODE ARGUMENT…
func pasted(ts *testscript.TestScript, neg bool, args []string) {
	c := command(ts, args[1:])
	var stdout bytes.Buffer
	c.Stdout = &stdout
	stdin, err := c.StdinPipe()
	ts.Check(err)
	stderr, err := c.StderrPipe()
	ts.Check(err)
	ts.Check(c.Start())
	browser := &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var told strings.Builder
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		told.WriteString(lines.Text() + "\n")
		opened := address.FindString(lines.Text())
		if opened == "" {
			continue
		}
		response, err := browser.Get(opened)
		ts.Check(err)
		ts.Check(response.Body.Close())
		_, err = io.WriteString(stdin, response.Header.Get("Location")+"\n")
		ts.Check(err)
	}
	err = c.Wait()
	ts.Check(os.WriteFile(ts.MkAbs("out"), stdout.Bytes(), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("err"), []byte(told.String()), 0o600))
	wantCode(ts, args[0], err)
}

// Browser is a program that stands in for a desktop's browser: it opens the
// address in its argument and follows it to the end.
func Browser() {
	client := &http.Client{Timeout: patience}
	response, err := client.Get(os.Args[len(os.Args)-1])
	if err == nil {
		err = response.Body.Close()
	}
	if err != nil {
		os.Exit(1)
	}
}

// checkMode wants a regular file with these permissions: mode 600 FILE
func checkMode(ts *testscript.TestScript, neg bool, args []string) {
	info, err := os.Lstat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := strconv.FormatUint(uint64(info.Mode().Perm()), 8); got != args[0] || !info.Mode().IsRegular() {
		ts.Fatalf("%s is %v", args[1], info.Mode())
	}
	leftovers, err := os.ReadDir(ts.MkAbs("."))
	ts.Check(err)
	for _, entry := range leftovers {
		if strings.HasSuffix(entry.Name(), ".tmp") && entry.Name() != ".tmp" {
			ts.Check(errors.New(entry.Name() + " was left behind"))
		}
	}
}
