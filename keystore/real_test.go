//go:build linux

package keystore

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// inSessionVariable says that the process runs in a session made for tests.
const inSessionVariable = "KEYSTORE_TEST_IN_SESSION"

// TestInSession is run by TestRealKeyring, in a process of its own because the
// address of a session bus belongs to a process.
func TestInSession(t *testing.T) {
	dir := os.Getenv(inSessionVariable)
	if dir == "" {
		t.Skip("part of TestRealKeyring")
	}
	p, err := OpenProfiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	create(t, p, "p")
	create(t, p, "q")
	testStore(t, NewKeychain(p, WithNotices(func(Notice) {})))
}

func TestRealKeyring(t *testing.T) {
	d := startDesktop(t).unlocked()
	cmd := exec.Command(os.Args[0], "-test.run=^TestInSession$", "-test.v")
	cmd.Env = append(append([]string{}, d.env...), inSessionVariable+"="+t.TempDir())
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestInSession/what_is_saved_is_loaded") {
		t.Errorf("%v\n%s", err, out)
	}
	if n := d.items(); n != 0 {
		t.Errorf("secret-tool finds %d items after forget", n)
	}
}

// timedBackend and timedDisk remember when a Set and a rename were done last.
type timedBackend struct {
	osBackend
	set *time.Time
}

func (b timedBackend) Set(service, user, value string) error {
	err := b.osBackend.Set(service, user, value)
	*b.set = time.Now()
	return err
}

type timedDisk struct {
	osDisk
	first *time.Time // after it was zero
}

func (d timedDisk) rename(from, to string) error {
	err := d.osDisk.rename(from, to)
	if d.first.IsZero() {
		*d.first = time.Now()
	}
	return err
}

// TestTimeToSafeInSession is run by TestTimeToSafe.
func TestTimeToSafeInSession(t *testing.T) {
	dir := os.Getenv(inSessionVariable)
	if dir == "" {
		t.Skip("part of TestTimeToSafe")
	}
	p, err := OpenProfiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	create(t, p, "p")
	var set, renamed time.Time
	p.disk = timedDisk{first: &renamed}
	k := newKeychain(p, timedBackend{set: &set}, "linux", WithNotices(func(Notice) {}))
	var ahead, plainSet, plain []time.Duration
	for n := range 20 {
		mustSave(t, k, someTokens(2*n, 2000))
		prepared, err := k.PrepareTokens(t.Context(), "p")
		if err != nil {
			t.Fatal(err)
		}
		renamed = time.Time{}
		answer := time.Now()
		if err := prepared.Commit(t.Context(), someTokens(2*n+1, 2000)); err != nil {
			t.Fatal(err)
		}
		ahead = append(ahead, set.Sub(answer))
		if !renamed.After(set) {
			t.Error("a file was written before the tokens")
		}
		answer = time.Now()
		mustSave(t, k, someTokens(2*n+2, 2000))
		plainSet = append(plainSet, set.Sub(answer))
		// The pointer moves with the second rename, after the item is read back.
		tx, err := k.begin(t.Context(), "p")
		if err != nil {
			t.Fatal(err)
		}
		renamed = time.Time{}
		g, parts, err := tx.cut(recordTokens, newName(), encoded(t, someTokens(2*n+3, 2000)))
		answer = time.Now()
		if err == nil {
			err = tx.note(recordTokens, g)
		}
		renamed = time.Time{}
		if err == nil {
			err = tx.write(recordTokens, g, parts, false)
		}
		tx.close()
		if err != nil {
			t.Fatal(err)
		}
		plain = append(plain, renamed.Sub(answer))
	}
	for _, one := range [][]time.Duration{ahead, plainSet, plain} {
		slices.Sort(one)
	}
	t.Logf("from the answer, median and most of %d: items written, prepared %v, %v; items written, not prepared %v, %v; pointer moved, not prepared %v, %v",
		len(ahead), ahead[10], ahead[19], plainSet[10], plainSet[19], plain[10], plain[19])
	if err := k.Forget(t.Context(), "p"); err != nil {
		t.Error(err)
	}
}

