package ui

import (
	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/callback"
)

// authorizeScreen shows the authorize request, lets it be changed, and waits for
// its callback, by the listener and by a pasted URL at once.
type authorizeScreen struct {
	request  requestEditor
	isOut    bool // a browser may have the URL: it was opened or copied
	choosing bool // the list of people is open
	user     int
	input    *input // a callback URL being typed
	last     *callback.Callback

	unchecked *callback.Callback // a bare code, whose state nobody can compare
}

func newAuthorizeScreen() *authorizeScreen {
	s := &authorizeScreen{}
	s.request = s.editor(0)
	return s
}

// editor returns the editor of the URL. The URL itself is kept in the session.
func (s *authorizeScreen) editor(cursor int) requestEditor {
	return requestEditor{
		id: screenAuthorize, cursor: cursor, browser: true,
		onPut: func(to *akoya.Request) intent {
			return all{act(func() { s.unchecked = nil }), changeAuthorize{to, s.isOut}}
		},
	}
}

func (s *authorizeScreen) opened(c scene) intent {
	s.choosing, s.input, s.request.editing = false, nil, nil
	lent := c.wait.why == whyAsking && !c.tested.asks
	switch {
	case c.session.Authorization == nil && (c.wait.why == "" || lent):
		return beginAuthorize{}
	case lent:
		return listenAgain{}
	}
	return nil
}

// begun forgets what belonged to an earlier authorize request.
func (s *authorizeScreen) begun() {
	*s = authorizeScreen{user: s.user, request: s.editor(s.request.cursor)}
}

// answered keeps the callback on view.
func (s *authorizeScreen) answered(got callback.Callback) {
	s.begun()
	s.last = &got
}

// shown returns the authorize request as it is, and as it was made.
func (s *authorizeScreen) shown(c scene) (now, made akoya.Request) {
	auth := c.session.Authorization
	if auth == nil {
		return akoya.Request{Method: "GET"}, akoya.Request{Method: "GET"}
	}
	return browserRequest(auth.URL), browserRequest(auth.AsMade())
}

func (s *authorizeScreen) bindings(c scene) []binding {
	if s.choosing {
		return s.peopleBindings(c)
	}
	auth := c.session.Authorization
	making := ""
	if auth == nil {
		making = "The authorize request is being made."
	}
	waits := making
	if auth != nil && auth.Answered {
		waits = "This authorize request has been answered: n makes a new one."
	}
	request, made := s.shown(c)
	address := ""
	if auth != nil {
		address = auth.URL
	}
	out := act(func() { s.isOut = true })
	list := s.nextBindings(c, waits, all{out, openURL{address}})
	list = append(list,
		binding{keys: []string{"y"}, word: "copy URL", rank: 4, why: waits, help: "Copy the authorize URL, to open it in a browser elsewhere.", intent: all{out, copyText{address, copyNote(request)}}})
	list = append(list, s.request.partBindings(c, request, making, !sameRequest(request, made))...)
	newKeys, newRank, notNew := []string{"n"}, 7, making
	if c.wait.why != "" {
		notNew = "" // it could not be made
	}
	switch {
	case auth == nil || !auth.Answered:
	case auth.Refusal != "", s.usedUp(c):
		newKeys, newRank = []string{"enter", "n"}, 1
	default:
		newRank = 2
	}
	return append(list,
		binding{keys: []string{"p"}, word: "paste callback", rank: 6, why: waits, help: "Type or paste the callback URL. Pasting works at any time, without this key.", intent: act(func() {
			s.input = newInput("", "the whole address that the browser ended on", false, c.theme)
		})},
		binding{keys: []string{"x"}, word: "deny here", rank: 6, why: s.notHere(c, waits), help: "Deny as the person, to see the error callback.", intent: approveHere{user: firstUser(c), approve: false}},
		binding{keys: newKeys, word: "new request", rank: newRank, why: notNew, help: "Make a new authorize request, with a new state and as the profile says. The old one is not answered any more.", intent: beginAuthorize{}},
		s.request.revealBinding(request),
		binding{keys: []string{"c"}, word: "copy redirect URI", rank: 13, help: "Copy the redirect URI, to register it in the Data Recipient Hub.", intent: copyText{c.session.App.RedirectURI, "The redirect URI was copied."}},
		binding{keys: []string{"down", "j"}, word: "down", hidden: true, help: "Next parameter.", intent: s.request.down(request)},
		binding{keys: []string{"up", "k"}, word: "up", hidden: true, help: "Parameter before.", intent: s.request.up(request)},
	)
}

