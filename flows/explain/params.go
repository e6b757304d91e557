package explain

// QueryParam explains a parameter of the authorize URL.
func QueryParam(name string) (Entry, bool) { return find(queryParams[:], name) }

var queryParams = [...]Entry{
	{"connector", "The bank; mikomo in the sandbox.", "Wrong: 400 in the browser; missing: a sign-in page without use.", getCode, ""},
	{"client_id", "Your app, as the Data Recipient Hub names it.", "Wrong or missing: 400 in the browser, and no redirect.", getCode, authRequest},
	{"redirect_uri", "Where the code is sent: a registered address, to the letter.", "Wrong or missing: 400 in the browser, and no redirect.", getCode, authRequest},
	{"response_type", "What comes back: code is the only value.", "Another value: the redirect carries an error, or none happens.", getCode, authRequest},
	{"scope", "What is asked for; openid gives an id_token, offline_access a refresh token.", "Without openid: error=invalid_scope; without offline_access: no refresh token.", getCode, "RFC 6749 section 3.3"},
	{"state", "A value nobody can guess; it comes back and ties the answer to you.", "Refuse any answer with another one: it may be someone else's.", getCode, "RFC 6749 section 10.12"},
	// Not documented by Akoya.
	{"nonce", "A value nobody can guess; it comes back inside the id_token.", "Refuse the id_token if it holds another one.", "", oidcRequest},
	{"code_challenge", "A hash of a secret that only the one who obtains knows (PKCE).", "Servers that know it want the code_verifier with the code.", "", "RFC 7636 section 4.3"},
	{"code_challenge_method", "How the challenge is made: S256 is SHA-256.", "", "", "RFC 7636 section 4.3"},
	{"prompt", "Whether the person must sign in or consent once more.", "", "", oidcRequest},
	{"login_hint", "Who is about to sign in, to fill the form in advance.", "", "", oidcRequest},
	{"max_age", "How many seconds ago the sign-in may be.", "", "", oidcRequest},
	{"acr_values", "How strongly the person should be authenticated.", "", "", oidcRequest},
	{"ui_locales", "The languages that the person prefers.", "", "", oidcRequest},
	{"display", "How the pages should be shown.", "", "", oidcRequest},
	{"id_token_hint", "An earlier id_token of the person who should sign in.", "It puts a token into an address: leave it out.", "", oidcRequest},
	{"response_mode", "How the answer is sent back; a redirect with a query is the default.", "Another mode than query cannot be received by a listener.", "", "OAuth 2.0 Multiple Response Type Encoding Practices section 2.1"},
	{"connector_id", "The bank, as servers of the older kind name the parameter.", "Akoya's own name for it is connector.", "", ""},
}
