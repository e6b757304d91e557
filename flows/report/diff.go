package report

import (
	"fmt"
	"strconv"
	"strings"

	"akoya-tui/akoya"
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
		if why, ok := unanswered(step); ok {
			out.WriteString(why + "\n")
			continue
		}
		if got := refusal(step); got != "" {
			fmt.Fprintf(&out, "got: %s\n", got)
		}
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

// unanswered says why there is no answer to compare: "no answer: …".
func unanswered(step cases.StepOutcome) (string, bool) {
	for _, d := range step.Differences {
		if d.Field == cases.FieldAnswer && !d.Same {
			return visible.Line(d.Actual), true
		}
	}
	return "", false
}

// refusal says in one line what came where tokens or data were expected: the
// differences alone would only list what is missing. It is empty otherwise.
func refusal(step cases.StepOutcome) string {
	expected := step.Expectation()
	if step.Verdict.Holds() || step.RoundTrip.Status < 400 || expected.Error != "" || expected.DataCode != 0 {
		return ""
	}
	answer := akoya.ParseRefusal(step.RoundTrip.Status, []byte(step.RoundTrip.Redacted().ResponseBody))
	words := strconv.Itoa(answer.Status)
	if answer.Code != "" {
		words += " " + answer.Code
	}
	if answer.Description != "" {
		words += ": " + answer.Description
	}
	return visible.Line(words)
}

// statuses writes the statuses that an expectation allows: "302 or 303".
func statuses(list []int) string {
	words := make([]string, len(list))
	for i, status := range list {
		words[i] = strconv.Itoa(status)
	}
	return strings.Join(words, " or ")
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
	if why, ok := unanswered(step); ok {
		return why
	}
	if got := refusal(step); got != "" {
		return "expected " + visible.Line(statuses(step.Expectation().Status)) + ", got " + got
	}
	for _, d := range step.Differences {
		if !d.Same && !d.Wording {
			return fmt.Sprintf("%s: expected %s, actual %s", visible.Line(d.Field), visible.Line(d.Expected), visible.Line(d.Actual))
		}
	}
	return judgement(o)
}
