package explain

// Entry explains one name.
type Entry struct {
	Name     string
	Meaning  string // what it is: a sentence
	IfWrong  string // what happens, or what to do, when it is wrong or missing: a sentence; "" when nothing depends on it
	Document string // the document of Akoya that names it; "" when none does
	RFC      string // the standard behind it, with its section; "" when there is none
}

func find(entries []Entry, name string) (Entry, bool) {
	for _, entry := range entries {
		if entry.Name == name {
			return entry, true
		}
	}
	return Entry{}, false
}
