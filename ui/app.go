package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/vault"
)

// Deps are what the program gives its interface: the ways to the outside.
type Deps struct {
	Version     string
	Client      *akoya.Client                        // for servers on this machine
	Live        *akoya.Client                        // for others: it keeps to what they allow; nil: Client
	StartLocal  func(context.Context) (Local, error) // starts the local Akoya
	OpenBrowser func(url string) error               // returns at once
	Copy        func(text string) error              // to the system's clipboard; nil: by the terminal only
	Now         func() time.Time                     // this machine's time
	Location    *time.Location
	Profile     *Profile     // opened at the start instead of the start screen
	Vault       *vault.Vault // the profiles of this user; nil: none are kept
	NoProfiles  string       // why Vault is nil: a sentence
	NoFromEnv   string       // why FromEnv is nil although variables are set: a sentence
	OpenProfile string       // the profile to open at the start; "" for none
	OpenLocal   bool         // open the local Akoya instead of the start screen
	FromEnv     *Profile     // made from AKOYA_… variables; nil when they are not set
	Cases       []cases.Case // the test tables
	Suspend     func() error // stops the program until it is in the foreground again; nil: impossible
	ASCII       bool         // the locale cannot show other glyphs
}

// App is the one model of the program.
type App struct {
	deps   Deps
	runner flows.Runner

	width, height int
	dark          bool
	profile256    colorprofile.Profile
	theme         theme
	glyphs        glyphs

	session flows.Session
	profile Profile
	local   *Local
	open    bool // a session is open

	active  screenID
	screens map[screenID]screen
	palette *palette // nil: closed
	mouse   bool     // asked for: it takes text selection away from the terminal
	help    bool
	helpTop int
	helpEnd int // the largest helpTop, as of the last drawing

	runs     int // the id of the newest run
	run      *run
	sending  inFlight     // requests whose tokens may still be saved; Close waits for them
	canceled map[int]bool // runs that were canceled and whose end has not been heard of
	wait     waiting
	listener *callback.Listener
	listenID int                                 // the newest authorize request
	making   bool                                // an authorize request is being made
	asked    func() (flows.Authorization, error) // the one to make next; nil when there is none

	note        string
	noteID      int
	noteTimer   timer
	noteBad     bool
	revealed    string
	revealID    int
	revealTimer timer
	ticking     bool
	focusLost   bool
	starting    bool
	unsaved     error  // why the newest tokens are in memory only; nil when they are saved
	foreign     string // the host elsewhere to which secrets were about to go
	leaving     bool   // q was pressed although something would be lost
	keychain    string // what the keychain waits for; "" for nothing
	controls    int    // how many calls of the local Akoya's controls were made
	looked      int    // the newest of them that told the state
	stopBatch   func() // ends the run of all cases after the case under way; nil when there is none
}

// run is the request under way.
type run struct {
	id     int
	cancel context.CancelFunc
	what   running
}

// New returns the program's model. Nothing is started before Init.
func New(deps Deps) *App {
	a := &App{
		deps:       deps,
		runner:     flows.Runner{Client: deps.Client, Now: deps.Now},
		dark:       true,
		profile256: colorprofile.TrueColor,
		active:     screenStart,
		canceled:   map[int]bool{},
		screens:    newScreens(deps),
		glyphs:     unicodeGlyphs(),
	}
	if deps.ASCII {
		a.glyphs = asciiGlyphs()
	}
	a.theme = newTheme(a.dark, a.profile256)
	return a
}

