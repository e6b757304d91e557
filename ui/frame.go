package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows"
	"akoya-tui/flows/visible"
)

// Sizes of the frame, in cells.
const (
	minWidth   = 80
	minHeight  = 24
	foldWidth  = 100 // below this the rail is one line
	railWidth  = 26
	defaultW   = 80
	defaultH   = 24
	wideLayout = 84 // of the main pane: from here on two panes stand side by side
)

// size returns the size of the terminal; one that says 0×0 gets 80×24.
func (a *App) size() (int, int) {
	if a.width <= 0 || a.height <= 0 {
		return defaultW, defaultH
	}
	return a.width, a.height
}

// railOpen reports whether the map stands at the left: not on the start screen,
// where there is nothing to map yet.
func (a *App) railOpen() bool {
	width, _ := a.size()
	return width >= foldWidth && a.open
}

// mainSize returns the size of the main pane, without the banner.
func (a *App) mainSize() (int, int) {
	width, height := a.paneSize()
	return width, height - len(a.banner(width))
}

// paneSize returns the size of the main pane with its banner.
func (a *App) paneSize() (int, int) {
	width, height := a.size()
	switch {
	case a.railOpen():
		return width - railWidth - 4, height - 4
	case a.open:
		return width - 2, height - 5
	}
	return width - 2, height - 4
}

// View implements tea.Model.
func (a *App) View() tea.View {
	view := tea.NewView(strings.Join(a.lines(), "\n"))
	view.AltScreen = true
	view.ReportFocus = true
	view.WindowTitle = "akoya-tui"
	if a.mouse {
		view.MouseMode = tea.MouseModeCellMotion
	}
	return view
}

// lines returns the whole screen: exactly as many lines as the terminal is high,
// each exactly as wide as it is, and nothing in them that a terminal obeys but
// colours.
func (a *App) lines() []string {
	width, height := a.size()
	draw := a.frame
	if a.small() {
		draw = a.tooSmall
	}
	lines := draw(width, height)
	for i := range lines {
		lines[i] = safe(lines[i], width, a.glyphs)
		if a.deps.ASCII {
			lines[i] = asciiOnly(lines[i])
		}
	}
	return lines
}

// small reports whether the terminal is too small for the program.
func (a *App) small() bool {
	width, height := a.size()
	return width < minWidth || height < minHeight
}

// frame draws the top bar, the map, the main pane and the key line.
func (a *App) frame(width, height int) []string {
	c := a.scene()
	rule := a.theme.rule
	out := make([]string, 0, height)
	out = append(out, fit(a.topBar(c, width), width, a.glyphs))

	_, paneHeight := a.paneSize()
	body := fitBlock(append(a.banner(c.width), fitBlock(a.mainPane(c), c.width, c.height, a.glyphs)...), c.width, paneHeight, a.glyphs)
	upper, lower := strings.Repeat(a.glyphs.row, width), strings.Repeat(a.glyphs.row, width)
	switch {
	case a.railOpen():
		left, right := strings.Repeat(a.glyphs.row, railWidth), strings.Repeat(a.glyphs.row, width-railWidth-1)
		upper, lower = left+a.glyphs.tee+right, left+a.glyphs.cross+right
		out = append(out, rule.paint(upper))
		rail := fitBlock(a.rail(c), railWidth, paneHeight, a.glyphs)
		for i := range body {
			out = append(out, rail[i]+rule.paint(a.glyphs.column)+"  "+body[i]+" ")
		}
	case a.open:
		out = append(out, fit(a.foldedRail(c), width, a.glyphs), rule.paint(upper))
		for _, line := range body {
			out = append(out, " "+line+" ")
		}
	default:
		out = append(out, rule.paint(upper))
		for _, line := range body {
			out = append(out, " "+line+" ")
		}
	}
	return append(out, rule.paint(lower), fit(a.keyLine(c, width), width, a.glyphs))
}

// mainPane returns the active screen, with the help overlay or a note over its
// last lines.
func (a *App) mainPane(c scene) []string {
	if a.palette != nil {
		return a.palettePane(c)
	}
	var lines []string
	if a.help {
		lines = a.helpPane(c)
	} else {
		lines = a.screens[a.active].view(c)
	}
	if a.note == "" {
		return lines
	}
	paint := a.theme.ok
	if a.noteBad {
		paint = a.theme.warn
	}
	note := wrapParts(a.note, c.width-2, 4, a.glyphs)
	lines = fitBlock(lines, c.width, c.height, a.glyphs)
	at := c.height - len(note) - 1
	lines[at] = ""
	for i, text := range note {
		lines[at+1+i] = a.theme.accent.paint(a.glyphs.focus) + " " + paint.paint(text)
	}
	return lines
}

