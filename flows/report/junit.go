package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"akoya-tui/flows/cases"
	"akoya-tui/flows/visible"
)

// The elements of JUnit XML as the common readers (Jenkins, GitLab, Surefire)
// know them.
type suitesXML struct {
	XMLName  xml.Name   `xml:"testsuites"`
	Name     string     `xml:"name,attr"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Errors   int        `xml:"errors,attr"`
	Skipped  int        `xml:"skipped,attr"`
	Time     string     `xml:"time,attr"`
	Suites   []suiteXML `xml:"testsuite"`
}

type suiteXML struct {
	Name       string         `xml:"name,attr"`
	Tests      int            `xml:"tests,attr"`
	Failures   int            `xml:"failures,attr"`
	Errors     int            `xml:"errors,attr"`
	Skipped    int            `xml:"skipped,attr"`
	Time       string         `xml:"time,attr"`
	Timestamp  string         `xml:"timestamp,attr"`
	Properties *propertiesXML `xml:"properties,omitempty"`
	Cases      []testXML      `xml:"testcase"`
}

type propertiesXML struct {
	List []propertyXML `xml:"property"`
}

type propertyXML struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type testXML struct {
	Name      string      `xml:"name,attr"`
	ClassName string      `xml:"classname,attr"`
	Time      string      `xml:"time,attr"`
	Failure   *messageXML `xml:"failure,omitempty"`
	Skipped   *messageXML `xml:"skipped,omitempty"`
	Output    *outputXML  `xml:"system-out,omitempty"`
}

type outputXML struct {
	Text string `xml:",cdata"`
}

type messageXML struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",cdata"`
}

// JUnit writes the report as JUnit XML, a suite for each group. A case that was
// not run counts as skipped; an undocumented one on a live server never fails.
func JUnit(w io.Writer, r cases.Report) error {
	out := suitesXML{Name: "akoya-tui check", Time: seconds(r.Elapsed)}
	for _, group := range groupsOf(r) {
		suite := suiteXML{Name: "akoya." + xmlText(string(group)), Timestamp: r.Started.UTC().Format("2006-01-02T15:04:05")}
		suite.Properties = &propertiesXML{List: []propertyXML{{"environment", xmlText(r.Environment.Name)}, {"token_url", xmlText(r.Environment.TokenURL)}}}
		for _, v := range r.Versions {
			suite.Properties.List = append(suite.Properties.List, propertyXML{xmlText(v.Name), xmlText(v.Version)})
		}
		var took time.Duration
		for _, o := range r.Outcomes {
			if o.Case.Group != group {
				continue
			}
			test := testToXML(o)
			suite.Tests++
			if test.Failure != nil {
				suite.Failures++
			}
			if test.Skipped != nil {
				suite.Skipped++
			}
			took += o.Elapsed
			suite.Cases = append(suite.Cases, test)
		}
		suite.Time = seconds(took)
		out.Tests, out.Failures, out.Skipped = out.Tests+suite.Tests, out.Failures+suite.Failures, out.Skipped+suite.Skipped
		out.Suites = append(out.Suites, suite)
	}
	text, err := xml.MarshalIndent(out, "", "  ")
	if err != nil {
		return fmt.Errorf("write the report as JUnit XML: %w", err)
	}
	_, err = io.WriteString(w, xml.Header+string(text)+"\n")
	return err
}

func testToXML(o cases.Outcome) testXML {
	test := testXML{
		Name: xmlText(o.Case.ID + ": " + o.Case.Title), ClassName: "akoya." + xmlText(string(o.Case.Group)), Time: seconds(o.Elapsed),
	}
	var output []string
	switch {
	case o.Failed():
		test.Failure = &messageXML{Message: xmlText(firstDifference(o)), Type: "mismatch", Text: "\n" + xmlText(diff(o))}
	case o.Verdict == cases.Skipped, o.Verdict == cases.NotRun:
		why := o.Why
		if why == "" {
			why = o.Verdict.Words()
		}
		test.Skipped = &messageXML{Message: xmlText(why)}
	case o.Verdict != cases.Exact:
		output = append(output, judgement(o), diff(o))
	}
	if output = append(output, o.Notes...); len(output) > 0 {
		test.Output = &outputXML{"\n" + xmlText(strings.Join(output, "\n")) + "\n"}
	}
	return test
}

// xmlText makes text safe: what is not allowed in XML 1.0 or would be obeyed by a
// terminal is written out.
func xmlText(text string) string {
	return visible.Text(strings.Map(func(r rune) rune {
		if r == 0xfffe || r == 0xffff {
			return '\ufffd'
		}
		return r
	}, text))
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

// groupsOf returns the groups of the report: those of the flow in their order,
// then others in the order in which they appear.
func groupsOf(r cases.Report) []cases.Group {
	var groups []cases.Group
	seen := map[cases.Group]bool{}
	for _, o := range r.Outcomes {
		seen[o.Case.Group] = true
	}
	for _, group := range cases.Groups() {
		if seen[group] {
			groups = append(groups, group)
			seen[group] = false
		}
	}
	for _, o := range r.Outcomes {
		if seen[o.Case.Group] {
			groups = append(groups, o.Case.Group)
			seen[o.Case.Group] = false
		}
	}
	return groups
}
