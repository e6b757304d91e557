package keystore

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// lockPoll is how often a taken lock is tried again.
const lockPoll = 10 * time.Millisecond

// errLockTaken is what lockFile gives when the limit is over.
var errLockTaken = errors.New("lock taken")

// lockFile locks the file at path against everybody else, also against other
// callers in this process, and creates it if need be. It waits until ctx ends or,
// if limit is not zero, until limit is over. The lock ends with the process, so
// no stale one can remain.
func lockFile(ctx context.Context, path string, limit time.Duration) (unlock func(), err error) {
	if ctx.Err() != nil {
		return nil, canceled(ctx)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fileError(err)
	}
	bounded := ctx
	if limit > 0 {
		var cancel context.CancelFunc
		bounded, cancel = context.WithTimeoutCause(ctx, limit, errLockTaken)
		defer cancel()
	}
	lock := flock.New(path)
	ok, err := lock.TryLockContext(bounded, lockPoll)
	switch {
	case ok:
		return sync.OnceFunc(func() { _ = lock.Unlock() }), nil
	case ctx.Err() != nil:
		return nil, canceled(ctx)
	case bounded.Err() != nil:
		return nil, errLockTaken
	default:
		return nil, fileError(err)
	}
}

// tryLockFile is lockFile without waiting.
func tryLockFile(path string) (unlock func(), ok bool) {
	if os.MkdirAll(filepath.Dir(path), 0o700) != nil {
		return nil, false
	}
	lock := flock.New(path)
	if ok, err := lock.TryLock(); !ok || err != nil {
		return nil, false
	}
	return sync.OnceFunc(func() { _ = lock.Unlock() }), true
}

// fileError turns an error of package os into one with a hint. It names the file
// and never any content. It is never KindNotFound, which would read as "nothing
// was stored yet".
func fileError(err error) *Error {
	e := &Error{Kind: KindOther, cause: err, What: "a file could not be read or written",
		Hint: "Check that the folder exists, is yours and has space left."}
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		e.What = pathErr.Path + ": " + pathErr.Err.Error()
	} else if linkErr, ok := errors.AsType[*os.LinkError](err); ok {
		e.What = linkErr.New + ": " + linkErr.Err.Error()
	}
	return e
}
