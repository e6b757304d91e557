package journeys

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// helperVariable makes the test binary do something else than its tests.
const helperVariable = "AKOYA_JOURNEY_HELPER"

func TestMain(m *testing.M) {
	switch name := os.Getenv(helperVariable); name {
	case "":
		os.Exit(m.Run())
	case "refresh":
		refreshHelper()
	case "panic":
		panicHelper()
	default:
		fmt.Fprintf(os.Stderr, "there is no helper %s\n", name)
		os.Exit(1)
	}
}

// helper makes a command that runs the named helper in a process of its own.
func helper(name string, env ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), helperVariable+"="+name), env...)
	return cmd
}

// full reports whether the counts are those of the promises.
func full() bool { return os.Getenv("AKOYA_FULL") == "1" }

// count returns usual, or with AKOYA_FULL=1 all.
func count(usual, all int) int {
	if full() {
		return all
	}
	return usual
}

// logMark begins what a test in a process of its own has to say.
const logMark = "measured: "

// measured prints a figure, also out of a process of its own.
func measured(t *testing.T, format string, values ...any) {
	t.Helper()
	t.Log(logMark + fmt.Sprintf(format, values...))
}
