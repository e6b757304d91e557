//go:build unix

package quiet

import (
	"os"
	"syscall"
	"testing"
)

func TestProcess(t *testing.T) {
	t.Setenv("TEA_TRACE", "/dev/null")
	Process()
	if _, ok := os.LookupEnv("TEA_TRACE"); ok {
		t.Error("TEA_TRACE is still set")
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CORE, &limit); err != nil || limit.Cur != 0 || limit.Max != 0 {
		t.Errorf("core dumps up to %d of %d bytes, %v", limit.Cur, limit.Max, err)
	}
}
