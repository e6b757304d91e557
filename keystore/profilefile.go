package keystore

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
)

// profileVersion is the newest form of profile file this program understands.
const profileVersion = 1

// profileFile is what a profile file says. No field is omitted when empty, so
// that writing one over an older one leaves nothing of ours behind.
type profileFile struct {
	Version        int       `json:"version"`
	ID             string    `json:"id"`
	Environment    string    `json:"environment"`
	URLs           fileURLs  `json:"urls"`
	ConnectorParam string    `json:"connector_param"`
	Connector      string    `json:"connector"`
	Scope          string    `json:"scope"`
	RedirectURI    string    `json:"redirect_uri"`
	PKCE           bool      `json:"pkce"`
	Nonce          bool      `json:"nonce"`
	Store          StoreKind `json:"store"`
	Items          items     `json:"keychain_items"`
}

type fileURLs struct {
	Authorize    string `json:"authorize"`
	Token        string `json:"token"`
	Revoke       string `json:"revoke"`
	ServiceToken string `json:"service_token"`
	Accounts     string `json:"accounts"`
	Keys         string `json:"keys"`
}

// parseProfileFile reads data. Unknown fields are accepted (mergeUnknown keeps
// them), missing ones are empty, and a file written by hand needs no id.
func parseProfileFile(path string, data []byte) (profileFile, error) {
	var f profileFile
	if err := json.Unmarshal(data, &f); err != nil {
		return profileFile{}, &Error{Kind: KindCorrupt,
			What: fmt.Sprintf("the profile file %s is not valid JSON%s", path, jsonPlace(data, err)),
			Hint: "Nothing was changed. Repair the file in an editor, or move it away and create the profile again."}
	}
	if f.Version > profileVersion {
		return profileFile{}, &Error{Kind: KindNewerVersion,
			What: fmt.Sprintf("the profile file %s was written by a newer akoya-tui", path),
			Hint: "Nothing was changed. Update this program, or use another profile."}
	}
	f.Version = profileVersion
	if f.Store == "" {
		f.Store = KindKeychain
	}
	if err := f.Items.check(); err != nil || f.ID != "" && !isItemWord(f.ID) {
		return profileFile{}, &Error{Kind: KindCorrupt,
			What: fmt.Sprintf("the profile file %s names keychain items in a way this program never does", path),
			Hint: "Nothing was changed. Remove \"id\" and \"keychain_items\" from the file and enter the credentials again."}
	}
	return f, nil
}

// jsonPlace says where in data err is, without repeating any of it.
func jsonPlace(data []byte, err error) string {
	var offset int64
	switch e := err.(type) {
	case *json.SyntaxError:
		offset = e.Offset
	case *json.UnmarshalTypeError:
		offset = e.Offset
	default:
		return ""
	}
	return fmt.Sprintf(" (line %d)", 1+bytes.Count(data[:min(int(offset), len(data))], []byte("\n")))
}

// marshal gives the content of the file, with the fields of old that this
// program does not know.
func (f profileFile) marshal(old []byte) ([]byte, error) {
	known, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	merged, err := mergeUnknown(old, known)
	if err != nil {
		return nil, err
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, merged, "", "  "); err != nil {
		return nil, err
	}
	indented.WriteByte('\n')
	return indented.Bytes(), nil
}

// mergeUnknown returns known with the fields that only old has, at every depth
// of nested objects.
func mergeUnknown(old, known json.RawMessage) (json.RawMessage, error) {
	var o, k map[string]json.RawMessage
	if json.Unmarshal(known, &k) != nil || k == nil || json.Unmarshal(old, &o) != nil || o == nil {
		return known, nil // not two objects: known wins
	}
	for name, value := range k {
		if was, ok := o[name]; ok {
			merged, err := mergeUnknown(was, value)
			if err != nil {
				return nil, err
			}
			value = merged
		}
		o[name] = value
	}
	return json.Marshal(o)
}

// profile gives the settings in f.
func (f profileFile) profile(name string) Profile {
	return Profile{
		Name: name, Environment: f.Environment, URLs: URLs(f.URLs),
		ConnectorParam: f.ConnectorParam, Connector: f.Connector, Scope: f.Scope,
		RedirectURI: f.RedirectURI, PKCE: f.PKCE, Nonce: f.Nonce, Store: f.Store, ID: f.ID,
	}
}

// withSettings returns f with the settings of p, and its own store, id and items.
func (f profileFile) withSettings(p Profile) profileFile {
	f.Environment, f.URLs = p.Environment, fileURLs(p.URLs)
	f.ConnectorParam, f.Connector, f.Scope = p.ConnectorParam, p.Connector, p.Scope
	f.RedirectURI, f.PKCE, f.Nonce = p.RedirectURI, p.PKCE, p.Nonce
	return f
}

// profilePath is where the file of the profile name is.
func (p *Profiles) profilePath(name string) string {
	return filepath.Join(p.dir, "profiles", fileName(name))
}
