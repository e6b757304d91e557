package explain

// Failure explains a refusal.
type Failure struct {
	Call     string // the flow: obtain, refresh, revoke, service, accounts, authorize; "" for any
	Status   int    // of HTTP; 0 when the documents name none
	Code     string // "invalid_request", "602"; "" when the status alone decides
	Meaning  string // a sentence
	Do       string // what to do now: a sentence
	Departs  string // where Akoya departs from the RFC: a sentence; "" when it does not
	Document string
	RFC      string
}

// ErrorCode explains a refusal of a call, which is named as for FormField, or
// accounts or authorize. What is not known of the code is looked up by the
// status, what is not known of the call for any call.
func ErrorCode(call string, status int, code string) (Failure, bool) {
	flow := flowOf(call)
	for _, want := range []Failure{
		{Call: flow, Status: status, Code: code}, {Call: flow, Code: code},
		{Status: status, Code: code}, {Call: flow, Status: status}, {Status: status},
	} {
		for _, table := range [][]Failure{tokenFailures[:], dataFailures[:], anyFailures[:]} {
			for _, failure := range table {
				if failure.Call == want.Call && failure.Status == want.Status && failure.Code == want.Code {
					return failure, true
				}
			}
		}
	}
	return Failure{}, false
}

const (
	claimedDo  = "Do not retry. Authorize again, and always keep the newest refresh token."
	grantTypes = "RFC 6749 calls this unsupported_grant_type and keeps invalid_grant for a bad code or token."
)

var tokenFailures = [...]Failure{
	{"obtain", 400, "invalid_request", "The code is wrong, missing, used or expired, or the redirect_uri differs.", "Read the description, then send the registered redirect_uri or get a fresh code.", "RFC 6749 calls a bad code or redirect_uri invalid_grant.", tokenErrors, tokenFailure},
	{"obtain", 400, "invalid_grant", "The grant_type is missing or is not authorization_code.", "Set grant_type to authorization_code and send the request again.", grantTypes, tokenErrors, tokenFailure},
	{"obtain", 401, "invalid_client", "The client id or the client secret is wrong.", "Check both and that they are in the Basic header, form-escaped before base64.", "RFC 6749 wants a WWW-Authenticate header with this answer; none is documented.", tokenErrors, tokenFailure},
	{"refresh", 400, "invalid_request", "The refresh token is missing, used, wrong, expired or of another client.", claimedDo, "RFC 6749 calls a bad refresh token invalid_grant.", tokenErrors, tokenFailure},
	{"refresh", 400, "invalid_grant", "The grant_type is missing or is not refresh_token.", "Set grant_type to refresh_token and send the request again.", grantTypes, tokenErrors, tokenFailure},
	{"refresh", 401, "invalid_client", "The client id or the client secret is wrong.", "Check both and that they are in the body; the refresh token is still good.", "RFC 6749 advises against credentials in the body; Akoya wants them there.", tokenErrors, tokenFailure},
	{"revoke", 400, "invalid_request", "The token, client_id or client_secret is missing or invalid.", "Send all of them; if the token was revoked before, there is nothing left to do.", "RFC 7009 answers 200 for an unknown token and 401 for missing credentials.", tokenErrors, revokeError},
	{"revoke", 400, "unsupported_token_type", "The token_type_hint is not refresh_token.", "Set token_type_hint to refresh_token and send the request again.", "RFC 7009 lets a server ignore a wrong hint.", tokenErrors, revokeError},
	{"revoke", 401, "unauthorized_client", "The client secret is wrong.", "Check it and that it is in the body; nothing was revoked.", "RFC 6749 calls this invalid_client; another page of Akoya says 400 invalid_request.", testCases, tokenFailure},
	{"service", 404, "", "There is nothing at this address.", "Check the URL: it ends in /oauth2/token, on the host of the service tokens.", "", serviceOpenAPI, ""},
	{"service", 401, "invalid_client", "The id or the secret of the service client is wrong, or not in the Basic header.", "Check both; they are not those of the app.", "", "", tokenFailure},
	{"service", 400, "invalid_scope", "The service client may not ask for this scope.", "Use app_management_v2, or notifications_subscriptions with advisory.", "", serviceOpenAPI, tokenFailure},
	{"service", 400, "invalid_request", "The grant_type or the credentials are missing, or the grant_type is unknown.", "Set grant_type to client_credentials and send id and secret in the Basic header.", "RFC 6749 calls an unknown grant_type unsupported_grant_type.", "", tokenFailure},
	{"service", 400, "unauthorized_client", "The service client may not use client_credentials.", "Ask Akoya to allow it for this client.", "", "", tokenFailure},
	{"authorize", 400, "", "The connector, client_id or redirect_uri is wrong, so nobody is redirected.", "Compare the URL with the Data Recipient Hub, to the letter.", "", authTestCases, authErrors},
	{"authorize", 403, "", "The connector or the response_type is missing.", "Complete the URL and open it again.", "", authTestCases, authErrors},
	{"authorize", 501, "", "A part of Akoya, or the provider, is not available.", "Try again later.", "", authTestCases, ""},
}

