package keystore

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// disk is every change of a file this package makes, one step a method, so that
// a test can stop between any two of them.
type disk interface {
	readFile(path string) ([]byte, error)
	// writeTemp puts data on the disk in a new file of dir that only the user can
	// read, and waits until it rests there.
	writeTemp(dir string, data []byte) (path string, err error)
	rename(from, to string) error
	remove(path string) error
	// syncDir waits until the names in dir rest on the disk.
	syncDir(dir string) error
}

// tempPattern names unfinished files; List does not take them for profiles.
const tempPattern = ".unfinished-*"

// writeAtomically replaces path by a file with data: whoever reads it, also after
// a crash, finds the old content or the new one. The caller keeps others from
// writing to the same folder.
func writeAtomically(d disk, path string, data []byte) error {
	dir := filepath.Dir(path)
	if left, err := filepath.Glob(filepath.Join(escapeGlob(dir), tempPattern)); err == nil {
		for _, name := range left { // of a program that died here
			_ = d.remove(name)
		}
	}
	temp, err := d.writeTemp(dir, data)
	if err != nil {
		return err
	}
	if err := d.rename(temp, path); err != nil {
		_ = d.remove(temp)
		return err
	}
	return d.syncDir(dir)
}

// escapeGlob makes filepath.Glob take dir as it is. Windows has no escape, and
// none of the special characters but [ in names.
func escapeGlob(dir string) string {
	if runtime.GOOS == "windows" {
		return dir
	}
	escaped := make([]byte, 0, len(dir))
	for i := range len(dir) {
		switch dir[i] {
		case '*', '?', '[', '\\':
			escaped = append(escaped, '\\')
		}
		escaped = append(escaped, dir[i])
	}
	return string(escaped)
}

// osDisk is the real disk.
type osDisk struct{}

var _ disk = osDisk{}

func (osDisk) readFile(path string) ([]byte, error) { return os.ReadFile(path) }

func (osDisk) writeTemp(dir string, data []byte) (string, error) {
	f, err := os.CreateTemp(dir, tempPattern) // mode 0600
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

func (osDisk) rename(from, to string) error {
	err := os.Rename(from, to)
	for range 20 {
		if err == nil || runtime.GOOS != "windows" || errors.Is(err, fs.ErrNotExist) {
			break
		}
		time.Sleep(10 * time.Millisecond) // there, a file cannot be replaced while somebody reads it
		err = os.Rename(from, to)
	}
	return err
}

func (osDisk) remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (osDisk) syncDir(dir string) error {
	if runtime.GOOS == "windows" { // a folder cannot be synced there, nor needs it
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
