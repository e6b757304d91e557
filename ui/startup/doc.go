// Package startup measures how soon the real program answers: commands that
// print and end beside an empty Go program, and the first frame beside a minimal
// Bubble Tea program. It holds benchmarks only.
package startup
