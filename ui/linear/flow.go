package linear

import (
	"context"
	"errors"
	"fmt"

	"akoya-tui/akoya"
	"akoya-tui/flows"
)

func isBack(err error) bool { return errors.Is(err, errBack) }

// flow leads through any flow, step by step. It knows no particular one.
func (t *talk) flow(f flows.Flow) error {
	t.out.gap()
	t.out.say("%s.", f.Title)
	t.out.paragraph(f.Why)
	for {
		at := 0
		if len(f.Steps) > 1 {
			titles := make([]string, 0, len(f.Steps))
			for _, step := range f.Steps {
				titles = append(titles, step.Title)
			}
			var err error
			if at, err = t.choose(menu{title: "Which step?", choices: titles, help: f.Why}); err != nil {
				return err
			}
		}
		for at >= 0 {
			next, err := t.step(f, at)
			switch {
			case isBack(err) && len(f.Steps) > 1:
				next = -1
			case err != nil:
				return err
			case next < 0:
				return nil
			}
			at = next
		}
	}
}

// step sends one step, in one of its ways. It returns the step to go on with, -1
// for none.
func (t *talk) step(f flows.Flow, at int) (int, error) {
	step := f.Steps[at]
	t.out.gap()
	t.out.say("%s. This goes to: %s.", step.Title, step.To)
	t.out.paragraph(step.What)
	t.out.say("Described in: %s.", step.Document)
	for _, line := range step.Expect {
		t.out.say("Expected: %s.", line)
	}
	way := 0
	for {
		if len(step.Variants) > 1 {
			var err error
			if way, err = t.way(step); err != nil {
				return -1, err
			}
		}
		next, err := t.send(f, at, step.Variants[way])
		if isBack(err) && len(step.Variants) > 1 {
			continue
		}
		if err != nil || next != at {
			return next, err
		}
	}
}

// way asks how to send a step that can be sent in several ways.
func (t *talk) way(step flows.Step) (int, error) {
	titles := make([]string, 0, len(step.Variants))
	for i, v := range step.Variants {
		title := v.Title
		if i == 0 {
			title += " (as documented)"
		}
		if v.Note != "" {
			title += ". " + v.Note
		}
		titles = append(titles, title)
	}
	return t.choose(menu{title: "Send it how?", choices: titles, help: step.What})
}

// send builds the request of a step, has it looked at, sends it, and reads the
// answer. It returns the step to go on with: the same one for another way.
func (t *talk) send(f flows.Flow, at int, v flows.Variant) (int, error) {
	built, err := v.Build(t.session, t.now())
	if err != nil {
		t.out.gap()
		t.out.paragraph(err.Error())
		if blocked, ok := errors.AsType[*flows.Blocked](err); ok && blocked.Unblock != "" {
			t.out.say("%s in the main menu gives it.", flowTitle(blocked.Unblock))
		}
		return -1, errBack
	}
	request, err := t.prepare(built, f.ID)
	for err == nil {
		if t.unsaved != nil && t.session.IsRefresh(request) {
			t.out.say("No refresh while the newest tokens are not saved: the main menu saves them, or goes on in memory only.")
			return -1, nil
		}
		sent, meaning, ended := t.transmit(t.plan(f.Steps[at].ID, v.ID, request))
		if ended {
			return -1, errQuit
		}
		t.readAnswer(sent, meaning)
		var next int
		var again bool
		next, again, err = t.after(f, at, sent)
		if err == nil && !again {
			return next, nil
		}
		if isBack(err) {
			return -1, nil // what was sent was sent: back is the main menu
		}
	}
	return -1, err
}

// flowTitle returns what the main menu calls the flow of that ID.
func flowTitle(id string) string {
	if f, ok := flows.FlowByID(id); ok {
		return f.Title
	}
	return sentenceCase(id)
}

// transmit sends a plan and takes the result into the session. ended reports that
// the program is to end.
func (t *talk) transmit(plan flows.Plan) (sent flows.Sent, meaning flows.Meaning, ended bool) {
	t.out.gap()
	t.out.say("Sending %s to %s.", plan.Request.Method, akoya.RedactText(plan.Request.URL, plan.Secrets...))
	before, keeper := t.session, t.profile.Keeper
	sent = during(t, requestLimit, func(ctx context.Context) flows.Sent {
		return t.runner.RunKept(ctx, plan, before, keeper)
	})
	t.session = before.Apply(sent)
	if sent.SaveErr != nil {
		t.unsaved = sent.SaveErr
	}
	return sent, flows.Explain(before, t.session, sent), t.ctx.Err() != nil
}

// after asks what to do after an answer. again sends the same request once more.
func (t *talk) after(f flows.Flow, at int, sent flows.Sent) (next int, again bool, err error) {
	type what struct {
		title string
		next  int
		again bool
		read  func(flows.Sent)
	}
	list := []what{{title: "Main menu.", next: -1}}
	if at+1 < len(f.Steps) {
		list = append(list, what{title: fmt.Sprintf("The next step: %s.", f.Steps[at+1].Title), next: at + 1})
	}
	if len(f.Steps[at].Variants) > 1 {
		list = append(list, what{title: "Another way to send this step.", next: at})
	} else {
		list = append(list, what{title: "Send this step once more.", next: at})
	}
	list = append(list, what{title: "Send exactly the same request again.", again: true})
	if sent.RoundTrip.Status != 0 {
		list = append(list,
			what{title: "Read the whole body of the answer.", read: t.readBody},
			what{title: "Read the headers of the answer.", read: t.readHeaders})
	}
	titles := make([]string, 0, len(list))
	for _, one := range list {
		titles = append(titles, one.title)
	}
	for {
		i, err := t.choose(menu{title: "What now?", choices: titles, help: "What was sent is in the history, with everything that came back."})
		if err != nil {
			return -1, false, err
		}
		if list[i].read == nil {
			return list[i].next, list[i].again, nil
		}
		list[i].read(sent)
	}
}
