// Package quiet keeps the program from leaving its memory behind: no core dump,
// no trace of what it draws.
package quiet

import "os"

// Process makes this process quiet. It is called before anything else. Limits
// that this system does not let it set are left as they are.
func Process() {
	_ = os.Unsetenv("TEA_TRACE") // Bubble Tea would log all output to that file, secrets included
	noCoreDump()
}
