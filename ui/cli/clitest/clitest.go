// Package clitest drives the command line in tests: commands for scripts that
// start servers, walk the flow, and hold what was written against its contract.
// Only tests import it.
//
// It knows the program from outside: its arguments, what it writes, its exit code,
// and what arrives at a server.
package clitest

import (
	"encoding/base64"
	"errors"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// program is the name of the binary under test on the PATH.
const program = "akoya-tui"

// Params returns the parameters of a run of the scripts in dir.
func Params(dir string) testscript.Params {
	return testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Values[stateKey{}] = &state{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "sandbox": startSandbox, "stop-sandbox": stopSandbox, "stub": startStub, "walk": walk,
			"report": checkReport, "verdict": checkVerdict, "junit": checkJUnit, "nosecrets": noSecrets, "mode": checkMode,
			"curl-lines": runCurlLines, "interrupted": interrupted, "pasted": pasted, "terminal": onTerminal,
		},
		Condition: func(name string) (bool, error) {
			if name == "terminals" {
				return terminalsWork, nil
			}
			return false, errors.New("there is no condition " + name)
		},
	}
}

// state is what the commands of one script share.
type state struct {
	mu      sync.Mutex
	sandbox *running
	served  chan struct{} // one for each request at the stub
	secrets []string
}

type stateKey struct{}

func stateOf(ts *testscript.TestScript) *state { return ts.Value(stateKey{}).(*state) }

func (s *state) secret(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secrets = append(s.secrets, text)
}

// exits runs a command and wants an exit code: exits CODE COMMAND…
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	wantCode(ts, args[0], ts.Exec(args[1], args[2:]...))
}

func wantCode(ts *testscript.TestScript, want string, err error) {
	code := 0
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		code = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != want {
		ts.Fatalf("exit code %d, want %s", code, want)
	}
}

// noSecrets wants no secret of the script's servers in files, in any form:
// nosecrets FILE…
func noSecrets(ts *testscript.TestScript, neg bool, args []string) {
	s := stateOf(ts)
	s.mu.Lock()
	defer s.mu.Unlock()
	if neg || len(s.secrets) < 5 {
		ts.Fatalf("only %d secrets are known: the run has not begun", len(s.secrets))
	}
	for _, name := range args {
		text := ts.ReadFile(name)
		if len(text) < 20 {
			ts.Fatalf("%s is nearly empty", name)
		}
		for _, secret := range s.secrets {
			pair := base64.StdEncoding.EncodeToString([]byte(clientID + ":" + secret))
			for _, form := range []string{secret, url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret)), pair} {
				if strings.Contains(text, form) {
					ts.Fatalf("%s holds the secret %q as %q", name, secret, form)
				}
			}
		}
	}
}
