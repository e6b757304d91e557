// Package sandbox is a local Akoya: the identity provider, the service token
// server and a small data API, over real HTTP, in this process, with a clock
// that can be moved.
//
// It answers as Akoya's documents say, byte for byte in the error bodies:
// "Akoya token test cases, 2025-Jan-02", "Token API errors", "Token reference"
// and "Service token OpenAPI v1.0.1". Where they are silent it answers as the
// servers whose texts Akoya's are: dex 2.27 for /auth and /token, Ory fosite
// 0.49 for the service token. Each rule names its source where it stands.
//
// It is an oracle, so it must not know the client it judges: it imports
// nothing of this module. Any browser, curl or other client may use it.
//
// Everything in it is worthless on purpose: the users, the client secrets and
// the signing key are printed in the source.
package sandbox
