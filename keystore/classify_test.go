package keystore

import (
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/zalando/go-keyring"
)

// TestClassify has what go-keyring gives, as measured or as its source says.
func TestClassify(t *testing.T) {
	for _, c := range []struct {
		goos string
		err  error
		want Kind
	}{
		{"linux", keyring.ErrNotFound, KindNotFound},
		{"linux", fmt.Errorf("x: %w", keyring.ErrSetDataTooBig), KindTooBig},
		{"freebsd", keyring.ErrUnsupportedPlatform, KindUnsupported},
		{"linux", errNoBus, KindNoBus},
		{"linux", errPanicked, KindPanicked},
		{"linux", errors.New(`exec: "dbus-launch": executable file not found in $PATH`), KindNoBus},
		{"linux", errors.New("dial unix /run/user/1000/bus: connect: connection refused"), KindNoBus},
		{"linux", errors.New("dbus: connection closed by user"), KindNoBus},
		{"linux", errors.New("The name org.freedesktop.secrets was not provided by any .service files"), KindNoProvider},
		{"linux", errors.New("Message recipient disconnected from message bus without replying"), KindNoProvider},
		{"linux", errors.New("failed to unlock correct collection '/org/freedesktop/secrets/collection/login'"), KindLocked},
		{"linux", errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'"), KindNoCollection},
		{"linux", errors.New("Cannot create an item in a locked collection: IsLocked"), KindLocked},
		{"linux", errors.New("org.freedesktop.DBus.Error.AccessDenied"), KindDenied},
		{"linux", errors.New("Did not receive a reply. Possible causes include: …"), KindStuck},
		{"linux", errors.New("something new"), KindOther},
		{"windows", syscall.Errno(1312), KindNoProvider},
		{"windows", syscall.Errno(5), KindDenied},
		{"windows", syscall.Errno(1783), KindTooBig},
		{"windows", syscall.Errno(1168), KindNotFound},
		{"windows", syscall.Errno(87), KindOther},
		{"darwin", exec.ErrNotFound, KindUnsupported},
		{"darwin", errors.New("something new"), KindOther},
	} {
		got := classify(c.goos, c.err)
		if got.Kind != c.want {
			t.Errorf("%s: %q is %q, want %q", c.goos, c.err, got.Kind, c.want)
		}
		if got.What == "" || got.Hint == "" && c.want != KindNotFound || strings.Contains(got.Error(), "something new") {
			t.Errorf("%s: %q says %q, %q", c.goos, c.err, got, got.Hint)
		}
	}
	for status, want := range map[int]Kind{36: KindLocked, 37: KindNoCollection, 44: KindNotFound, 51: KindDenied, 128: KindDenied, 1: KindOther} {
		if got := darwinKind(status); got != want {
			t.Errorf("status %d is %q, want %q", status, got, want)
		}
	}
}

// TestDarwinExitStatus has a real child process end like /usr/bin/security does.
func TestDarwinExitStatus(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh here")
	}
	err = exec.Command(sh, "-c", "echo canary >&2; exit 36").Run()
	if got := classify("darwin", err); got.Kind != KindLocked || got.Code != "exit status 36" {
		t.Errorf("%v", got)
	}
}

func TestKindNames(t *testing.T) {
	seen := map[string]bool{}
	for k := KindOther; k <= KindCanceled; k++ {
		name := k.String()
		if seen[name] || name == "unknown" {
			t.Errorf("kind %d is called %q", k, name)
		}
		seen[name] = true
	}
	if (KindCanceled + 1).String() != "unknown" {
		t.Error("a kind has no name")
	}
}

func TestErrorText(t *testing.T) {
	err := during("save tokens", during("inner", &Error{Kind: KindOther, What: "it broke", Code: "exit status 1"}))
	if err.Error() != "inner: it broke (exit status 1)" {
		t.Errorf("%q", err)
	}
	if KindOf(errors.New("x")) != KindOther || hintOf(errors.New("x")) != "" || IsNotFound(nil) || during("x", nil) != nil {
		t.Error("foreign errors")
	}
}
