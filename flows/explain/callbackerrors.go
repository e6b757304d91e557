package explain

// CallbackError explains an error of the authorization callback (the error
// parameter of the redirect); IfWrong says what to do now.
func CallbackError(code string) (Entry, bool) { return find(callbackErrors[:], code) }

var callbackErrors = [...]Entry{
	{"access_denied", "The person, or the provider, did not approve the connection.", "Nothing was shared: authorize again when the person is ready.", authTestCases, authErrors},
	{"invalid_request", "The authorize URL lacks a parameter or carries a wrong one.", "Compare it with the documented parameters, then authorize again.", authTestCases, authErrors},
	{"invalid_scope", "The scope is unknown, or openid is missing from it.", "Ask for openid profile offline_access, then authorize again.", authTestCases, authErrors},
	{"unauthorized_client", "This app may not ask for a code in this way.", "Check in the Data Recipient Hub what the app is registered for.", authTestCases, authErrors},
	{"unsupported_response_type", "The server offers no such response_type.", "Set response_type to code, then authorize again.", authTestCases, authErrors},
	{"server_error", "The server failed while it handled the authorization.", "Wait a moment, then authorize again.", authTestCases, authErrors},
	{"temporarily_unavailable", "The server is overloaded or under maintenance.", "Wait some minutes, then authorize again.", authTestCases, authErrors},
	{"login_required", "The provider wants the person to sign in first.", "Authorize again in a browser where the person can sign in.", "", "OpenID Connect Core 1.0 section 3.1.2.6"},
	{"interaction_required", "The provider wants to show a page to the person.", "Authorize again in a browser and without prompt=none.", "", "OpenID Connect Core 1.0 section 3.1.2.6"},
	{"consent_required", "The provider wants the person to approve first.", "Authorize again in a browser and without prompt=none.", "", "OpenID Connect Core 1.0 section 3.1.2.6"},
	{"account_selection_required", "The provider wants the person to choose accounts first.", "Authorize again in a browser and without prompt=none.", "", "OpenID Connect Core 1.0 section 3.1.2.6"},
}
