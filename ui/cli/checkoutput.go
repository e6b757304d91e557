package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// output is where a report goes: a stream, or a file that is there as a whole or
// not at all.
type output struct {
	path   string // "" for the stream
	stream io.Writer
}

// newOutput refuses, before anything is sent, a file that could not be written.
func newOutput(path string, stream io.Writer) (output, error) {
	if path == "" || path == "-" {
		return output{stream: stream}, nil
	}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return output{}, fmt.Errorf("cannot write the report: %w", err)
	case info.IsDir():
		return output{}, fmt.Errorf("cannot write the report: %s is a folder. Name a file in it", path)
	case info.Mode()&fs.ModeSymlink != 0:
		return output{}, fmt.Errorf("cannot write the report: %s is a symbolic link. Name the file that it points to", path)
	case !info.Mode().IsRegular():
		return output{}, fmt.Errorf("cannot write the report: %s is no regular file. Name another, or leave --output out and redirect", path)
	}
	probe, err := create(path)
	if err != nil {
		return output{}, cannotWrite(path, err)
	}
	_ = probe.Close()
	if err := os.Remove(probe.Name()); err != nil {
		return output{}, cannotWrite(path, err)
	}
	return output{path: path}, nil
}

// create makes an empty file beside path that only its owner can read.
func create(path string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
}

// write has the report rendered and puts it in its place.
func (o output) write(render func(io.Writer) error) error {
	var text bytes.Buffer
	if err := render(&text); err != nil {
		return err
	}
	if o.path == "" {
		if _, err := o.stream.Write(text.Bytes()); err != nil {
			return fmt.Errorf("cannot write the report: %w", err)
		}
		return nil
	}
	if err := o.replace(text.Bytes()); err != nil {
		return cannotWrite(o.path, err)
	}
	return nil
}

// cannotWrite names the report, and not the file that becomes it.
func cannotWrite(path string, err error) error {
	var onPath *fs.PathError
	var onLink *os.LinkError
	switch {
	case errors.As(err, &onPath):
		err = onPath.Err
	case errors.As(err, &onLink):
		err = onLink.Err
	}
	return fmt.Errorf("cannot write the report %s: %w", path, err)
}

// replace writes a new file (mode 0600, by CreateTemp) and moves it over the old.
func (o output) replace(text []byte) error {
	file, err := create(o.path)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err == nil {
		err = file.Sync()
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if info, statErr := os.Lstat(o.path); err == nil && statErr == nil && !info.Mode().IsRegular() {
		err = errors.New("there is something else than a regular file now")
	}
	if err == nil {
		err = os.Rename(file.Name(), o.path)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}
