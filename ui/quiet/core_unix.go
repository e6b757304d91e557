//go:build unix

package quiet

import "syscall"

// noCoreDump lets the system write nothing when the program is ended by a signal.
// Programs that take core dumps over a pipe keep to the same limit.
func noCoreDump() { _ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) }
