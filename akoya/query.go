package akoya

import (
	"net/url"
	"strings"
)

// Query returns the parameters of a URL in their order, decoded. A value with a
// broken escape stands for itself; a parameter whose name says so is sensitive.
func Query(address string) []Field {
	address, _, _ = strings.Cut(address, "#")
	_, query, _ := strings.Cut(address, "?")
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
	base, fragment, hasFragment := strings.Cut(address, "#")
	base, _, _ = strings.Cut(base, "?")
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
	if hasFragment {
		base += "#" + fragment
	}
	return base, nil
}

func queryUnescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
