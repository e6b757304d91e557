package ui

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"akoya-tui/akoya"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	r := historyRig(t, 120, 40, tokenTrips()...)
	r.press("c", "down", "c")
	r.shows(
		"Compare", "#1  POST /token  ✓ 200  14:03:22", "#2  POST /token  × 400  14:03:23",
		"≠ HTTP/1.1 200 Status                        │ HTTP/1.1 400 Status",
		"    grant_type     refresh_token", `≠   "token_type": "bearer",`, "(not there)", `"error": "invalid_request",`,
	)
	same := r.screen()
	r.press("d")
	r.hides("grant_type")
	r.shows("all lines", "≠ HTTP/1.1 200 Status")
	r.press("d")
	if r.screen() != same {
		t.Error("d twice is not back where it was")
	}

	r.app.width = 80
	r.shows("≠ #1  HTTP/1.1 200 Status", "  #2  HTTP/1.1 400 Status", "      grant_type     refresh_token")
	r.press("esc")
	r.shows("2 of 2")
}

func TestCompareTheSame(t *testing.T) {
	t.Parallel()
	trips := tokenTrips()
	r := historyRig(t, 120, 40, trips[0], trips[0])
	r.press("c", "down", "c")
	r.shows("✓ the same, line by line")
	r.hides("≠")
	r.press("d")
	r.shows("The two are the same.")
}

func TestPairFields(t *testing.T) {
	t.Parallel()
	a := []akoya.RedactedField{{Name: "Vary", Value: "a"}, {Name: "vary", Value: "b"}, {Name: "Old", Value: ""}}
	b := []akoya.RedactedField{{Name: "VARY", Value: "a"}, {Name: "Vary", Value: "c"}, {Name: "New", Value: "x"}}
	var got []string
	for _, row := range pairFields(a, b) {
		got = append(got, fmt.Sprintf("%s %q %q %d", row.label, row.left, row.right, row.kind))
	}
	want := []string{
		`vary "a" "a" 0`, `vary "b" "c" 1`, `old "" "" 2`, `new "" "x" 3`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestPairLines keeps every line of both sides, in order, and calls only equal
// lines the same.
func TestPairLines(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	lines := func() []string {
		list := make([]string, random.IntN(12))
		for i := range list {
			list[i] = fmt.Sprintf(`  "k%d": %d,`, random.IntN(5), random.IntN(3))
		}
		return list
	}
	for range 2000 {
		a, b := lines(), lines()
		var left, right []string
		for _, row := range pairLines(a, b) {
			if row.kind != pairRightOnly {
				left = append(left, row.left)
			}
			if row.kind != pairLeftOnly {
				right = append(right, row.right)
			}
			if (row.kind == pairSame) != (row.left == row.right) {
				t.Fatalf("%q and %q are of kind %d", row.left, row.right, row.kind)
			}
		}
		if !slices.Equal(left, a) || !slices.Equal(right, b) {
			t.Fatalf("%q and %q became %q and %q", a, b, left, right)
		}
	}
}

// TestPairLinesByMember puts the members of two objects beside each other.
func TestPairLinesByMember(t *testing.T) {
	t.Parallel()
	a := bodyText(`{"b":1,"c":2,"d":3}`)
	b := bodyText(`{"a":0,"b":9,"c":2,"d":4}`)
	var got []string
	for _, row := range pairLines(a, b) {
		got = append(got, strings.TrimSpace(row.left)+"|"+strings.TrimSpace(row.right))
	}
	want := []string{`{|{`, `|"a": 0,`, `"b": 1,|"b": 9,`, `"c": 2,|"c": 2,`, `"d": 3|"d": 4`, `}|}`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestPairLinesLong compares bodies that are too long to line up.
func TestPairLinesLong(t *testing.T) {
	t.Parallel()
	a, b := make([]string, 3000), make([]string, 2500)
	for i := range a {
		a[i] = fmt.Sprint("a", i)
	}
	for i := range b {
		b[i] = fmt.Sprint("b", i)
	}
	if got := len(pairLines(a, b)); got != 3000 {
		t.Errorf("%d rows", got)
	}
}

// TestCompareEachTime does not count what differs between any two answers.
func TestCompareEachTime(t *testing.T) {
	t.Parallel()
	answer := func(date, kept string) exchange {
		return exchange{step: "refresh", status: 200, body: `{}`, header: []akoya.Field{akoya.Plain("Date", date), akoya.Plain("X-Akoya-Interaction-Id", date+"-id"), akoya.Plain("Vary", kept)}}
	}
	first, second := answer("Sat, 21 Nov 2026 14:03:22 GMT", "a"), answer("Sat, 21 Nov 2026 14:03:23 GMT", "a")
	r := historyRig(t, 120, 40, first.entry(historyStart), second.entry(historyStart))
	r.press("c", "down", "c")
	r.shows("✓ the same, line by line   · 2 always differ", "· date ", "· x-akoya-interaction-id ")
	r.hides("≠")
	r.press("d")
	r.shows("The two are the same, but for what always differs.")

	second = answer("Sat, 21 Nov 2026 14:03:23 GMT", "b")
	r = historyRig(t, 120, 40, first.entry(historyStart), second.entry(historyStart))
	r.press("c", "down", "c")
	r.shows("≠ 1 line differs   · 2 always differ", "≠ vary")
	r.press("d")
	r.shows("≠ vary")
	r.hides("interaction-id")
}

// TestCompareWithoutBody lines the fields of a form up with nothing.
func TestCompareWithoutBody(t *testing.T) {
	t.Parallel()
	none := exchange{method: "GET", status: 200, body: `{}`}.entry(historyStart)
	none.RoundTrip.Sent.Body, none.RoundTrip.Sent.Header = akoya.Secret{}, nil
	r := historyRig(t, 80, 24, none, tokenTrips()[0])
	r.press("c", "down", "c")
	r.shows("≠ #1  grant_type     (not there)", "#2  grant_type     refresh_token", "#2  refresh_token  ••••9f2c")
}
