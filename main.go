// Command akoya-tui explores Akoya's token flow in the terminal: a TUI, a local
// Akoya to run it against, and commands for scripts.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/fang/v2"
	"github.com/atotto/clipboard"
	"github.com/cli/browser"
	"github.com/spf13/cobra"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/vault"
	"akoya-tui/ui"
	"akoya-tui/ui/background"
	"akoya-tui/ui/cli"
	"akoya-tui/ui/linear"
	"akoya-tui/ui/quiet"
)

// version is set by the release build.
var version = "dev"

func main() {
	quiet.Process()
	os.Exit(run(context.Background(), os.Args[1:]))
}

// run runs the command line and returns the exit code.
func run(ctx context.Context, args []string) int {
	root := rootCommand()
	root.SetArgs(args)
	stop := func() {}
	defer func() { stop() }()
	root.PersistentPreRun = func(command *cobra.Command, _ []string) {
		var interruptible context.Context
		interruptible, stop = signal.NotifyContext(command.Context(), os.Interrupt, syscall.SIGTERM)
		command.SetContext(interruptible)
	}
	err := fang.Execute(ctx, root, fang.WithVersion(version), fang.WithErrorHandler(printError), fang.WithoutManpage())
	return cli.ExitCode(err)
}

// printError writes one sentence to standard error. An exit that has said
// everything prints nothing.
func printError(out io.Writer, _ fang.Styles, err error) {
	var exit *cli.Exit
	if errors.As(err, &exit) && exit.Text == "" {
		return
	}
	fmt.Fprintf(out, "akoya-tui: %s\n", cli.Sentence(cli.AfterName(vault.Sentence(err), err)))
}

// rootCommand builds the command tree.
func rootCommand() *cobra.Command {
	var open opening
	root := &cobra.Command{
		Use:   "akoya-tui",
		Short: "Explore Akoya's token flow in the terminal",
		Long:  "Walk through Akoya's token flow: authorize, obtain, inspect, refresh, revoke, service tokens.\nEvery request is shown before it is sent, every answer is explained. A local Akoya is built in.",
		Args:  cli.NoSuchCommand,
		RunE: func(command *cobra.Command, _ []string) error {
			if open.accessible || accessibleWanted(os.Getenv) {
				return runLinear(command.Context(), open, command.InOrStdin(), command.OutOrStdout())
			}
			return runTUI(command.Context(), open, command.InOrStdin(), command.OutOrStdout())
		},
	}
	root.Flags().StringVar(&open.environment, "env", "", "open an environment at once: local, sandbox or production")
	root.Flags().StringVar(&open.profile, "profile", "", "open this profile at once")
	root.Flags().BoolVar(&open.accessible, "accessible", false, "questions and answers line by line, for screen readers; so does ACCESSIBLE=1")
	root.SetFlagErrorFunc(cli.FlagError)
	root.SetHelpCommand(cli.HelpCommand())
	root.AddCommand(checkCommand(), sandboxCommand(), inspectCommand(), profileCommand())
	return root
}

func checkCommand() *cobra.Command {
	return cli.CheckCommand(cli.CheckDeps{
		Version: version, Catalogue: cases.Catalogue, Getenv: os.Getenv, OpenBrowser: openBrowser, ASCII: !cli.UTF8Locale(os.Getenv),
		StartLocal: func(ctx context.Context, redirectURIs []string) (cli.Sandbox, error) {
			server, err := sandbox.Start(ctx, sandbox.Options{RedirectURIs: redirectURIs})
			if err != nil {
				return cli.Sandbox{}, err
			}
			return cli.Sandbox(server.Info()), nil
		},
		FindProfile: func(ctx context.Context, name string) (cli.Target, error) {
			profiles, err := vault.Open("", false)
			if err != nil {
				return cli.Target{}, err
			}
			return cli.ProfileTarget(ctx, profiles, name)
		},
	})
}

func profileCommand() *cobra.Command {
	return cli.ProfileCommand(cli.ProfileDeps{
		Getenv: os.Getenv, OpenVault: func(interactive bool) (*vault.Vault, error) { return vault.Open("", interactive) },
	})
}

func inspectCommand() *cobra.Command {
	inspect := cli.Inspect{Now: time.Now, Location: time.Local}
	command := &cobra.Command{
		Use:   "inspect [FILE|-]",
		Short: "Decode a token from a file or standard input",
		Long:  "Decode a JSON Web Token: header, claims with their meaning, times, signature.\nThe token comes from a file or from standard input, never as an argument: arguments can be seen by others.",
		Args:  cli.OneToken,
		// An interrupt may end it at once: there is nothing to put in order first.
		PersistentPreRun: func(*cobra.Command, []string) {},
		RunE: func(command *cobra.Command, args []string) error {
			inspect.In, inspect.Out = command.InOrStdin(), command.OutOrStdout()
			if len(args) == 1 {
				inspect.File = args[0]
			}
			return inspect.Run(command.Context())
		},
	}
	command.Flags().StringVar(&inspect.KeysURL, "keys", "", "verify the signature with the key set at this URL")
	command.Flags().StringVar(&inspect.Format, "format", "text", "text or json")
	return command
}

