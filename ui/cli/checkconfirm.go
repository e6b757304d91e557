package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
)

// mustConfirm reports whether a person has to type the name of production: the
// run may end the consent of a real consumer.
func (c Check) mustConfirm(env akoya.Environment, chosen []cases.Case) bool {
	return c.IncludeDestructive && env.IsProduction() && slices.ContainsFunc(chosen, cases.Case.Destroys)
}

// mayConfirm refuses a run that must be confirmed where nobody can.
func (c Check) mayConfirm(env akoya.Environment, chosen []cases.Case) error {
	if !c.mustConfirm(env, chosen) || interactive(c.In, c.Err) {
		return nil
	}
	return errors.New("--include-destructive ends real consents in production, so a person has to type its name: " +
		"run it in a terminal, or leave --include-destructive out")
}

// confirm has a person type the name.
func (c Check) confirm(ctx context.Context, env akoya.Environment, chosen []cases.Case) error {
	if err := c.mayConfirm(env, chosen); err != nil || !c.mustConfirm(env, chosen) {
		return err
	}
	var ids []string
	for _, one := range chosen {
		if one.Destroys() {
			ids = append(ids, one.ID)
		}
	}
	_, _ = fmt.Fprintf(c.Err, "This is production. These cases end the consent of a real consumer: %s.\nType production to go on: ", strings.Join(ids, ", "))
	typed := make(chan string, 1)
	go func() { typed <- readLine(c.In) }() // a read of a terminal cannot be interrupted
	select {
	case <-ctx.Done():
		return &Exit{ExitFailed, "the run was stopped before its first request"}
	case line := <-typed:
		if strings.TrimSpace(line) != akoya.EnvironmentProduction {
			return errors.New("the name was not typed, so nothing was sent")
		}
	}
	return nil
}

// readLine reads to the end of a line and no further: the rest belongs to
// whoever reads next.
func readLine(in io.Reader) string {
	var line strings.Builder
	one := make([]byte, 1)
	for line.Len() < 100 {
		n, err := in.Read(one)
		if n == 1 && one[0] == '\n' || err != nil {
			break
		}
		line.Write(one[:n])
	}
	return line.String()
}
