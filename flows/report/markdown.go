package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/visible"
)

// Markdown writes the report as evidence to attach to an onboarding ticket: what
// was run against what and when, each case with its source, what is documented,
// what came back and the verdict, and the exchanges with every secret masked.
func Markdown(w io.Writer, r cases.Report) error {
	var out strings.Builder
	out.WriteString("# Akoya token test cases: evidence\n\n")
	rows := [][2]string{
		{"Environment", environmentMeaning(r.Environment.Name)},
		{"Token URL", r.Environment.TokenURL},
		{"Revoke URL", r.Environment.RevokeURL},
		{"Service token URL", r.Environment.ServiceTokenURL},
		{"Accounts URL", r.Environment.AccountsURL},
		{"Client id", r.ClientID},
		{"Connector", r.Connector},
		{"Started", r.Started.UTC().Format(time.RFC3339)},
		{"Elapsed", r.Elapsed.Round(time.Millisecond).String()},
	}
	for _, v := range r.Versions {
		rows = append(rows, [2]string{"Version of " + v.Name, v.Version})
	}
	out.WriteString("| what | value |\n|---|---|\n")
	for _, row := range rows {
		if row[1] == "" {
			continue // as the URL of an endpoint that a custom server has not
		}
		fmt.Fprintf(&out, "| %s | %s |\n", md(row[0]), md(row[1]))
	}
	out.WriteString("\n**" + md(counts(r.Summary())) + "**\n\n")
	if r.Stopped {
		out.WriteString("The run was stopped before its end.\n\n")
	}
	if r.Broken != nil {
		out.WriteString("The run could not go on: " + md(r.Broken.Error()) + "\n\n")
	}
	out.WriteString("Verdicts: *exact* is status, error and description as documented; *same error* differs in the description; " +
		"*same status* differs in the error or a detail; *mismatch* does not hold; *skipped* could not run, and says why. " +
		"Every secret is masked.\n")
	for _, group := range groupsOf(r) {
		fmt.Fprintf(&out, "\n## %s\n\n| case | verdict | documented in |\n|---|---|---|\n", md(string(group)))
		for _, o := range r.Outcomes {
			if o.Case.Group == group {
				fmt.Fprintf(&out, "| %s | %s | %s |\n", md(o.Case.ID+": "+o.Case.Title), md(judgement(o)), md(o.Case.Marks()))
			}
		}
		groupMarkdown(&out, r, group)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// groupMarkdown writes a section for each case that was run, and one list of
// those that were not.
func groupMarkdown(out *strings.Builder, r cases.Report, group cases.Group) {
	var left []cases.Outcome
	for _, o := range r.Outcomes {
		switch {
		case o.Case.Group != group:
		case len(o.Steps) == 0:
			left = append(left, o)
		default:
			caseMarkdown(out, o)
		}
	}
	if len(left) == 0 {
		return
	}
	out.WriteString("\nWithout a request:\n\n")
	for _, o := range left {
		fmt.Fprintf(out, "- %s: %s\n", md(o.Case.ID), md(strings.Join(append([]string{judgement(o)}, o.Notes...), "; ")))
	}
}

// environmentMeaning says what the local environment is: a reader of the report
// may not know the program.
func environmentMeaning(name string) string {
	if name == akoya.EnvironmentLocal {
		return name + ": the Akoya that is built into akoya-tui, not Akoya itself"
	}
	return name
}

func caseMarkdown(out *strings.Builder, o cases.Outcome) {
	fmt.Fprintf(out, "\n### %s\n\n%s\n\n", md(o.Case.ID), md(o.Case.Title))
	fmt.Fprintf(out, "- Verdict: **%s**\n", md(judgement(o)))
	for _, source := range o.Case.Sources {
		fmt.Fprintf(out, "- Source: %s\n", md(source.String()))
	}
	if o.Case.DocumentSays != "" {
		fmt.Fprintf(out, "- The document says: %s\n", md(o.Case.DocumentSays))
	}
	if o.Case.Departs != "" {
		fmt.Fprintf(out, "- Departs: %s\n", md(o.Case.Departs))
	}
	if o.Case.Deprecated != "" {
		fmt.Fprintf(out, "- Deprecated: %s\n", md(o.Case.Deprecated))
	}
	for _, note := range o.Notes {
		fmt.Fprintf(out, "- Note: %s\n", md(note))
	}
	for i, step := range o.Steps {
		fmt.Fprintf(out, "\nStep %d: %s", i+1, md(step.Step.Title))
		if change := changes(step.Step); change != "" {
			fmt.Fprintf(out, " (%s)", md(change))
		}
		out.WriteString("\n\n|   | line | expected | actual |\n|---|---|---|---|\n")
		for _, d := range step.Differences {
			sign := "="
			if !d.Same {
				sign = "≠"
			}
			fmt.Fprintf(out, "| %s | %s | %s | %s |\n", sign, md(d.Field), md(d.Expected), md(d.Actual))
		}
		if step.RoundTrip.Method != "" {
			out.WriteString("\n")
			exchange(out, shown(step.RoundTrip))
		}
	}
}

// Session writes round trips as they were seen, oldest first, with every secret
// masked: a record of a session.
func Session(w io.Writer, title string, trips []akoya.RoundTrip) error {
	var out strings.Builder
	fmt.Fprintf(&out, "# %s\n\n%s. Every secret is masked.\n", md(title), counted(len(trips), "request"))
	for i, trip := range trips {
		redacted := shown(trip)
		fmt.Fprintf(&out, "\n## %d. %s %s\n\n%s, %.1f ms\n\n", i+1, md(redacted.Method), md(redacted.URL),
			md(redacted.StartedAt.UTC().Format(time.RFC3339)), redacted.ElapsedMS)
		exchange(&out, redacted)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// exchange writes a request and its response as a code block.
func exchange(out *strings.Builder, r akoya.Redacted) {
	var text strings.Builder
	message(&text, r.RequestLine, r.Request, r.RequestBody)
	text.WriteString("\n")
	if r.Error != "" {
		text.WriteString("(" + visible.Line(r.Error) + ")\n")
	}
	if r.Status != 0 {
		message(&text, r.StatusLine, r.Response, r.ResponseBody)
	}
	if r.Truncated {
		text.WriteString("(the body was longer; the rest was not read)\n")
	}
	fence := fenceFor(text.String())
	fmt.Fprintf(out, "%shttp\n%s%s\n", fence, text.String(), fence)
}

func message(out *strings.Builder, first string, headers []akoya.RedactedField, body string) {
	out.WriteString(visible.Line(first) + "\n")
	for _, h := range headers {
		out.WriteString(visible.Line(h.Name) + ": " + visible.Line(h.Value) + "\n")
	}
	if body == "" {
		return
	}
	out.WriteString("\n" + strings.TrimRight(visible.Text(shorten(body, headers)), "\n") + "\n")
}

// fenceFor returns a fence longer than any run of backticks in the text, so that
// nothing in it can end the block (CommonMark section 4.5).
func fenceFor(text string) string {
	longest, run := 2, 0
	for i := range len(text) {
		if text[i] == '`' {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	return strings.Repeat("`", longest+1)
}

// md makes a text one line of plain Markdown text: nothing in it is markup, a
// link, an image, HTML or the end of a table cell.
func md(text string) string {
	var out strings.Builder
	for _, r := range visible.Line(text) {
		if strings.ContainsRune("\\`*_{}[]()<>#+!|~&$@^\"", r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	// A bare address becomes a link in some readers; two schemes are enough to stop it.
	return strings.NewReplacer("://", "\\://", "www.", "www\\.").Replace(out.String())
}
