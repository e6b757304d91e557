package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/report"
	"akoya-tui/flows/visible"
)

// Check is the command that runs test cases against a server and reports.
type Check struct {
	Server ServerFlags

	Cases, Groups      []string // both empty: all cases
	Format             string   // of the report
	Output             string   // a file; "" or "-" is Out
	Authorize          string   // auto, browser or paste; "" chooses
	IncludeDestructive bool
	List               bool // print the cases instead of running them

	In       io.Reader // what a person pastes and types
	Out, Err io.Writer
	CheckDeps
}

// CheckDeps connect the command to the outside.
type CheckDeps struct {
	Version   string
	Catalogue func() []cases.Case // every case; called once they are needed
	Getenv    func(string) string

	// StartLocal starts a local Akoya on a free port that lives as long as ctx.
	StartLocal func(ctx context.Context, redirectURIs []string) (Sandbox, error)
	// FindProfile returns the server and the credentials of a profile; nil when
	// there are no profiles.
	FindProfile func(ctx context.Context, name string) (Target, error)
	OpenBrowser func(address string) error
	ASCII       bool // the locale is not UTF-8
}

// checkTimeout bounds one round trip of a check.
const checkTimeout = 30 * time.Second

// Run runs the cases, writes the report, and returns an *Exit with the code of
// the contract unless every judged case holds.
//
// The first end of ctx ends the run after the case under way, because a refresh
// that is broken off may cost a consent; a second interrupt breaks it off.
func (c Check) Run(ctx context.Context) error {
	format, err := report.ParseFormat(c.Format)
	if err != nil {
		return err
	}
	chosen, err := c.choose()
	if err != nil {
		return err
	}
	if c.List {
		return c.printList(chosen)
	}
	if err := c.checkAuthorize(); err != nil {
		return err
	}
	out, err := newOutput(c.Output, c.Out)
	if err != nil {
		return err
	}
	running, end := outlive(ctx, interrupts)
	defer end()
	target, err := c.target(running, chosen)
	if err != nil {
		return err
	}
	if target.Close != nil {
		defer target.Close()
	}
	if err := c.confirm(ctx, target.Environment, chosen); err != nil {
		return err
	}
	c.warn(target)
	run := c.start(ctx, running, target, chosen)
	if err := out.write(func(w io.Writer) error {
		if c.ASCII && out.path == "" && format == report.FormatText {
			w = report.ASCII(w)
		}
		return report.Write(w, run.report, format)
	}); err != nil {
		return err
	}
	if out.path != "" {
		c.say("%s", summaryLine(run.report, out.path))
	}
	return run.verdict(ctx, c)
}

// choose returns the cases that the flags name.
func (c Check) choose() ([]cases.Case, error) {
	selection := cases.Selection{IDs: c.Cases}
	for _, group := range c.Groups {
		selection.Groups = append(selection.Groups, cases.Group(group))
	}
	chosen, err := cases.Select(c.Catalogue(), selection)
	if err != nil {
		return nil, fmt.Errorf("%w See akoya-tui check --list", ended(err))
	}
	return chosen, nil
}

// checkRun is a run of cases that has ended.
type checkRun struct {
	report cases.Report
	sender *countingSender
}

func (c Check) start(ctx, running context.Context, target Target, chosen []cases.Case) *checkRun {
	client := akoya.NewClient(akoya.ClientOptions{
		Timeout: checkTimeout, MaxPerSecond: requestsPerSecond(target.Environment), UserAgent: "akoya-tui/" + c.Version,
	})
	defer client.Close()
	run := &checkRun{sender: &countingSender{to: client}}
	if target.Through != nil {
		run.sender.to = target.Through(client)
	}
	options := cases.Options{
		Client: run.sender, Environment: target.Environment, App: target.App, Service: target.Service,
		Control: target.Control, IncludeDestructive: c.IncludeDestructive, Supplies: target.Supplies, User: approvingUser,
		Save: target.Save,
	}
	progress := c.progress()
	options.Authorizer = &stoppableAuthorizer{to: c.authorizer(target, run.sender), stop: ctx, before: progress.Clear}
	interrupted := context.AfterFunc(ctx, func() {
		if progress.Out != nil {
			c.say("\nStopping after this case. ctrl+c again breaks it off.")
		}
	})
	defer interrupted()
	run.report = cases.NewEngine(options).RunAll(running, chosen, func(p cases.Progress) bool {
		return progress.Step(p) && ctx.Err() == nil
	})
	progress.Clear()
	run.report.Versions = []cases.Version{{Name: "akoya-tui", Version: c.Version}, {Name: "go", Version: runtime.Version()}}
	return run
}

// verdict is how the program ends: what there is to say beside the report.
func (r *checkRun) verdict(ctx context.Context, c Check) error {
	s := r.report.Summary()
	total := len(r.report.Outcomes)
	switch {
	case r.report.Broken != nil:
		return &Exit{ExitFailed, r.report.Broken.Error()}
	case ctx.Err() != nil:
		return &Exit{ExitFailed, fmt.Sprintf("the run was stopped: %d of %d cases were not run", s.NotRun, total)}
	case r.sender.sent > 0 && r.sender.answered == 0:
		return &Exit{ExitFailed, "the cases could not run, because nothing answered: " + r.why()}
	case report.ExitCode(r.report) == report.ExitCouldNotRun:
		return &Exit{ExitFailed, "no case could run: " + r.why()}
	case report.ExitCode(r.report) == report.ExitMismatch:
		return &Exit{Code: ExitMismatch}
	}
	return nil
}

// why says why nothing answered, or why the first case was skipped.
func (r *checkRun) why() string {
	if r.sender.failure != nil {
		return r.sender.failure.Error()
	}
	for _, o := range r.report.Outcomes {
		if o.Why != "" {
			return o.Why
		}
	}
	return "see the report"
}

// warn says on standard error what may surprise.
func (c Check) warn(target Target) {
	if target.Control != nil && c.Authorize != "" && c.Authorize != authorizeAuto {
		c.say("akoya-tui: note: the local Akoya approves by itself, so --authorize %s has nothing to do.", c.Authorize)
	}
	for _, host := range plainHosts(target.Environment) {
		c.say("akoya-tui: warning: http://%s is not encrypted: whoever is on the way can read the client secret. Use https.", host)
	}
}

// say writes a line to standard error. What it says is no part of the report.
func (c Check) say(format string, a ...any) {
	_, _ = fmt.Fprintf(c.Err, "%s\n", visible.Text(fmt.Sprintf(format, a...)))
}

func summaryLine(r cases.Report, path string) string {
	s := r.Summary()
	return fmt.Sprintf("%d exact, %d same error, %d same status, %d mismatch, %d skipped. The report is in %s.",
		s.Exact, s.SameError, s.SameStatus, s.Mismatch, s.Skipped, path)
}

// ended puts a full stop behind an error that another sentence follows.
func ended(err error) error {
	if text := err.Error(); strings.HasSuffix(text, "?") || strings.HasSuffix(text, ".") {
		return err
	}
	return errors.New(err.Error() + ".")
}
