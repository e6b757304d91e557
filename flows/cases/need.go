package cases

// Need is something that has to be there before a case can run.
type Need string

// The needs. Each is met from what an earlier case left, from what the caller
// supplies, by the control API of a local Akoya, or by a person at the bank's
// pages; when none of these can, the case is skipped with the reason.
const (
	NeedConsent             Need = "consent"          // someone who approves
	NeedDenial              Need = "denial"           // someone who denies
	NeedFreshCode           Need = "fresh code"       // not used, younger than five minutes
	NeedUsedCode            Need = "used code"        // exchanged already
	NeedExpiredCode         Need = "expired code"     // not used, older than five minutes
	NeedTokens              Need = "current tokens"   // a live refresh token with its id_token
	NeedSecondTokens        Need = "tokens to revoke" // as current tokens; the case ends the grant
	NeedExpiredIDToken      Need = "expired id_token" // older than 24 hours; its refresh token is alive
	NeedUsedRefreshToken    Need = "used refresh token"
	NeedExpiredRefreshToken Need = "expired refresh token"
	NeedOtherClientToken    Need = "another client's refresh token"
	NeedRevokedTokens       Need = "revoked tokens"
	NeedServiceClient       Need = "service client" // client id and secret for the STS
	NeedServiceToken        Need = "service token"
)

// Why says in a sentence what the need is and why a case wants it.
func (n Need) Why() string {
	switch n {
	case NeedConsent:
		return "someone has to approve the consent"
	case NeedDenial:
		return "someone has to deny the consent"
	case NeedFreshCode:
		return "a code that was not used yet and is younger than five minutes"
	case NeedUsedCode:
		return "a code that was exchanged already"
	case NeedExpiredCode:
		return "a code that was not used and is older than five minutes"
	case NeedTokens:
		return "a live refresh token and its id_token"
	case NeedSecondTokens:
		return "a live refresh token and its id_token, which the case ends"
	case NeedExpiredIDToken:
		return "an id_token older than 24 hours whose refresh token is still alive"
	case NeedUsedRefreshToken:
		return "a refresh token that was traded for a new one already"
	case NeedExpiredRefreshToken:
		return "a refresh token past its life"
	case NeedOtherClientToken:
		return "a refresh token that belongs to another client"
	case NeedRevokedTokens:
		return "tokens whose refresh token was revoked"
	case NeedServiceClient:
		return "the client id and secret for service tokens"
	case NeedServiceToken:
		return "a service token"
	}
	return string(n)
}
