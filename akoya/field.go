package akoya

// Field is one name with its value: a form field or a header of a request, a
// header of a response. The value is kept as a Secret whether it is sensitive
// or not, so that a printed Request or RoundTrip never shows a token by accident.
type Field struct {
	Name      string
	Value     Secret
	Sensitive bool // Display masks the value
}

// Plain returns a field whose value may be shown.
func Plain(name, value string) Field { return Field{Name: name, Value: NewSecret(value)} }

// Sensitive returns a field whose value is shown as a mask.
func Sensitive(name string, value Secret) Field {
	return Field{Name: name, Value: value, Sensitive: true}
}

// Display returns what may be shown of the value: the value of a plain field,
// the mask of a sensitive one. It may hold control characters that a server or
// a user put there; whoever draws it makes them visible.
func (f Field) Display() string {
	if f.Sensitive {
		return f.Value.Mask()
	}
	return f.Value.Reveal()
}
