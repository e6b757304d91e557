package akoya

import "strings"

// credential returns what is secret of a header value: "Bearer x" hides x. A
// value without a scheme is secret as a whole.
func credential(value Secret) Secret {
	v := value.Reveal()
	if scheme := schemeOf(v); scheme != "" {
		return NewSecret(strings.TrimSpace(v[len(scheme):]))
	}
	return value
}

// schemeOf returns the scheme that a header value starts with, in its usual
// spelling and with the space behind it; "" when there is none.
func schemeOf(value string) string {
	for _, scheme := range []string{"Bearer ", "Basic ", "DPoP "} {
		if len(value) > len(scheme) && strings.EqualFold(value[:len(scheme)], scheme) {
			return scheme
		}
	}
	return ""
}
