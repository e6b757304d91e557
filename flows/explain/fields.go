package explain

// FormField explains a field of the body of a request. The call is named by its
// flow (obtain, refresh, revoke, service) or by its grant_type; with any other
// name, for a grant_type that was tampered with, the first call that has such a
// field answers.
func FormField(call, name string) (Entry, bool) {
	if fields := formFields(flowOf(call)); fields != nil {
		if entry, ok := find(fields, name); ok {
			return entry, true
		}
		return find(otherFields[:], name)
	}
	for _, fields := range [][]Entry{obtainFields[:], refreshFields[:], revokeFields[:], serviceFields[:]} {
		if entry, ok := find(fields, name); ok {
			return entry, true
		}
	}
	return find(otherFields[:], name)
}

// flowOf returns the flow of a grant_type, and other names as they are.
func flowOf(call string) string {
	switch call {
	case "authorization_code":
		return "obtain"
	case "refresh_token":
		return "refresh"
	case "client_credentials":
		return "service"
	}
	return call
}

func formFields(flow string) []Entry {
	switch flow {
	case "obtain":
		return obtainFields[:]
	case "refresh":
		return refreshFields[:]
	case "revoke":
		return revokeFields[:]
	case "service":
		return serviceFields[:]
	}
	return nil
}

var obtainFields = [...]Entry{
	{"grant_type", "What is traded in: authorization_code, a code for tokens.", "Missing or another value: 400 invalid_grant.", tokenReference, tokenRequest},
	{"redirect_uri", "The redirect URI that the code was sent to, to the letter.", "Different or missing: 400 invalid_request; the code stays usable.", tokenReference, tokenRequest},
	{"code", "The authorization code from the callback; it lives five minutes.", "Wrong, missing or expired: 400 invalid_request.", tokenReference, tokenRequest},
	{"client_id", "Your app; its place is the Basic header of this request.", "Unknown: 401 invalid_client.", tokenReference, clientAuth},
	{"client_secret", "The secret of your app; its place is the Basic header of this request.", "Wrong: 401 invalid_client.", tokenReference, clientAuth},
}

var refreshFields = [...]Entry{
	{"grant_type", "What is traded in: refresh_token, an old pair for a new one.", "Missing or another value: 400 invalid_grant.", tokenReference, refreshing},
	{"refresh_token", "The newest refresh token of this person; it works once.", "Used, wrong or expired: 400 invalid_request for good, so authorize again.", tokenReference, refreshing},
	{"client_id", "Your app; in the body, for this request has no Basic header.", "Unknown: 401 invalid_client.", tokenReference, clientAuth},
	{"client_secret", "The secret of your app; in the body, without a Basic header.", "Wrong: 401 invalid_client.", tokenReference, clientAuth},
}

var revokeFields = [...]Entry{
	{"token", "The refresh token to end; the id_token of its pair ends with it.", "Missing or invalid: 400 invalid_request, where RFC 7009 wants 200.", revokeRef, revoking},
	{"token_type_hint", "What kind of token it is; Akoya takes refresh_token only.", "Another value: 400 unsupported_token_type.", tokenErrors, revoking},
	{"client_id", "Your app; in the body, for this request has no Basic header.", "Missing: 400 invalid_request.", revokeRef, clientAuth},
	{"client_secret", "The secret of your app; in the body, without a Basic header.", "Missing: 400 invalid_request; wrong: 401 unauthorized_client.", testCases, clientAuth},
}

var serviceFields = [...]Entry{
	{"grant_type", "What is traded in: client_credentials, the app's own name and secret.", "Missing or another value: refused, in a form that is not documented.", serviceOpenAPI, clientGrant},
	{"scope", "The service that the token is for; some need two words.", "Unknown: refused; missing: servers of this kind grant a token of no use.", serviceOpenAPI, "RFC 6749 section 3.3"},
	{"client_id", "The service client; its place is the Basic header of this request.", "Unknown: 401; in the body instead of the header: most likely refused too.", serviceOpenAPI, clientAuth},
	{"client_secret", "The service secret; its place is the Basic header of this request.", "Wrong: 401; it is not the secret of the app.", serviceOpenAPI, clientAuth},
}

// otherFields are documented for no call of Akoya.
var otherFields = [...]Entry{
	{"code_verifier", "The secret behind the code_challenge of the authorize URL (PKCE).", "Needed only if a challenge was sent; Akoya documents neither.", "", "RFC 7636 section 4.5"},
	{"scope", "What is asked for; a refresh can only ask for less than before.", "More than was granted: 400 invalid_scope on servers that look at it.", "", refreshing},
	{"client_assertion", "A signed token in place of the client secret.", "Akoya documents secrets only.", "", "RFC 7523 section 2.2"},
	{"client_assertion_type", "What kind of client assertion is sent.", "Akoya documents secrets only.", "", "RFC 7523 section 2.2"},
}
