package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

const canary = "canary-secret-value-4711"

// hostile is text as a server may send it: escape sequences, markup, the end of
// a code block, a character that reorders, one that no XML may hold.
const hostile = "no\x1b[31m <script>alert(1)</script> | `` ``` ]]> \u202e\u009b2J \ufffe & ![x](https://evil.example)"

func at(seconds int) time.Time { return time.Date(2026, 1, 2, 3, 4, seconds, 0, time.UTC) }

func trip(method, url string, status int, body string) akoya.RoundTrip {
	return akoya.RoundTrip{
		Method: method, URL: url, Status: status, Started: at(5), RemoteAddr: "127.0.0.1:443",
		Sent: akoya.Message{
			Line:   method + " /token?x=1 HTTP/1.1",
			Header: []akoya.Field{akoya.Plain("Content-Type", "application/x-www-form-urlencoded"), akoya.Sensitive("Authorization", akoya.NewSecret("Basic "+canary))},
			Body:   akoya.NewSecret("grant_type=refresh_token&refresh_token=" + canary),
		},
		Received: akoya.Message{Line: "HTTP/1.1 400 Bad Request", Header: []akoya.Field{akoya.Plain("Content-Type", "application/json"), akoya.Plain("X-Odd", hostile)}, Body: akoya.NewSecret(body)},
		Timings:  akoya.Timings{Wait: akoya.Span{Start: 1e6, Length: 2e6}, Body: akoya.Span{Start: 3e6, Length: 1e6}, Connect: akoya.Span{Length: 5e5}, Total: 5e6},
	}
}

// sample is a report with every verdict in it.
func sample(t testing.TB) cases.Report {
	t.Helper()
	r := cases.Report{
		Environment: akoya.Environment{
			Name: "custom", AuthorizeURL: "https://idp.example/auth", TokenURL: "https://idp.example/token", RevokeURL: "https://idp.example/revoke",
			ServiceTokenURL: "https://sts.example/token", AccountsURL: "https://data.example/accounts",
		},
		ClientID: "my-app", Connector: "mikomo", Started: at(0), Elapsed: 1234 * time.Millisecond,
		Versions: []cases.Version{{Name: "akoya-tui", Version: "v1.2.3"}},
	}
	add := func(id string, judged bool, body string, status int) {
		c, err := cases.Find(cases.Catalogue(), id)
		if err != nil {
			t.Fatal(err)
		}
		step := judge(c, 0, trip("POST", "https://idp.example/token", status, body).WithKnown(akoya.NewSecret(canary)))
		r.Outcomes = append(r.Outcomes, cases.Outcome{Case: c, Judged: judged, Verdict: step.Verdict, Steps: []cases.StepOutcome{step}, Started: at(1), Elapsed: 12 * time.Millisecond})
	}
	add("refresh.used", true, `{"error":"invalid_request","error_description":"Refresh token is invalid or has already been claimed by another client."}`, 400)
	quoted, _ := json.Marshal(hostile + " " + canary)
	add("refresh.missing", true, `{"error":"invalid_request","error_description":`+string(quoted)+`}`, 400)
	add("obtain.code.wrong", true, `{"error":"invalid_grant","error_description":"Invalid or expired code parameter."}`, 400)
	add("revoke.client_secret.wrong", true, "404 page not found\n"+hostile, 404)
	add("service.client.missing", false, `{"error":"x"}`, 500)
	skipped, _ := cases.Find(cases.Catalogue(), "obtain.ok")
	r.Outcomes = append(r.Outcomes,
		cases.Outcome{Case: skipped, Judged: true, Verdict: cases.Skipped, Why: "cannot authorize without a browser: idp.example shows a page (" + hostile + ")", Started: at(2)},
		cases.Outcome{Case: skipped, Judged: true, Notes: []string{"a note: " + hostile}})
	return r
}

