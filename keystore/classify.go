package keystore

import (
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"strings"
	"syscall"

	"github.com/zalando/go-keyring"
)

// classify turns what go-keyring gave on the system goos into an *Error. It looks
// at the text of err and keeps none of it: on some systems that is the output of
// a helper program. Errors from D-Bus are told apart by their text because their
// type is that of a library we do not want to depend on.
func classify(goos string, err error) *Error {
	kind, code := KindOther, ""
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		kind = KindNotFound
	case errors.Is(err, keyring.ErrSetDataTooBig):
		kind = KindTooBig
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		kind = KindUnsupported
	case errors.Is(err, errNoBus):
		kind = KindNoBus
	case errors.Is(err, errPanicked):
		kind = KindPanicked
	case goos == "darwin":
		kind, code = classifyDarwin(err)
	case goos == "windows":
		kind, code = classifyWindows(err)
	default:
		kind, code = classifyBus(err)
	}
	return &Error{Kind: kind, What: whatHappened(goos, kind), Hint: whatToDo(goos, kind), Code: code}
}

// classifyDarwin reads the exit status of /usr/bin/security, which is the low
// byte of an error of the Security framework.
func classifyDarwin(err error) (Kind, string) {
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, exec.ErrNotFound) {
			return KindUnsupported, ""
		}
		return KindOther, fmt.Sprintf("%T", err)
	}
	return darwinKind(exit.ExitCode()), fmt.Sprintf("exit status %d", exit.ExitCode())
}

func darwinKind(status int) Kind {
	switch status {
	case 36: // errSecInteractionNotAllowed, -25308: locked, or no desktop session
		return KindLocked
	case 37, 50: // errSecNoDefaultKeychain, errSecNoSuchKeychain
		return KindNoCollection
	case 44: // errSecItemNotFound
		return KindNotFound
	case 51, 128: // errSecAuthFailed, userCanceledErr
		return KindDenied
	}
	return KindOther
}

// classifyWindows reads the system error number; its text is translated.
func classifyWindows(err error) (Kind, string) {
	number, ok := errors.AsType[syscall.Errno](err)
	if !ok {
		return KindOther, fmt.Sprintf("%T", err)
	}
	code := fmt.Sprintf("error %d", uintptr(number))
	switch uintptr(number) {
	case 1312: // ERROR_NO_SUCH_LOGON_SESSION
		return KindNoProvider, code
	case 5: // ERROR_ACCESS_DENIED
		return KindDenied, code
	case 1168: // ERROR_NOT_FOUND
		return KindNotFound, code
	case 1783: // RPC_X_BAD_STUB_DATA: a value or name above the limit
		return KindTooBig, code
	}
	return KindOther, code
}

// busTexts are parts of D-Bus errors, in the order in which they are looked for.
// The list holds what gnome-keyring, dbus-daemon and the Go library say.
func classifyBus(err error) (Kind, string) {
	text := err.Error()
	for _, row := range []struct {
		part string
		kind Kind
	}{
		{"failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'", KindNoCollection},
		{"failed to unlock correct collection", KindLocked},
		{"IsLocked", KindLocked},
		{"is locked", KindLocked},
		{"was not provided by any .service files", KindNoProvider},
		{"ServiceUnknown", KindNoProvider},
		{"NameHasNoOwner", KindNoProvider},
		{"disconnected from message bus without replying", KindNoProvider},
		{"exited with status", KindNoProvider},
		{"NoSuchObject", KindNoCollection},
		{"No such object", KindNoCollection},
		{"Object does not exist", KindNoCollection},
		{"AccessDenied", KindDenied},
		{"AppArmor", KindDenied},
		{"Did not receive a reply", KindStuck},
		{"dbus-launch", KindNoBus},
		{"address of session bus", KindNoBus},
		{"dbus: connection closed", KindNoBus},
		{"dbus: invalid", KindNoBus},
		{"dial unix", KindNoBus},
		{"dial tcp", KindNoBus},
		{"connection refused", KindNoBus},
		{"broken pipe", KindNoBus},
		{"EOF", KindNoBus},
	} {
		if strings.Contains(text, row.part) {
			return row.kind, ""
		}
	}
	return KindOther, fmt.Sprintf("%T", err)
}
