// Package background puts the program in the background of its shell, as ctrl+z
// does for programs that leave that key to the terminal.
package background

import "errors"

// ErrNoJobControl says that nothing would bring the program back: it was not
// started by a shell that keeps jobs.
var ErrNoJobControl = errors.New("no shell here could bring the program back from the background, so it stays")
