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

// ResponseField explains a member of an answer, of success or of failure.
func ResponseField(name string) (Entry, bool) { return find(responseFields[:], name) }

var responseFields = [...]Entry{
	{"token_type", "How to use the token: bearer, in whatever case.", "", tokenReference, tokenSuccess},
	{"expires_in", "For how many seconds the token lives, counted from now.", "If exp of the id_token says otherwise, exp counts.", tokenReference, tokenSuccess},
	{"refresh_token", "What gets the next pair, once; it replaces the one before.", "Save it before anything else: without it the person must consent again.", tokenReference, "RFC 6749 section 1.5"},
	{"id_token", "A JWT, and the bearer of data calls; it replaces the one before.", "Without it no data call is possible: check the scope openid.", tokenReference, oidcIDToken},
	{"access_token", "The service token; for data calls the id_token is used instead.", "Akoya documents it for service tokens only.", serviceOpenAPI, tokenSuccess},
	{"scope", "What was granted, separated by spaces; it can be less than was asked.", "Empty means a token without use.", serviceOpenAPI, tokenSuccess},
	{"grant_id", "The record of the person's consent, also in the id_token.", "", tokenOverview, ""},
	{"error", "What went wrong, as a short code.", "Decide by status and code; Akoya uses some codes unlike the RFC.", tokenReference, tokenFailure},
	{"error_description", "What went wrong, in words for people.", "Never decide by it: the documents differ in its wording.", tokenReference, tokenFailure},
	{"code", "The number of a data API error; 602 means not authorized.", "Refresh once and try once more; after that, authorize again.", testCases, ""},
	{"message", "The words of a data API error.", "Never decide by it.", testCases, ""},
	{"debugMessage", "More about a data API error, for people.", "Never decide by it.", dataErrors, ""},
	{"accounts", "The accounts that the person shares.", "", testCases, ""},
	{"error_uri", "A page about the error.", "", "", tokenFailure},
	{"error_hint", "What to look at, from older servers of this kind.", "", "", ""},
	{"error_debug", "What the server knows inside; it should not be sent.", "", "", ""},
	{"status_code", "The HTTP status once more, from older servers of this kind.", "", "", ""},
}