// runTUI opens the terminal interface and returns when it is left.
func runTUI(ctx context.Context, open opening, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	deps, closeDeps, err := openedDependencies(ctx, open)
	if err != nil {
		return err
	}
	defer closeDeps()
	if err := cli.NeedTerminal(in, out); err != nil {
		return err
	}
	app := ui.New(deps)
	defer app.Close()
	_, err = tea.NewProgram(app, tea.WithContext(ctx)).Run()
	if errors.Is(err, tea.ErrInterrupted) || errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return nil
	}
	return err
}

// opening is what the command line opens, and how.
type opening struct {
	environment string // local, sandbox, production; "" for the start screen
	profile     string // "" for none
	accessible  bool
}

// accessibleWanted reports whether the environment asks for the interface for
// screen readers.
func accessibleWanted(getenv func(string) string) bool {
	wanted := getenv("ACCESSIBLE")
	return wanted != "" && wanted != "0"
}

// runLinear talks line by line and returns when the person leaves.
func runLinear(ctx context.Context, open opening, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	deps, closeDeps, err := openedDependencies(ctx, open)
	if err != nil {
		return err
	}
	defer closeDeps()
	return linear.Run(ctx, linear.Deps{
		In: in, Out: out, Version: deps.Version, Client: deps.Client, Live: deps.Live, StartLocal: deps.StartLocal,
		OpenBrowser: deps.OpenBrowser, Now: deps.Now, Location: deps.Location, Vault: deps.Vault, FromEnv: deps.FromEnv,
		NoProfiles: deps.NoProfiles, Profile: deps.Profile, OpenProfile: deps.OpenProfile, OpenLocal: deps.OpenLocal, Cases: deps.Cases, ASCII: deps.ASCII,
	})
}

// openedDependencies are the dependencies with what the command line opens.
func openedDependencies(ctx context.Context, open opening) (ui.Deps, func(), error) {
	if open.profile != "" && open.environment != "" {
		return ui.Deps{}, nil, errors.New("a profile has its own environment: give --profile without --env")
	}
	deps, closeDeps, err := dependencies(ctx, open.environment)
	if err != nil || open.profile == "" {
		return deps, closeDeps, err
	}
	if deps.Vault == nil {
		closeDeps()
		return deps, nil, errors.New(deps.NoProfiles)
	}
	if err := cli.CheckProfile(deps.Vault, open.profile); err != nil {
		closeDeps()
		return deps, nil, err
	}
	deps.OpenProfile = open.profile
	return deps, closeDeps, nil
}

// sandboxFlags are the flags of the sandbox command.
type sandboxFlags struct {
	addr, start, format string
	redirects, faults   []string
	anyAddress, log     bool
}

func sandboxCommand() *cobra.Command {
	var f sandboxFlags
	command := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve a local Akoya for your own app",
		Long: "Serve a local Akoya until ctrl+c: print its URLs, credentials and the walk as curl lines.\n" +
			"Point your own app at it: it answers as Akoya's documents say, its clock can be moved, and it fails on demand.",
		Args: cli.NoArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return serveSandbox(command.Context(), command.OutOrStdout(), command.ErrOrStderr(), f)
		},
	}
	command.Flags().StringVar(&f.addr, "addr", "127.0.0.1:0", "listen on HOST:PORT; port 0 is a free one")
	command.Flags().BoolVar(&f.anyAddress, "allow-non-loopback", false, "let other machines reach it")
	command.Flags().StringVar(&f.start, "time", "", "begin at this time instead of now, such as 2026-11-21T14:00:00Z")
	command.Flags().StringArrayVar(&f.redirects, "redirect-uri", nil, "register this URI instead of the usual ones; may be repeated")
	command.Flags().StringArrayVar(&f.faults, "fault", nil, "misbehave: KIND[=VALUE][@PATH][*COUNT], such as latency=2s, status=503@/token, drop*3; may be repeated")
	command.Flags().StringVar(&f.format, "format", "text", "text or json")
	command.Flags().BoolVar(&f.log, "log", false, "write a line for each request to standard error: time, method, path, status, duration; never a secret")
	return command
}

