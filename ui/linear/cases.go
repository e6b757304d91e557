package linear

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"akoya-tui/flows/cases"
	"akoya-tui/flows/report"
)

// cases runs the test tables.
func (t *talk) cases() error {
	t.out.gap()
	t.out.say("Test cases: %d, from Akoya's test tables and error pages.", len(t.deps.Cases))
	for {
		i, err := t.choose(menu{
			title: "Test cases.", choices: []string{"Run one.", "Run all.", "Run one group.", "Write a report of what was run."},
			help: "A case sends a good request, or one that is spoiled on purpose, and compares the answer with what is documented. Its needs, such as a fresh code, are met first. On servers elsewhere, cases that would end a consent are skipped.",
		})
		if err != nil {
			return err
		}
		switch i {
		case 0:
			err = t.runOne()
		case 1:
			err = t.runAll(t.deps.Cases)
		case 2:
			var group []cases.Case
			if group, err = t.group(); err == nil {
				err = t.runAll(group)
			}
		case 3:
			t.writeReport()
		}
		if err != nil && !errors.Is(err, errBack) {
			return err
		}
	}
}

// group asks for a group of cases.
func (t *talk) group() ([]cases.Case, error) {
	byGroup := map[cases.Group][]cases.Case{}
	for _, c := range t.deps.Cases {
		byGroup[c.Group] = append(byGroup[c.Group], c)
	}
	var groups []cases.Group
	var titles []string
	for _, g := range cases.Groups() {
		if n := len(byGroup[g]); n > 0 {
			groups, titles = append(groups, g), append(titles, fmt.Sprintf("%s, %s.", g, plural(n, "case")))
		}
	}
	i, err := t.choose(menu{title: "Which group?", choices: titles, help: "A group is named after the request that its cases are about."})
	if err != nil {
		return nil, err
	}
	return byGroup[groups[i]], nil
}

// runOne asks for a case, runs it and reads what came of it.
func (t *talk) runOne() error {
	list, err := t.group()
	if err != nil {
		return err
	}
	for {
		titles := make([]string, 0, len(list))
		for _, c := range list {
			title := c.Title
			if o, ok := t.tested[c.ID]; ok {
				title += ", last: " + o.Verdict.Words()
			}
			titles = append(titles, title+".")
		}
		i, err := t.choose(menu{title: "Which case?", choices: titles, help: "The case is run at once. Nothing of a live consent is ended."})
		if err != nil {
			return err
		}
		c := list[i]
		t.out.say("Running %s.", c.ID)
		if err := t.runCases([]cases.Case{c}, nil); err != nil {
			return err
		}
		if o, ok := t.tested[c.ID]; ok {
			t.readOutcome(o)
		}
	}
}

// runAll runs cases with a line for each.
func (t *talk) runAll(list []cases.Case) error {
	t.out.gap()
	t.out.say("Running %s. ctrl+c ends the program.", plural(len(list), "case"))
	err := t.runCases(list, func(p cases.Progress) {
		t.out.say("%d of %d: %s, %s: %s.", p.Done, p.Total, p.Case.ID, p.Case.Title, verdictWords(*p.Outcome))
	})
	if err != nil {
		return err
	}
	result := cases.Report{}
	for _, c := range list {
		result.Outcomes = append(result.Outcomes, t.tested[c.ID])
	}
	s := result.Summary()
	t.out.gap()
	t.out.say("Done: %d exact, %d same error, %d same status, %d mismatch, %d skipped.", s.Exact, s.SameError, s.SameStatus, s.Mismatch, s.Skipped)
	if s.Informational > 0 {
		t.out.say("%s that no document states differ; they are for information.", plural(s.Informational, "case"))
	}
	return nil
}

// verdictWords says a verdict with what has to be known beside it.
func verdictWords(o cases.Outcome) string {
	words := o.Verdict.Words()
	if o.Verdict == cases.Mismatch && !o.Judged {
		words += ", for information only"
	}
	if o.Why != "" {
		words += ", " + strings.TrimSuffix(o.Why, ".")
	}
	return words
}

// readOutcome reads a case with what was expected and what came.
func (t *talk) readOutcome(o cases.Outcome) {
	t.out.gap()
	t.out.say("%s: %s.", o.Case.ID, o.Case.Title)
	t.out.say("Verdict: %s.", verdictWords(o))
	for i, step := range o.Steps {
		if len(o.Steps) > 1 {
			t.out.say("Step %d: %s.", i+1, step.Step.Title)
		}
		for _, tamper := range step.Step.Tampers {
			t.out.say("Spoiled on purpose: %s.", tamper.Words())
		}
		for _, d := range step.Differences {
			if d.Same {
				t.out.say("%s, as expected: %s.", d.Field, d.Actual)
			} else {
				t.out.say("%s differs. Expected: %s. Came: %s.", d.Field, d.Expected, d.Actual)
			}
		}
	}
	for _, source := range o.Case.Sources {
		t.out.say("Described in: %s.", source)
	}
	for _, text := range append([]string{o.Case.Departs, o.Case.Warning}, o.Notes...) {
		if text != "" {
			t.out.paragraph(sentence(text))
		}
	}
}

// writeReport writes what was run into a new file that only its owner can read.
func (t *talk) writeReport() {
	if len(t.tested) == 0 {
		t.out.say("Nothing was run yet, so there is nothing to report.")
		return
	}
	result := cases.Report{
		Environment: t.session.Environment, ClientID: t.session.App.ClientID, Connector: t.session.App.Connector,
		Started: t.deps.Now(), Versions: []cases.Version{{Name: "akoya-tui", Version: t.deps.Version}},
	}
	for _, c := range t.deps.Cases {
		o, ok := t.tested[c.ID]
		if !ok {
			o = cases.Outcome{Case: c}
		} else if o.Started.Before(result.Started) {
			result.Started = o.Started
		}
		result.Elapsed += o.Elapsed
		result.Outcomes = append(result.Outcomes, o)
	}
	path := filepath.Join(t.deps.ReportDir, "akoya-tui-cases-"+t.deps.Now().Format("20060102-150405")+".md")
	if err := writeNew(path, func(w io.Writer) error { return report.Markdown(w, result) }); err != nil {
		t.out.say("Nothing was written: %s", sentence(err.Error()))
		return
	}
	t.out.say("Written to %s. Secrets in it are masked.", path)
}

// writeNew writes a file that was not there.
func writeNew(path string, render func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = render(file)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}
