package ui

import (
	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/visible"
)

// view implements screen: the way of the browser, its address, and where the
// person is.
func (s *authorizeScreen) view(c scene) []string {
	t, g := c.theme, c.glyphs
	lines := []string{spread(t.strong.paint("Authorize"), t.muted.paint("Token reference, Get authorization code"), c.width, g)}
	for _, line := range wrap("The person's browser goes to Akoya, logs in at the bank, chooses accounts and approves. Akoya sends the browser back to your app with a code.", c.width) {
		lines = append(lines, t.text.paint(line))
	}
	if c.height >= 28 && c.width >= lanesWidth {
		lines = append(lines, "")
		lines = append(lines, s.picture(c)...)
	}
	room := c.height - len(lines) - 1
	lines = append(lines, "")
	if c.width >= wideLayout {
		left := (c.width - 3) * 56 / 100 // the values are long
		right := c.width - 3 - left
		return append(lines, beside(
			fitBlock(s.urlPane(c, left, room), left, room, g),
			fitBlock(s.waitPane(c, right, room), right, room, g), t, g)...)
	}
	wait := s.waitPane(c, c.width, room*2/3)
	below := min(len(wait), room*2/3)
	above := room - below
	lines = append(lines, fitBlock(s.urlPane(c, c.width, above), c.width, above, g)...)
	return append(lines, fitBlock(wait, c.width, below, g)...)
}

// picture draws the way of the browser: out to Akoya and the bank, and back to
// your app with a code.
func (s *authorizeScreen) picture(c scene) []string {
	t := c.theme
	width := min(c.width, 110)
	at, names := laneNames([]flows.Actor{flows.You, flows.YourApp, flows.IdP, flows.Bank}, width)
	out, login, back := t.muted, t.muted, t.muted
	backLabel := "code, state"
	auth := c.session.Authorization
	if auth != nil && auth.State == "" {
		backLabel = "code"
	}
	switch {
	case auth == nil:
	case !auth.Answered:
		out = t.accent
	case auth.Refusal != "":
		out, login, back, backLabel = t.text, t.text, t.warn, "error="+visible.Line(auth.Refusal)
	default:
		out, login, back = t.text, t.text, t.ok
	}
	lines := []string{t.muted.paint(names), laneLine(c, width, at, 0, 2, "GET /auth in the browser", out, false, true)}
	if c.wait.page.status != "" { // it ends here
		return append(lines, laneLine(c, width, at, 0, 2, visible.Line(c.wait.page.status), t.warn, true, true), "")
	}
	return append(lines,
		laneLine(c, width, at, 2, 3, "log in, approve", login, false, true),
		laneLine(c, width, at, 1, 2, backLabel, back, true, true))
}

// urlPane lists the parameters of the authorize URL, the cursor on one of them.
func (s *authorizeScreen) urlPane(c scene, width, height int) []string {
	t, g := c.theme, c.glyphs
	focus := !s.choosing && s.input == nil
	if c.session.Authorization == nil {
		lines := []string{heading("WHAT THE BROWSER OPENS", "", focus, c, width)}
		if c.wait.why == "" {
			lines = append(lines, "", " "+t.muted.paint("making the request"+g.ellipsis))
		}
		return lines
	}
	request, made := s.shown(c)
	note := ""
	if !sameRequest(request, made) {
		note = "changed " + g.dot + " u undoes"
	}
	head := heading("WHAT THE BROWSER OPENS", t.muted.paint(note), focus, c, width)
	shown := requestPane{base: made, focus: focus, tight: true}
	return append([]string{head}, s.request.view(c, request, shown, width, height-1)...)
}