// banner says what must not be overlooked. It stays until its cause is gone.
func (a *App) banner(width int) []string {
	t, g := a.theme, a.glyphs
	var text string
	paint := t.warn
	switch {
	case a.keychain != "":
		text = "Waiting for the keychain: " + a.keychain
	case a.unsaved != nil:
		paint = t.danger
		text = "NOT SAVED: the newest tokens are in memory only; s saves again, S goes on without. " + upperFirst(a.unsaved.Error())
	default:
		return nil
	}
	lines := wrapMost(visible.Line(text), max(20, width-3), 3, g)
	for i := range lines {
		lines[i] = t.bad.paint(g.focus) + " " + paint.paint(lines[i])
	}
	return lines
}

// tooSmall says how large the terminal must be.
func (a *App) tooSmall(width, height int) []string {
	var message []string
	for _, text := range []string{
		"This terminal is too small for akoya-tui.",
		fmt.Sprintf("It is %d × %d; at least %d × %d is needed.", width, height, minWidth, minHeight),
		"Enlarge the window, or quit with q.",
	} {
		message = append(message, wrap(text, width)...)
	}
	var lines []string
	for range max(0, (height-len(message))/2) {
		lines = append(lines, "")
	}
	for _, text := range message {
		lines = append(lines, strings.Repeat(" ", max(0, (width-cells(text))/2))+text)
	}
	return fitBlock(lines, width, height, a.glyphs)
}

// topBar says where one is: environment, where secrets rest, the current token set.
func (a *App) topBar(c scene, width int) string {
	t, g := a.theme, a.glyphs
	left := " " + t.strong.paint("akoya-tui")
	if !a.open {
		return spread(left+t.muted.paint("  explore Akoya's token flow"), t.muted.paint(a.deps.Version+" "), width, g)
	}
	badge := t.text.paint(cutMiddle(visible.Line(c.profile.Name), 40, g))
	switch {
	case c.profile.production():
		badge = t.danger.paint(" PRODUCTION ") + " " + badge
	case c.local != nil && c.session.ClockOffset > 0:
		badge += t.warn.paint(" +" + clock(c.session.ClockOffset))
	}
	left += "   " + badge
	person := ""
	if set, ok := c.session.Latest(); ok && set.Decoded.Person.User != "" {
		person = t.muted.paint(" " + g.dot + " " + cutMiddle(visible.Line(set.Decoded.Person.User), 20, g))
	}
	secrets := t.muted.paint("secrets: ") + visible.Line(c.profile.Where)
	set, ok := c.session.Latest()
	if !ok {
		return spread(left+person, secrets+" ", width, g)
	}
	right := ""
	if end := set.ExpiresAt(); !end.IsZero() {
		paint := lifeInk(c.now, set.ObtainedAt, end, t)
		right = t.muted.paint("id_token ") + paint.paint(remaining(c.now, end))
		if width >= 110 {
			right += " " + bar(lifeShare(c.now, set.ObtainedAt, end), 12, paint, t, g)
		}
	}
	if set.State != flows.SetCurrent {
		right = setState(set, c)
	}
	right = t.muted.paint("set ") + fmt.Sprintf("#%d", set.Number) + "  " + right + " "
	if width >= 96 {
		right = secrets + "   " + right
	}
	if cells(left+person+right) < width {
		left += person
	}
	return spread(left, right, width, g)
}

// setState writes the state of a token set with its glyph and its hue.
func setState(set flows.TokenSet, c scene) string {
	t, g := c.theme, c.glyphs
	switch set.State {
	case flows.SetClaimed:
		return t.muted.paint(fmt.Sprintf("%s claimed by #%d", g.again, set.EndedBy))
	case flows.SetReplaced:
		return t.muted.paint(fmt.Sprintf("%s replaced by #%d", g.again, set.EndedBy))
	case flows.SetRevoked:
		return t.bad.paint(g.bad + " revoked")
	case flows.SetRefused:
		return t.bad.paint(g.bad + " refused")
	case flows.SetUnclear:
		return t.warn.paint(g.expiring + " unclear: no answer came")
	case flows.SetCurrent:
	}
	end := set.ExpiresAt()
	switch {
	case set.ExpiredAt(c.now):
		return t.bad.paint(g.ended + " expired")
	case !end.IsZero() && lifeShare(c.now, set.ObtainedAt, end) < warnShare:
		return t.warn.paint(g.expiring + " expiring")
	}
	return t.ok.paint(g.valid + " valid")
}
