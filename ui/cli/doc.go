// Package cli holds the commands that print and end: what they read, what they
// write, how they fail. They render for people and for programs, and start no
// terminal interface.
package cli
