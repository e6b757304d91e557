//go:build !linux

package clitest

import "github.com/rogpeppe/go-internal/testscript"

// terminalsWork says whether a script can run a program on a terminal here.
const terminalsWork = false

func onTerminal(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Fatalf("there are no terminals for tests here: guard the line with [terminals]")
}
