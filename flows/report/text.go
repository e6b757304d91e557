package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"akoya-tui/flows/cases"
	"akoya-tui/flows/visible"
)

// Text writes the report for a terminal or a log: a line for each case, a diff
// below each that differs, the counts last. It has no colours.
func Text(w io.Writer, r cases.Report) error {
	var out strings.Builder
	width := 0
	for _, o := range r.Outcomes {
		width = max(width, len(o.Case.ID))
	}
	for _, o := range r.Outcomes {
		took := ""
		if len(o.Steps) > 0 {
			took = fmt.Sprintf("%.1f ms", float64(o.Elapsed.Microseconds())/1000)
		}
		line := fmt.Sprintf("%s %-11s %-*s  %s", mark(o), o.Verdict.Words(), width, visible.Line(o.Case.ID), visible.Line(o.Case.Title))
		if took != "" {
			line += "  " + took
		}
		out.WriteString(line + "\n")
		if o.Why != "" {
			fmt.Fprintf(&out, "      %s\n", visible.Line(o.Why))
		}
		if o.Verdict == cases.Mismatch || o.Verdict == cases.SameStatus {
			if !o.Judged {
				out.WriteString("      not documented: for information, not judged\n")
			}
			out.WriteString(indent(diff(o), "      "))
		}
		for _, note := range o.Notes {
			fmt.Fprintf(&out, "      ! %s\n", visible.Line(note))
		}
	}
	fmt.Fprintf(&out, "\n%s against %s in %s: %s\n", counted(len(r.Outcomes), "case"), environmentWords(r), r.Elapsed.Round(time.Millisecond), counts(r.Summary()))
	if r.Stopped {
		out.WriteString("The run was stopped before its end.\n")
	}
	if r.Broken != nil {
		fmt.Fprintf(&out, "The run could not go on: %s\n", visible.Line(r.Broken.Error()))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// mark is one character for a verdict, beside its words.
func mark(o cases.Outcome) string {
	switch {
	case o.Failed():
		return "✗"
	case o.Verdict == cases.Mismatch:
		return "~"
	case o.Verdict.Holds():
		return "✓"
	}
	return "-"
}

func environmentWords(r cases.Report) string {
	words := r.Environment.Name
	if words == "" {
		words = "a server"
	}
	if r.Environment.TokenURL != "" {
		words += " (" + r.Environment.TokenURL + ")"
	}
	return visible.Line(words)
}

func indent(text, by string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteString(by + line)
	}
	return out.String()
}

// Progress writes one line on a terminal that says how far a run is, and takes it
// away again. The zero value with a nil Out writes nothing.
type Progress struct {
	Out   io.Writer // a terminal; nil when there is none
	Width int       // its columns; 0 for 80
	shown bool
}

// barWidth is the width of the bar in columns.
const barWidth = 20

// Step shows the state of a run. It has the form that RunAll wants and never
// stops the run.
func (p *Progress) Step(s cases.Progress) bool {
	if p.Out == nil || s.Outcome != nil && s.Done < s.Total {
		return true
	}
	width := p.Width
	if width <= 0 {
		width = 80
	}
	filled := 0
	if s.Total > 0 {
		filled = barWidth * s.Done / s.Total
	}
	line := fmt.Sprintf("%s%s %d/%d  %s", strings.Repeat("━", filled), strings.Repeat("─", barWidth-filled), s.Done, s.Total, visible.Line(s.Case.ID))
	if runes := []rune(line); len(runes) >= width {
		line = string(runes[:width-1])
	}
	_, _ = io.WriteString(p.Out, "\r"+line+"\x1b[K")
	p.shown = true
	return true
}

// Clear takes the line away.
func (p *Progress) Clear() {
	if p.shown {
		_, _ = io.WriteString(p.Out, "\r\x1b[K")
		p.shown = false
	}
}
