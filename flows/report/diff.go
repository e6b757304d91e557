package report

import (
	"fmt"
	"strings"

	"akoya-tui/flows/cases"
	"akoya-tui/flows/visible"
)

// fieldWidth is the width of the field names in a diff.
const fieldWidth = 18

// diff says, line by line, what was expected and what came back. A line that
// differs has ≠ before it and shows both.
func diff(o cases.Outcome) string {
	var out strings.Builder
	for i, step := range o.Steps {
		if len(o.Steps) > 1 || len(o.Case.Steps) > 1 {
			fmt.Fprintf(&out, "step %d: %s\n", i+1, visible.Line(step.Step.Title))
		}
		if step.RoundTrip.Method != "" {
			redacted := step.RoundTrip.Redacted()
			fmt.Fprintf(&out, "sent: %s %s\n", visible.Line(redacted.Method), visible.Line(redacted.URL))
		}
		if change := changes(step.Step); change != "" {
			fmt.Fprintf(&out, "tamper: %s\n", visible.Line(change))
		}
		fmt.Fprintf(&out, "documented in: %s\n", visible.Line(step.Expectation().Documents()))
		for _, d := range step.Differences {
			writeDifference(&out, d)
		}
		for j, other := range step.Step.Expect {
			if j != step.Matched && !step.Verdict.Holds() {
				fmt.Fprintf(&out, "  or, in %s: %s\n", visible.Line(other.Documents()), visible.Line(other.String()))
			}
		}
	}
	return out.String()
}

func writeDifference(out *strings.Builder, d cases.Difference) {
	field := visible.Line(d.Field)
	if d.Same {
		fmt.Fprintf(out, "  = %-*s %s\n", fieldWidth, field, visible.Line(d.Actual))
		return
	}
	remark := ""
	if d.Wording {
		remark = "   (a difference in detail only)"
	}
	fmt.Fprintf(out, "  ≠ %-*s expected: %s\n", fieldWidth, field, visible.Line(d.Expected))
	fmt.Fprintf(out, "    %-*s actual:   %s%s\n", fieldWidth, "", visible.Line(d.Actual), remark)
}

// firstDifference says in one line why an outcome fails.
func firstDifference(o cases.Outcome) string {
	step, ok := deciding(o)
	if !ok {
		return judgement(o)
	}
	for _, d := range step.Differences {
		if !d.Same && !d.Wording {
			return fmt.Sprintf("%s: expected %s, actual %s", visible.Line(d.Field), visible.Line(d.Expected), visible.Line(d.Actual))
		}
	}
	return judgement(o)
}
