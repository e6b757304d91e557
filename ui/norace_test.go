//go:build !race

package ui

// effort is how many percent of the long tests are done.
const effort = 100
