// Package flows holds the use cases of Akoya's token flow: the steps with what
// each sends, expects and means, and the session that remembers codes, token
// sets and round trips.
//
// A step is data; it builds an akoya.Request and leaves sending to a Runner.
// The session is an immutable value with one transition, Apply. The package
// must not know a terminal or how a screen looks.
package flows
