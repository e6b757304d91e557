package ui

import (
	"io"
	"os"
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"
)

// export writes a new file in the current folder that only its owner can read.
// It never overwrites one.
func export(name, extension string, now time.Time, render func(io.Writer) error) tea.Cmd {
	return func() tea.Msg {
		path, err := filepath.Abs(name + "-" + now.Format("20060102-150405") + extension)
		if err != nil {
			return exportedMsg{err: err}
		}
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return exportedMsg{err: err}
		}
		err = render(file)
		if closed := file.Close(); err == nil {
			err = closed
		}
		return exportedMsg{path: path, err: err}
	}
}
