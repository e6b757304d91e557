package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

const importLong = `Save a profile: an environment with the client id and secret of your app. The secrets rest in the keychain of the
system and nowhere else.

The credentials come from a file, or from standard input (-): two lines AKOYA_CLIENT_ID=… and AKOYA_CLIENT_SECRET=…,
a JSON object, or the CSV file from Akoya's Data Recipient Hub. Without a file, in a terminal, they come from the
variables AKOYA_CLIENT_ID, AKOYA_CLIENT_SECRET and AKOYA_REDIRECT_URI; for service tokens also from
AKOYA_SERVICE_CLIENT_ID and AKOYA_SERVICE_CLIENT_SECRET. Secrets never come by argument.

With --replace the credentials of a profile are replaced and the settings that are given changed; the others stay.`

const importExample = `  akoya-tui profile import sandbox credentials.csv
  pass show akoya | akoya-tui profile import sandbox -
  akoya-tui profile import mine --token-url https://idp.example/token --auth-url https://idp.example/auth app.env`

// ProfileCommand returns the command profile with its subcommands.
func ProfileCommand(deps ProfileDeps) *cobra.Command {
	command := &cobra.Command{
		Use:   "profile",
		Short: "List, import and forget profiles",
		Long:  "Profiles are environments with the client id and secret of your app. Their settings are in a file, their secrets in the keychain.",
		Args:  NoSuchCommand,
		RunE:  func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(profileListCommand(deps), profileImportCommand(deps), profileForgetCommand(deps))
	return command
}

func profilesOf(command *cobra.Command, deps ProfileDeps) Profiles {
	return Profiles{In: command.InOrStdin(), Out: command.OutOrStdout(), Err: command.ErrOrStderr(), ProfileDeps: deps}
}

func profileListCommand(deps ProfileDeps) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the profiles",
		Args:  NoArguments,
		RunE:  func(command *cobra.Command, _ []string) error { return profilesOf(command, deps).List() },
	}
}

func profileImportCommand(deps ProfileDeps) *cobra.Command {
	var f ImportFlags
	command := &cobra.Command{
		Use:     "import NAME [FILE|-]",
		Short:   "Save a profile with credentials from a file, standard input or variables",
		Long:    importLong,
		Example: importExample,
		Args: func(_ *cobra.Command, args []string) error {
			switch len(args) {
			case 0:
				return errors.New("give the profile a name: akoya-tui profile import NAME [FILE|-]")
			case 1, 2:
				return nil
			}
			return fmt.Errorf("there are %d arguments: give a name and one file, or - for standard input. %s", len(args), credentialsHint)
		},
	}
	flags := command.Flags()
	flags.StringVar(&f.Store, "store", string(vault.InKeychain), "where the secrets rest: keychain")
	flags.BoolVar(&f.Replace, "replace", false, "change the profile if there is one of this name")
	given := optional(flags)
	given(&f.Environment, "env", "sandbox, production or custom (sandbox; custom when a URL is given)")
	given(&f.RedirectURI, "redirect-uri", "the redirect URI as it is registered")
	given(&f.AuthURL, "auth-url", "authorize URL of your server")
	given(&f.TokenURL, "token-url", "token URL")
	given(&f.RevokeURL, "revoke-url", "revoke URL")
	given(&f.STSURL, "sts-url", "service token URL")
	given(&f.AccountsURL, "accounts-url", "accounts URL; {connector} in it is replaced")
	given(&f.KeysURL, "keys-url", "key set URL")
	given(&f.ConnectorParam, "connector-param", "query parameter that names the bank in the authorize URL (connector)")
	given(&f.Connector, "connector", "the bank (mikomo)")
	given(&f.Scope, "scope", "the scopes to ask for (openid profile offline_access)")
	// The error is about a flag that does not exist.
	_ = command.RegisterFlagCompletionFunc("env", cobra.FixedCompletions(
		[]string{akoya.EnvironmentSandbox, akoya.EnvironmentProduction, akoya.EnvironmentCustom}, cobra.ShellCompDirectiveNoFileComp))
	command.RunE = func(command *cobra.Command, args []string) error {
		f.Name = args[0]
		if len(args) == 2 {
			f.File = args[1]
		}
		return profilesOf(command, deps).Import(command.Context(), f)
	}
	return command
}

// optional defines flags that are nil when they are not given.
func optional(flags *pflag.FlagSet) func(to **string, name, usage string) {
	return func(to **string, name, usage string) { flags.Var(&optionalText{to}, name, usage) }
}

// optionalText is the value of a flag that may not be given.
type optionalText struct{ to **string }

var _ pflag.Value = (*optionalText)(nil)

// Set implements pflag.Value.
func (o *optionalText) Set(text string) error {
	*o.to = &text
	return nil
}

// Type implements pflag.Value.
func (o *optionalText) Type() string { return "string" }

// String implements pflag.Value.
func (o *optionalText) String() string {
	if o.to == nil || *o.to == nil {
		return ""
	}
	return **o.to
}

func profileForgetCommand(deps ProfileDeps) *cobra.Command {
	var all, yes bool
	command := &cobra.Command{
		Use:   "forget NAME",
		Short: "Remove a profile with its secrets and tokens",
		Long:  "Remove a profile with its client secret and its tokens. A lost refresh token means that the person must consent again.",
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case all && len(args) > 0:
				return errors.New("--all forgets every profile: leave the name out")
			case !all && len(args) == 0:
				return errors.New("name the profile to forget, or give --all. See akoya-tui profile list")
			case len(args) > 1:
				return errors.New("forget takes one name at a time; a name with spaces wants quotes")
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			name := ""
			if len(args) == 1 {
				name = args[0]
			}
			return profilesOf(command, deps).Forget(command.Context(), name, all, yes)
		},
	}
	command.Flags().BoolVar(&all, "all", false, "forget every profile")
	command.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return command
}
