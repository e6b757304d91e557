package keystore

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"akoya-tui/akoya"
)

// maxImport bounds what ImportReader reads; credentials take a few hundred bytes.
const maxImport = 64 << 10

// Import is what credentials from outside give: the record to save and, if it was
// there, the registered redirect URI, which is a setting.
type Import struct {
	Credentials Credentials
	RedirectURI string
}

// importField is one value that can be imported. name is the environment
// variable; keys are what else it is called in files, folded by foldKey.
type importField struct {
	name string
	keys []string
	set  func(*Import, string)
}

func importFields() []importField {
	return []importField{
		{"AKOYA_CLIENT_ID", []string{"clientid", "id"}, func(i *Import, v string) { i.Credentials.ClientID = v }},
		{"AKOYA_CLIENT_SECRET", []string{"clientsecret", "secret"},
			func(i *Import, v string) { i.Credentials.ClientSecret = akoya.NewSecret(v) }},
		{"AKOYA_REDIRECT_URI", []string{"redirecturi", "redirecturis", "redirecturl", "callbackurl"},
			func(i *Import, v string) { i.RedirectURI = v }},
		{"AKOYA_SERVICE_CLIENT_ID", []string{"serviceclientid"},
			func(i *Import, v string) { i.Credentials.ServiceClientID = v }},
		{"AKOYA_SERVICE_CLIENT_SECRET", []string{"serviceclientsecret"},
			func(i *Import, v string) { i.Credentials.ServiceClientSecret = akoya.NewSecret(v) }},
	}
}

// ImportEnv reads AKOYA_CLIENT_ID and the other variables with getenv, which is
// os.Getenv outside of tests. With none of them set the error is KindNotFound.
func ImportEnv(getenv func(string) string) (Import, error) {
	values := map[string]string{}
	for _, f := range importFields() {
		if v := strings.TrimSpace(getenv(f.name)); v != "" {
			values[foldKey(f.name)] = v
		}
	}
	imported, err := importValues(values)
	return imported, during("read the environment", err)
}

// ImportReader reads credentials in one of three forms: lines of KEY=VALUE as in
// a shell or .env file, a JSON object of strings, or CSV with a header row as
// Akoya's Data Recipient Hub gives it. Names are compared without case, spaces,
// dashes and underscores; what it does not know is skipped. Errors name lines
// and keys, never values.
func ImportReader(r io.Reader) (Import, error) {
	const op = "import credentials"
	data, err := io.ReadAll(io.LimitReader(r, maxImport+1))
	if err != nil {
		return Import{}, during(op, &Error{Kind: KindOther, What: "the input could not be read"})
	}
	if len(data) > maxImport {
		return Import{}, during(op, &Error{Kind: KindInvalid, What: fmt.Sprintf("the input is longer than %d bytes", maxImport),
			Hint: "Give only the file with the credentials."})
	}
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	var values map[string]string
	first, _, _ := bytes.Cut(data, []byte("\n"))
	switch {
	case len(data) == 0:
		err = &Error{Kind: KindNotFound, What: "the input is empty", Hint: importHint}
	case data[0] == '{':
		values, err = parseJSONPairs(data)
	case isCSVHeader(string(first)):
		values, err = parseCSV(data)
	default:
		values, err = parseLines(string(data))
	}
	if err != nil {
		return Import{}, during(op, err)
	}
	imported, err := importValues(values)
	return imported, during(op, err)
}

const importHint = "Give AKOYA_CLIENT_ID=… and AKOYA_CLIENT_SECRET=… on two lines, a JSON object, or the CSV file from the Hub."

// importValues checks that the pairs are whole and makes the Import.
func importValues(values map[string]string) (Import, error) {
	var imported Import
	found := false
	for _, f := range importFields() {
		for key, value := range values {
			if f.knows(key) && value != "" {
				if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }) {
					return Import{}, &Error{Kind: KindInvalid, What: f.name + " contains a control character",
						Hint: "Copy the value again, without line ends."}
				}
				f.set(&imported, value)
				found = true
			}
		}
	}
	if !found {
		return Import{}, &Error{Kind: KindNotFound, What: "there are no credentials", Hint: importHint}
	}
	c := imported.Credentials
	for _, pair := range []struct {
		id      string
		secret  akoya.Secret
		needed  bool
		id_, s_ string
	}{
		{c.ClientID, c.ClientSecret, true, "AKOYA_CLIENT_ID", "AKOYA_CLIENT_SECRET"},
		{c.ServiceClientID, c.ServiceClientSecret, false, "AKOYA_SERVICE_CLIENT_ID", "AKOYA_SERVICE_CLIENT_SECRET"},
	} {
		missing := ""
		switch {
		case pair.id == "" && (pair.needed || !pair.secret.IsZero()):
			missing = pair.id_
		case pair.secret.IsZero() && (pair.needed || pair.id != ""):
			missing = pair.s_
		}
		if missing != "" {
			return Import{}, &Error{Kind: KindInvalid, What: missing + " is missing", Hint: "A client id and its secret come together."}
		}
	}
	return imported, nil
}

