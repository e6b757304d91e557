package ui

import (
	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows/callback"
)

// authorizeScreen shows the authorize request and waits for its callback, by
// the listener and by a pasted URL at once.
type authorizeScreen struct {
	choosing bool // the list of people is open
	user     int
	input    *input // a callback URL being typed
	last     *callback.Callback

	unchecked *callback.Callback // a bare code, whose state nobody can compare
}

func (s *authorizeScreen) opened(c scene) intent {
	s.choosing, s.input = false, nil
	if c.session.Authorization == nil && c.wait.why == "" {
		return beginAuthorize{}
	}
	return nil
}

// begun forgets what belonged to an earlier authorize request.
func (s *authorizeScreen) begun() { *s = authorizeScreen{user: s.user} }

// answered keeps the callback on view.
func (s *authorizeScreen) answered(got callback.Callback) {
	*s = authorizeScreen{user: s.user, last: &got}
}

func (s *authorizeScreen) bindings(c scene) []binding {
	if s.choosing {
		return s.peopleBindings(c)
	}
	auth := c.session.Authorization
	waits := ""
	switch {
	case auth == nil:
		waits = "The authorize request is being made."
	case auth.Answered:
		waits = "This authorize request has been answered: n makes a new one."
	}
	here := waits
	if c.local == nil && here == "" {
		here = "Only the local Akoya can be answered from here: open the browser with o."
	}
	address := ""
	if auth != nil {
		address = auth.URL
	}
	list := []binding{}
	if auth != nil && auth.Answered && auth.Refusal == "" {
		list = append(list, binding{keys: []string{"enter"}, word: "obtain tokens", rank: 1, help: "Go on and exchange the code for tokens.", intent: goTo{screenObtain}})
	} else if c.local != nil {
		list = append(list, binding{keys: []string{"enter", "a"}, label: "enter", word: "approve here", rank: 2, why: here, help: "Approve as a person of the test bank, without a browser: choose who.", intent: act(func() { s.choosing = true })})
	}
	if s.unchecked != nil && waits == "" {
		list = append(list, binding{keys: []string{"k"}, word: "use it anyway", rank: 1, help: "Take the bare code although its state could not be compared: only when you know that it came from this request.", intent: takeUnchecked{*s.unchecked}})
	}
	return append(list,
		binding{keys: []string{"o"}, word: "open browser", rank: 3, why: waits, help: "Open the page in the browser. The callback comes back by itself.", intent: openURL{address}},
		binding{keys: []string{"y"}, word: "copy URL", rank: 4, why: waits, help: "Copy the authorize URL, to open it in a browser elsewhere.", intent: copyText{address, "The authorize URL was copied. It holds no secret."}},
		binding{keys: []string{"p"}, word: "paste callback", rank: 5, why: waits, help: "Type or paste the callback URL. Pasting works at any time, without this key.", intent: act(func() {
			s.input = newInput("", "the whole address that the browser ended on", false, c.theme)
		})},
		binding{keys: []string{"d"}, word: "deny here", rank: 6, why: here, help: "Deny as the person, to see the error callback.", intent: approveHere{user: firstUser(c), approve: false}},
		binding{keys: []string{"n"}, word: "new request", rank: 7, help: "Make a new authorize request with a new state. The old one is not answered any more.", intent: beginAuthorize{}},
		binding{keys: []string{"c"}, word: "copy redirect URI", rank: 9, help: "Copy the redirect URI, to register it in the Data Recipient Hub.", intent: copyText{c.session.App.RedirectURI, "The redirect URI was copied."}},
	)
}

func firstUser(c scene) string {
	if c.local == nil || len(c.local.Users) == 0 {
		return ""
	}
	return c.local.Users[0]
}

func (s *authorizeScreen) peopleBindings(c scene) []binding {
	last := len(c.local.Users) - 1
	return []binding{
		{keys: []string{"enter", "a"}, word: "approve as " + c.local.Users[min(s.user, last)], rank: 1, help: "Approve as this person, with all accounts.", intent: approveHere{c.local.Users[min(s.user, last)], true}},
		{keys: []string{"d"}, word: "deny", rank: 2, help: "Deny as this person.", intent: approveHere{c.local.Users[min(s.user, last)], false}},
		{keys: []string{"down", "j"}, label: "↑↓", word: "choose", rank: 3, help: "Next person.", intent: act(func() { s.user = min(s.user+1, last) })},
		{keys: []string{"up", "k"}, word: "up", hidden: true, help: "Person before.", intent: act(func() { s.user = max(s.user-1, 0) })},
		{keys: []string{"esc"}, word: "back", rank: 4, help: "Close the list.", intent: act(func() { s.choosing = false })},
	}
}

func (s *authorizeScreen) typing() bool { return s.input != nil }

func (s *authorizeScreen) typingKeys() []binding {
	return []binding{{keys: []string{"enter"}, word: "use it"}, {keys: []string{"esc"}, word: "close"}}
}

func (s *authorizeScreen) key(_ scene, k tea.KeyPressMsg) intent {
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
	s.input = nil
	return takeCallback{text}
}
