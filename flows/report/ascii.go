package report

import (
	"io"
	"strings"
)

// plainMarks are the marks of the text in the characters that every terminal has.
var plainMarks = strings.NewReplacer("✓", "+", "✗", "x", "≠", "!", "…", "...", "━", "#", "─", "-", "•", "*")

// ASCII returns a writer for a terminal that cannot show the marks of [Text] and
// [Progress]: they are written in plain characters. What comes from elsewhere
// stays as it is.
func ASCII(w io.Writer) io.Writer { return asciiWriter{w} }

type asciiWriter struct{ to io.Writer }

// Write implements io.Writer. A mark must not be split over two calls.
func (a asciiWriter) Write(text []byte) (int, error) {
	if _, err := plainMarks.WriteString(a.to, string(text)); err != nil {
		return 0, err
	}
	return len(text), nil
}
