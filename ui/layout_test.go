package ui

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// sizes returns n sizes of a terminal, most of them large enough, in an order
// that mixes them; the same ones at each call.
func sizes(n int) [][2]int {
	random := rand.New(rand.NewPCG(1, 2))
	list := make([][2]int, n)
	for i := range list {
		list[i] = [2]int{80 + random.IntN(141), 24 + random.IntN(47)}
		if i%8 == 7 {
			list[i][random.IntN(2)] = random.IntN(24)
		}
	}
	return list
}

// edges are the sizes at which the layout changes.
var edges = [][2]int{
	{80, 24}, {79, 24}, {80, 23}, {99, 30}, {100, 30}, {113, 32}, {114, 33}, {120, 40}, {220, 70}, {400, 120},
	{1, 1}, {0, 0}, {2, 1}, {1, 40}, {200, 1}, {10, 5}, {-1, -1},
}

// TestLayout draws every state, with what servers say and with the worst that
// they could say, at hundreds of sizes: as many lines as the terminal is high,
// each exactly as wide, nothing in them that a terminal obeys, and ASCII alone
// where the terminal shows no more.
func TestLayout(t *testing.T) {
	t.Parallel()
	all := states()
	mixed := sizes(7 * len(all))
	seen := map[[2]int]bool{}
	for _, size := range append(mixed, edges...) {
		seen[size] = true
	}
	if len(seen) < 500 {
		t.Fatalf("only %d sizes", len(seen))
	}
	ascii := hostileContent()
	ascii.ascii = true
	for _, kind := range []struct {
		name    string
		content content
		per     int
	}{{"real", realContent(), 7}, {"hostile", hostileContent(), 7}, {"ascii", ascii, 1}} {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			for i, s := range all {
				t.Run(s.name, func(t *testing.T) {
					t.Parallel()
					if effort < 100 && kind.content.hostile && i%4 != 0 {
						t.Skip("in the run without the race detector")
					}
					r := rigIn(t, s, 120, 40, kind.content)
					for _, size := range append(mixed[i*kind.per:(i+1)*kind.per:(i+1)*kind.per], edges...) {
						r.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
						r.fits()
						if kind.content.ascii && strings.ContainsFunc(r.screen(), func(c rune) bool { return c > 0x7e }) {
							t.Errorf("at %v: not ASCII", size)
						}
					}
				})
			}
		})
	}
	t.Logf("%d states × 3 contents over %d sizes", len(all), len(seen))
}

// TestTooSmall says what is wrong and how to go on, in whole words.
func TestTooSmall(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{79, 24}, {80, 23}, {40, 10}, {20, 6}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, size[0], size[1], realContent())
			text := strings.Join(strings.Fields(r.screen()), " ")
			for _, want := range []string{"too small", fmt.Sprintf("It is %d × %d", size[0], size[1]), "80 × 24", "Enlarge the window,"} {
				if !strings.Contains(text, want) {
					t.Errorf("the screen does not say %q:\n%s", want, r.screen())
				}
			}
		})
	}
}
