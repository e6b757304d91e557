//go:build race

package ui

// effort is how many percent of the long tests are done: the race detector makes
// them ten times slower, and each of them has one goroutine.
const effort = 15
