package report_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/report"
)

// one is a report of one case with one answer to its first step.
func one(t *testing.T, id string, trip akoya.RoundTrip) cases.Report {
	t.Helper()
	c, err := cases.Find(cases.Catalogue(), id)
	if err != nil {
		t.Fatal(err)
	}
	step := judge(c, 0, trip)
	return cases.Report{Outcomes: []cases.Outcome{{Case: c, Judged: true, Verdict: step.Verdict, Steps: []cases.StepOutcome{step}}}}
}

func typed(trip akoya.RoundTrip, contentType string) akoya.RoundTrip {
	trip.Received.Header = []akoya.Field{akoya.Plain("Content-Type", contentType)}
	return trip
}

func TestLongBodiesAreCutInMarkdown(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		body, contentType, rest string
	}{
		"JSON":              {`{"x":"` + strings.Repeat("a", 3000) + `"}`, "application/json", "… (960 bytes more)"},
		"a page":            {"<!doctype html><p>" + strings.Repeat("a", 982), "text/html; charset=utf-8", "… (700 bytes more)"},
		"an untyped page":   {"\n<HTML><p>" + strings.Repeat("a", 990), "", "… (700 bytes more)"},
		"many-byte letters": {"a" + strings.Repeat("é", 1500), "text/plain", "… (954 bytes more)"},
		"short":             {strings.Repeat("b", 2048), "text/plain", strings.Repeat("b", 2048) + "\n"},
	} {
		text := render(t, one(t, "refresh.used", typed(trip("POST", "https://idp.example/token", 400, row.body), row.contentType)), report.FormatMarkdown)
		if !strings.Contains(text, row.rest) || strings.Contains(text, "\ufffd") {
			t.Errorf("%s: no %q in\n%s", name, row.rest, text)
		}
		if name == "short" && strings.Contains(text, "bytes more") {
			t.Errorf("%s is cut", name)
		}
	}
}

func TestDataOfAPersonIsLeftOut(t *testing.T) {
	t.Parallel()
	const balance = `{"accounts":[{"balance":12345.67}]}`
	data := trip("GET", "https://data.example/accounts", 200, balance)
	data.Sent.Header = []akoya.Field{akoya.Sensitive("authorization", akoya.NewSecret("bearer "+canary))}
	var session, har bytes.Buffer
	if err := report.Session(&session, "A session", []akoya.RoundTrip{data}); err != nil {
		t.Fatal(err)
	}
	if err := report.HAR(&har, []akoya.RoundTrip{data}, "v1"); err != nil {
		t.Fatal(err)
	}
	set := one(t, "accounts.ok", data)
	set.Outcomes[0].Setup = []akoya.RoundTrip{data}
	const left = "(the person's data, 35 bytes, left out)"
	for name, text := range map[string]string{
		"session": session.String(), "markdown": render(t, set, report.FormatMarkdown),
		"json": strings.ReplaceAll(render(t, set, report.FormatJSON), `\u0027`, "'"),
	} {
		if strings.Contains(text, "12345.67") || !strings.Contains(text, left) {
			t.Errorf("%s:\n%s", name, text)
		}
	}
	if !strings.Contains(session.String(), "1 request. ") {
		t.Errorf("%s", session.String())
	}
	if !strings.Contains(har.String(), "12345.67") {
		t.Errorf("the HAR file is not whole:\n%s", har.String())
	}
	for name, other := range map[string]akoya.RoundTrip{
		"a refusal":     {Method: "GET", Status: 401, Sent: data.Sent, Received: data.Received, Started: at(1)},
		"another way":   {Method: "POST", Status: 200, Sent: data.Sent, Received: data.Received, Started: at(1)},
		"without token": trip("GET", "https://data.example/accounts", 200, balance),
	} {
		if text := render(t, one(t, "accounts.ok", other), report.FormatMarkdown); !strings.Contains(text, "12345.67") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
}

func TestCasesThatWereNotRunAreOneList(t *testing.T) {
	t.Parallel()
	text := render(t, sample(t), report.FormatMarkdown)
	if strings.Contains(text, "### obtain.ok") || strings.Count(text, "\n- obtain.ok: ") != 2 || !strings.Contains(text, "\n- obtain.ok: not run; a note") {
		t.Errorf("%s", text)
	}
}

func TestLocalIsExplained(t *testing.T) {
	t.Parallel()
	r := sample(t)
	r.Environment.Name = akoya.EnvironmentLocal
	if text := render(t, r, report.FormatMarkdown); !strings.Contains(text, "| local: the Akoya that is built into akoya-tui, not Akoya itself |") {
		t.Errorf("%s", text)
	}
}

func TestWhatWasDoneByHandIsSaid(t *testing.T) {
	t.Parallel()
	r := sample(t)
	r.Outcomes[0].Notes = []string{cases.NoteByHand}
	if text := render(t, r, report.FormatMarkdown); !strings.Contains(text, `| exact \(sent by hand\) |`) {
		t.Errorf("%s", text)
	}
	r.Outcomes[0].ByHand = true
	if text := render(t, r, report.FormatMarkdown); !strings.Contains(text, `| exact \(changed by hand\) |`) {
		t.Errorf("%s", text)
	}
	if text := render(t, r, report.FormatJSON); !strings.Contains(text, `"changed_by_hand": true`) {
		t.Errorf("%s", text)
	}
}

func TestARefusalInPlaceOfAGrantIsOneLine(t *testing.T) {
	t.Parallel()
	r := one(t, "obtain.ok", trip("POST", "https://idp.example/token", 401, `{"error":"invalid_client","error_description":"Invalid client credentials."}`))
	text := render(t, r, report.FormatText)
	got, first := strings.Index(text, "      got: 401 invalid_client: Invalid client credentials.\n"), strings.Index(text, "≠")
	if got < 0 || first < got {
		t.Errorf("%s", text)
	}
	if text := render(t, r, report.FormatJUnit); !strings.Contains(text, `message="expected 200, got 401 invalid_client: Invalid client credentials."`) {
		t.Errorf("%s", text)
	}
}

func TestNoAnswerIsNoListOfWhatIsMissing(t *testing.T) {
	t.Parallel()
	lost := akoya.RoundTrip{Method: "POST", URL: "https://idp.example/token", Started: at(1), Err: errors.New("connection refused by 127.0.0.1:1")}
	r := one(t, "obtain.ok", lost)
	for _, format := range []report.Format{report.FormatText, report.FormatJUnit} {
		text := render(t, r, format)
		if !strings.Contains(text, "no answer: connection refused by 127.0.0.1:1") || strings.Contains(text, "expected: 200") {
			t.Errorf("%s", text)
		}
	}
}

func TestMarksInASCII(t *testing.T) {
	t.Parallel()
	r := sample(t)
	r.Outcomes = r.Outcomes[:4]
	r.Outcomes[1].Notes = []string{"José wrote this"}
	var out bytes.Buffer
	if err := report.Write(report.ASCII(&out), r, report.FormatText); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, want := range []string{"+ exact ", "x mismatch ", "  ! status ", "José"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.ContainsAny(text, "✓✗≠…•") {
		t.Errorf("%s", text)
	}
}

func TestAServerWithoutATokenURLHasNothingEmpty(t *testing.T) {
	t.Parallel()
	r := sample(t)
	r.Environment.TokenURL = ""
	if text := render(t, r, report.FormatText); !strings.Contains(text, "7 cases against custom in 1.234s") {
		t.Errorf("%s", text)
	}
	if text := render(t, r, report.FormatMarkdown); strings.Contains(text, "Token URL |  |") {
		t.Errorf("%s", text)
	}
}
