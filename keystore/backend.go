package keystore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/zalando/go-keyring"
)

// backend is the keychain as we use it: named items, no list, no overwriting.
// Get and Delete give keyring.ErrNotFound for an item that is not there. Calls
// may block for ever, panic, and say yes without having done anything.
type backend interface {
	Set(service, user, value string) error
	Get(service, user string) (string, error)
	Delete(service, user string) error
}

// osBackend is the keychain of the operating system through go-keyring. Its
// DeleteAll is not used: on Windows it takes items of other services whose name
// begins alike.
type osBackend struct{}

var _ backend = osBackend{}

func (osBackend) Set(service, user, value string) error {
	if err := requireBus(); err != nil {
		return err
	}
	return keyring.Set(service, user, value)
}

func (osBackend) Get(service, user string) (string, error) {
	if err := requireBus(); err != nil {
		return "", err
	}
	return keyring.Get(service, user)
}

func (osBackend) Delete(service, user string) error {
	if err := requireBus(); err != nil {
		return err
	}
	return keyring.Delete(service, user)
}

// errNoBus is what requireBus gives.
var errNoBus = errors.New("no session bus")

const busVariable = "DBUS_SESSION_BUS_ADDRESS"

// requireBus makes sure, where the keychain is reached over D-Bus, that there is
// an address to be found without dbus-launch: the D-Bus library runs that program
// when it finds none, and leaves a bus behind that nobody uses. The library looks
// in fewer places than we do, so the address is handed to it in the environment.
func requireBus() error {
	address, err := findBus()
	if err != nil || address == os.Getenv(busVariable) {
		return err
	}
	return os.Setenv(busVariable, address)
}

// missing says why no call can work.
func (osBackend) missing() error {
	_, err := findBus()
	return err
}

// findBus returns the address of the bus, or what the variable says where the
// keychain is reached in another way.
func findBus() (string, error) {
	switch runtime.GOOS {
	case "windows", "darwin":
		return os.Getenv(busVariable), nil
	}
	address := busAddress(os.Getenv, os.Getuid(), func(path string) bool {
		_, err := os.Stat(path)
		return err == nil
	})
	if address == "" {
		return "", errNoBus
	}
	return address, nil
}

// busAddress returns the address of the user's session bus, or "".
func busAddress(getenv func(string) string, uid int, exists func(path string) bool) string {
	if address := getenv(busVariable); address != "" && !strings.Contains(address, "autolaunch:") {
		return address
	}
	for _, dir := range []string{getenv("XDG_RUNTIME_DIR"), filepath.Join("/run/user", strconv.Itoa(uid))} {
		if dir == "" || !filepath.IsAbs(dir) {
			continue
		}
		if path := filepath.Join(dir, "bus"); exists(path) {
			return "unix:path=" + escapeBusPath(path)
		}
	}
	return ""
}

// escapeBusPath writes path as the D-Bus specification wants a value in an
// address: everything but a few plain characters as %xx.
func escapeBusPath(path string) string {
	const plain = "-_/.*0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	var b strings.Builder
	for i := range len(path) {
		if strings.IndexByte(plain, path[i]) >= 0 {
			b.WriteByte(path[i])
		} else {
			fmt.Fprintf(&b, "%%%02x", path[i])
		}
	}
	return b.String()
}
