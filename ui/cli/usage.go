package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
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
		return fmt.Errorf("there is no command %q: did you mean %s?", args[0], strings.Join(near, ", "))
	}
	return fmt.Errorf("there is no command %q. See %s --help", args[0], command.CommandPath())
}

// NoArguments refuses arguments of a command that takes none.
func NoArguments(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no argument, but got %q. See %s --help", command.CommandPath(), args[0], command.CommandPath())
}
