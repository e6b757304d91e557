package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
)

func typeName(v any) string { return fmt.Sprintf("%T", v) }

// waiter is a person who never comes.
type waiter struct{}

func (waiter) Authorize(ctx context.Context, _ cases.Ask) (cases.Callback, error) {
	<-ctx.Done()
	return cases.Callback{}, ctx.Err()
}

func TestAnInterruptEndsTheWaitForAPerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stop, interrupt := context.WithCancel(t.Context())
		cleared := false
		s := &stoppableAuthorizer{to: waiter{}, stop: stop, before: func() { cleared = true }}
		time.AfterFunc(time.Minute, interrupt)
		_, err := s.Authorize(t.Context(), cases.Ask{})
		var cannot *cases.CannotAuthorize
		if !errors.As(err, &cannot) || cannot.Why != "it was stopped" || !cleared {
			t.Errorf("%v, cleared %v", err, cleared)
		}
		running, breakOff := context.WithCancel(t.Context())
		s.stop = t.Context()
		time.AfterFunc(time.Minute, breakOff)
		if _, err := s.Authorize(running, cases.Ask{}); !errors.Is(err, context.Canceled) {
			t.Errorf("broken off: %v", err)
		}
	})
}

func TestTheCaseUnderWayHasAGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, interrupt := context.WithCancel(t.Context())
		again := make(chan os.Signal)
		listen := func() (<-chan os.Signal, func()) { return again, func() {} }
		second, endSecond := outlive(ctx, listen)
		defer endSecond()
		interrupt()
		again <- os.Interrupt
		synctest.Wait()
		if second.Err() == nil {
			t.Error("a second interrupt does not break it off")
		}
		running, end := outlive(ctx, listen)
		defer end()
		time.Sleep(stopGrace - time.Second)
		if running.Err() != nil {
			t.Error("it was broken off at once")
		}
		time.Sleep(2 * time.Second)
		if running.Err() == nil {
			t.Error("it was never broken off")
		}
	})
}

func TestReadLineLeavesTheRest(t *testing.T) {
	in := strings.NewReader("production\nhttp://127.0.0.1/callback\n")
	if got := readLine(in); got != "production" {
		t.Errorf("line %q", got)
	}
	if rest, _ := io.ReadAll(in); string(rest) != "http://127.0.0.1/callback\n" {
		t.Errorf("rest %q", rest)
	}
	if got := readLine(strings.NewReader(strings.Repeat("x", 1000))); len(got) > 100 {
		t.Errorf("read %d bytes without a line's end", len(got))
	}
}

func TestAReportThatCannotBeRenderedLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.json")
	if err := os.WriteFile(path, []byte("the old one"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := newOutput(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	fails := errors.New("no")
	err = out.write(func(w io.Writer) error { _, _ = io.WriteString(w, "half"); return fails })
	if !errors.Is(err, fails) {
		t.Errorf("%v", err)
	}
	wantFolder(t, path, "the old one", 0o644)
	if err := out.write(func(w io.Writer) error { _, err := io.WriteString(w, "the new one"); return err }); err != nil {
		t.Error(err)
	}
	wantFolder(t, path, "the new one", 0o600)

	// The file became something else while the cases ran.
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := out.write(func(io.Writer) error { return nil }); err == nil {
		t.Error("a folder was replaced")
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("left %v", entries)
	}
}

// wantFolder wants one file with a text and a mode, and nothing beside it.
func wantFolder(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != text {
		t.Errorf("%q, %v", got, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("left %v", entries)
	}
}

// answers is a sender of which every request is answered, or none.
type answers struct{ err error }

func (a answers) Send(context.Context, akoya.Request) (akoya.RoundTrip, error) {
	if a.err != nil {
		return akoya.RoundTrip{Err: a.err}, a.err
	}
	return akoya.RoundTrip{Status: 200}, nil
}

func TestHowARunEnds(t *testing.T) {
	one := func(v cases.Verdict) cases.Report {
		return cases.Report{Outcomes: []cases.Outcome{{Verdict: v, Judged: true, Why: "because", Steps: []cases.StepOutcome{{Verdict: v, RoundTrip: akoya.RoundTrip{Status: 200}}}}}}
	}
	broken := func(r cases.Report) cases.Report {
		r.Broken = errors.New("the keychain is locked")
		return r
	}
	stopped, interrupt := context.WithCancel(t.Context())
	interrupt()
	refused := errors.New("connection refused")
	for name, c := range map[string]struct {
		run  checkRun
		ctx  context.Context
		code int
		says string
	}{
		"holds":          {checkRun{report: one(cases.Exact)}, t.Context(), ExitOK, ""},
		"same status":    {checkRun{report: one(cases.SameStatus)}, t.Context(), ExitOK, ""},
		"mismatch":       {checkRun{report: one(cases.Mismatch)}, t.Context(), ExitMismatch, ""},
		"skipped":        {checkRun{report: one(cases.Skipped)}, t.Context(), ExitFailed, "no case could run: because"},
		"stopped":        {checkRun{report: one(cases.NotRun)}, stopped, ExitFailed, "1 of 1 cases were not run"},
		"nothing":        {checkRun{report: one(cases.Skipped), sender: &countingSender{to: answers{refused}}}, t.Context(), ExitFailed, "nothing answered: connection refused"},
		"keychain":       {checkRun{report: broken(one(cases.Exact))}, t.Context(), ExitFailed, "locked"},
		"answered so so": {checkRun{report: one(cases.Mismatch), sender: &countingSender{to: answers{}}}, t.Context(), ExitMismatch, ""},
	} {
		check, said := newCheck(nil)
		if c.run.sender == nil {
			c.run.sender = &countingSender{}
		} else {
			_, _ = c.run.sender.Send(t.Context(), akoya.Request{})
		}
		err := c.run.verdict(c.ctx, check)
		if err != nil {
			said.WriteString(err.Error())
		}
		if ExitCode(err) != c.code || !strings.Contains(said.String(), c.says) {
			t.Errorf("%s: code %d, says %q", name, ExitCode(err), said.String())
		}
	}
}