// TestTimeToSafe measures how long after an answer a kill no longer loses it.
func TestTimeToSafe(t *testing.T) {
	d := startDesktop(t).unlocked()
	cmd := exec.Command(os.Args[0], "-test.run=^TestTimeToSafeInSession$", "-test.v")
	cmd.Env = append(append([]string{}, d.env...), inSessionVariable+"="+t.TempDir())
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestTimeToSafeInSession") {
		t.Errorf("%v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if _, text, ok := strings.Cut(line, "from the answer"); ok {
			t.Log("from the answer" + strings.TrimSpace(text))
		}
	}
	if n := d.items(); n != 0 {
		t.Errorf("secret-tool finds %d items after forget", n)
	}
}

func TestRealKeyringStates(t *testing.T) {
	newFolder := func(t *testing.T) string {
		p := newProfiles(t)
		create(t, p, "p")
		return p.dir
	}
	t.Run("unlocked, locked, unlocked", func(t *testing.T) {
		d, dir := startDesktop(t).unlocked(), newFolder(t)
		program := d.program(dir)
		program.want("probe", "ok")
		program.want("load", "not found")
		program.want("save 1", "ok")
		program.want("save 2", "ok")
		program.want("load", "set 2")
		if n := d.items(); n != 1 {
			t.Errorf("secret-tool finds %d items", n)
		}
		d.killKeyring()
		d.locked()
		program.want("probe", "locked")
		program.want("load", "locked")
		program.want("save 3", "locked")
		program.want("forget", "locked")
		d.killKeyring()
		d.unlocked()
		program.want("load", "not found") // forgotten, and now also cleaned up
		program.want("forget", "ok")
		if n := d.items(); n != 0 {
			t.Errorf("secret-tool finds %d items after forget", n)
		}
	})
	t.Run("empty", func(t *testing.T) {
		program := startDesktop(t).empty().program(newFolder(t))
		program.want("load", "not found") // nothing was saved: the keyring is not asked
		program.want("probe", "no collection")
		program.want("save 1", "no collection")
		program.want("forget", "ok")
	})
	t.Run("none", func(t *testing.T) {
		program := startDesktop(t).program(newFolder(t))
		program.want("probe", "no provider")
		program.want("save 1", "no provider")
		program.want("load", "not found")
	})
	t.Run("stopped", func(t *testing.T) {
		d, dir := startDesktop(t).unlocked(), newFolder(t)
		patient, hasty := d.program(dir), d.program(dir, "LIMIT=300ms")
		patient.want("save 1", "ok")
		_ = d.daemon.Process.Signal(syscall.SIGSTOP)
		hasty.want("load", "stuck")
		hasty.want("save 2", "stuck")
		d.program(dir, "LIMIT=300ms").want("load", "busy") // another program stays away from it
		_ = d.daemon.Process.Signal(syscall.SIGCONT)
		patient.want("load", "set 1")
		awaitAnswer(hasty, "load", "set 1")
		patient.want("save 3", "ok")
		patient.want("load", "set 3")
		patient.want("forget", "ok")
		if n := d.items(); n != 0 {
			t.Errorf("secret-tool finds %d items after forget", n)
		}
	})
	t.Run("killed", func(t *testing.T) {
		d, dir := startDesktop(t).unlocked(), newFolder(t)
		program := d.program(dir)
		program.want("save 1", "ok")
		d.killKeyring()
		program.want("load", "no provider")
		program.want("save 2", "no provider")
		d.unlocked()
		program.want("load", "set 1")
		program.want("save 2", "ok")
		program.want("load", "set 2")
	})
	t.Run("bus killed", func(t *testing.T) {
		d, dir := startDesktop(t).unlocked(), newFolder(t)
		program := d.program(dir)
		program.want("save 1", "ok")
		_ = d.bus.Process.Kill()
		_ = d.bus.Wait()
		awaitAnswer(program, "load", "no bus")
		program.want("save 2", "no bus")
	})
	t.Run("no bus", func(t *testing.T) {
		d, dir := startDesktop(t), newFolder(t)
		if busAddress(func(string) string { return "" }, os.Getuid(), func(path string) bool { _, err := os.Stat(path); return err == nil }) != "" {
			t.Skip("this user has a session bus, which the test must not use")
		}
		bin, ran := filepath.Join(d.dir, "bin"), filepath.Join(d.dir, "launched")
		if err := os.Mkdir(bin, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(bin, "dbus-launch"), []byte("#!/bin/sh\n: > "+ran+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{"", "autolaunch:"} {
			program := d.program(dir, "DBUS_SESSION_BUS_ADDRESS="+address, "PATH="+bin+":"+os.Getenv("PATH"))
			program.want("save 1", "no bus")
		}
		program := d.program(dir, "DBUS_SESSION_BUS_ADDRESS=unix:path="+d.dir+"/gone")
		program.want("save 1", "no bus")
		if _, err := os.Stat(ran); err == nil {
			t.Error("dbus-launch was run")
		}
	})
}

// awaitAnswer repeats a command until the keyring has woken up.
func awaitAnswer(p *program, command, answer string) {
	p.d.t.Helper()
	for range 200 {
		if p.ask(command) == answer {
			return
		}
		time.Sleep(5 * time.Millisecond) // until another program goes on
	}
	p.d.t.Fatalf("%s: never %q", command, answer)
}

// TestRealKeyringManyPrograms has several programs save at once.
func TestRealKeyringManyPrograms(t *testing.T) {
	d := startDesktop(t).unlocked()
	p := newProfiles(t)
	create(t, p, "p")
	var programs []*program
	for range 3 {
		programs = append(programs, d.program(p.dir))
	}
	for n := range 5 {
		for _, program := range programs { // all ask at once, then all are heard
			if _, err := fmt.Fprintf(program.in, "save %d\nload\n", n); err != nil {
				t.Fatal(err)
			}
		}
		for _, program := range programs {
			for range 2 {
				if got, err := program.out.ReadString('\n'); err != nil || got != "ok\n" && got != fmt.Sprintf("set %d\n", n) {
					t.Fatalf("%q, %v", got, err)
				}
			}
		}
	}
	if n := d.items(); n != 1 {
		t.Errorf("secret-tool finds %d items, want 1", n)
	}
	programs[0].want("forget", "ok")
	if n := d.items(); n != 0 {
		t.Errorf("secret-tool finds %d items after forget", n)
	}
}

// TestRealKeyringKilledAtRandom kills a program that refreshes all the time, as
// TestKilledAtRandom does, and looks with secret-tool for what it left behind.
func TestRealKeyringKilledAtRandom(t *testing.T) {
	d := startDesktop(t).unlocked()
	p := newProfiles(t)
	create(t, p, "p")
	server := &rotatingServer{}
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	watcher := d.program(p.dir)
	const kills = 12
	counts := map[string]int{}
	for range kills {
		server.mu.Lock()
		serial := server.serial
		server.mu.Unlock()
		watcher.want(fmt.Sprintf("reset %d", serial), "ok")
		cmd := helper(t, "refresh")
		cmd.Env = append(append([]string{}, d.env...), helperVariable+"=refresh", "DIR="+p.dir, "SERVER="+web.URL, "COUNT=0", "ITEMS=")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
			t.Fatalf("the program said %q, %v", line, err)
		}
		time.Sleep(time.Duration(rand.IntN(150_000)) * time.Microsecond) // the moment is the test
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		got := watcher.ask("token")
		server.mu.Lock()
		switch got {
		case server.token() + " true", server.token() + " false":
			counts["honoured"]++
		case server.previous + " false":
			counts["marked as sent"]++
		default:
			t.Errorf("stored %s, the server honours %s", got, server.token())
		}
		server.mu.Unlock()
	}
	watcher.want("forget", "ok")
	if n := d.items(); n != 0 {
		t.Errorf("secret-tool finds %d items after forget", n)
	}
	t.Logf("%d kills: %v; %d refreshes in all", kills, counts, server.serial)
}