// waitPane says where the person is now.
func (s *authorizeScreen) waitPane(c scene, width, height int) []string {
	t, g := c.theme, c.glyphs
	auth := c.session.Authorization
	if s.choosing {
		return s.peoplePane(c, width, height)
	}
	lines := []string{heading("WHERE THE PERSON IS", "", s.input != nil, c, width)}
	add := func(paint ink, text string) {
		for _, line := range wrap(text, width-2) {
			lines = append(lines, " "+paint.paint(line))
		}
	}
	switch {
	case s.input != nil:
		add(t.text, "The callback URL, as the browser shows it:")
		lines = append(lines, t.accent.paint(g.focus)+s.input.view(width-1, g))
	case auth == nil && c.wait.why != "":
		add(t.bad, visible.Line(upperFirst(c.wait.why)))
	case auth == nil:
		add(t.muted, "making the request"+g.ellipsis)
	case auth.Answered && auth.Refusal == "":
		return append(lines, s.codeLines(c, width)...)
	case auth.Answered:
		add(t.warn, "The callback came back with an error: "+visible.Line(auth.Refusal))
		if s.last != nil {
			add(t.text, s.last.Meaning())
			if s.last.ErrDescription != "" {
				add(t.muted, "Akoya says: "+visible.Line(s.last.ErrDescription))
			}
			add(t.text, s.last.Hint())
		}
		lines = append(lines, "",
			" "+t.accent.paint("enter")+t.text.paint(" make a new request"),
			" "+t.accent.paint("e")+t.text.paint("     change this one, and try again"))
	default:
		lines = append(lines, s.waitingLines(c, width)...)
	}
	if c.wait.problem != "" {
		lines = append(lines, "")
		add(t.warn, visible.Line(c.wait.problem))
		if s.unchecked != nil {
			lines = append(lines, " "+t.accent.paint("t")+t.text.paint(" takes it anyway"))
		}
	}
	for i, why := range c.wait.refused {
		if i == 0 {
			lines = append(lines, "")
		}
		add(t.warn, "Refused: "+visible.Line(why))
	}
	return lines
}

// waitingLines say what is awaited and where, and what a changed request means
// for it.
func (s *authorizeScreen) waitingLines(c scene, width int) []string {
	t, g := c.theme, c.glyphs
	lines := []string{}
	add := func(paint ink, text string) {
		for _, line := range wrap(text, width-2) {
			lines = append(lines, " "+paint.paint(line))
		}
	}
	switch page := c.wait.page; {
	case page.status != "":
		add(t.bad, g.bad+" on an error page: "+visible.Line(page.status))
		for _, line := range wrapMost("It says: "+visible.Line(page.says), width-2, 3, g) {
			lines = append(lines, " "+t.text.paint(line))
		}
		add(t.muted, "The browser is not sent back, so no callback comes. Change the request with e, or make a new one with n.")
		return lines
	case c.wait.open:
		add(t.ok, g.expiring+" waiting for the callback on "+visible.Line(c.wait.address))
	default:
		add(t.warn, "Nobody listens for the callback.")
		if c.wait.why != "" {
			add(t.muted, visible.Line(c.wait.why))
		}
	}
	notes := changeNotes(c)
	for _, note := range notes {
		add(t.warn, note)
	}
	if c.height < 28 && (len(notes) > 0 || c.wait.problem != "" || len(c.wait.refused) > 0) {
		return lines // what is new goes before what was said
	}
	if c.height >= 28 {
		lines = append(lines, "")
		key := func(name, does string) {
			lines = append(lines, " "+cell(name, 6, t.accent, g)+t.text.paint(does))
		}
		if s.notHere(c, "") == "" {
			key("enter", "approve as a test person")
			key("x", "deny, to see the error")
		}
		open := "o"
		if c.local == nil {
			open = "enter"
		}
		key(open, "open the page in the browser")
		key("y", "copy the URL, to open elsewhere")
		lines = append(lines, "")
	}
	add(t.muted, "Or paste the callback URL here at any time: the address on which the browser ended, even if it shows an error page.")
	return lines
}

