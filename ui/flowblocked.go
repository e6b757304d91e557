package ui

import (
	"errors"

	"akoya-tui/flows"
	"akoya-tui/flows/visible"
)

// wayOut is what enter does where a request cannot be built yet.
type wayOut struct {
	binding binding
	text    string // what stands behind "enter" in the pane
}

// wayOut returns what leads on from why the request on view cannot be built: back
// to the documented way of sending the step when that works, or else to the
// screen that gives what is missing. It reports false when nothing does.
func (s *flowScreen) wayOut(c scene, why error) (wayOut, bool) {
	if why == nil {
		return wayOut{}, false
	}
	first := s.step().Variants[0]
	if v := s.state(); v.variant != 0 {
		if _, err := first.Build(c.session, c.now); err == nil {
			return wayOut{
				binding{keys: []string{"enter"}, word: first.Title, rank: 2, help: "Go back to the documented way of sending this step.", intent: act(func() { v.variant = 0; s.renew() })},
				"goes back to " + first.Title,
			}, true
		} else if blockedBy(why) == "" || screenOfFlow(blockedBy(why)) == s.id {
			why = err
		}
	}
	by := blockedBy(why)
	if by == "" || screenOfFlow(by) == s.id {
		return wayOut{}, false
	}
	return wayOut{
		binding{keys: []string{"enter"}, word: "go and get it", rank: 2, help: "Go to the screen that gives what is missing.", intent: goTo{screenOfFlow(by)}},
		"goes to " + screenTitle(screenOfFlow(by)),
	}, true
}

// blockedBy names the flow that gives what a request lacks; "" for none.
func blockedBy(why error) string {
	var blocked *flows.Blocked
	if errors.As(why, &blocked) {
		return blocked.Unblock
	}
	return ""
}

// notYet says why another way to send the step is not worth the answer on view:
// it cannot be built. "" when it can, or when there is no answer to lose.
func (s *flowScreen) notYet(c scene, other flows.Variant) string {
	if s.state().answer == nil {
		return ""
	}
	if _, err := other.Build(c.session, c.now); err != nil {
		return visible.Line(err.Error())
	}
	return ""
}

// blockedPane says what is missing and the key that gets it.
func (s *flowScreen) blockedPane(c scene, err error, width int) []string {
	t := c.theme
	note := ""
	if s.state().variant != 0 {
		note = s.variant().Title
	}
	lines := []string{heading("WHAT WILL BE SENT", t.muted.paint(note), !s.answerFocus, c, width), ""}
	for _, line := range wrap(visible.Line(err.Error()), width-2) {
		lines = append(lines, " "+t.warn.paint(line))
	}
	if out, ok := s.wayOut(c, err); ok {
		lines = append(lines, "")
		for i, line := range wrap("enter "+out.text, width-2) {
			if i == 0 {
				line = t.accent.paint("enter") + t.muted.paint(line[len("enter"):])
			} else {
				line = t.muted.paint(line)
			}
			lines = append(lines, " "+line)
		}
	}
	return lines
}
