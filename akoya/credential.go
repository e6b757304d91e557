package akoya

import "strings"

// credential returns what is secret of a header value: "Bearer x" hides x. A
// value without a scheme is secret as a whole.
func credential(value Secret) Secret {
	v := value.Reveal()
	for _, scheme := range []string{"Bearer ", "Basic ", "DPoP "} {
		if len(v) > len(scheme) && strings.EqualFold(v[:len(scheme)], scheme) {
			return NewSecret(strings.TrimSpace(v[len(scheme):]))
		}
	}
	return value
}
