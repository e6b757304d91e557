// Package report writes what came of a run of cases, and round trips, for other
// people and programs: text, JSON, JUnit XML, Markdown, HAR.
//
// It only renders. It must not send anything and must not know a screen. Every
// text that a server sent is made safe for where it is written, and every
// secret is masked before it gets here or by Redacted here.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"akoya-tui/flows/cases"
)

// Format is a way to write a report.
type Format string

// The formats.
const (
	FormatText     Format = "text"
	FormatJSON     Format = "json"
	FormatJUnit    Format = "junit"
	FormatMarkdown Format = "markdown"
)

// Formats returns the formats, for a help text and a completion.
func Formats() []Format { return []Format{FormatText, FormatJSON, FormatJUnit, FormatMarkdown} }

// ParseFormat reads the name of a format.
func ParseFormat(name string) (Format, error) {
	for _, format := range Formats() {
		if string(format) == name {
			return format, nil
		}
	}
	return "", fmt.Errorf("there is no format %q: choose text, json, junit or markdown", name)
}

// Write writes the report in a format.
func Write(w io.Writer, r cases.Report, format Format) error {
	switch format {
	case FormatText:
		return Text(w, r)
	case FormatJSON:
		return JSON(w, r)
	case FormatJUnit:
		return JUnit(w, r)
	case FormatMarkdown:
		return Markdown(w, r)
	}
	_, err := ParseFormat(string(format))
	return err
}

// The exit codes of the check command.
const (
	ExitHolds       = 0 // every judged case holds; some may have been skipped
	ExitMismatch    = 1
	ExitCouldNotRun = 2 // nothing answered, no case could run, or the run had to end early
)

// ExitCode returns what a program that ran the report ends with.
func ExitCode(r cases.Report) int {
	switch {
	case r.Broken != nil, !r.Ran(), r.RoundTrips() > 0 && !r.Answered():
		return ExitCouldNotRun
	case r.Summary().Mismatch > 0:
		return ExitMismatch
	}
	return ExitHolds
}

// deciding returns the step that decided the verdict of an outcome: the first
// with the worst one.
func deciding(o cases.Outcome) (cases.StepOutcome, bool) {
	for _, step := range o.Steps {
		if step.Verdict == o.Verdict {
			return step, true
		}
	}
	if len(o.Steps) > 0 {
		return o.Steps[0], true
	}
	return cases.StepOutcome{}, false
}

// changes says what was changed in the good request of a step: "drop code".
func changes(step cases.Step) string {
	words := make([]string, 0, len(step.Tampers))
	for _, tamper := range step.Tampers {
		words = append(words, tamper.Words())
	}
	return strings.Join(words, ", ")
}

// judgement is the verdict in words, with what has to be known beside it.
func judgement(o cases.Outcome) string {
	words := o.Verdict.Words()
	if o.Why != "" {
		words += ": " + o.Why
	}
	if o.Case.Undocumented && !o.Judged && o.Verdict != cases.Skipped && o.Verdict != cases.NotRun {
		words += " (not documented: for information)"
	}
	switch {
	case o.ByHand:
		words += " (changed by hand)"
	case slices.Contains(o.Notes, cases.NoteByHand):
		words += " (sent by hand)"
	}
	return words
}

// counted writes a number with its noun: "1 case", "2 cases".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// counts says a summary in one line.
func counts(s cases.Summary) string {
	line := fmt.Sprintf("%d exact, %d same error, %d same status, %d mismatch, %d skipped",
		s.Exact, s.SameError, s.SameStatus, s.Mismatch, s.Skipped)
	if s.Informational > 0 {
		line += fmt.Sprintf(", %d undocumented that differ", s.Informational)
	}
	if s.NotRun > 0 {
		line += fmt.Sprintf(", %d not run", s.NotRun)
	}
	return line
}
