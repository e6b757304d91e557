// Package linear is the interface for screen readers: the same flows as the
// terminal screens, as plain questions and answers, one idea a line. It moves no
// cursor, colours nothing, draws nothing, and writes a line once.
//
// It only reads out and asks. What is sent, judged, remembered and saved comes
// from flows; a new flow needs no change here.
package linear
