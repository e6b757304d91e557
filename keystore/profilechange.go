package keystore

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// read returns what the file of a profile says, and its bytes.
func (p *Profiles) read(name string) (profileFile, []byte, error) {
	if err := CheckName(name); err != nil {
		return profileFile{}, nil, err
	}
	path := p.profilePath(name)
	data, err := p.disk.readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return profileFile{}, nil, notFound("there is no profile of this name")
	}
	if err != nil {
		return profileFile{}, nil, fileError(err)
	}
	f, err := parseProfileFile(path, data)
	return f, data, err
}

// write puts f in the place of old, the bytes it was made from. The caller holds
// the lock.
func (p *Profiles) write(name string, f profileFile, old []byte) error {
	data, err := f.marshal(old)
	if err != nil {
		return fileError(err)
	}
	path := p.profilePath(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fileError(err)
	}
	if err := writeAtomically(p.disk, path, data); err != nil {
		return fileError(err)
	}
	return nil
}

// change reads the file of a profile, lets edit change it, and writes it, all
// under the lock. An error from edit changes nothing. A file without an id gets
// one.
func (p *Profiles) change(name string, edit func(*profileFile) error) error {
	unlock, err := p.lock()
	if err != nil {
		return err
	}
	defer unlock()
	f, old, err := p.read(name)
	if err != nil {
		return err
	}
	if f.ID == "" {
		f.ID = newName()
	}
	if err := edit(&f); err != nil {
		return err
	}
	return p.write(name, f, old)
}

// checkFree fails with KindExists if a profile other than except has the name,
// in whatever letter case.
func (p *Profiles) checkFree(name, except string) error {
	for _, taken := range p.names() {
		if strings.EqualFold(taken, name) && taken != except {
			return &Error{Kind: KindExists, What: "there is already a profile of this name", Hint: "Choose another name."}
		}
	}
	return nil
}

// names lists the profiles there are files of, readable or not.
func (p *Profiles) names() []string {
	entries, _ := os.ReadDir(filepath.Join(p.dir, "profiles"))
	var names []string
	for _, entry := range entries {
		if name, ok := profileName(entry.Name()); ok {
			names = append(names, name)
		}
	}
	return names
}

// nameOf finds the profile with id; usual is where it was last seen. A person
// who copies a profile file makes two with one id, and the secrets of one would
// be deleted with those of the other: that is an error here.
func (p *Profiles) nameOf(id, usual string) (string, error) {
	found := ""
	for _, name := range p.names() {
		f, _, err := p.read(name)
		if err != nil || f.ID != id {
			continue
		}
		if found != "" {
			return "", &Error{Kind: KindCorrupt,
				What: "the profiles " + found + " and " + name + " have the same id, as if one file was copied from the other",
				Hint: "Remove \"id\" and \"keychain_items\" from " + p.profilePath(name) + " or delete that file."}
		}
		found = name
	}
	if found == "" {
		return "", notFound("the profile " + usual + " was deleted meanwhile")
	}
	return found, nil
}

func sortByName(profiles []Profile) {
	slices.SortFunc(profiles, func(a, b Profile) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.Name, b.Name))
	})
}