func render(t testing.TB, r cases.Report, format report.Format) string {
	t.Helper()
	var out bytes.Buffer
	if err := report.Write(&out, r, format); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestGoldens(t *testing.T) {
	for _, format := range report.Formats() {
		golden(t, string(format)+".golden", render(t, sample(t), format))
	}
	var har, session bytes.Buffer
	trips := []akoya.RoundTrip{trip("POST", "https://idp.example/token?code="+canary, 400, `{"refresh_token":"`+canary+`"}`)}
	if err := report.HAR(&har, trips, "v1.2.3"); err != nil {
		t.Fatal(err)
	}
	if err := report.Session(&session, "A session", trips); err != nil {
		t.Fatal(err)
	}
	golden(t, "har.golden", har.String())
	golden(t, "session.golden", session.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got; -update writes it anew):\n%s", name, diff)
	}
	if strings.Contains(got, canary) {
		t.Errorf("%s shows a secret", name)
	}
	for _, r := range got {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Errorf("%s holds %U", name, r)
		}
	}
}

func TestJSONHasTheShapeThatProgramsRelyOn(t *testing.T) {
	var got map[string]any
	if err := json.Unmarshal([]byte(render(t, sample(t), report.FormatJSON)), &got); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"environment", "started", "elapsed_ms", "summary", "cases"} {
		if _, ok := got[name]; !ok {
			t.Errorf("no %q", name)
		}
	}
	wantSummary := map[string]any{"exact": 1.0, "same_error": 1.0, "same_status": 1.0, "mismatch": 1.0, "skipped": 1.0, "informational_mismatch": 1.0, "not_run": 1.0}
	if diff := cmp.Diff(wantSummary, got["summary"]); diff != "" {
		t.Error(diff)
	}
	for _, entry := range got["cases"].([]any) {
		c := entry.(map[string]any)
		for _, name := range []string{"id", "title", "group", "source", "verdict", "expected", "actual", "round_trips", "elapsed_ms"} {
			if c[name] == nil {
				t.Errorf("%v has no %q", c["id"], name)
			}
		}
	}
	first := got["cases"].([]any)[0].(map[string]any)
	want := map[string]any{"status": 400.0, "error": "invalid_request", "error_description": "Refresh token is invalid or has already been claimed by another client."}
	if diff := cmp.Diff(want, first["expected"]); diff != "" {
		t.Error(diff)
	}
	if first["verdict"] != "exact" || first["elapsed_ms"] != 12.0 {
		t.Errorf("%v", first)
	}
}

func TestEmptyReports(t *testing.T) {
	for _, format := range report.Formats() {
		if text := render(t, cases.Report{}, format); text == "" {
			t.Errorf("%s says nothing", format)
		}
	}
	if text := render(t, cases.Report{}, report.FormatJSON); !strings.Contains(text, `"cases": []`) {
		t.Errorf("no empty list in %s", text)
	}
}

// TestJUnitIsStrictlyValid reads every token with Go's strict decoder and holds
// the counts against the elements.
func TestJUnitIsStrictlyValid(t *testing.T) {
	text := render(t, sample(t), report.FormatJUnit)
	decoder := xml.NewDecoder(strings.NewReader(text))
	decoder.Strict = true
	counts := map[string]int{}
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok {
			counts[start.Name.Local]++
		}
	}
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	if err := xml.Unmarshal([]byte(text), &suites); err != nil {
		t.Fatal(err)
	}
	if suites.Tests != 7 || counts["testcase"] != 7 || suites.Failures != 1 || counts["failure"] != 1 || suites.Skipped != 2 || counts["skipped"] != 2 {
		t.Errorf("%+v, elements %v", suites, counts)
	}
}

