package keystore

import (
	"bytes"
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
	needService := c.ServiceClientID != "" || !c.ServiceClientSecret.IsZero()
	for _, f := range []struct {
		name    string
		missing bool
	}{
		{"AKOYA_CLIENT_ID", c.ClientID == ""},
		{"AKOYA_CLIENT_SECRET", c.ClientSecret.IsZero()},
		{"AKOYA_SERVICE_CLIENT_ID", needService && c.ServiceClientID == ""},
		{"AKOYA_SERVICE_CLIENT_SECRET", needService && c.ServiceClientSecret.IsZero()},
	} {
		if f.missing {
			return Import{}, &Error{Kind: KindInvalid, What: f.name + " is missing", Hint: "A client id and its secret come together."}
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
