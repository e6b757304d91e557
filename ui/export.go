package ui

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"
)

// export writes a new file in the current folder that only its owner can read.
// what says what is in it: "12 of 62 requests"; "" says nothing.
func export(what, name, extension string, now time.Time, render func(io.Writer) error) tea.Cmd {
	return func() tea.Msg {
		file, err := newFile(name+"-"+now.Format("20060102-150405"), extension)
		if err != nil {
			return exportedMsg{err: err}
		}
		err = render(file)
		if closed := file.Close(); err == nil {
			err = closed
		}
		if err != nil { // half of a file is worse than none
			return exportedMsg{err: errors.Join(err, os.Remove(file.Name()))}
		}
		return exportedMsg{what: what, path: file.Name()}
	}
}

// mostTries is how many names are tried: more files than a second has keys.
const mostTries = 1000

// newFile makes a file under a name that is free: it never opens one that is
// there, and follows no link.
func newFile(name, extension string) (*os.File, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	var file *os.File
	for i := 1; i <= mostTries; i++ {
		free := path + extension
		if i > 1 {
			free = fmt.Sprintf("%s-%d%s", path, i, extension)
		}
		file, err = os.OpenFile(free, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return file, err
}
