package linear

import (
	"context"
	"errors"
	"io"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/vault"
	"akoya-tui/ui"
)

// Deps are what the program gives the conversation: the ways to the outside.
type Deps struct {
	In          io.Reader
	Out         io.Writer
	Version     string
	Client      *akoya.Client                           // for servers on this machine
	Live        *akoya.Client                           // for others: it keeps to what they allow; nil: Client
	StartLocal  func(context.Context) (ui.Local, error) // starts the local Akoya; nil: there is none
	OpenBrowser func(url string) error                  // returns at once; nil: there is none
	Now         func() time.Time                        // this machine's time
	Location    *time.Location
	Vault       *vault.Vault // the profiles of this user; nil: none are kept
	NoProfiles  string       // why Vault is nil: a sentence
	FromEnv     *ui.Profile  // made from AKOYA_… variables; nil when they are not set
	Profile     *ui.Profile  // opened at the start
	OpenProfile string       // the stored profile to open at the start; "" for none
	OpenLocal   bool         // open the local Akoya at the start
	Cases       []cases.Case // the test tables
	ReportDir   string       // where reports are written; "" is the current folder
	ASCII       bool         // the locale cannot show other characters
}

// The ways in which a question ends without an answer.
var (
	errBack  = errors.New("back")
	errQuit  = errors.New("quit")
	errEnd   = errors.New("the input has ended")
	errWoken = errors.New("what was waited for has come")
)

// talk is one conversation. It is used by one goroutine; only that one writes.
type talk struct {
	deps   Deps
	ctx    context.Context
	in     *input
	out    *printer
	runner flows.Runner

	session flows.Session
	profile ui.Profile
	local   *ui.Local // the one that runs; it is in use when the environment is local
	trusted bool      // production was confirmed
	unsaved error     // why the newest tokens are in memory only
	tested  map[string]cases.Outcome

	listener *callback.Listener
	heard    chan heard // what the listener saw
	notices  <-chan notice
}

// Run talks until the person quits, the input ends, or ctx does. It returns an
// error only when the output cannot be written.
func Run(ctx context.Context, deps Deps) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return newTalk(ctx, deps).run()
}

func newTalk(ctx context.Context, deps Deps) *talk {
	t := &talk{
		deps: deps, ctx: ctx, in: newInput(deps.In), out: &printer{w: deps.Out, ascii: deps.ASCII},
		runner: flows.Runner{Client: deps.Client, Now: deps.Now}, heard: make(chan heard),
		tested: map[string]cases.Outcome{},
	}
	if deps.Vault != nil {
		t.notices = noticesOf(ctx, deps.Vault)
	}
	return t
}

// run talks and says goodbye.
func (t *talk) run() error {
	defer t.in.leave()
	defer t.stopListening()
	err := t.begin()
	switch {
	case t.out.err != nil:
		return t.out.err
	case t.ctx.Err() != nil:
		t.out.say("Stopped. Goodbye.")
	case errors.Is(err, errEnd):
		t.out.say("The input has ended. Goodbye.")
	default:
		t.out.say("Goodbye.")
	}
	if t.unsaved != nil {
		t.out.say("The newest tokens were not saved and are gone.")
	}
	return t.out.err
}

// begin says where one is and opens what the command line names.
func (t *talk) begin() error {
	t.out.say("akoya-tui, line by line: Akoya's token flow as questions and answers.")
	t.out.say("Secrets are never read out; of a long one the last four characters are.")
	t.out.say("Nothing is sent before you have heard it.")
	var err error
	switch {
	case t.deps.Profile != nil:
		err = t.open(*t.deps.Profile, nil)
	case t.deps.OpenProfile != "":
		err = t.openStored(t.deps.OpenProfile)
	case t.deps.OpenLocal:
		err = t.openLocal()
	}
	if err != nil && !errors.Is(err, errBack) {
		return err
	}
	return t.start()
}

// now is the environment's time.
func (t *talk) now() time.Time { return t.deps.Now().Add(t.session.ClockOffset) }

// isLocal reports whether the session is one of the local Akoya of this program.
func (t *talk) isLocal() bool { return t.local != nil && t.session.Environment.IsLocal() }

// clientFor returns the client of an environment: servers elsewhere limit the
// number of requests.
func (t *talk) clientFor(environment akoya.Environment) *akoya.Client {
	if t.deps.Live == nil || environment.OnThisMachine() {
		return t.deps.Client
	}
	return t.deps.Live
}
