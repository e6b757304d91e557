package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"akoya-tui/akoya"
)

// FlagError says what to do about a flag that is not understood.
func FlagError(command *cobra.Command, err error) error {
	return fmt.Errorf("%w. See %s --help", err, command.CommandPath())
}

// NoSuchCommand refuses the arguments of a command that has subcommands only.
func NoSuchCommand(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	command.SuggestionsMinimumDistance = 2
	if near := command.SuggestionsFor(args[0]); len(near) > 0 {
		return fmt.Errorf("there is no command %q: did you mean %s?", akoya.RedactText(args[0]), strings.Join(near, ", "))
	}
	return fmt.Errorf("there is no command %q. See %s --help", akoya.RedactText(args[0]), command.CommandPath())
}

// NoArguments refuses arguments of a command that takes none.
func NoArguments(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no argument, but got %q. See %s --help", command.Name(), akoya.RedactText(args[0]), command.CommandPath())
}

// OneToken refuses more than one place to read a token from. It does not repeat
// the arguments: one of them may be the token.
func OneToken(_ *cobra.Command, args []string) error {
	if len(args) <= 1 {
		return nil
	}
	return fmt.Errorf("there are %d arguments: name one file, or - for standard input; never the token itself", len(args))
}

// HelpCommand returns the command help, which refuses what it knows no help for.
func HelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Help about any command",
		RunE: func(command *cobra.Command, args []string) error {
			about, rest, err := command.Root().Find(args)
			if err != nil || len(rest) > 0 && about.HasSubCommands() {
				return NoSuchCommand(command.Root(), args)
			}
			about.InitDefaultHelpFlag()
			about.InitDefaultVersionFlag()
			return about.Help()
		},
	}
}