// changeNotes say what the changes made by hand mean for the callback.
func changeNotes(c scene) []string {
	auth := *c.session.Authorization
	var notes []string
	if c.wait.about != "" {
		notes = append(notes, c.wait.about)
	}
	switch made := flows.Param(auth.AsMade(), "state"); {
	case auth.State == made:
	case auth.State == "":
		notes = append(notes, "There is no state: nothing ties an answer to this request, and anybody's would be taken. Only for a test.")
	default:
		notes = append(notes, "The state is the one you wrote: the answer is checked against it.")
	}
	for _, f := range akoya.Query(auth.URL) {
		if f.Sensitive {
			notes = append(notes, visible.Line(f.Name)+" is a secret, and browsers and servers write URLs down. Only for a test.")
			break
		}
	}
	switch redirect := flows.Param(auth.URL, "redirect_uri"); {
	case redirect == c.session.App.RedirectURI:
	case redirect == "":
		notes = append(notes, "There is no redirect_uri: Akoya has to know where to send the person.")
	default:
		notes = append(notes, "redirect_uri is another address than the one of your app, and the listener does not move: paste the callback if it comes there.")
	}
	return notes
}

// codeLines shows the code and its life.
func (s *authorizeScreen) codeLines(c scene, width int) []string {
	t, g := c.theme, c.glyphs
	code, ok := c.session.NewestCode()
	if !ok {
		return nil
	}
	var lines []string
	for i, line := range wrap(stateWords(c, code), width-4) {
		mark, paint := t.ok.paint(g.ok), t.text
		if code.Unchecked {
			mark, paint = t.warn.paint(g.bad), t.warn
		}
		if i > 0 {
			mark = " "
		}
		lines = append(lines, " "+mark+" "+paint.paint(line))
	}
	lines = append(lines,
		" "+t.ok.paint(g.ok)+" "+t.text.paint("code ")+code.Value.Mask()+t.muted.paint("  "+viaWords(code.Via)),
		"")
	switch code.StateAt(c.now) {
	case flows.CodeUsed:
		for i, line := range wrap("the code has been exchanged: it is used up", width-4) {
			mark := g.again + " "
			if i > 0 {
				mark = "  "
			}
			lines = append(lines, " "+t.muted.paint(mark+line))
		}
		lines = append(lines, "", " "+t.accent.paint("enter")+t.text.paint(" make a new request"))
		if c.height >= 28 && c.session.SetCount() > 0 {
			lines = append(lines, " "+t.accent.paint("3")+t.text.paint("     inspect the tokens"))
		}
	case flows.CodeExpired:
		lines = append(lines, " "+t.bad.paint(g.ended+" "+remaining(c.now, code.ExpiresAt())),
			" "+t.text.paint("Sending it shows the documented error."), "", " "+t.accent.paint("n")+t.text.paint(" make a new request"))
	case flows.CodeFresh:
		paint := lifeInk(c.now, code.ReceivedAt, code.ExpiresAt(), t)
		lines = append(lines, " "+paint.paint(remaining(c.now, code.ExpiresAt()))+"  "+
			bar(lifeShare(c.now, code.ReceivedAt, code.ExpiresAt()), max(8, min(30, width-16)), paint, t, g))
		lines = append(lines, "", " "+t.accent.paint("enter")+t.text.paint(" exchange it for tokens"))
	}
	return lines
}

// stateWords say how the state of a callback with a code was checked.
func stateWords(c scene, code flows.Code) string {
	auth := c.session.Authorization
	switch {
	case auth.State == "":
		return "no state was sent: nobody knows whether this answers this request"
	case code.Unchecked:
		return "state not checked: you took a bare code"
	case auth.State != flows.Param(auth.AsMade(), "state"):
		return "state matched: it came back as you wrote it, " + cutMiddle(visible.Line(auth.State), 40, c.glyphs)
	}
	return "state matched: it answers this request"
}

func viaWords(via string) string {
	switch via {
	case string(callback.ViaListener):
		return "by the listener"
	case string(callback.ViaPaste):
		return "by paste"
	}
	return "approved here"
}
