package keystore

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// settingsLockLimit bounds the wait for another program that writes settings,
// which takes milliseconds.
const settingsLockLimit = 10 * time.Second

// Profiles is the folder of profile files. Nothing is created before the first
// write. Several programs may use one folder: each change reads the file again
// and replaces it whole, under a lock.
type Profiles struct {
	dir  string
	disk disk
}

// OpenProfiles returns the profiles in dir, or, if dir is empty, in the folder
// akoya-tui of the user's configuration folder.
func OpenProfiles(dir string) (*Profiles, error) {
	if dir == "" {
		base, err := os.UserConfigDir()
		if err != nil {
			return nil, &Error{Kind: KindOther, Op: "find the settings folder", What: "this system does not say where settings go",
				Hint: "Set XDG_CONFIG_HOME or HOME.", cause: err}
		}
		dir = filepath.Join(base, "akoya-tui")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, during("find the settings folder", fileError(err))
	}
	return &Profiles{dir: dir, disk: osDisk{}}, nil
}

// Dir is the folder, for a person who wants to look.
func (p *Profiles) Dir() string { return p.dir }

// List returns all profiles in the order of their names. Files that cannot be
// read do not keep the others from being listed: they are in err, joined.
func (p *Profiles) List() ([]Profile, error) {
	entries, err := os.ReadDir(filepath.Join(p.dir, "profiles"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, during("list profiles", fileError(err))
	}
	var profiles []Profile
	var failed []error
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), fileExtension) || entry.IsDir() {
			continue
		}
		name, ok := profileName(entry.Name())
		if !ok {
			failed = append(failed, &Error{Kind: KindInvalid, Op: "list profiles",
				What: "the file name " + strings.ToValidUTF8(entry.Name(), "?") + " is not that of a profile",
				Hint: "Rename or remove the file in " + filepath.Join(p.dir, "profiles") + "."})
			continue
		}
		profile, err := p.Load(name)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		profiles = append(profiles, profile)
	}
	sortByName(profiles)
	return profiles, errors.Join(failed...)
}

// Load returns the settings of a profile.
func (p *Profiles) Load(name string) (Profile, error) {
	f, _, err := p.read(name)
	if err != nil {
		return Profile{}, during("load profile", err)
	}
	return f.profile(name), nil
}

// Create makes a new profile and returns it with its ID. The name must not be
// taken, also not in other letter case.
func (p *Profiles) Create(profile Profile) (Profile, error) {
	const op = "create profile"
	if err := profile.Check(); err != nil {
		return Profile{}, during(op, err)
	}
	unlock, err := p.lock()
	if err != nil {
		return Profile{}, during(op, err)
	}
	defer unlock()
	if err := p.checkFree(profile.Name, ""); err != nil {
		return Profile{}, during(op, err)
	}
	f := profileFile{Version: profileVersion, ID: newName(), Store: profile.Store}.withSettings(profile)
	if err := p.write(profile.Name, f, nil); err != nil {
		return Profile{}, during(op, err)
	}
	return f.profile(profile.Name), nil
}

// Save replaces the settings of a profile that exists. Fields of the file that
// this program does not know stay. The store cannot be changed this way.
func (p *Profiles) Save(profile Profile) error {
	if err := profile.Check(); err != nil {
		return during("save profile", err)
	}
	return during("save profile", p.change(profile.Name, func(f *profileFile) error {
		if f.Store != profile.Store {
			return &Error{Kind: KindInvalid, What: "the store of a profile does not change with its settings"}
		}
		*f = f.withSettings(profile)
		return nil
	}))
}

// SetStore changes where the secrets of a profile rest. It moves nothing, and
// fails with KindInUse while the keychain holds anything for the profile.
func (p *Profiles) SetStore(name string, kind StoreKind) error {
	return during("change the store", p.change(name, func(f *profileFile) error {
		if !f.Items.isEmpty() && f.Store != kind {
			return inUse()
		}
		f.Store = kind
		return f.profile(name).Check()
	}))
}

// Rename gives a profile a new name. Its secrets stay reachable.
func (p *Profiles) Rename(from, to string) error {
	const op = "rename profile"
	if err := CheckName(to); err != nil {
		return during(op, err)
	}
	unlock, err := p.lock()
	if err != nil {
		return during(op, err)
	}
	defer unlock()
	if _, _, err := p.read(from); err != nil {
		return during(op, err)
	}
	if err := p.checkFree(to, from); err != nil || from == to {
		return during(op, err)
	}
	if err := p.disk.rename(p.profilePath(from), p.profilePath(to)); err != nil {
		return during(op, fileError(err))
	}
	return p.synced(op, to)
}

// Delete removes the settings of a profile. While the keychain holds anything
// for it, Delete fails with KindInUse: the file is what tells where the secrets
// are.
func (p *Profiles) Delete(name string) error {
	const op = "delete profile"
	unlock, err := p.lock()
	if err != nil {
		return during(op, err)
	}
	defer unlock()
	f, _, err := p.read(name)
	if err != nil {
		return during(op, err)
	}
	if !f.Items.isEmpty() {
		return during(op, inUse())
	}
	if err := p.disk.remove(p.profilePath(name)); err != nil {
		return during(op, fileError(err))
	}
	_ = p.disk.remove(p.refreshLockPath(f.ID))
	return p.synced(op, name)
}

func inUse() *Error {
	return &Error{Kind: KindInUse, What: "the keychain still holds secrets of this profile",
		Hint: "Forget its secrets first."}
}

func (p *Profiles) synced(op, name string) error {
	if err := p.disk.syncDir(filepath.Dir(p.profilePath(name))); err != nil {
		return during(op, fileError(err))
	}
	return nil
}

// refreshLockPath is the file that LockRefresh locks for the profile with id.
func (p *Profiles) refreshLockPath(id string) string {
	return filepath.Join(p.dir, "locks", "refresh-"+id)
}

// lock keeps other programs and goroutines from writing settings.
func (p *Profiles) lock() (func(), error) {
	unlock, err := lockFile(context.Background(), filepath.Join(p.dir, "locks", "settings"), settingsLockLimit)
	if err == errLockTaken {
		return nil, &Error{Kind: KindBusy, What: "another akoya-tui is writing settings and does not finish",
			Hint: "Close other akoya-tui programs and try again."}
	}
	return unlock, err
}
