package akoya

import "strings"

// secretNames are the names, without case, "_" and "-", whose values are masked
// wherever they stand: headers, queries, forms, JSON members.
var secretNames = map[string]bool{
	"authorization":      true,
	"proxyauthorization": true,
	"cookie":             true,
	"setcookie":          true,
	"xapikey":            true,
	"apikey":             true,
	"clientsecret":       true,
	"secret":             true,
	"password":           true,
	"passwd":             true,
	"passphrase":         true,
	"privatekey":         true,
	"token":              true,
	"idtokenhint":        true,
	"refreshtoken":       true,
	"idtoken":            true,
	"accesstoken":        true,
	"code":               true,
	"devicecode":         true,
	"codeverifier":       true,
	"assertion":          true,
	"clientassertion":    true,
}

// longestSecretName bounds how far a name is looked for around a "=" or a quote.
const longestSecretName = 64

// IsSecretName reports whether the value of a header, field or member of that
// name is masked: the one rule for what is sent, kept and edited. Names that end
// in token, secret or password count too: X-Auth-Token, csrf_token.
func IsSecretName(name string) bool {
	if name == "" || len(name) > longestSecretName {
		return false
	}
	plain := make([]byte, 0, longestSecretName)
	for i := range len(name) {
		switch c := name[i]; {
		case c == '_' || c == '-':
		case 'A' <= c && c <= 'Z':
			plain = append(plain, c+'a'-'A')
		default:
			plain = append(plain, c)
		}
	}
	if secretNames[string(plain)] {
		return true
	}
	s := string(plain)
	return strings.HasSuffix(s, "token") || strings.HasSuffix(s, "secret") || strings.HasSuffix(s, "password")
}