func (f importField) knows(folded string) bool {
	return folded == foldKey(f.name) || slices.Contains(f.keys, strings.TrimPrefix(folded, "akoya"))
}

// foldKey reduces a name to its letters and digits: "Client ID" is CLIENT_ID.
func foldKey(key string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(key))
}

// add puts a pair into values; giving one thing twice in different ways is an error.
func add(values map[string]string, key, value string) error {
	folded := foldKey(key)
	for _, f := range importFields() {
		if !f.knows(folded) {
			continue
		}
		canonical := foldKey(f.name)
		if was, ok := values[canonical]; ok && was != value && was != "" && value != "" {
			return &Error{Kind: KindInvalid, What: f.name + " is there twice, with different values", Hint: "Keep one of them."}
		}
		if value != "" {
			values[canonical] = value
		}
	}
	return nil
}

func parseJSONPairs(data []byte) (map[string]string, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil {
		return nil, &Error{Kind: KindInvalid, What: "the input begins like JSON but is not valid JSON" + jsonPlace(data, err), Hint: importHint}
	}
	values := map[string]string{}
	for key, raw := range object {
		var text string
		var list []string
		if json.Unmarshal(raw, &text) != nil {
			if json.Unmarshal(raw, &list) != nil || len(list) == 0 {
				continue
			}
			text = list[0] // redirect_uris
		}
		if err := add(values, key, strings.TrimSpace(text)); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// isCSVHeader reports whether line is the header of a table of credentials.
func isCSVHeader(line string) bool {
	if strings.Contains(line, "=") || !strings.ContainsAny(line, ",;\t") {
		return false
	}
	return strings.Contains(foldKey(line), "clientid") || strings.Contains(foldKey(line), "secret")
}

func parseCSV(data []byte) (map[string]string, error) {
	r := csv.NewReader(bytes.NewReader(data))
	first, _, _ := bytes.Cut(data, []byte("\n"))
	for _, comma := range ";\t" {
		if bytes.ContainsRune(first, comma) && !bytes.ContainsRune(first, ',') {
			r.Comma = comma
		}
	}
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	rows, err := r.ReadAll()
	if err != nil {
		return nil, &Error{Kind: KindInvalid, What: "the input looks like CSV but is not valid CSV", Hint: importHint}
	}
	rows = slices.DeleteFunc(rows, func(row []string) bool { return strings.TrimSpace(strings.Join(row, "")) == "" })
	if len(rows) != 2 {
		return nil, &Error{Kind: KindInvalid, What: fmt.Sprintf("the CSV has %d rows below its header, not one", len(rows)-1),
			Hint: "Keep the header and the row of one app."}
	}
	values := map[string]string{}
	for i, key := range rows[0] {
		if i < len(rows[1]) {
			if err := add(values, key, strings.TrimSpace(rows[1][i])); err != nil {
				return nil, err
			}
		}
	}
	return values, nil
}

func parseLines(text string) (map[string]string, error) {
	values := map[string]string{}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		line = strings.TrimSpace(strings.TrimPrefix(line, "export "))
		key, value, ok := strings.Cut(line, "=")
		if !ok || foldKey(key) == "" {
			return nil, &Error{Kind: KindInvalid, What: fmt.Sprintf("line %d is not KEY=VALUE", n+1), Hint: importHint}
		}
		value, ok = unquote(strings.TrimSpace(value))
		if !ok {
			return nil, &Error{Kind: KindInvalid, What: fmt.Sprintf("the quotes on line %d are not closed", n+1),
				Hint: "Put the whole value between two quotes of one kind."}
		}
		if err := add(values, key, value); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// unquote takes a pair of quotes off value. There are no escapes: credentials
// need none, and a backslash may be part of one.
func unquote(value string) (string, bool) {
	if value == "" || value[0] != '"' && value[0] != '\'' {
		return value, true
	}
	if len(value) < 2 || value[len(value)-1] != value[0] {
		return "", false
	}
	return value[1 : len(value)-1], true
}