// The numbers are those of the data APIs.
var dataFailures = [...]Failure{
	{"accounts", 401, "602", "The id_token is expired, revoked or wrong for this provider.", "Refresh once and try once more; if it stays, authorize again.", "RFC 6750 wants a WWW-Authenticate header and error=invalid_token.", testCases, "RFC 6750 section 3.1"},
	{"accounts", 400, "401", "A part of the request is invalid: a parameter, or the provider in the path.", "Compare path and query with the documentation of the call.", "", dataErrors, ""},
	{"accounts", 400, "702", "A start or end date cannot be read.", "Write dates as ISO 8601.", "", dataErrors, ""},
	{"accounts", 400, "703", "The range of dates is not allowed.", "Ask for a shorter or more recent range.", "", dataErrors, ""},
	{"accounts", 403, "403", "The app has no subscription to this product, or the path is wrong.", "Check provider and version in the path, and the subscriptions in the Hub.", "", dataErrors, ""},
	{"accounts", 404, "601", "The bank does not know the customer, or the customer has left.", "Authorize again if the person still wants to share.", "", dataErrors, ""},
	{"accounts", 404, "701", "The account does not exist, or is not shared.", "Compare the id with the accounts claim of the id_token.", "", dataErrors, ""},
	{"accounts", 0, "704", "The type of account is not supported for this call.", "Ask for another product or account.", "", dataErrors, ""},
	{"accounts", 404, "1107", "There is no data for these parameters.", "Ask for other dates or accounts.", "", dataErrors, ""},
	{"accounts", 406, "1203", "The server cannot answer in the type that was asked for.", "Send Accept: application/json.", "", dataErrors, ""},
	{"accounts", 429, "1207", "There were too many requests.", "Wait, then ask less often; the sandbox allows five a second.", "", dataErrors, "RFC 6585 section 4"},
	{"accounts", 500, "500", "Akoya or the bank failed inside.", "Try up to three times with growing waits.", "", dataErrors, ""},
	{"accounts", 500, "501", "A part of Akoya, or the bank, is not available.", "Try up to three times with growing waits.", "", dataErrors, ""},
	{"accounts", 501, "501", "A part of Akoya, or the bank, is not available.", "Try up to three times with growing waits.", "", dataErrors, ""},
	{"accounts", 501, "1106", "The bank does not offer this version or call.", "Ask for another version or product.", "", dataErrors, ""},
	{"accounts", 503, "503", "Maintenance is under way.", "Try again after it; the usual window is Tuesday, 10:00 to 13:00 Eastern.", "", dataErrors, ""},
}

var anyFailures = [...]Failure{
	{"", 400, "invalid_grant", "The code or the refresh token does not work, in the words of the RFC.", "Authorize again.", "Akoya documents invalid_request for this.", "", tokenFailure},
	{"", 400, "unsupported_grant_type", "The server does not know this grant_type.", "Set the documented grant_type and send the request again.", "Akoya documents invalid_grant for this.", "", tokenFailure},
	{"", 400, "invalid_scope", "The scope is unknown, or more than was granted.", "Ask for the documented scope.", "", "", tokenFailure},
	{"", 400, "unauthorized_client", "The app may not use this grant.", "Check in the Data Recipient Hub what the app is registered for.", "", "", tokenFailure},
	{"", 401, "invalid_client", "The client id or the client secret is wrong, or in the wrong place.", "Check both, and whether they belong in the Basic header or in the body.", "", "", tokenFailure},
	{"", 400, "", "The server cannot work with the request.", "Compare every field with the documentation.", "", "", "RFC 9110 section 15.5.1"},
	{"", 401, "", "The server does not know who asks.", "Check the credentials, or the token, and where they are sent.", "", "", "RFC 9110 section 15.5.2"},
	{"", 403, "", "The server knows who asks, and refuses.", "Check the path and what the app is registered for.", "", "", "RFC 9110 section 15.5.4"},
	{"", 404, "", "There is nothing at this address.", "Check the URL, host and path.", "", "", "RFC 9110 section 15.5.5"},
	{"", 405, "", "The address is right and the method is not.", "Token and revoke take POST; authorize and data calls take GET.", "", "", "RFC 9110 section 15.5.6"},
	{"", 408, "", "The server waited too long, for the request or for the bank.", "Try again; a data call may take up to ten seconds.", "", "", "RFC 9110 section 15.5.9"},
	{"", 415, "", "The server does not read this type of body.", "Send a form: application/x-www-form-urlencoded.", "", "", "RFC 9110 section 15.5.16"},
	{"", 429, "", "There were too many requests.", "Wait for as long as Retry-After says, then ask less often.", "", "", "RFC 6585 section 4"},
	{"", 500, "", "The server failed inside.", "Keep the refresh token: it may still be good. Send the same request again.", "", "", "RFC 9110 section 15.6.1"},
	{"", 501, "", "The server does not offer this.", "Check path and method.", "", "", "RFC 9110 section 15.6.2"},
	{"", 502, "", "A server in between got no good answer.", "Keep the refresh token: it may still be good. Send the same request again.", "", "", "RFC 9110 section 15.6.3"},
	{"", 503, "", "The server is overloaded or under maintenance.", "Keep the refresh token and send the same request again later.", "", "", "RFC 9110 section 15.6.4"},
	{"", 504, "", "A server in between waited too long for an answer.", "Keep the refresh token: it may still be good. Send the same request again.", "", "", "RFC 9110 section 15.6.5"},
}
