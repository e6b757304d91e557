package keystore

import (
	"context"
	"errors"
)

// Kind says what went wrong, for a program that has to choose what to do next.
type Kind int

// The kinds of error. The comment says what the caller can do.
const (
	KindOther        Kind = iota // anything else; Code may say more
	KindNotFound                 // no such record or profile: start fresh
	KindNoBus                    // no D-Bus session: offer memory only
	KindNoProvider               // no program offers a keychain: offer memory only
	KindLocked                   // the keychain is locked: unlock it, retry
	KindNoCollection             // the keychain has no place for items yet: create one, retry
	KindDismissed                // the keychain said yes and did nothing: a prompt was closed; retry
	KindStuck                    // the keychain did not answer in time: retry later or memory only
	KindBusy                     // another program of ours holds the keychain or the lock: retry
	KindTooBig                   // more than the keychain takes
	KindPanicked                 // the keychain connection broke in the middle of a call: retry
	KindUnsupported              // this system has no keychain we know: memory only
	KindDenied                   // the keychain refused access
	KindCorrupt                  // a record or file cannot be understood
	KindNewerVersion             // written by a newer version of this program: left alone
	KindInvalid                  // a name or setting that breaks a rule
	KindExists                   // the name is taken
	KindInUse                    // secrets would be left behind: forget them first
	KindCanceled                 // the caller's context ended; errors.Is finds its error
)

// kindNames are for logs and test output, not for people.
func (k Kind) String() string {
	names := [...]string{"other", "not found", "no bus", "no provider", "locked", "no collection",
		"dismissed", "stuck", "busy", "too big", "panicked", "unsupported", "denied", "corrupt",
		"newer version", "invalid", "exists", "in use", "canceled"}
	if k < 0 || int(k) >= len(names) {
		return "unknown"
	}
	return names[k]
}

// Error is every error this package returns. It is made of our own words only:
// no value from the keychain and no output of a helper program ever gets into it,
// so it is safe to show and to log.
type Error struct {
	Kind Kind
	Op   string // what was being done: "save tokens"
	What string // what happened, a sentence without the final stop
	Hint string // what to do now, a sentence with it; may be empty
	Code string // what a bug report would need: "exit status 36", "errno 1312"; may be empty

	cause error // only a context or file error, never a keychain one
}

// Error gives what was being done and what happened, without the hint.
func (e *Error) Error() string {
	text := e.What
	if e.Op != "" {
		text = e.Op + ": " + text
	}
	if e.Code != "" {
		text += " (" + e.Code + ")"
	}
	return text
}

// Unwrap gives the context or file error behind this one, or nil.
func (e *Error) Unwrap() error { return e.cause }

// KindOf returns the kind of err, KindOther for an error of another package.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return KindOther
}

// IsNotFound reports whether err says that there is no such record or profile.
func IsNotFound(err error) bool { return err != nil && KindOf(err) == KindNotFound }

// during returns err with op as what was being done; the first op stays.
func during(op string, err error) error {
	if e, ok := errors.AsType[*Error](err); ok && e.Op == "" {
		named := *e
		named.Op = op
		return &named
	}
	return err
}

// canceled wraps the reason why ctx ended.
func canceled(ctx context.Context) *Error {
	e := &Error{Kind: KindCanceled, What: "stopped on request", cause: context.Cause(ctx)}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		e.What = "the time given for it is over"
	}
	return e
}

func notFound(what string) *Error {
	return &Error{Kind: KindNotFound, What: what}
}
