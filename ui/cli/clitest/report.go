package clitest

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// contract is what other programs read of check --format json. A pointer that
// stays nil is a member that is missing.
type contract struct {
	Environment *string         `json:"environment"`
	Started     *time.Time      `json:"started"`
	ElapsedMS   *float64        `json:"elapsed_ms"`
	Summary     map[string]*int `json:"summary"`
	Cases       []contractCase  `json:"cases"`
}

type contractCase struct {
	ID         *string           `json:"id"`
	Title      *string           `json:"title"`
	Group      *string           `json:"group"`
	Source     *string           `json:"source"`
	Verdict    *string           `json:"verdict"`
	Expected   map[string]any    `json:"expected"`
	Actual     map[string]any    `json:"actual"`
	RoundTrips *[]map[string]any `json:"round_trips"`
	ElapsedMS  *float64          `json:"elapsed_ms"`

	Reason        string `json:"reason"`
	Informational bool   `json:"informational"`
}

var verdicts = []string{"exact", "same_error", "same_status", "mismatch", "skipped"}

func readReport(ts *testscript.TestScript, name string) contract {
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile(name)))
	var c contract
	ts.Check(decoder.Decode(&c))
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		ts.Fatalf("more than one object in %s", name)
	}
	return c
}

// checkReport holds a JSON report against the contract: report FILE ENVIRONMENT CASES
func checkReport(ts *testscript.TestScript, neg bool, args []string) {
	c := readReport(ts, args[0])
	if c.Environment == nil || *c.Environment != args[1] || c.Started == nil || time.Since(*c.Started) > time.Hour || c.ElapsedMS == nil || *c.ElapsedMS <= 0 {
		ts.Fatalf("environment, started or elapsed_ms: %+v", c)
	}
	if strconv.Itoa(len(c.Cases)) != args[2] {
		ts.Fatalf("%d cases, want %s", len(c.Cases), args[2])
	}
	counted := map[string]int{}
	for _, one := range c.Cases {
		if one.ID == nil || one.Title == nil || one.Group == nil || one.Source == nil || one.Verdict == nil || one.Expected == nil ||
			one.Actual == nil || one.RoundTrips == nil || one.ElapsedMS == nil {
			ts.Fatalf("a member of a case is missing: %+v", one)
		}
		switch {
		case !strings.HasPrefix(*one.ID, *one.Group+"."), *one.Title == "", *one.Source == "", len(one.Expected) == 0:
			ts.Fatalf("%s: %+v", *one.ID, one)
		case !slices.Contains(append(verdicts, "not_run"), *one.Verdict):
			ts.Fatalf("%s: verdict %q", *one.ID, *one.Verdict)
		case *one.Verdict == "skipped" && one.Reason == "":
			ts.Fatalf("%s is skipped without a reason", *one.ID)
		case *one.Verdict == "exact" && len(one.Actual) == 0:
			ts.Fatalf("%s is exact without an answer", *one.ID)
		}
		if *one.Verdict != "mismatch" || !one.Informational {
			counted[*one.Verdict]++
		}
	}
	for _, name := range verdicts {
		if n := c.Summary[name]; n == nil || *n != counted[name] {
			ts.Fatalf("summary of %s is not %d: %v", name, counted[name], c.Summary)
		}
	}
}

// checkVerdict wants the verdicts of cases: verdict FILE VERDICT ID…
func checkVerdict(ts *testscript.TestScript, neg bool, args []string) {
	c := readReport(ts, args[0])
	for _, id := range args[2:] {
		i := slices.IndexFunc(c.Cases, func(one contractCase) bool { return *one.ID == id })
		if i < 0 {
			ts.Fatalf("there is no case %s", id)
		}
		one := c.Cases[i]
		if same := *one.Verdict == args[1]; same == neg {
			ts.Fatalf("%s: %s, want %s; expected %v, actual %v, %s", id, *one.Verdict, args[1], one.Expected, one.Actual, one.Reason)
		}
	}
}

// junitShape says which attributes an element has, and which elements stand in it.
var junitShape = map[string]struct{ attributes, children string }{
	"testsuites": {"name tests failures errors skipped time", "testsuite"},
	"testsuite":  {"name tests failures errors skipped time timestamp", "properties testcase"},
	"properties": {"", "property"}, "property": {"name value", ""},
	"testcase": {"name classname time", "failure skipped system-out"},
	"failure":  {"message type", ""}, "skipped": {"message", ""}, "system-out": {"", ""},
}

// checkJUnit reads JUnit XML as strict readers do, and counts: junit FILE TESTS FAILURES
func checkJUnit(ts *testscript.TestScript, neg bool, args []string) {
	counts, err := readJUnit([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	if got := fmt.Sprint(counts["testcase"], counts["failure"]); got != args[1]+" "+args[2] {
		ts.Fatalf("tests and failures: %s, want %s %s", got, args[1], args[2])
	}
}

func readJUnit(text []byte) (map[string]int, error) {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	counts, claimed, open := map[string]int{}, map[string]int{}, []string{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			if len(open) > 0 && !slices.Contains(strings.Fields(junitShape[open[len(open)-1]].children), name) || len(open) == 0 && name != "testsuites" {
				return nil, fmt.Errorf("<%s> in %v", name, open)
			}
			open = append(open, name)
			counts[name]++
			for _, a := range token.Attr {
				if !slices.Contains(strings.Fields(junitShape[name].attributes), a.Name.Local) {
					return nil, fmt.Errorf("<%s %s>", name, a.Name.Local)
				}
				n, err := strconv.Atoi(a.Value)
				if slices.Contains([]string{"tests", "failures", "errors", "skipped"}, a.Name.Local) {
					if err != nil {
						return nil, err
					}
					claimed[name+" "+a.Name.Local] += n
				}
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
	for _, suite := range []string{"testsuites", "testsuite"} {
		if claimed[suite+" tests"] != counts["testcase"] || claimed[suite+" failures"] != counts["failure"] || claimed[suite+" skipped"] != counts["skipped"] || claimed[suite+" errors"] != 0 {
			return nil, fmt.Errorf("<%s> claims %v, there are %v", suite, claimed, counts)
		}
	}
	return counts, nil
}
