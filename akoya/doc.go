// Package akoya is a client of Akoya's token flow: it builds requests as values
// that can be looked at and changed, sends exactly those, keeps what went over
// the wire, and reads the answers (token sets, errors, id_tokens).
//
// It speaks the protocol only. It must not know a terminal, a keychain, a flow
// or a test case, and it must not import the local Akoya in akoya/sandbox.
package akoya
