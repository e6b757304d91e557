package journeys

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// keyringVariable says that the process runs in a session made for one test.
const keyringVariable = "AKOYA_JOURNEY_KEYRING"

// keyring is a gnome-keyring on a D-Bus of its own, in folders that are thrown
// away. Needs the Debian packages gnome-keyring, dbus and libsecret-tools.
type keyring struct {
	t      *testing.T
	dir    string // of the whole session
	daemon *exec.Cmd
}

const keyringPassword = "correct horse"

// noActivation keeps the bus from starting programs of the machine.
const noActivation = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=DIR</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <limit name="max_replies_per_connection">50000</limit>
</busconfig>
`

// withKeyring runs the test in a process of its own, because the address of a
// session bus belongs to a process: there do gets an unlocked keyring.
func withKeyring(t *testing.T, do func(t *testing.T, k *keyring)) {
	t.Helper()
	if dir := os.Getenv(keyringVariable); dir != "" {
		k := &keyring{t: t, dir: dir}
		k.unlocked()
		do(t, k)
		return
	}
	for _, program := range []string{"dbus-daemon", "dbus-send", "gnome-keyring-daemon", "secret-tool"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed: the real keyring is not tested here", program)
		}
	}
	t.Parallel()
	env := startBus(t)
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = env
	out, err := cmd.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("--- PASS: "+t.Name())) {
		t.Errorf("%v\n%s", err, out)
		return
	}
	for line := range strings.Lines(string(out)) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), logMark); ok || strings.Contains(line, logMark) {
			if !ok {
				_, text, _ = strings.Cut(strings.TrimSpace(line), logMark)
			}
			t.Log(text)
		}
	}
}

// startBus starts a bus and returns the environment of a session on it.
func startBus(t *testing.T) []string {
	t.Helper()
	dir, err := os.MkdirTemp("", "journey") // short: it holds sockets
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if name != "HOME" && !strings.HasPrefix(name, "XDG_") && !strings.HasPrefix(name, "DBUS_") &&
			!strings.HasPrefix(name, "AKOYA_CLIENT") && name != "DISPLAY" && name != "WAYLAND_DISPLAY" && name != "GNOME_KEYRING_CONTROL" {
			env = append(env, kv)
		}
	}
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"} {
		folder := filepath.Join(dir, strings.ToLower(name))
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		env = append(env, name+"="+folder)
	}
	config := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(config, []byte(strings.Replace(noActivation, "DIR", dir, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	bus := exec.Command("dbus-daemon", "--config-file="+config, "--nofork", "--nopidfile", "--print-address=1")
	bus.Env = env
	out, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	startUntilEnd(t, bus)
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("dbus-daemon gave no address: %v", err)
	}
	return append(env, "DBUS_SESSION_BUS_ADDRESS="+strings.TrimSpace(address), keyringVariable+"="+dir)
}

// startUntilEnd starts a program that ends with the test, and with the process
// of the test should that be killed.
func startUntilEnd(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

// start starts the keyring and waits until it answers, and until its login
// collection says locked, unless that is empty.
func (k *keyring) start(locked string, args ...string) {
	k.t.Helper()
	k.daemon = exec.Command("gnome-keyring-daemon", append(args, "--foreground", "--components=secrets")...)
	k.daemon.Stdin = strings.NewReader(keyringPassword)
	startUntilEnd(k.t, k.daemon)
	path, property := "/org/freedesktop/secrets/collection/login", []string{"string:org.freedesktop.Secret.Collection", "string:Locked"}
	if locked == "" {
		path, property = "/org/freedesktop/secrets", []string{"string:org.freedesktop.Secret.Service", "string:Collections"}
	}
	deadline := time.Now().Add(30 * time.Second)
	for {
		out, err := exec.Command("dbus-send", append([]string{"--session", "--print-reply", "--dest=org.freedesktop.secrets",
			path, "org.freedesktop.DBus.Properties.Get"}, property...)...).CombinedOutput()
		if err == nil && bytes.Contains(out, []byte(locked)) {
			return
		}
		if time.Now().After(deadline) {
			k.t.Fatalf("the keyring does not get ready: %v\n%s", err, out)
		}
		time.Sleep(5 * time.Millisecond) // until another program is ready
	}
}

// unlocked starts the keyring and unlocks it; the first time that makes one.
func (k *keyring) unlocked() { k.t.Helper(); k.start("boolean false", "--unlock") }

// locked starts the keyring as it is before a person logs in.
func (k *keyring) locked() { k.t.Helper(); k.start("boolean true") }

// kill ends the keyring without notice.
func (k *keyring) kill() {
	_ = k.daemon.Process.Kill()
	_ = k.daemon.Wait()
}

func (k *keyring) stop()          { _ = k.daemon.Process.Signal(syscall.SIGSTOP) }
func (k *keyring) goOn()          { _ = k.daemon.Process.Signal(syscall.SIGCONT) }
func (k *keyring) config() string { return filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "akoya-tui") }

// items counts what secret-tool finds of this program.
func (k *keyring) items() int {
	k.t.Helper()
	out, err := exec.Command("secret-tool", "search", "--all", "service", "akoya-tui").CombinedOutput()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		k.t.Fatal(err)
	}
	return bytes.Count(out, []byte("attribute.service = akoya-tui"))
}
