// Package cases holds the test tables that a data recipient has to pass as
// data: what is sent, what must come back, and which document says so. It meets
// what a case needs (a fresh code, a used refresh token, …), sends the requests,
// and judges the answers.
//
// Adding a case is adding one value to a slice. The screen, the check command,
// the reports and the tests all read the same catalogue.
//
// The package must not know a terminal, a keychain or the local Akoya's code: it
// reaches a local Akoya over HTTP, as any other server.
package cases
