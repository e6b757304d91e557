package linear

import (
	"context"
	"time"

	"akoya-tui/flows"
	"akoya-tui/flows/control"
	"akoya-tui/ui"
)

// controls are those of the local Akoya: its clock, its people.
func (t *talk) controls() error {
	clock := func(title string, by time.Duration) deed {
		return deed{title, func() error { return t.moveClock(by) }}
	}
	deeds := []deed{
		clock("Move the clock 5 minutes on: a code expires.", 5*time.Minute),
		clock("Move the clock 1 hour on.", time.Hour),
		clock("Move the clock 25 hours on: an id_token expires, and a service token.", 25*time.Hour),
		clock("Move the clock 1 year on: a refresh token expires.", 366*24*time.Hour),
		{"The person ends the consent at the bank.", t.endConsent},
		{"Start over: no code, no token, the clock not moved.", t.reset},
	}
	titles := make([]string, 0, len(deeds))
	for _, d := range deeds {
		titles = append(titles, d.title)
	}
	for {
		i, err := t.choose(menu{
			title: "The local Akoya.", choices: titles,
			facts: func() { t.out.say("Its time: %s.", t.moment(t.now())) },
			help:  "What takes a day at Akoya takes one choice here. Move the clock, then obtain, refresh or call the data API, and hear what an expired code or token answers.",
		})
		if err != nil {
			return err
		}
		if err := deeds[i].do(); err != nil {
			return err
		}
	}
}

// controlled is what came of a call of the control API.
type controlled struct {
	state control.State
	err   error
}

func (t *talk) call(work func(context.Context, *control.Client) (control.State, error)) (control.State, bool) {
	c := during(t, callLimit, func(ctx context.Context) controlled {
		state, err := work(ctx, t.local.Control)
		return controlled{state, err}
	})
	if c.err != nil {
		t.out.paragraph(problem(c.err))
	}
	return c.state, c.err == nil
}

func (t *talk) moveClock(by time.Duration) error {
	state, ok := t.call(func(ctx context.Context, c *control.Client) (control.State, error) { return c.Advance(ctx, by) })
	if ok {
		t.session = t.session.Apply(flows.ClockMoved{Offset: state.Offset})
		t.out.say("The clock moved %s on.", duration(by))
		t.where()
	}
	return nil
}

func (t *talk) endConsent() error {
	set, ok := t.session.Current()
	if !ok {
		t.out.say("There is no consent to end yet: authorize, then obtain.")
		return nil
	}
	_, ok = t.call(func(ctx context.Context, c *control.Client) (control.State, error) {
		_, err := c.Revoke(ctx, control.Consent{RefreshToken: set.RefreshToken})
		return control.State{}, err
	})
	if ok {
		t.out.paragraph("The person ended the consent at the bank. Your app is not told: the next data call answers 602.")
	}
	return nil
}

func (t *talk) reset() error {
	sure, err := t.yes("Start over? Every code and token of this session is gone.", "No.", "Start over.")
	if err != nil || !sure {
		if isBack(err) {
			return nil
		}
		return err
	}
	_, ok := t.call(func(ctx context.Context, c *control.Client) (control.State, error) { return c.Reset(ctx) })
	if ok {
		t.restart(t.local.Profile)
		t.out.say("The local Akoya is as new.")
	}
	return nil
}

// restart begins an empty session of the same profile.
func (t *talk) restart(p ui.Profile) {
	t.stopListening()
	t.session = flows.NewSession(p.Environment, p.App)
	t.session.Service = p.Service
	clear(t.tested)
}
