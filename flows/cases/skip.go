package cases

import "fmt"

// SkipError says in a sentence why a case cannot run here.
type SkipError struct{ Why string }

// Error implements error.
func (e *SkipError) Error() string { return e.Why }

func skip(format string, a ...any) error { return &SkipError{Why: fmt.Sprintf(format, a...)} }
