package vault

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"akoya-tui/keystore"
)

// Trouble is an error of a store as a person reads it: what happened and what to
// do now.
type Trouble struct{ Err error }

// Error implements error.
func (t *Trouble) Error() string { return Sentence(t.Err) }

// Unwrap gives the error itself.
func (t *Trouble) Unwrap() error { return t.Err }

// Sentence says what happened and what a person can do now.
func Sentence(err error) string {
	e, ok := errors.AsType[*keystore.Error](err)
	if !ok || e.Hint == "" || joined(err) {
		return err.Error()
	}
	text := e.What
	if e.Code != "" {
		text += " (" + e.Code + ")"
	}
	first, size := utf8.DecodeRuneInString(text)
	return strings.TrimSuffix(string(unicode.ToUpper(first))+text[size:], ".") + ". " + e.Hint
}

// Happened says what happened, without what to do about it.
func Happened(err error) string {
	if e, ok := errors.AsType[*keystore.Error](err); ok {
		return e.What
	}
	return err.Error()
}

func joined(err error) bool {
	_, ok := err.(interface{ Unwrap() []error })
	return ok
}

// KeychainFailed reports whether err is about the keychain itself, so that memory
// is a way to go on.
func KeychainFailed(err error) bool {
	switch keystore.KindOf(err) {
	case keystore.KindNoBus, keystore.KindNoProvider, keystore.KindLocked, keystore.KindNoCollection,
		keystore.KindDismissed, keystore.KindStuck, keystore.KindBusy, keystore.KindTooBig,
		keystore.KindPanicked, keystore.KindUnsupported, keystore.KindDenied:
		return true
	}
	return false
}
