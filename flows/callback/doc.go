// Package callback receives the authorization code: from a listener on a
// loopback redirect URI, or from what a person pastes. Both check the same
// things: the place, the parameters and, in constant time, the state.
//
// It must not know how a code is exchanged, and it draws nothing but the page
// that a browser shows at the end. Whatever a browser or a person hands in is
// untrusted; no error text and no event of this package repeats a code.
package callback
