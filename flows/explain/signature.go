package explain

import "strings"

// Signature explains the third part of a token.
func Signature() Part { return signature }

var signature = Part{"who wrote it, and unchanged since", Entry{
	"signature", "Who wrote the token, and that nobody changed it: nothing else proves either.",
	"Trust nothing in the token: anybody can write one that decodes.", "", "RFC 7515 section 5.2",
}}

// AlgorithmWarning is what speaks against the algorithm of a token.
type AlgorithmWarning struct {
	Part
	Unprovable bool // no published key can prove who signed the token
}

// Algorithm warns of the alg of a token's header; false when nothing speaks
// against it.
func Algorithm(alg string) (AlgorithmWarning, bool) {
	switch {
	case alg == "RS256":
		return AlgorithmWarning{}, false
	case alg == "":
		return AlgorithmWarning{noAlgorithm, true}, true
	case strings.EqualFold(alg, "none"):
		return AlgorithmWarning{unsigned, true}, true
	case strings.HasPrefix(strings.ToUpper(alg), "HS"):
		return AlgorithmWarning{sharedSecret, true}, true
	}
	switch alg {
	case "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA":
		return AlgorithmWarning{unusualAlgorithm, false}, true
	}
	return AlgorithmWarning{unknownAlgorithm, true}, true
}

var (
	noAlgorithm = Part{"no algorithm is named", Entry{
		"alg", "The header names no algorithm, so nobody can check the signature.",
		"Refuse the token: every signed token names its algorithm.", "", "RFC 7515 section 4.1.1",
	}}
	unsigned = Part{"nobody signed this token", Entry{
		"alg", "Nobody signed this token, so anybody can have written it.",
		"Trust nothing in it, and refuse it wherever a token opens something.", "", "RFC 8725 section 2.1",
	}}
	sharedSecret = Part{"signed with a shared secret", Entry{
		"alg", "It is made with a secret that issuer and reader share: no public key checks it.",
		"Refuse the token: whoever can check it can also write it.", "", "RFC 8725 section 2.1",
	}}
	unusualAlgorithm = Part{"not RS256, the usual one", Entry{
		"alg", "Another algorithm than RS256, with which id_tokens are signed by default.",
		"Refuse the token unless you expect this algorithm.", "", oidcCheck,
	}}
	unknownAlgorithm = Part{"an unknown algorithm", Entry{
		"alg", "No standard algorithm has this name, so the signature is not checked.",
		"Refuse any algorithm that you did not expect.", "", "RFC 7515 section 4.1.1",
	}}
)
