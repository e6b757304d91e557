// Package leaks runs the whole program through requests, cancels, callbacks and
// test cases and looks at what is left of them: goroutines and open files. It
// holds one test only, so that nothing else runs beside it.
//
// A run makes a hundred of them; with AKOYA_FULL=1 in the environment a thousand.
package leaks
