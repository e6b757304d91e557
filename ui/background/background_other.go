//go:build !unix

package background

// Stop does nothing: there are no jobs on this system.
func Stop() error { return ErrNoJobControl }
