package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows"
)

// screenID names a screen.
type screenID string

// The screens.
const (
	screenStart     screenID = "start"
	screenAuthorize screenID = "authorize"
	screenObtain    screenID = "obtain"
	screenInspect   screenID = "inspect"
	screenRefresh   screenID = "refresh"
	screenRevoke    screenID = "revoke"
	screenService   screenID = "service"
	screenCases     screenID = "cases"
	screenProfile   screenID = "profile"
	screenHistory   screenID = "history"
	screenLocal     screenID = "local"
)

// scene is what a screen may look at: values, no way to change them.
type scene struct {
	session  flows.Session
	profile  Profile
	local    *Local // nil unless the environment is the local Akoya
	now      time.Time
	location *time.Location
	theme    theme
	glyphs   glyphs
	running  *running // the request under way; nil when there is none
	wait     waiting  // for a callback
	tested   tested   // how the test cases stand
	open     bool     // a session is open
	starting bool     // the local Akoya is being started
	revealed string   // the item shown in clear; "" for none
	width    int      // of the main pane
	height   int
}

// tested counts test cases: how many there are, what came of them, and how many
// of those in the run under way are done.
type tested struct {
	all int
	sums
	under, done int  // under is 0 when none runs
	asks        bool // a person is asked to approve or deny
}

// running is what is known of the request under way.
type running struct {
	owner screenID
	label string // "POST /token"
	since time.Time
}

// waiting is the state of the callback listener.
type waiting struct {
	open    bool
	address string   // "http://127.0.0.1:8765/callback"
	why     string   // why nobody listens
	refused []string // what came and was refused, newest last, one sentence each
	problem string   // of the last paste
	page    errorPage
	about   string // what became of an earlier request when this one was changed
}

// errorPage is a page of Akoya's that ended an approval given here, without a
// callback; zero: there was none.
type errorPage struct{ status, says string }

// screen is one room of the program. Its methods are called by the App only;
// they do no I/O.
type screen interface {
	// bindings returns every action of the screen in the order of use; those that
	// do not work now say why.
	bindings(c scene) []binding
	// view returns the main pane: at most c.height lines of at most c.width cells.
	view(c scene) []string
}

// editor is a screen with a text input. While typing reports true every key but
// ctrl+c goes to it.
type editor interface {
	typing() bool
	key(c scene, k tea.KeyPressMsg) intent
	paste(c scene, text string) intent
}

// receiver is a screen that wants the results of the requests it sent.
type receiver interface {
	received(before, after flows.Session, arrival int, sent flows.Sent)
}

// pointed is a screen with rows that can be clicked. rowAt returns what a click
// on a line of its view does; nil for nothing.
type pointed interface {
	rowAt(c scene, line int) intent
}

// namer is a screen with actions that have one key together: those of its lines.
type namer interface {
	// named returns the bindings of the screen with each of those actions by its
	// words, for the palette.
	named(c scene) []binding
}

// counter is a screen that shows something that changes with time alone.
type counter interface {
	counts(c scene) bool
}

// leaver is a screen that wants to know when another one is opened.
type leaver interface{ left() }

// visitor is a screen that wants to know when it is opened; it may answer with
// an intent.
type visitor interface {
	opened(c scene) intent
}
