package ui

import (
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/control"
)

// intent is what a screen asks the App to do. Screens never act themselves.
type intent interface{}

type (
	// quitProgram leaves the program; now leaves without a question.
	quitProgram struct{ now bool }
	// suspendProgram puts the program in the background of its shell.
	suspendProgram struct{}
	// goTo opens a screen.
	goTo struct{ screen screenID }
	// openHelp, openPalette and closeOverlay open and close what lies over a screen.
	openHelp    struct{}
	openPalette struct{}
	// toggleMouse asks the terminal for the mouse, or gives it back.
	toggleMouse  struct{}
	closeOverlay struct{}
	// startLocal starts the local Akoya and opens the walk.
	startLocal struct{}
	// useProfile starts a session in an environment that is already known.
	useProfile struct{ profile Profile }
	// send sends a request; the answer goes to the screen that asked.
	send struct {
		owner   screenID
		plan    flows.Plan
		arrival int // which step of the owner's flow it belongs to
	}
	// cancelRun ends the request under way.
	cancelRun struct{}
	// beginAuthorize makes a new authorize request and listens for its callback.
	beginAuthorize struct{}
	// listenAgain listens anew for the callback of the authorize request.
	listenAgain struct{}
	// changeAuthorize changes the authorize URL by hand; nil puts everything back.
	// opened says that a browser may have the URL already.
	changeAuthorize struct {
		to     *akoya.Request
		opened bool
	}
	// resume goes back to the session that is open.
	resume struct{}
	// openURL opens a URL in the browser, detached.
	openURL struct{ url string }
	// copyText puts text on the clipboard; note says so without repeating it.
	copyText struct{ text, note string }
	// copySecret puts a secret on the clipboard in clear.
	copySecret struct {
		secret akoya.Secret
		note   string
	}
	// copyCurl puts a request on the clipboard as a curl line.
	copyCurl struct{ request akoya.Request }
	// approveHere approves or denies the authorize request as a person of the
	// local Akoya, without a browser.
	approveHere struct {
		user    string
		approve bool
	}
	// takeCallback reads a pasted callback URL.
	takeCallback struct{ text string }
	// takeUnchecked takes a pasted code whose state could not be compared.
	takeUnchecked struct{ callback callback.Callback }
	// inspectText reads a pasted token.
	inspectText struct{ text string }
	// moveClock moves the local Akoya's clock forward.
	moveClock struct{ by time.Duration }
	// withdrawConsent ends the consent of the current set at the bank.
	withdrawConsent struct{}
	// resetLocal puts the local Akoya back to its start.
	resetLocal struct{}
	// lookLocal asks the local Akoya for its state, clearFaults takes its faults away.
	lookLocal   struct{}
	clearFaults struct{}
	// injectFault makes the local Akoya misbehave for the next request.
	injectFault struct{ fault faultChoice }
	// reveal shows one secret in clear for some seconds.
	reveal struct{ item string }
	// say shows a note for some seconds.
	say struct{ text string }
	// runCase runs one case, prepareCase puts its first request on view, sendCase
	// sends a request of a case that is on view.
	runCase     struct{ one cases.Case }
	prepareCase struct{ one cases.Case }
	sendCase    struct {
		replay  *replay
		request akoya.Request
	}
	// runCases runs a list of cases; stopCases ends it after the case under way,
	// and breaks off when asked twice.
	runCases  struct{ list []cases.Case }
	stopCases struct{}
	// takeConsent reads a pasted callback of the consent that a case asks for;
	// leaveOut leaves that case out, and with all every other one that would ask.
	takeConsent struct{ text string }
	leaveOut    struct{ all bool }
	// searchCases opens the search of the list of cases.
	searchCases struct{}
	// writeCases writes what was run as a report.
	writeCases struct{}
	// writeHistory writes the round trip of that number into a file; 0: those that
	// the filter shows, all without one.
	writeHistory struct {
		format exportFormat
		number int
	}
	// searchOn lets the filter of the history take its next step, after keys that
	// wait.
	searchOn struct{}
	// all is several intents, one after another.
	all []intent
	// act changes only what the screen itself has on view.
	act func()
)

// faultChoice is one fault that the local Akoya can be asked for.
type faultChoice struct {
	title string // "the connection is dropped"
	fault control.Fault
}
