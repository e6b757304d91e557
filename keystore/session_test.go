//go:build linux

package keystore

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// desktop is a session without a desktop: a D-Bus of its own and, in the
// states that have one, a gnome-keyring, all in folders that are thrown away.
// Needs the Debian packages gnome-keyring, dbus and libsecret-tools.
type desktop struct {
	t      *testing.T
	dir    string
	env    []string
	bus    *exec.Cmd
	daemon *exec.Cmd
}

const desktopPassword = "correct horse"

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

// startDesktop starts a bus and no keyring.
func startDesktop(t *testing.T) *desktop {
	t.Helper()
	for _, program := range []string{"dbus-daemon", "dbus-send", "gnome-keyring-daemon", "secret-tool"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed: the real keyring is not tested here", program)
		}
	}
	dir, err := os.MkdirTemp("", "desktop") // short: it holds sockets
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	d := &desktop{t: t, dir: dir}
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if name != "HOME" && !strings.HasPrefix(name, "XDG_") && !strings.HasPrefix(name, "DBUS_") &&
			name != "DISPLAY" && name != "WAYLAND_DISPLAY" && name != "GNOME_KEYRING_CONTROL" {
			d.env = append(d.env, kv)
		}
	}
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"} {
		folder := filepath.Join(dir, strings.ToLower(name))
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		d.env = append(d.env, name+"="+folder)
	}
	config := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(config, []byte(strings.Replace(noActivation, "DIR", dir, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	d.bus = exec.Command("dbus-daemon", "--config-file="+config, "--nofork", "--nopidfile", "--print-address=1")
	d.bus.Env = d.env
	out, err := d.bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	d.start(d.bus)
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("dbus-daemon gave no address: %v", err)
	}
	d.env = append(d.env, "DBUS_SESSION_BUS_ADDRESS="+strings.TrimSpace(address))
	return d
}

// start starts a program and makes sure that it ends with the test.
func (d *desktop) start(cmd *exec.Cmd) {
	d.t.Helper()
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

// unlocked starts the keyring and unlocks it; the first time that makes one.
func (d *desktop) unlocked() *desktop {
	d.t.Helper()
	d.startKeyring("--unlock")
	d.waitFor("boolean false")
	return d
}

// locked starts the keyring as it is before a person logs in.
func (d *desktop) locked() *desktop {
	d.t.Helper()
	d.startKeyring()
	d.waitFor("boolean true")
	return d
}

// empty starts a keyring that never had a password, so has no collection.
func (d *desktop) empty() *desktop {
	d.t.Helper()
	d.startKeyring()
	d.waitFor("")
	return d
}

func (d *desktop) startKeyring(args ...string) {
	d.t.Helper()
	d.daemon = exec.Command("gnome-keyring-daemon", append(args, "--foreground", "--components=secrets")...)
	d.daemon.Env = d.env
	d.daemon.Stdin = strings.NewReader(desktopPassword)
	d.start(d.daemon)
}

// killKeyring ends the keyring without notice.
func (d *desktop) killKeyring() {
	d.t.Helper()
	_ = d.daemon.Process.Kill()
	_ = d.daemon.Wait()
}

// waitFor waits until the keyring answers, and until its login collection says
// locked, unless that is empty.
func (d *desktop) waitFor(locked string) {
	d.t.Helper()
	path, property := "/org/freedesktop/secrets/collection/login", []string{"string:org.freedesktop.Secret.Collection", "string:Locked"}
	if locked == "" {
		path, property = "/org/freedesktop/secrets", []string{"string:org.freedesktop.Secret.Service", "string:Collections"}
	}
	deadline := time.Now().Add(30 * time.Second)
	for {
		cmd := exec.Command("dbus-send", append([]string{"--session", "--print-reply", "--dest=org.freedesktop.secrets",
			path, "org.freedesktop.DBus.Properties.Get"}, property...)...)
		cmd.Env = d.env
		out, err := cmd.CombinedOutput()
		if err == nil && bytes.Contains(out, []byte(locked)) {
			return
		}
		if time.Now().After(deadline) {
			d.t.Fatalf("the keyring does not get ready: %v\n%s", err, out)
		}
		time.Sleep(5 * time.Millisecond) // until another program is ready
	}
}

// items counts what secret-tool finds under our service name.
func (d *desktop) items() int {
	d.t.Helper()
	cmd := exec.Command("secret-tool", "search", "--all", "service", serviceName)
	cmd.Env = d.env
	out, err := cmd.CombinedOutput()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		d.t.Fatal(err)
	}
	return bytes.Count(out, []byte("attribute.service = "+serviceName))
}

// program is a helper process inside the session: commands go in, kinds of error
// come out. Its calls of the keychain may take a minute, or LIMIT.
type program struct {
	d   *desktop
	in  io.Writer
	out *bufio.Reader
}

// program starts one over the settings folder dir.
func (d *desktop) program(dir string, env ...string) *program {
	d.t.Helper()
	cmd := helper(d.t, "store")
	cmd.Env = append(append(append([]string{}, d.env...), helperVariable+"=store", "DIR="+dir), env...)
	in, err := cmd.StdinPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	d.start(cmd)
	return &program{d, in, bufio.NewReader(out)}
}

// ask gives a command ("save 3", "load", "forget") and returns the answer.
func (p *program) ask(command string) string {
	p.d.t.Helper()
	if _, err := io.WriteString(p.in, command+"\n"); err != nil {
		p.d.t.Fatal(err)
	}
	got, err := p.out.ReadString('\n')
	if err != nil {
		p.d.t.Fatal(err)
	}
	return strings.TrimSpace(got)
}

// want gives a command and compares the answer.
func (p *program) want(command, answer string) {
	p.d.t.Helper()
	if got := p.ask(command); got != answer {
		p.d.t.Fatalf("%s: %q, want %q", command, got, answer)
	}
}
