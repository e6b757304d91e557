package linear

import (
	"context"
	"errors"
	"fmt"

	"akoya-tui/flows"
)

// room is one line of the main menu.
type room struct {
	title string
	enter func() error
}

// rooms are the places of a session, in the order and with the numbers of the
// map that the screens show.
func (t *talk) rooms() []room {
	list := []room{{"Authorize", t.authorize}}
	for i, f := range flows.Walk() {
		list = append(list, room{f.Title, func() error { return t.flow(f) }})
		if i == 0 {
			list = append(list, room{"Inspect", t.inspect})
		}
	}
	list = append(list, room{"Test cases", t.cases}, room{"History", t.history})
	if t.isLocal() {
		list = append(list, room{"Local Akoya: its clock and its people", t.controls})
	}
	if t.unsaved != nil {
		list = append(list, room{"Save the newest tokens", t.saveAgain}, room{"Go on in memory only", t.dropKeeper})
	}
	return list
}

// walk is the main menu of a session. It returns when the person goes back.
func (t *talk) walk() error {
	for {
		rooms := t.rooms()
		titles := make([]string, 0, len(rooms))
		for _, r := range rooms {
			titles = append(titles, r.title)
		}
		i, err := t.choose(menu{
			title: "Main menu.", facts: t.where, choices: titles,
			help: "The flow goes like this. A person approves: authorize. Your app trades the code for tokens: obtain. It reads the id_token: inspect. It gets new ones: refresh. It ends the grant: revoke. For itself it gets a service token.",
		})
		if err != nil {
			return err
		}
		if err := rooms[i].enter(); err != nil && !errors.Is(err, errBack) {
			return err
		}
	}
}

// where says where one is and what comes next.
func (t *talk) where() {
	t.out.say("%s. Secrets are kept: %s.", sentenceCase(t.profile.Name), t.profile.Where)
	now := t.now()
	code, hasCode := t.session.NewestCode()
	fresh := hasCode && code.StateAt(now) == flows.CodeFresh
	set, hasSet := t.session.Latest()
	if hasSet {
		t.out.say("%s", t.setWords(set))
	}
	if t.unsaved != nil {
		t.out.say("The newest tokens are not saved.")
	}
	switch {
	case fresh:
		t.out.say("A code is here; it lives for another %s. Next: 2, %s.", duration(code.ExpiresAt().Sub(now)), flows.Walk()[0].Title)
	case !hasSet:
		t.out.say("There is no code and no token yet. Next: 1, Authorize.")
	}
}

// setWords says how a token set stands.
func (t *talk) setWords(set flows.TokenSet) string {
	text := fmt.Sprintf("Token set %d is %s", set.Number, set.State)
	if end := set.ExpiresAt(); !end.IsZero() && !set.IDToken.IsZero() {
		if set.ExpiredAt(t.now()) {
			text += fmt.Sprintf("; its id_token expired %s", relative(t.now(), end))
		} else {
			text += fmt.Sprintf("; its id_token expires %s", relative(t.now(), end))
		}
	}
	return text + "."
}

// saveAgain saves tokens whose save failed.
func (t *talk) saveAgain() error {
	keeper, record := t.profile.Keeper, t.session.Record()
	if keeper == nil || t.unsaved == nil {
		return nil
	}
	t.unsaved = during(t, vaultLimit, func(ctx context.Context) error { return keeper.Save(ctx, record) })
	if t.unsaved != nil {
		t.out.say("Still not saved.")
		t.out.paragraph(problem(t.unsaved))
		return nil
	}
	t.out.say("The tokens are saved.")
	return nil
}

func (t *talk) dropKeeper() error {
	t.profile.Keeper, t.profile.Where, t.unsaved = nil, "memory only", nil
	t.out.say("Tokens stay in memory from now on and are gone when the program ends.")
	return nil
}
