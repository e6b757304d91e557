package ui

import (
	"testing"

	"akoya-tui/flows"
)

func TestHistoryFilter(t *testing.T) {
	t.Parallel()
	r := historyRig(t, 80, 24, manyTrips(200)...)
	for _, one := range []struct {
		text string
		want string
	}{
		{"400", "1 of 20 found in 200"},
		{"REFRESH.used", "1 of 2 found in 200"},
		{"post /token 200", "1 of 180 found in 200"},
		{"get", "0 found in 200"},
		{"by hand", "0 found in 200"},
	} {
		r.press("/")
		r.press(typed(one.text)...)
		r.shows("filter", one.want)
		r.fits()
		r.press("enter")
		r.shows(one.want)
		r.fits()
		r.press("esc")
		r.shows("1 of 200 · newest first")
	}
	r.press("/")
	r.press(typed("400")...)
	r.press("esc")
	r.shows("1 of 200 · newest first")
	if historyOf(r.app).typing() {
		t.Error("esc leaves the filter open")
	}
}

// TestHistoryFilterSteps searches a bounded part with each key, and the rest in
// steps between keys.
func TestHistoryFilterSteps(t *testing.T) {
	t.Parallel()
	const size = 5*searchStep + 7
	r := historyRig(t, 80, 24, manyTrips(size)...)
	s := historyOf(r.app)
	r.press("/", "4")
	if got := s.filter.searched(); got > searchStep {
		t.Fatalf("one key searched %d entries", got)
	}
	r.shows("searched")
	steps := 0
	for ; s.asked; steps++ {
		before := s.filter.searched()
		r.app.Update(searchOnMsg{})
		if got := s.filter.searched() - before; got > searchStep {
			t.Fatalf("one step searched %d entries", got)
		}
	}
	if got := s.filter.count(); got != (size+9)/10 {
		t.Errorf("%d found in %d steps", got, steps)
	}
	r.shows("1 of 251 found in 2,507")

	// What comes later is searched when it is drawn, and only that.
	for _, e := range manyTrips(12) {
		r.app.session.History = r.app.session.History.Append(e)
	}
	r.shows("1 of 253 found in 2,519")
	r.app.Update(searchOnMsg{}) // nobody asked for it
	r.shows("1 of 253 found in 2,519")
}

// TestHistoryFilterOrder finds newest first, whenever the entries came.
func TestHistoryFilterOrder(t *testing.T) {
	t.Parallel()
	var h flows.History
	for _, e := range manyTrips(30) {
		h = h.Append(e)
	}
	var f historyFilter
	f.set("400")
	f.step(h)
	for _, e := range manyTrips(30) {
		h = h.Append(e)
	}
	f.step(h)
	var got []int
	for i := range f.count() {
		got = append(got, f.number(i))
		if f.place(f.number(i)) != i {
			t.Errorf("entry %d stands in row %d, not in %d", f.number(i), i, f.place(f.number(i)))
		}
	}
	want := []int{51, 41, 31, 21, 11, 1}
	if len(got) != len(want) {
		t.Fatalf("found %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("found %v, want %v", got, want)
		}
	}
	if at := f.place(45); f.number(at) != 41 {
		t.Errorf("the cursor of entry 45 goes to %d", f.number(at))
	}
}
