package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/ui/uitest"
)

// historyTerminal runs the program with these round trips in a terminal; the
// token server repeats the form that it was sent.
func historyTerminal(t *testing.T, entries ...flows.Entry) (*uitest.Terminal, *App) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, `{"error":"echo","error_description":"%s %s scope=%s"}`, r.Method, r.URL.Path, r.FormValue("scope"))
	}))
	t.Cleanup(server.Close)
	r := historyRig(t, 100, 30)
	for _, e := range entries {
		e.Request.URL = server.URL + "/token"
		r.app.session.History = r.app.session.History.Append(e)
	}
	r.app.session.Environment = akoya.Local(server.URL)
	t.Cleanup(r.app.Close)
	return uitest.Start(t, r.app, 100, 30), r.app
}

// TestHistoryResend sends a request again as it was, and changed.
func TestHistoryResend(t *testing.T) {
	t.Parallel()
	term, _ := historyTerminal(t, tokenTrips()...)
	term.WaitFor("1 of 2 · newest first")
	term.Type("r")
	term.WaitFor("#3  POST /token", "by hand", "400 Bad Request", "POST /token scope=")
	term.Type("e")
	term.WaitFor("Edit and resend  #3", "as it was sent")
	term.Type("a")
	term.WaitFor("name=value, or Name: value for a header")
	term.Type("scope=ask", "enter")
	term.WaitFor("changed · u undoes")
	term.Type("enter")
	term.WaitFor("#4  POST /token", "scope=ask")
	term.Type("esc")
	term.WaitFor("1 of 4 · newest first")
	if strings.Contains(term.Raw(), "canary") {
		t.Error("a secret reached the terminal")
	}
}

// TestHistoryFilterLong finds the oldest of many entries without more keys.
func TestHistoryFilterLong(t *testing.T) {
	t.Parallel()
	list := append([]flows.Entry{exchange{step: "revoke", status: 200}.entry(historyStart)}, manyTrips(4*searchStep)...)
	term, _ := historyTerminal(t, list...)
	term.WaitFor("newest first")
	term.Type("/", "revoke")
	term.WaitFor("1 of 1 found in 2,001", "filter revoke") // with a letter missing it would start over
	term.Type("enter", "enter")
	term.WaitFor("#1  POST /token")
}

// TestHistoryExport writes files that only their owner can read, and never
// writes over one.
func TestHistoryExport(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	term, _ := historyTerminal(t, tokenTrips()...)
	term.WaitFor("1 of 2 · newest first")
	term.Type("w")
	term.WaitFor("Written to", "akoya-tui-20261121-150322.har", "(2 requests)")
	term.Type("w")
	term.WaitFor("Written to", "akoya-tui-20261121-150322-2.har")
	term.Type("m")
	term.WaitFor("Written to", ".md")

	har := filepath.Join(folder, "akoya-tui-20261121-150322.har")
	text := readExport(t, har)
	var archive struct {
		Log struct {
			Version string
			Entries []struct{ StartedDateTime time.Time }
		}
	}
	if err := json.Unmarshal([]byte(text), &archive); err != nil {
		t.Fatal(err)
	}
	if log := archive.Log; log.Version != "1.2" || len(log.Entries) != 2 || !log.Entries[0].StartedDateTime.Equal(historyStart) {
		t.Errorf("the archive is %+v", archive)
	}
	report := readExport(t, filepath.Join(folder, "akoya-tui-session-20261121-150322.md"))
	if !strings.Contains(report, "# Session with test, 2026-11-21 15:03:22") || strings.Index(report, "200 Status") > strings.Index(report, "400 Status") {
		t.Errorf("the report is\n%s", report)
	}
}

// TestHistoryExportFiltered writes what is on the list, and says how much of the
// history that is.
func TestHistoryExportFiltered(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	term, _ := historyTerminal(t, tokenTrips()...)
	term.WaitFor("newest first")
	term.Type("/", "200", "enter", "w")
	term.WaitFor("Written to", "(1 of 2 requests)")
	text := readExport(t, filepath.Join(folder, "akoya-tui-20261121-150322.har"))
	if strings.Count(text, "startedDateTime") != 1 || !strings.Contains(text, `"status": 200`) {
		t.Errorf("the archive is\n%s", text)
	}
	term.Type("m")
	term.WaitFor("akoya-tui-session-20261121-150322.md")
	report := readExport(t, filepath.Join(folder, "akoya-tui-session-20261121-150322.md"))
	if !strings.Contains(report, "1 of 2 requests") || strings.Contains(report, "400 Status") {
		t.Errorf("the report is\n%s", report)
	}
	term.Type("esc")
	term.WaitFor("newest first")
	term.Type("/", "zz")
	term.WaitFor("No request holds this text.")
	term.Type("enter", "w")
	term.WaitFor("The filter shows no request")
}

// TestNewFile finds a name that is free, and removes what could not be written.
func TestNewFile(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	var names []string
	for range 3 {
		file, err := newFile("one", ".har")
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, filepath.Base(file.Name()))
		_ = file.Close()
	}
	if want := []string{"one.har", "one-2.har", "one-3.har"}; !slices.Equal(names, want) {
		t.Errorf("the files are %q, want %q", names, want)
	}
	broken := errors.New("no room left")
	got := export("", "two", ".md", historyStart, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half of it")
		return broken
	})()
	if done, ok := got.(exportedMsg); !ok || !errors.Is(done.err, broken) {
		t.Errorf("the end is %+v", got)
	}
	if _, err := os.Stat(filepath.Join(folder, "two-20261121-140322.md")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("half of a file is left: %v", err)
	}
}

// TestHistoryExportOne writes the round trip that is open.
func TestHistoryExportOne(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	term, _ := historyTerminal(t, tokenTrips()...)
	term.WaitFor("newest first")
	term.Type("down", "enter", "w")
	term.WaitFor("#1  POST /token", "Written to")
	text := readExport(t, filepath.Join(folder, "akoya-tui-20261121-150322.har"))
	if strings.Count(text, "startedDateTime") != 1 || !strings.Contains(text, `"status": 200`) {
		t.Errorf("the archive is\n%s", text)
	}
}

func readExport(t *testing.T, path string) string {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%s has mode %v", path, info.Mode())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "canary") {
		t.Errorf("%s holds a secret", path)
	}
	return string(text)
}
