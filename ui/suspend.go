package ui

import (
	"io"

	tea "charm.land/bubbletea/v2"
)

// keySuspend works everywhere, also while one types.
const keySuspend = "ctrl+z"

// awakeMsg says that the program is in the foreground again, or why it never left it.
type awakeMsg struct{ err error }

// cannotSuspend says why the program cannot go to the background now; "" when it can.
func (a *App) cannotSuspend() string {
	switch {
	case a.deps.Suspend == nil:
		return "This system cannot put a program in the background."
	case a.run != nil:
		return "A request is under way, and its answer must not be lost: esc cancels it."
	case a.keychain != "":
		return "The keychain is being asked: wait for it."
	}
	return ""
}

// suspend leaves the terminal to the shell. What was revealed is hidden before
// that: it must not stand on the screen that comes back.
func (a *App) suspend() tea.Cmd {
	a.revealed = ""
	if why := a.cannotSuspend(); why != "" {
		return a.say(why, true)
	}
	return tea.Exec(suspension{a.deps.Suspend}, func(err error) tea.Msg { return awakeMsg{err} })
}

// awake draws everything anew.
func (a *App) awake(msg awakeMsg) tea.Cmd {
	if msg.err != nil {
		return tea.Batch(tea.ClearScreen, a.say(upperFirst(msg.err.Error())+".", true))
	}
	return tea.Batch(tea.ClearScreen, tea.RequestBackgroundColor)
}

// suspension is what runs while Bubble Tea has left the terminal.
type suspension struct{ stop func() error }

// Run implements tea.ExecCommand.
func (s suspension) Run() error { return s.stop() }

// SetStdin implements tea.ExecCommand; nothing is read.
func (suspension) SetStdin(io.Reader) {}

// SetStdout implements tea.ExecCommand; nothing is written.
func (suspension) SetStdout(io.Writer) {}

// SetStderr implements tea.ExecCommand; nothing is written.
func (suspension) SetStderr(io.Writer) {}
