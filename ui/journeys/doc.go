// Package journeys walks the whole program with a keyboard, a keychain and a
// server, and measures what it promises about secrets: that they rest in the
// keychain, that a refresh token is never lost or used twice, and that they show
// nowhere else. It holds tests only.
//
// The counts are small; with AKOYA_FULL=1 in the environment they are those of
// the promises.
package journeys
