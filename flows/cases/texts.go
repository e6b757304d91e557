package cases

// Texts of error_description as the documents' payloads have them: with the
// final full stop that some rows of "Token API errors" drop.
const (
	textCode    = "Invalid or expired code parameter."
	textRedir   = "redirect_uri did not match URI from initial request."
	textClient  = "Invalid client credentials."
	textNoToken = "No refresh token in request."
	textClaimed = "Refresh token is invalid or has already been claimed by another client."
)

// Texts of Ory fosite, for the service token requests that no document describes.
const (
	textFositeClient      = "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)."
	textFositeBasicOnly   = "The OAuth 2.0 Client supports client authentication method 'client_secret_basic', but method 'client_secret_post' was requested. You must configure the OAuth 2.0 client's 'token_endpoint_auth_method' value to accept 'client_secret_post'."
	textFositeInvalid     = "The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed."
	textFositeWhitelisted = "Make sure that the various parameters are correct, be aware of case sensitivity and trim your parameters. Make sure that the client you are using has exactly whitelisted the redirect_uri you specified."
)

// Rows as the documents name them.
const (
	rowRefresh        = "Refresh an ID token"
	rowRefreshExpired = "Refresh an expired ID token"
	rowRevoke         = "Revoke an ID token"
	rowRefreshUsed    = "Refresh a used refresh_token."
	rowRefreshSecret  = "Refresh with invalid client_secret."
	rowRevokeSecret   = "Revoke with invalid client_secret."
	rowCode           = "Obtain a token with invalid authorization code."
	rowRedirect       = "Obtain a token with an incorrect redirect_URI."
	rowGrantType      = "Obtain a token with a missing grant_type field."
	rowClient         = "Obtain a token with an incorrect client_id."
	rowNoToken        = "Refresh a token without a refresh_token."

	rowE3Code          = "Obtain token errors: Invalid or expired code parameter"
	rowE3Redirect      = "Obtain token errors: redirect_uri did not match URI from initial request"
	rowE3ObtainGrant   = "Obtain token errors: invalid_grant"
	rowE3ObtainClient  = "Obtain token errors: Invalid client credentials."
	rowE3NoToken       = "Refresh token errors: No refresh token in request"
	rowE3Claimed       = "Refresh token errors: Refresh token is invalid or has already been claimed by another client."
	rowE3RefreshGrant  = "Refresh token errors: invalid_grant"
	rowE3RefreshClient = "Refresh token errors: Invalid client credentials."
	rowE3Revoke        = "Revoke token errors: invalid_request"
	rowE3Hint          = "Revoke token errors: unsupported_token_type"

	rowR1Authorize = "code: authorization code from the end-user's authentication flow"
	rowR1Obtain    = "Obtain tokens"
	rowR1Refresh   = "Refresh tokens"

	rowS4App      = "scope: app_management_v2"
	rowS4Notify   = "scope: notifications_subscriptions advisory"
	rowS4Alps     = "scope: alps (deprecated)"
	rowS4NotFound = "404 Not Found"
	rowS4Required = "required: grant_type, scope"
)

// tokenTests names the same row of both copies of the test page, newer copy first.
func tokenTests(row string, task int) []Source {
	return []Source{{Mark: T0, Row: row, Task: task}, {Mark: T2, Row: row, Task: task}}
}

func join(parts ...[]Source) []Source {
	var all []Source
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

func errorTable(row string) []Source { return []Source{{Mark: E3, Row: row}} }

func undocumented() []Source { return []Source{{Mark: D}} }

// refuse is an OAuth error with a description.
func refuse(status int, code, description string, from ...Mark) Expectation {
	return Expectation{From: from, Status: []int{status}, Error: code, Description: description}
}

// refuseBare is an OAuth error without a description.
func refuseBare(status int, code string, from ...Mark) Expectation {
	return Expectation{From: from, Status: []int{status}, Error: code, NoDescription: true}
}

func tampers(list ...Tamper) []Tamper { return list }

func drop(name string) Tamper          { return Tamper{Kind: DropField, Name: name} }
func change(name, value string) Tamper { return Tamper{Kind: SetField, Name: name, Value: value} }
func dropQuery(name string) Tamper     { return Tamper{Kind: DropParameter, Name: name} }
func setQuery(name, value string) Tamper {
	return Tamper{Kind: SetParameter, Name: name, Value: value}
}
func replay(name string, use Material) Tamper {
	return Tamper{Kind: ReplayField, Name: name, Use: use}
}

// one is the list of the only step of a case.
func one(title string, base Base, change []Tamper, expect ...Expectation) []Step {
	return []Step{{Title: title, Base: base, Tampers: change, Expect: expect}}
}
