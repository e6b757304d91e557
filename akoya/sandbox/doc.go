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
// # Control API
//
// What no real Akoya offers is under /control, for programs on this machine.
// Requests and answers are JSON objects; a POST says so in its Content-Type. A
// refusal is 400, 403 or 404 with {"error":"what to do"}.
//
//	GET    /control            the state: now, offset_seconds, clients, users, faults, counts
//	POST   /control/clock      {"advance":"25h"}, answers the state
//	POST   /control/authorize  {"authorize_url","user","accounts","approve"}, answers {"redirect"},
//	                           or with the status of /auth {"status","error"}
//	POST   /control/mint       {"kind","state","client_id","user","redirect_uri","scope"}, answers
//	                           {"value","refresh_token","id_token","redirect_uri","grant_id"};
//	                           code: fresh, expired, used;
//	                           refresh_token: fresh, expired, used, revoked;
//	                           id_token: fresh, expired, revoked;
//	                           service_token: fresh, expired
//	POST   /control/revoke     {"refresh_token"} or {"grant_id"} or {"user"}, answers {"revoked":1}
//	POST   /control/faults     {"faults":[{"path","kind","status","delay","count"}]}, answers the state
//	DELETE /control/faults     answers the state
//	POST   /control/reset      {}, answers the state
//
// # Worth
//
// Everything in it is worthless on purpose: the users, the client secrets and
// the signing key are printed in the source.
package sandbox
