package akoya

import (
	"net/url"
	"strings"
)

// Query returns the parameters of a URL in their order, decoded. A value with a
// broken escape stands for itself; a parameter whose name says so is sensitive.
func Query(address string) []Field {
	_, query, _ := cutAddress(address)
	var list []Field
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, value = queryUnescape(name), queryUnescape(value)
		list = append(list, Field{Name: name, Value: NewSecret(value), Sensitive: IsSecretName(name)})
	}
	return list
}

// WithQuery returns the URL with these parameters in place of its own. Its
// fragment stays. The error says why a browser could not open the URL.
func WithQuery(address string, list []Field) (string, error) {
	base, _, fragment := cutAddress(address)
	if _, err := parseTarget(base); err != nil {
		return "", err
	}
	for i, f := range list {
		separator := "&"
		if i == 0 {
			separator = "?"
		}
		base += separator + queryEscape(f.Name) + "=" + queryEscape(f.Value.Reveal())
	}
	return base + fragment, nil
}

// BeforeQuery returns a URL without its query and its fragment.
func BeforeQuery(address string) string {
	base, _, _ := cutAddress(address)
	return base
}

// cutAddress takes a URL apart: what stands before the query, the query as it is
// written, and the fragment with its "#".
func cutAddress(address string) (base, query, fragment string) {
	if i := strings.IndexByte(address, '#'); i >= 0 {
		address, fragment = address[:i], address[i:]
	}
	base, query, _ = strings.Cut(address, "?")
	return base, query, fragment
}

func queryUnescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
