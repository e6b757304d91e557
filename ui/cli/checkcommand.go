package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"akoya-tui/flows/cases"
	"akoya-tui/flows/report"
)

const checkLong = `Run Akoya's test tables against a server and report how its answers compare with what is documented.
Without --profile, --env and URLs a local Akoya is started for the run.

Any other server is named by its URLs; cases of an endpoint without a URL are skipped. The credentials come from
AKOYA_CLIENT_ID, AKOYA_CLIENT_SECRET and AKOYA_REDIRECT_URI; for service tokens also from AKOYA_SERVICE_CLIENT_ID
and AKOYA_SERVICE_CLIENT_SECRET, if they differ. Secrets never come by argument.

Servers that are not on this machine see at most 4 requests a second. Cases that end a consent run only with
--include-destructive.

Exit codes: 0 every judged case holds, 1 a mismatch, 2 could not run.`

const checkExample = `  akoya-tui check
  akoya-tui check --group refresh --format markdown --output evidence.md
  akoya-tui check --token-url https://idp.example/token --auth-url https://idp.example/auth --case obtain.ok`

// CheckCommand returns the command check.
func CheckCommand(deps CheckDeps) *cobra.Command {
	c := Check{CheckDeps: deps}
	var connectorParam, connector, scope, redirectURI string
	command := &cobra.Command{
		Use:     "check",
		Short:   "Run Akoya's test cases against a server",
		Long:    checkLong,
		Example: checkExample,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("check takes no argument, but got %q: name a case by --case and a group by --group", args[0])
			}
			return nil
		},
		RunE: func(command *cobra.Command, _ []string) error {
			c.In, c.Out, c.Err = command.InOrStdin(), command.OutOrStdout(), command.ErrOrStderr()
			given := func(name string, value *string) *string {
				if command.Flags().Changed(name) {
					return value
				}
				return nil
			}
			c.Server.ConnectorParam, c.Server.Connector = given("connector-param", &connectorParam), given("connector", &connector)
			c.Server.Scope, c.Server.RedirectURI = given("scope", &scope), given("redirect-uri", &redirectURI)
			return c.Run(command.Context())
		},
	}
	flags := command.Flags()
	flags.StringVar(&c.Server.Profile, "profile", "", "the profile to check")
	flags.StringVar(&c.Server.Environment, "env", "", "the environment to check: local, sandbox or production (local)")
	flags.StringSliceVar(&c.Cases, "case", nil, "run this case; may be repeated")
	flags.StringSliceVar(&c.Groups, "group", nil, "run the cases of this group; may be repeated")
	flags.BoolVar(&c.List, "list", false, "list the cases instead of running them")
	flags.StringVar(&c.Format, "format", string(report.FormatText), "text, json, junit or markdown")
	flags.StringVar(&c.Output, "output", "", "write the report to this file instead of standard output")
	flags.StringVar(&c.Authorize, "authorize", "", "how to get a code: auto follows redirects, browser opens one, paste reads the callback from standard input")
	flags.BoolVar(&c.IncludeDestructive, "include-destructive", false, "run cases that end a consent, too")
	flags.StringVar(&c.Server.AuthURL, "auth-url", "", "authorize URL of your server")
	flags.StringVar(&c.Server.TokenURL, "token-url", "", "token URL")
	flags.StringVar(&c.Server.RevokeURL, "revoke-url", "", "revoke URL")
	flags.StringVar(&c.Server.STSURL, "sts-url", "", "service token URL")
	flags.StringVar(&c.Server.AccountsURL, "accounts-url", "", "accounts URL; {connector} in it is replaced")
	flags.StringVar(&c.Server.KeysURL, "keys-url", "", "key set URL")
	flags.StringVar(&connectorParam, "connector-param", "", "query parameter that names the bank in the authorize URL (connector)")
	flags.StringVar(&connector, "connector", "", "the bank (mikomo)")
	flags.StringVar(&scope, "scope", "", "the scopes to ask for (openid profile offline_access)")
	flags.StringVar(&redirectURI, "redirect-uri", "", "the redirect URI as it is registered")
	completeFlags(command, deps.Catalogue)
	return command
}

// completeFlags offers the values of flags to a shell.
func completeFlags(command *cobra.Command, catalogue func() []cases.Case) {
	for flag, values := range map[string]func() []string{
		"case":      func() []string { return caseCompletions(catalogue()) },
		"group":     func() []string { return groupNames(catalogue()) },
		"format":    formatNames,
		"authorize": authorizeWays,
		"env":       func() []string { return []string{"local", "sandbox", "production"} },
	} {
		// The error is about a flag that does not exist.
		_ = command.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return values(), cobra.ShellCompDirectiveNoFileComp
		})
	}
}

// caseCompletions returns the ids with their titles, as a shell shows them.
func caseCompletions(catalogue []cases.Case) []string {
	var ids []string
	for _, one := range catalogue {
		ids = append(ids, cobra.CompletionWithDesc(one.ID, one.Title))
	}
	return ids
}

func groupNames(catalogue []cases.Case) []string {
	var groups []string
	for _, one := range catalogue {
		if !slices.Contains(groups, string(one.Group)) {
			groups = append(groups, string(one.Group))
		}
	}
	return groups
}

func formatNames() []string {
	var formats []string
	for _, format := range report.Formats() {
		formats = append(formats, string(format))
	}
	return formats
}
