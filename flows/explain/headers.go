package explain

import "strings"

// HeaderParam explains a parameter of the header of a token (JOSE header).
func HeaderParam(name string) (Part, bool) { return findPart(headerParams[:], name) }

var headerParams = [...]Part{
	{"how it is signed", Entry{"alg", "How the token is signed; RS256 is RSA with SHA-256.", "Refuse none, and any algorithm that you did not expect.", "", "RFC 7515 section 4.1.1"}},
	{"which key signed it", Entry{"kid", "Which key signed the token: look for the same id in the key set.", "An id that is not in the set means new keys: load the set again, once.", "", "RFC 7515 section 4.1.4"}},
	{"what kind of token it is", Entry{"typ", "What kind of token this is; JWT, or nothing.", "", "", "RFC 7519 section 5.1"}},
	{"what is inside", Entry{"cty", "What is inside: JWT when the token holds another token.", "", "", "RFC 7519 section 5.2"}},
	{"where keys are: never load them", Entry{"jku", "An address that claims to hold the signing keys.", "Never load keys from it: a forger can put any address here.", "", "RFC 7515 section 4.1.2"}},
	{"a key: never use it", Entry{"jwk", "A key inside the token that claims to be the signing key.", "Never use it: a forger can put any key here.", "", "RFC 7515 section 4.1.3"}},
	{"a certificate: never load it", Entry{"x5u", "An address that claims to hold the certificate of the key.", "Never load it: a forger can put any address here.", "", "RFC 7515 section 4.1.5"}},
	{"the certificate of the key", Entry{"x5c", "The certificate of the signing key, with its chain.", "Trust it only if its chain ends at a root that you chose.", "", "RFC 7515 section 4.1.6"}},
	{"the certificate's SHA-1", Entry{"x5t", "The SHA-1 fingerprint of the certificate of the key.", "", "", "RFC 7515 section 4.1.7"}},
	{"the certificate's SHA-256", Entry{"x5t#S256", "The SHA-256 fingerprint of the certificate of the key.", "", "", "RFC 7515 section 4.1.8"}},
	{"what a reader must understand", Entry{"crit", "Header parameters that a reader must understand.", "Refuse the token when one of them is unknown to you.", "", "RFC 7515 section 4.1.11"}},
	{"how it is encrypted", Entry{"enc", "How the content is encrypted.", "An encrypted token cannot be read without its key.", "", "RFC 7516 section 4.1.2"}},
}

// HTTPHeader explains a header of a request or response, whatever its case.
func HTTPHeader(name string) (Entry, bool) { return find(httpHeaders[:], strings.ToLower(name)) }

var httpHeaders = [...]Entry{
	// Requests.
	{"accept", "What the client can read; JSON is asked for, as JSON comes anyway.", "The reference shows the form type here, and the answer is JSON all the same.", tokenReference, "RFC 9110 section 12.5.1"},
	{"content-type", "How the body is written; token requests are forms, answers are JSON.", "A token request in JSON counts as an empty form and is refused.", tokenReference, "RFC 9110 section 8.3"},
	{"authorization", "Who asks: Basic with id and secret, or Bearer with the id_token.", "Obtain and service tokens answer 401; data calls answer 401 with code 602.", tokenReference, "RFC 9110 section 11.6.2"},
	{"host", "The name of the server that the request is for.", "", "", "RFC 9110 section 7.2"},
	{"user-agent", "The program that makes the request.", "", "", "RFC 9110 section 10.1.5"},
	{"content-length", "How many bytes the body has.", "", "", "RFC 9110 section 8.6"},
	{"accept-encoding", "Which compressions the client can undo.", "", "", "RFC 9110 section 12.5.3"},
	{"x-akoya-interaction-type", "Whether a person waits for the data (user) or a machine (batch).", "Optional for version 2 of the data APIs, required from version 3 on.", dataHeaders, ""},
	{"x-akoya-last-access", "When the data was last fetched before, in UTC.", "Required from version 3 of the data APIs on.", dataHeaders, ""},
	{"x-akoya-intent-type", "Whether the data serves payments or not.", "From version 3 on required for apps that subscribe to Payments.", dataHeaders, ""},
	// Responses.
	{"x-akoya-interaction-id", "Akoya's number of this call.", "Keep it: support asks for it.", dataHeaders, ""},
	{"cache-control", "Whether the answer may be stored; a token must not be.", "", "", tokenSuccess},
	{"pragma", "The older way to say that the answer must not be stored.", "", "", tokenSuccess},
	{"www-authenticate", "How the server wants to be asked; Akoya's token errors lack it.", "", "", "RFC 9110 section 11.6.1"},
	{"retry-after", "How long to wait before the next try.", "Asking earlier makes the wait longer.", "", "RFC 9110 section 10.2.3"},
	{"location", "Where the browser is sent next; it may hold a code.", "A redirect of a token request is not followed: check the URL.", "", "RFC 9110 section 10.2.2"},
	{"date", "The server's clock when it answered.", "A large difference from your clock makes valid tokens look expired.", "", "RFC 9110 section 6.6.1"},
	{"server", "The program that answered.", "", "", "RFC 9110 section 10.2.4"},
	{"connection", "Whether the connection stays open afterwards.", "", "", "RFC 9110 section 7.6.1"},
	{"content-encoding", "How the body is compressed.", "", "", "RFC 9110 section 8.4"},
	{"transfer-encoding", "How the body is cut into pieces on the way.", "", "", "RFC 9112 section 6.1"},
	{"strict-transport-security", "For how long the server wants to be asked over TLS only.", "", "", "RFC 6797 section 6.1"},
	{"set-cookie", "A value that a browser keeps; a client of the token API needs none.", "", "", "RFC 6265 section 4.1"},
	{"vary", "Which headers of the request the answer depends on.", "", "", "RFC 9110 section 12.5.5"},
}
