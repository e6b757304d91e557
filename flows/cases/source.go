package cases

// Mark is the short name of a document.
type Mark string

// The documents that the catalogue is written from.
const (
	T0 Mark = "T0"
	T2 Mark = "T2"
	R1 Mark = "R1"
	E3 Mark = "E3"
	S4 Mark = "S4"
	A  Mark = "A"
	G  Mark = "G"
	I  Mark = "I"
	P  Mark = "P"
	D  Mark = "D"
)

// Document returns the name of the document in words.
func (m Mark) Document() string {
	switch m {
	case T0:
		return "Token test cases (newer copy)"
	case T2:
		return "Token test cases (2025-Jan-02)"
	case R1:
		return "Token reference"
	case E3:
		return "Token API errors"
	case S4:
		return "Service token OpenAPI v1.0.1"
	case A:
		return "Authentication test cases"
	case G:
		return "Get authorization code"
	case I:
		return "ID token details"
	case P:
		return "Service token reference"
	case D:
		return "not documented"
	}
	return string(m)
}

// Source is the place where a case is written.
type Source struct {
	Mark Mark
	Row  string // the test case or table row as the document names it
	Task int    // which of the numbered tasks of that row, from 1; 0 when the row has one
}

// Document returns the name of the document.
func (s Source) Document() string { return s.Mark.Document() }

// String returns one line for a screen or a report: the document, its mark and the row.
func (s Source) String() string {
	line := s.Document() + " [" + string(s.Mark) + "]"
	if s.Row != "" {
		line += ": " + s.Row
	}
	if s.Task > 0 {
		line += " (task " + itoa(s.Task) + ")"
	}
	return line
}
