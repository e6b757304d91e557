package ui

import (
	"net/url"
	"testing"
)

// TestAnAuthorizeCaseIsEditedByItsParameters: what is typed is escaped for the
// URL, what is dropped is named, and undo brings everything back.
func TestAnAuthorizeCaseIsEditedByItsParameters(t *testing.T) {
	t.Parallel()
	r := rigIn(t, stateNamed(t, "cases-replay"), 120, 40, realContent())
	r.replay("authorize.response_type.wrong") // its state is made anew: no picture of it is kept
	s := r.app.screens[screenCases].(*casesScreen)
	param := func(name string) (string, bool) {
		t.Helper()
		u, err := url.Parse(s.replay.request().URL)
		if err != nil {
			t.Fatal(err)
		}
		return u.Query().Get(name), u.Query().Has(name)
	}
	before, _ := param("response_type")
	r.shows("response_type", before)
	for range 6 {
		r.press("down")
	}
	r.press("e")
	r.text("/no pe")
	r.press("enter")
	if got, _ := param("response_type"); got != before+"/no pe" {
		t.Errorf("response_type is %q after the edit", got)
	}
	r.shows(before+"/no pe", "changed")
	r.press("d")
	if _, there := param("response_type"); there {
		t.Error("response_type was dropped and is there")
	}
	r.shows("left out")
	r.press("u")
	if got, _ := param("response_type"); got != before {
		t.Errorf("response_type is %q after undo", got)
	}
	r.hides("left out", "credentials: ")
}
