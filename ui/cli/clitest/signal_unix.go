//go:build !windows

package clitest

import "syscall"

// terminate is the signal by which a supervisor ends a program.
const terminate = syscall.SIGTERM
