package explain

import "slices"

// Disagreement is a point in which the documents contradict each other, leave a
// gap, or differ from what servers do.
type Disagreement struct {
	Topic   string
	Sayings []Saying
	WeDo    string // what this program does about it: a sentence
}

// Saying is what one document says, in other words than its own.
type Saying struct {
	Document string
	Says     string // a sentence
}

// Disagreements returns all of them; the caller owns the slice, and leaves what
// it holds alone.
func Disagreements() []Disagreement { return slices.Clone(disagreements[:]) }

var disagreements = [...]Disagreement{
	{"The path of revoke", []Saying{
		{newerTestCases, "The test calls /token/revoke."},
		{testCases, "The test calls /revoke."},
		{revokeRef, "The endpoint is /revoke."},
	}, "Revoke goes to /revoke; the path can be edited, and the local Akoya answers both."},
	{"Where the client credentials go", []Saying{
		{tokenReference, "To obtain, they are in a Basic header; to refresh, in the body and nowhere else."},
		{revokeRef, "To revoke, they are in the body."},
		{serviceOpenAPI, "For a service token, they are in a Basic header."},
		{"Token overview", "An example obtains tokens without any credentials."},
	}, "Each request sends them where its own page says; the place can be changed to see what happens."},
	{"The final full stop of error descriptions", []Saying{
		{tokenErrors, "The table leaves it out where the sample payload has it."},
		{newerTestCases, "Payloads have it, and two of them are broken over lines."},
		{testCases, "Payloads have it, and each is on one line."},
	}, "Descriptions are compared without regard to white space and a final full stop."},
	{"Revoke with a wrong client_secret", []Saying{
		{newerTestCases, "The answer is 401 unauthorized_client."},
		{testCases, "The answer is 401 unauthorized_client."},
		{tokenErrors, "An invalid secret is filed under 400 invalid_request; there is no 401."},
	}, "401 unauthorized_client is expected; the verdict shows both sayings."},
	{"A description for invalid_grant", []Saying{
		{testCases, "The payload has the error alone."},
		{tokenErrors, "The cause stands in the column of the description."},
	}, "No description is expected; one that comes is shown and fails nothing."},
	{"The answer to a wrong client_id", []Saying{
		{testCases, "A wrong client_id gives 401 invalid_client, and no payload is printed; a wrong secret has one."},
		{tokenErrors, "Either of them wrong gives 401 invalid_client with a description."},
	}, "The payload of the wrong secret is expected for both."},
	{"The type of answers", []Saying{
		{tokenReference, "The example accepts a form, and reads the answer as JSON."},
		{serviceOpenAPI, "The answer is listed as a form."},
		{tokenOverview, "The answer is JSON."},
	}, "JSON is asked for, and decoded whatever the content type says."},
	{"The scopes of the authorize URL", []Saying{
		{tokenOverview, "openid, email, profile and offline_access are all required."},
		{getCode, "Different versions of the page ask for openid with offline_access, or with profile too."},
	}, "The default is openid profile offline_access, and it can be edited."},
	{"Whether state is needed", []Saying{
		{getCode, "It is optional in older versions; a later one recommends at least eight characters."},
		{tokenOverview, "It is required, and nobody may be able to guess it."},
	}, "A long random state is sent unless it is dropped by hand, and an answer without it is not taken."},
	{"The case of the connector", []Saying{
		{getCode, "One version writes mikomo, another Mikomo."},
		{idTokenDetails, "The example token holds Mikomo as its connectorId."},
	}, "The default is mikomo, in lower case, and it can be edited."},
	{"How long an id_token lives", []Saying{
		{tokenReference, "The provider decides."},
		{testCases, "One that is older than 24 hours is expired."},
		{tokenOverview, "It lives 24 hours at most, and 15 minutes is the safe assumption."},
	}, "The exp claim counts; a difference from expires_in is shown."},
	{"The form of aud", []Saying{
		{idTokenDetails, "Older examples hold a text, the newest one a list."},
	}, "Both are read."},
	{"The data call after a revoke", []Saying{
		{testCases, "The test calls /accounts."},
		{"Data API reference", "Both /accounts and /accounts-info exist, and belong to different products."},
	}, "The call is accounts-info, which every app can have; the path can be edited."},
	{"The scope of the Apps Management API", []Saying{
		{serviceOpenAPI, "Use app_management_v2; alps is deprecated, and still stands in the example answer."},
	}, "The default is app_management_v2; alps is marked as deprecated."},
	{"The sample of refresh errors", []Saying{
		{tokenErrors, "The sample payload for refresh is that of a bad authorization code."},
	}, "The texts of the table count, and the sample is taken for a slip."},
	{"The case of x-akoya-interaction-type", []Saying{
		{dataHeaders, "The values are user and batch, in lower case."},
		{"Coming soon", "The values are USER and BATCH, in upper case."},
	}, "The program does not send the header; add it in lower case where it is needed."},
	{"How many sandbox apps there can be", []Saying{
		{"Hub manual", "An account has one sandbox app."},
		{"Management API guide", "There can be up to ten."},
	}, "Any number of profiles can be kept."},
	{"What \"No refresh token in request\" means", []Saying{
		{tokenErrors, "The token is missing, invalid or claimed, although the next row has its own text for that."},
		{testCases, "The token is not in the request."},
	}, "The text is expected for a missing token only."},
	{"What kind of server answers", []Saying{
		{testCases, "Errors are worded like those of Dex up to version 2.27."},
		{idTokenDetails, "The newest example has claims as Ory Hydra writes them."},
		{serviceOpenAPI, "The service token has the form of Ory Hydra's."},
	}, "The documents say what is expected; another wording alone never fails a case."},
}
