package explain

// Entry explains one name.
type Entry struct {
	Name     string
	Meaning  string // what it is: a sentence
	IfWrong  string // what happens, or what to do, when it is wrong or missing: a sentence; "" when nothing depends on it
	Document string // the document of Akoya that names it; "" when none does
	RFC      string // the standard behind it, with its section; "" when there is none
}

// Part explains a part of a token: a claim or a header parameter.
type Part struct {
	Short string // the meaning in a few words, for a table: no sentence, at most 34 characters
	Entry
}

// The documents that are cited.
const (
	tokenReference = "Token reference"
	testCases      = "Token test cases (2025-Jan-02)"
	newerTestCases = "Token test cases (newer copy)"
	tokenErrors    = "Token API errors"
	serviceOpenAPI = "Service token OpenAPI v1.0.1"
	idTokenDetails = "ID token details"
	authTestCases  = "Authentication test cases"
	revokeRef      = "Revoke reference"
	getCode        = "Get authorization code"
	tokenOverview  = "Token overview"
	dataErrors     = "Data access API errors"
	dataHeaders    = "Data API headers"
)

// The standards that are cited most.
const (
	oidcIDToken  = "OpenID Connect Core 1.0 section 2"
	oidcRequest  = "OpenID Connect Core 1.0 section 3.1.2.1"
	oidcCheck    = "OpenID Connect Core 1.0 section 3.1.3.7"
	oidcClaims   = "OpenID Connect Core 1.0 section 5.1"
	authRequest  = "RFC 6749 section 4.1.1"
	authErrors   = "RFC 6749 section 4.1.2.1"
	tokenRequest = "RFC 6749 section 4.1.3"
	tokenSuccess = "RFC 6749 section 5.1"
	tokenFailure = "RFC 6749 section 5.2"
	refreshing   = "RFC 6749 section 6"
	clientGrant  = "RFC 6749 section 4.4.2"
	clientAuth   = "RFC 6749 section 2.3.1"
	revoking     = "RFC 7009 section 2.1"
	revokeError  = "RFC 7009 section 2.2.1"
)

func find(entries []Entry, name string) (Entry, bool) {
	for _, entry := range entries {
		if entry.Name == name {
			return entry, true
		}
	}
	return Entry{}, false
}

func findPart(parts []Part, name string) (Part, bool) {
	for _, part := range parts {
		if part.Name == name {
			return part, true
		}
	}
	return Part{}, false
}
