//go:build unix

package background

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// TestMain is also the program that goes to the background.
func TestMain(m *testing.M) {
	if os.Getenv("GO_TO_BACKGROUND") == "" {
		os.Exit(m.Run())
	}
	switch err := Stop(); {
	case errors.Is(err, ErrNoJobControl):
		os.Exit(3)
	case err != nil:
		os.Exit(1)
	}
	os.Exit(0)
}

// start runs this program with the right place among processes.
func start(t *testing.T, place *syscall.SysProcAttr) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program)
	command.Env = append(os.Environ(), "GO_TO_BACKGROUND=1")
	command.SysProcAttr = place
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return command
}

// TestStop is stopped, and goes on when it is told to.
func TestStop(t *testing.T) {
	t.Parallel()
	id := start(t, &syscall.SysProcAttr{Setpgid: true}).Process.Pid
	var state syscall.WaitStatus
	if _, err := syscall.Wait4(id, &state, syscall.WUNTRACED, nil); err != nil || !state.Stopped() {
		t.Fatalf("the program is not stopped: %v, %v", state, err)
	}
	if err := syscall.Kill(id, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if _, err := syscall.Wait4(id, &state, 0, nil); err != nil || state.ExitStatus() != 0 {
		t.Errorf("the program ended with %d: %v", state.ExitStatus(), err)
	}
}

// TestStopAlone stays where nobody could continue it.
func TestStopAlone(t *testing.T) {
	t.Parallel()
	err := start(t, &syscall.SysProcAttr{Setsid: true}).Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Errorf("the program ended with %v", err)
	}
}
