package ui

import (
	"testing"

	"akoya-tui/akoya"
)

// TestWhatWasDroppedIsNamed until it is back.
func TestWhatWasDroppedIsNamed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"authorize-dropped", "obtain-dropped"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			r := rigIn(t, stateNamed(t, name), size[0], size[1], realContent())
			r.shows("≠redirect_uri", "left out")
			r.press("u")
			r.hides("left out")
			r.shows("redirect_uri  ")
		}
	}
}

// TestCredentialsThatAreNotThereAreNotMoved, and none typed by hand is lost.
func TestCredentialsThatAreNotThereAreNotMoved(t *testing.T) {
	t.Parallel()
	e := &requestEditor{}
	basic := akoya.Request{Method: "POST", URL: "https://idp.example/token"}.WithBasic("app", akoya.NewSecret("s3cret-s3cret"))
	for _, one := range []struct {
		request akoya.Request
		says    string
	}{
		{akoya.Request{Method: "GET", URL: "https://idp.example/auth?client_id=app"}, "This request carries no client credentials."},
		{basic, ""},
		{basic.WithAuthStyle(akoya.AuthBody), ""},
		{basic.With(akoya.Sensitive("client_secret", akoya.NewSecret("typed-by-hand"))), "The Authorization header has credentials, and the body has a client_secret: drop one of the two first (d)."},
	} {
		if got := e.unmovable(one.request); got != one.says {
			t.Errorf("%v: %q", one.request.AuthStyle(), got)
		}
	}
	e.moveCredentials(basic.WithAuthStyle(akoya.AuthBody))
	if got := e.unmovable(*e.edited); e.edited.AuthStyle() != akoya.AuthNone || got != "" {
		t.Errorf("from none they come back: %q", got)
	}
}

// TestWhereCredentialsStandIsSaid beside where they belong.
func TestWhereCredentialsStandIsSaid(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.openLocal()
	r.approved()
	r.press("2", "b")
	for range 8 {
		r.press("down")
	}
	r.shows("Now in the body.", "its place is the Basic")
	r.hides("left out") // it was moved
}

// TestALineThatCannotBeSentIsRefusedAtOnce, with what was typed left to mend.
func TestALineThatCannotBeSentIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	for _, one := range []struct{ typed, says string }{
		{"PUT ftp://x y", "must start with https://"},
		{"PUT https://x y", "has a space"},
		{"https://user:pw@host/token", "holds a user name or password"},
		{"CONNECT https://host/", "the method is not one that can be sent"},
	} {
		r := newRig(t, 120, 40, realContent())
		r.openLocal()
		r.approved()
		r.press("2", "e", "ctrl+u")
		r.text(one.typed)
		r.press("enter")
		if screen := r.screen(); r.app.screens[screenObtain].(*flowScreen).state().request.edited != nil {
			t.Errorf("%s is taken:\n%s", one.typed, screen)
		}
		if !r.app.screens[screenObtain].(*flowScreen).typing() {
			t.Errorf("%s is gone", one.typed)
		}
		if one.says[0] == 't' {
			one.says = "T" + one.says[1:]
		}
		r.shows(one.says, "Nothing was")
	}
}