// nextBindings are the keys that go on: enter does what comes next.
func (s *authorizeScreen) nextBindings(c scene, waits string, open intent) []binding {
	auth := c.session.Authorization
	openKeys := []string{"o"}
	list := []binding{}
	switch {
	case auth != nil && auth.Answered && auth.Refusal == "" && !s.usedUp(c):
		list = append(list, binding{keys: []string{"enter"}, word: "obtain tokens", rank: 1, help: "Go on and exchange the code for tokens.", intent: goTo{screenObtain}})
	case auth != nil && auth.Answered:
	case c.local != nil:
		list = append(list, binding{keys: []string{"enter"}, word: "approve here", rank: 2, why: s.notHere(c, waits), help: "Approve as a person of the test bank, without a browser: choose who.", intent: act(func() { s.choosing = true })})
	default:
		openKeys = []string{"enter", "o"}
	}
	if s.unchecked != nil && waits == "" {
		list = append(list, binding{keys: []string{"t"}, word: "take it anyway", rank: 1, help: "Take the bare code although its state could not be compared: only when you know that it came from this request.", intent: takeUnchecked{*s.unchecked}})
	}
	return append(list, binding{keys: openKeys, word: "open browser", rank: 3, why: waits, help: "Open the page in the browser. The callback comes back by itself.", intent: open})
}

// usedUp reports whether the code has been exchanged: then a new request is next.
func (s *authorizeScreen) usedUp(c scene) bool {
	code, ok := c.session.NewestCode()
	return ok && code.StateAt(c.now) == flows.CodeUsed
}

// notHere says why nobody can approve or deny here; "" when somebody can.
func (s *authorizeScreen) notHere(c scene, waits string) string {
	switch {
	case waits != "":
		return waits
	case c.local == nil:
		return "Only the local Akoya can be answered from here: open the browser with o."
	case akoya.BeforeQuery(c.session.Authorization.URL) != akoya.BeforeQuery(c.session.Environment.AuthorizeURL):
		return "The address is no longer that of the local Akoya's authorize page: only a browser goes there, with o."
	}
	return ""
}

// copyNote says what is on the clipboard now.
func copyNote(request akoya.Request) string {
	for _, f := range request.Form {
		if f.Sensitive {
			return "The authorize URL was copied, with " + f.Name + " in clear."
		}
	}
	return "The authorize URL was copied. It holds no secret."
}

func (s *authorizeScreen) typing() bool { return s.input != nil || s.request.typing() }

func (s *authorizeScreen) typingKeys() []binding {
	if s.input == nil {
		return []binding{{keys: []string{"enter"}, word: "accept"}, {keys: []string{"esc"}, word: "put back"}}
	}
	return []binding{{keys: []string{"enter"}, word: "use it"}, {keys: []string{"esc"}, word: "close"}}
}

func (s *authorizeScreen) key(_ scene, k tea.KeyPressMsg) intent {
	if s.input == nil {
		return s.request.key(k)
	}
	switch k.String() {
	case "esc":
		s.input = nil
	case "enter":
		text := s.input.value()
		s.input = nil
		return takeCallback{text}
	default:
		s.input.press(k)
	}
	return nil
}

func (s *authorizeScreen) paste(_ scene, text string) intent {
	if s.input == nil {
		s.request.paste(text)
		return nil
	}
	s.input = nil
	return takeCallback{text}
}