// newScreens returns every screen by its ID. Adding a screen is one file and
// one line here, and one in the rail when the map should show it.
func newScreens(deps Deps) map[screenID]screen {
	return map[screenID]screen{
		screenStart:     &startScreen{fromEnv: deps.FromEnv, noProfiles: deps.NoProfiles, noFromEnv: deps.NoFromEnv},
		screenAuthorize: newAuthorizeScreen(),
		screenObtain:    newFlowScreen(screenObtain, "obtain"),
		screenRefresh:   newFlowScreen(screenRefresh, "refresh"),
		screenRevoke:    newFlowScreen(screenRevoke, "revoke"),
		screenService:   newFlowScreen(screenService, "service"),
		screenInspect:   &inspectScreen{},
		screenCases:     newCasesScreen(deps.Cases),
		screenProfile:   &profileScreen{},
		screenHistory:   newHistoryScreen(),
		screenLocal:     &localScreen{},
	}
}

// Init implements tea.Model.
func (a *App) Init() tea.Cmd {
	commands := []tea.Cmd{tea.RequestBackgroundColor, a.listProfiles(), a.awaitKeychain()}
	switch {
	case a.deps.Profile != nil:
		open := intent(useProfile{*a.deps.Profile})
		if start, ok := a.screens[screenStart].(*startScreen); ok && a.deps.Profile.production() {
			start.askThen(a.deps.Profile.Name, open)
			break
		}
		commands = append(commands, a.handle(open))
	case a.deps.OpenProfile != "":
		commands = append(commands, a.handle(openProfile{a.deps.OpenProfile}))
	case a.deps.OpenLocal:
		commands = append(commands, a.handle(startLocal{}))
	}
	return tea.Batch(commands...)
}

// closeLimit bounds how long Close waits for tokens that are being saved.
const closeLimit = 10 * time.Second

// Close ends what the program has under way: the listener and a running
// request. It is called after the program has left the terminal, and waits for
// tokens that are being saved: a rotated refresh token must not be lost because
// somebody left.
func (a *App) Close() {
	a.cancel()
	if old := a.takeListener(); old != nil {
		_ = old.Close()
	}
	a.noteTimer.stop()
	a.revealTimer.stop()
	a.sending.wait(closeLimit)
}

// scene returns what a screen may look at.
func (a *App) scene() scene {
	width, height := a.mainSize()
	c := scene{
		session:  a.session,
		profile:  a.profile,
		local:    a.local,
		now:      a.deps.Now().Add(a.session.ClockOffset),
		location: a.deps.Location,
		theme:    a.theme,
		glyphs:   a.glyphs,
		wait:     a.wait,
		open:     a.open,
		revealed: a.revealed,
		starting: a.starting,
		width:    width,
		height:   height,
	}
	if s, ok := a.screens[screenCases].(*casesScreen); ok {
		c.tested = tested{all: len(s.all), sums: s.sums(s.all)}
		if s.batch != nil {
			c.tested.under, c.tested.done = s.batch.total, s.batch.done
		}
		c.tested.asks = s.asking != nil
	}
	if a.run != nil {
		what := a.run.what
		c.running = &what
	}
	if a.focusLost {
		c.revealed = ""
	}
	return c
}

// Update implements tea.Model.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	command := a.update(msg)
	return a, tea.Batch(command, a.tick())
}

func (a *App) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.width, a.height = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		a.dark = msg.IsDark()
		a.theme = newTheme(a.dark, a.profile256)
	case tea.ColorProfileMsg:
		a.profile256 = msg.Profile
		a.theme = newTheme(a.dark, a.profile256)
	case tea.BlurMsg:
		a.focusLost, a.revealed = true, ""
	case tea.FocusMsg:
		a.focusLost = false
	case tea.KeyPressMsg:
		return a.press(msg)
	case tea.PasteMsg:
		return a.pasted(msg.Content)
	case tea.MouseClickMsg:
		return a.clicked(msg.Mouse())
	case tea.MouseWheelMsg:
		return a.wheeled(msg.Mouse())
	case tickMsg:
		a.ticking = false
	case noteEndMsg:
		if msg.id == a.noteID {
			a.note, a.leaving = "", false // the question has gone with its note
		}
	case revealEndMsg:
		if msg.id == a.revealID {
			a.revealed = ""
		}
	default:
		return a.result(msg)
	}
	return nil
}
