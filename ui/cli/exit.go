package cli

import "errors"

// Exit codes of the program.
const (
	ExitOK       = 0
	ExitMismatch = 1 // a judged case does not hold
	ExitFailed   = 2 // could not run: usage, network, keychain, input
)

// Exit is an error that ends the program with a code. An empty Text prints
// nothing: what there was to say has been said.
type Exit struct {
	Code int
	Text string
}

// Error implements error.
func (e *Exit) Error() string { return e.Text }

// ExitCode returns the code with which the program ends after err.
func ExitCode(err error) int {
	var exit *Exit
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &exit):
		return exit.Code
	}
	return ExitFailed
}
