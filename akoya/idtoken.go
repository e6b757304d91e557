package akoya

import "time"

// IDToken is a decoded JSON Web Token (RFC 7519). Decoding proves nothing: see
// Verification for whether its signature holds.
type IDToken struct {
	Raw       Secret
	Algorithm string  // header "alg"
	KeyID     string  // header "kid"
	Type      string  // header "typ"
	Header    []Claim // all header parameters, in order
	Claims    []Claim // all claims, in the order of the token; unknown ones kept

	Issuer    string
	Subject   string
	Audience  []string  // a string or an array in the token
	Expiry    time.Time // zero when absent; so are the other times
	IssuedAt  time.Time
	NotBefore time.Time
	AuthTime  time.Time
	ATHash    string
	Nonce     string
	Person    Person // decoded from Subject; zero when Subject has another form
}

// Claim is one member of a JSON object, in the order in which it was sent.
type Claim struct {
	Name  string
	Value string // the JSON text of the value, compact
}

// Person is what the subject of Akoya's tokens holds: base64url of a small
// protocol buffer with the user id at the bank and the connector.
type Person struct {
	User      string
	Connector string
}

// SignatureState says what is known of the signature of a token.
type SignatureState int

// The states of a signature. The zero value is NotVerified.
const (
	SignatureNotVerified SignatureState = iota // nobody could check: see Verification.Why
	SignatureVerified
	SignatureWrong // checked against the key of that id, and it does not hold
)

// Verification is the result of checking a signature against a key set.
type Verification struct {
	State   SignatureState
	KeyID   string // the key that verified it
	KeysURL string // where the key set came from
	Why     string // a sentence for NotVerified and Wrong
}
