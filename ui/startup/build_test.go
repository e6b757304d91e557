package startup

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// build builds a package of the module and returns the program's path.
func build(b testing.TB, pkg string) string {
	b.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		b.Skip("the go command is not in PATH: there is nothing to build the programs with")
	}
	path := filepath.Join(b.TempDir(), filepath.Base(pkg))
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	command := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", path, pkg)
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		b.Fatalf("build %s: %v\n%s", pkg, err, out)
	}
	return path
}
