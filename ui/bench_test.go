package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows"
)

// frames measures one key with the frame that follows it, at 120 × 40.
func (r *rig) frames(b *testing.B, keys ...string) {
	b.Helper()
	b.ReportAllocs()
	msgs := make([]tea.KeyPressMsg, len(keys))
	for i, key := range keys {
		msgs[i] = keyNamed(key)
	}
	b.ResetTimer()
	for i := range b.N {
		r.app.Update(msgs[i%len(msgs)])
		_ = r.app.View()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/key")
}

// withTrips fills the history.
func (r *rig) withTrips(n int) {
	r.press("4")
	trip := r.canned(flows.Plan{Step: "refresh", Request: akoya.Request{Method: "POST", URL: localBase + "/token"}}, 200, `{"ok":true}`).RoundTrip
	for i := range n {
		r.app.session.History = r.app.session.History.Append(flows.Entry{At: r.now.Add(time.Duration(i) * time.Millisecond), Step: "refresh", RoundTrip: trip})
	}
}

// BenchmarkKey measures Update and View for one key on each screen, against
// screens with little on them: what is on view may cost, what is not must not.
func BenchmarkKey(b *testing.B) {
	for _, name := range []string{"start-profiles", "authorize-waiting", "obtain-ready", "refresh-answered", "inspect-sets", "cases-ran", "cases-mismatch", "history-list", "local", "help-flow", "palette", "form-new"} {
		b.Run(name, func(b *testing.B) {
			rigIn(b, stateNamed(b, name), 120, 40, realContent()).frames(b, "down", "up")
		})
	}
	b.Run("filter among 1,000 claims", func(b *testing.B) {
		r := newRig(b, 120, 40, realContent())
		r.send(tea.PasteMsg{Content: manyClaims(1_000)})
		r.press("/")
		r.frames(b, "v", "9", "backspace", "backspace")
	})
	b.Run("field with 60 KiB typed", func(b *testing.B) {
		r := newRig(b, 120, 40, realContent())
		r.openLocal()
		r.press("p")
		r.app.screens[screenAuthorize].(*authorizeScreen).input.model.SetValue(strings.Repeat("word ", 12_000))
		r.frames(b, "x", "backspace", "left", "ctrl+left")
	})
}

// BenchmarkGrowth measures a key beside much against the same key beside little,
// in turns: what is not on view must not cost. Budget for the history: 1.2 times.
func BenchmarkGrowth(b *testing.B) {
	withHistory := func(n int, keys ...string) *rig {
		r := newRig(b, 120, 40, realContent())
		r.obtained()
		r.withTrips(n)
		r.press(keys...)
		return r
	}
	for _, one := range []struct {
		name         string
		little, much *rig
		keys         []string
	}{
		{"history-100000-to-10", withHistory(10, "8"), withHistory(100_000, "8"), []string{"down", "up"}},
		{"history-1000-to-10", withHistory(10, "8"), withHistory(1_000, "8"), []string{"down", "up"}},
		{"refresh-beside-history-100000-to-10", withHistory(10), withHistory(100_000), []string{"down", "up"}},
		{"claims-1000-to-10", withClaims(b, 10), withClaims(b, 1_000), []string{"down", "down", "down", "up", "up", "up"}},
		{"body-1MiB-to-1KiB", withBody(b, 1<<10), withBody(b, 1<<20), []string{"down", "pgdown", "down", "up", "pgup", "up"}},
	} {
		b.Run(one.name, func(b *testing.B) {
			var little, much time.Duration
			for range b.N {
				little += one.little.pressed(one.keys)
				much += one.much.pressed(one.keys)
			}
			b.ReportMetric(float64(much)/float64(little), "ratio")
			for name, spent := range map[string]time.Duration{"little-ms/key": little, "much-ms/key": much} {
				b.ReportMetric(float64(spent.Microseconds())/1000/float64(b.N*len(one.keys)), name)
			}
		})
	}
}

// pressed returns how long the keys take with the frame that follows each.
func (r *rig) pressed(keys []string) time.Duration {
	begin := time.Now()
	for _, key := range keys {
		r.app.Update(keyNamed(key))
		_ = r.app.View()
	}
	return time.Since(begin)
}

// withClaims shows a token with n claims and exp.
func withClaims(b *testing.B, n int) *rig {
	r := newRig(b, 120, 40, realContent())
	r.send(tea.PasteMsg{Content: manyClaims(n)})
	return r
}

// withBody shows a data call that was answered with n bytes.
func withBody(b *testing.B, n int) *rig {
	r := newRig(b, 120, 40, realContent())
	r.obtained()
	r.press("5", "n", "enter")
	one := `{"accountId":"1","text":"savings"},`
	r.answer(200, `{"accounts":[`+strings.TrimSuffix(strings.Repeat(one, (n-100)/len(one)), ",")+`]}`)
	return r
}
