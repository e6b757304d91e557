package cases_test

import (
	"bytes"
	"strings"
	"testing"

	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/report"
)

// madeUp is a case that nobody has written: one value.
func madeUp() cases.Case {
	return cases.Case{
		ID: "refresh.made_up", Title: "Refresh with a scope nobody granted", Group: cases.GroupRefresh,
		Sources: []cases.Source{{Mark: cases.D}}, Undocumented: true,
		Needs: []cases.Need{cases.NeedTokens}, Cost: cases.CostNone,
		Steps: []cases.Step{{
			Title: "Ask for the scope groups", Base: cases.BaseRefresh,
			Tampers: []cases.Tamper{{Kind: cases.SetField, Name: "scope", Value: "groups"}},
			Expect:  []cases.Expectation{{From: []cases.Mark{cases.D}, Status: []int{400}, Error: "invalid_request"}},
		}},
	}
}

func TestAMadeUpCaseIsOneValue(t *testing.T) {
	l := startLocal(t, sandbox.Options{})
	all := append(cases.Catalogue(), madeUp())
	chosen, err := cases.Select(all, cases.Selection{Text: "nobody granted"})
	if err != nil || len(chosen) != 1 {
		t.Fatalf("%d chosen, %v", len(chosen), err)
	}
	r := cases.NewEngine(l.options).RunAll(t.Context(), all, nil)
	if last := r.Outcomes[len(all)-1]; last.Verdict != cases.Exact {
		t.Fatalf("%s %s %+v", last.Verdict.Words(), last.Why, last.Steps)
	}
	for _, format := range report.Formats() {
		var out bytes.Buffer
		if err := report.Write(&out, r, format); err != nil {
			t.Fatal(err)
		}
		if text := out.String(); !strings.Contains(strings.ReplaceAll(text, `\`, ""), "refresh.made_up") {
			t.Errorf("%s does not show the made-up case", format)
		}
	}
}