func (f sandboxFlags) options() (sandbox.Options, error) {
	if err := cli.CheckAddress(f.addr, f.anyAddress); err != nil {
		return sandbox.Options{}, err
	}
	options := sandbox.Options{Addr: f.addr, AllowNonLoopback: f.anyAddress, RedirectURIs: f.redirects}
	if f.format != "text" && f.format != "json" {
		return options, fmt.Errorf("there is no format %q: choose text or json", f.format)
	}
	if f.start != "" {
		start, err := time.Parse(time.RFC3339, f.start)
		if err != nil {
			return options, fmt.Errorf("%q is no time: write it as 2026-11-21T14:00:00Z", f.start)
		}
		options.Start = start
	}
	for _, text := range f.faults {
		fault, err := sandbox.ParseFault(text)
		if err != nil {
			return options, err
		}
		options.Faults = append(options.Faults, fault)
	}
	return options, nil
}

// serveSandbox serves until ctx ends. The description is written before the
// first request can be served late: the listener is open already.
func serveSandbox(ctx context.Context, out, warn io.Writer, f sandboxFlags) error {
	options, err := f.options()
	if err != nil {
		return err
	}
	if f.log {
		lines := &cli.RequestLog{Out: warn}
		options.Seen = func(seen sandbox.Seen) { lines.Write(cli.RequestLine(seen)) }
	}
	server, err := sandbox.Start(ctx, options)
	if err != nil {
		return cli.CannotServe(err)
	}
	defer server.Close(context.WithoutCancel(ctx))
	if f.anyAddress {
		fmt.Fprintf(warn, "akoya-tui: warning: other machines may reach %s. Its credentials are public.\n", f.addr)
	}
	about := cli.Sandbox(server.Info())
	if f.format == "json" {
		err = about.PrintJSON(out)
	} else {
		err = about.PrintText(out)
	}
	if err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// callbackAddress is where the callback of the local Akoya's app is awaited.
const callbackAddress = "127.0.0.1:8765"

// liveRequestsPerSecond keeps below the five that Akoya's sandbox allows.
const liveRequestsPerSecond = 4

// dependencies connects the interface to the outside: the client, the local
// Akoya, the browser, the clipboard.
func dependencies(ctx context.Context, environment string) (ui.Deps, func(), error) {
	client := akoya.NewClient(akoya.ClientOptions{UserAgent: "akoya-tui/" + version})
	live := akoya.NewClient(akoya.ClientOptions{UserAgent: "akoya-tui/" + version, MaxPerSecond: liveRequestsPerSecond})
	deps := ui.Deps{
		Version:     version,
		Client:      client,
		Live:        live,
		StartLocal:  func(context.Context) (ui.Local, error) { return startLocal(ctx, callbackAddress) },
		OpenBrowser: openBrowser,
		Copy:        clipboard.WriteAll,
		Now:         time.Now,
		Location:    time.Local,
		Cases:       cases.Catalogue(),
		Suspend:     background.Stop,
		ASCII:       !cli.UTF8Locale(os.Getenv),
	}
	profiles, err := vault.Open("", true)
	if err != nil { // the local Akoya needs no profile, nor does one from the environment
		deps.NoProfiles = "No profile can be kept. " + vault.Sentence(err)
	}
	deps.Vault = profiles
	deps.FromEnv, err = ui.ProfileFromEnv(os.Getenv)
	switch environment {
	case "":
		if err != nil {
			deps.NoFromEnv = vault.Sentence(err)
		}
	case akoya.EnvironmentLocal:
		deps.OpenLocal = true
	case akoya.EnvironmentSandbox, akoya.EnvironmentProduction:
		if err != nil {
			return deps, nil, err
		}
		if deps.FromEnv == nil {
			return deps, nil, fmt.Errorf("set AKOYA_CLIENT_ID and AKOYA_CLIENT_SECRET to those of your app to open %s", environment)
		}
		if environment == akoya.EnvironmentProduction {
			deps.FromEnv.Environment = akoya.Production()
			deps.FromEnv.Name = "Akoya production"
		}
		deps.Profile = deps.FromEnv
	default:
		return deps, nil, fmt.Errorf("there is no environment %q: choose local, sandbox or production", environment)
	}
	return deps, func() { client.Close(); live.Close() }, nil
}

// startLocal starts the local Akoya of this program. It lives as long as ctx. The
// callback comes to the address, or to a free one when somebody else is there.
func startLocal(ctx context.Context, address string) (ui.Local, error) {
	redirect := "http://" + address + "/callback"
	probe, err := net.Listen("tcp", address)
	if err != nil {
		probe, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err == nil {
		redirect = "http://" + probe.Addr().String() + "/callback"
		defer probe.Close() // held until the local Akoya has a port of its own
	}
	server, err := sandbox.Start(ctx, sandbox.Options{RedirectURIs: []string{redirect, akoya.DefaultRedirectURI}})
	if err != nil {
		return ui.Local{}, err
	}
	return ui.LocalServer(server.Info()).Connect(ctx)
}

// openBrowser asks the desktop for a browser and returns at once. What the
// browser prints must not reach the terminal.
func openBrowser(address string) error {
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	return browser.OpenURL(address)
}
