package cli

import (
	"errors"
	"fmt"
	"text/tabwriter"

	"akoya-tui/flows/cases"
	"akoya-tui/flows/report"
)

// printList writes the cases as a table instead of running them.
func (c Check) printList(chosen []cases.Case) error {
	if c.Format != string(report.FormatText) || c.Output != "" {
		return errors.New("--list prints a table only: leave --format and --output out")
	}
	out := tabwriter.NewWriter(c.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "ID\tGROUP\tCOST\tSOURCE\tTITLE")
	for _, one := range chosen {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", one.ID, one.Group, costWords(one), one.Marks(), one.Title)
	}
	return out.Flush()
}

// costWords is what the case costs a live grant.
func costWords(one cases.Case) string {
	if one.MayDestroy {
		return "may destroy"
	}
	return string(one.Cost)
}