func TestExitCodes(t *testing.T) {
	holds := sample(t)
	holds.Outcomes = holds.Outcomes[:3]
	unjudged := sample(t)
	unjudged.Outcomes = unjudged.Outcomes[4:]
	c := sample(t).Outcomes[0].Case
	skipped := cases.Report{Outcomes: []cases.Outcome{{Case: c, Judged: true, Verdict: cases.Skipped, Why: "nobody approves"}, {Case: c, Judged: true}}}
	broken := sample(t)
	broken.Broken = io.ErrShortWrite
	dead := cases.Report{Outcomes: []cases.Outcome{{Case: c, Judged: true, Verdict: cases.Mismatch, Steps: []cases.StepOutcome{{RoundTrip: akoya.RoundTrip{Started: at(1), Err: io.EOF}}}}}}
	for name, test := range map[string]struct {
		report cases.Report
		want   int
	}{
		"mismatch":                 {sample(t), report.ExitMismatch},
		"wording differs":          {holds, report.ExitHolds},
		"only undocumented differ": {unjudged, report.ExitHolds},
		"nobody answered":          {dead, report.ExitCouldNotRun},
		"nothing chosen":           {cases.Report{}, report.ExitCouldNotRun},
		"every case skipped":       {skipped, report.ExitCouldNotRun},
		"tokens not saved":         {broken, report.ExitCouldNotRun},
	} {
		if got := report.ExitCode(test.report); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}

func TestProgressIsOneLineThatGoesAway(t *testing.T) {
	var out bytes.Buffer
	p := &report.Progress{Out: &out, Width: 40}
	c := sample(t).Outcomes[0].Case
	p.Step(cases.Progress{Done: 0, Total: 2, Case: c})
	p.Step(cases.Progress{Done: 1, Total: 2, Case: c, Outcome: &cases.Outcome{}})
	c.ID = strings.Repeat("long", 40) + "\x1b[31m"
	p.Step(cases.Progress{Done: 1, Total: 2, Case: c})
	p.Clear()
	for line := range strings.SplitSeq(out.String(), "\r") {
		if n := len([]rune(strings.TrimSuffix(line, "\x1b[K"))); n >= 40 {
			t.Errorf("%d columns: %q", n, line)
		}
	}
	if !strings.HasSuffix(out.String(), "\r\x1b[K") || strings.Contains(out.String(), "\n") {
		t.Errorf("%q", out.String())
	}
	silent := &report.Progress{}
	if !silent.Step(cases.Progress{}) {
		t.Error("progress stops the run")
	}
	silent.Clear()
}

func TestFormats(t *testing.T) {
	for _, format := range report.Formats() {
		if got, err := report.ParseFormat(string(format)); err != nil || got != format {
			t.Errorf("%s: %v %v", format, got, err)
		}
	}
	if _, err := report.ParseFormat("yaml"); err == nil {
		t.Error("yaml is read")
	}
	if err := report.Write(io.Discard, cases.Report{}, "yaml"); err == nil {
		t.Error("yaml is written")
	}
}

// FuzzReports: whatever a server sends, the reports stay what they are.
func FuzzReports(f *testing.F) {
	f.Add(hostile, 400)
	f.Add("\xff\xfe]]>\r\n```", 200)
	f.Fuzz(func(t *testing.T, body string, status int) {
		r := sample(t)
		c := r.Outcomes[1].Case
		round := trip("POST", "https://idp.example/token", status, body)
		round.Received.Line = body
		step := judge(c, 0, round)
		r.Outcomes = []cases.Outcome{{Case: c, Judged: true, Verdict: cases.Mismatch, Steps: []cases.StepOutcome{step}, Why: body, Notes: []string{body}}}
		var object map[string]any
		if err := json.Unmarshal([]byte(render(t, r, report.FormatJSON)), &object); err != nil {
			t.Fatal(err)
		}
		if err := xml.Unmarshal([]byte(render(t, r, report.FormatJUnit)), new(struct{})); err != nil {
			t.Fatal(err)
		}
		for _, format := range report.Formats() {
			for _, char := range render(t, r, format) {
				if char != '\n' && unicode.IsControl(char) {
					t.Fatalf("%s holds %U", format, char)
				}
			}
		}
	})
}

// judge holds the answer to one step of a case against what is documented.
func judge(c cases.Case, i int, rt akoya.RoundTrip) cases.StepOutcome {
	step := c.Steps[i]
	verdict, matched, differences := cases.CompareAny(step.Expect, cases.Answer{RoundTrip: rt})
	return cases.StepOutcome{Step: step, RoundTrip: rt, Verdict: verdict, Matched: matched, Differences: differences}
}
