package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
)

// The shape is a contract: other programs read it. Fields are only ever added.
type reportJSON struct {
	Environment string        `json:"environment"`
	URLs        urlsJSON      `json:"urls"`
	ClientID    string        `json:"client_id"`
	Versions    []versionJSON `json:"versions"`
	Started     time.Time     `json:"started"`
	ElapsedMS   float64       `json:"elapsed_ms"`
	Stopped     bool          `json:"stopped"`
	Summary     summaryJSON   `json:"summary"`
	Cases       []caseJSON    `json:"cases"`
}

type urlsJSON struct {
	Authorize    string `json:"authorize"`
	Token        string `json:"token"`
	Revoke       string `json:"revoke"`
	ServiceToken string `json:"sts"`
	Accounts     string `json:"accounts"`
}

type versionJSON struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type summaryJSON struct {
	Exact         int `json:"exact"`
	SameError     int `json:"same_error"`
	SameStatus    int `json:"same_status"`
	Mismatch      int `json:"mismatch"`
	Skipped       int `json:"skipped"`
	Informational int `json:"informational_mismatch"`
	NotRun        int `json:"not_run"`
}

type caseJSON struct {
	ID            string           `json:"id"`
	Title         string           `json:"title"`
	Group         string           `json:"group"`
	Happy         bool             `json:"happy"`
	Source        string           `json:"source"`
	Sources       []string         `json:"sources"`
	Cost          string           `json:"cost"`
	Verdict       string           `json:"verdict"`
	Informational bool             `json:"informational"`
	Reason        string           `json:"reason,omitempty"`
	Notes         []string         `json:"notes,omitempty"`
	ByHand        bool             `json:"changed_by_hand,omitempty"`
	Expected      linesJSON        `json:"expected"`
	Actual        linesJSON        `json:"actual"`
	Steps         []stepJSON       `json:"steps"`
	RoundTrips    []akoya.Redacted `json:"round_trips"`
	Setup         []akoya.Redacted `json:"setup,omitempty"`
	ElapsedMS     float64          `json:"elapsed_ms"`
}

type stepJSON struct {
	Title       string           `json:"title"`
	Changes     string           `json:"changes,omitempty"`
	Verdict     string           `json:"verdict"`
	Documents   string           `json:"documents"`
	Differences []differenceJSON `json:"differences"`
}

type differenceJSON struct {
	Field    string `json:"field"`
	Expected string `json:"expected"`
	Actual   string `json:"actual"`
	Same     bool   `json:"same"`
	Wording  bool   `json:"wording,omitempty"`
}

// linesJSON is an object whose members keep their order. A number is written as
// one where the text is nothing else.
type linesJSON []cases.Line

// MarshalJSON implements json.Marshaler.
func (l linesJSON) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, line := range l {
		if i > 0 {
			out.WriteByte(',')
		}
		name, err := json.Marshal(line.Field)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(line.Text)
		if err != nil {
			return nil, err
		}
		if n, err := strconv.Atoi(line.Text); err == nil && strconv.Itoa(n) == line.Text {
			value = []byte(line.Text)
		}
		fmt.Fprintf(&out, "%s:%s", name, value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// JSON writes the report as one JSON object. Characters that a terminal obeys
// are written as escapes.
func JSON(w io.Writer, r cases.Report) error {
	s := r.Summary()
	out := reportJSON{
		Environment: r.Environment.Name,
		URLs: urlsJSON{
			Authorize: r.Environment.AuthorizeURL, Token: r.Environment.TokenURL, Revoke: r.Environment.RevokeURL,
			ServiceToken: r.Environment.ServiceTokenURL, Accounts: r.Environment.AccountsURL,
		},
		ClientID: r.ClientID, Versions: []versionJSON{}, Started: r.Started, ElapsedMS: milliseconds(r.Elapsed), Stopped: r.Stopped,
		Summary: summaryJSON{s.Exact, s.SameError, s.SameStatus, s.Mismatch, s.Skipped, s.Informational, s.NotRun},
		Cases:   []caseJSON{},
	}
	for _, v := range r.Versions {
		out.Versions = append(out.Versions, versionJSON(v))
	}
	for _, o := range r.Outcomes {
		out.Cases = append(out.Cases, caseToJSON(o))
	}
	text, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return fmt.Errorf("write the report as JSON: %w", err)
	}
	_, err = w.Write(append(escapeControls(text), '\n'))
	return err
}

func caseToJSON(o cases.Outcome) caseJSON {
	c := caseJSON{
		ID: o.Case.ID, Title: o.Case.Title, Group: string(o.Case.Group), Happy: o.Case.Happy,
		Source: o.Case.Source().String(), Sources: []string{}, Cost: string(o.Case.Cost),
		Verdict: o.Verdict.Key(), Informational: !o.Judged, Reason: o.Why, Notes: o.Notes, ByHand: o.ByHand,
		Steps: []stepJSON{}, RoundTrips: shownTrips(o.RoundTrips()), ElapsedMS: milliseconds(o.Elapsed),
	}
	if len(o.Setup) > 0 {
		c.Setup = shownTrips(o.Setup)
	}
	for _, source := range o.Case.Sources {
		c.Sources = append(c.Sources, source.String())
	}
	c.Expected, c.Actual = expectedAndActual(o)
	for _, step := range o.Steps {
		j := stepJSON{Title: step.Step.Title, Changes: changes(step.Step), Verdict: step.Verdict.Key(), Documents: step.Expectation().Documents(), Differences: []differenceJSON{}}
		for _, d := range step.Differences {
			j.Differences = append(j.Differences, differenceJSON(d))
		}
		c.Steps = append(c.Steps, j)
	}
	return c
}

// expectedAndActual are the lines of the step that decided the verdict; of a
// case that was not run, the expectation of its first step.
func expectedAndActual(o cases.Outcome) (expected, actual linesJSON) {
	expected, actual = linesJSON{}, linesJSON{}
	step, ran := deciding(o)
	if !ran {
		if len(o.Case.Steps) > 0 && len(o.Case.Steps[0].Expect) > 0 {
			expected = o.Case.Steps[0].Expect[0].Lines()
		}
		return expected, actual
	}
	for _, d := range step.Differences {
		expected = append(expected, cases.Line{Field: d.Field, Text: d.Expected})
		actual = append(actual, cases.Line{Field: d.Field, Text: d.Actual})
	}
	return expected, actual
}

func shownTrips(trips []akoya.RoundTrip) []akoya.Redacted {
	list := make([]akoya.Redacted, 0, len(trips))
	for _, trip := range trips {
		list = append(list, shown(trip))
	}
	return list
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// escapeControls writes the control and format characters that JSON lets stand
// as \u escapes: the value stays the same, and a terminal does not obey it.
func escapeControls(text []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(text))
	for _, r := range string(text) {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			if r > 0xffff {
				high, low := (r-0x10000)>>10+0xd800, (r-0x10000)&0x3ff+0xdc00
				fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
				continue
			}
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	return out.Bytes()
}
