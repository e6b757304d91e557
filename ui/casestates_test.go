package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/cases"
)

func casesStates() []state {
	open := func(r *rig) { r.openLocal(); r.press("7") }
	ran := func(r *rig) {
		open(r)
		s := r.app.screens[screenCases].(*casesScreen)
		for i, one := range s.all {
			if i%3 != 2 {
				s.keep(r.content.outcome(i, one))
			}
		}
	}
	find := func(r *rig, verdict cases.Verdict) {
		s := r.app.screens[screenCases].(*casesScreen)
		for i, one := range s.visibleCases() {
			differs := func(step cases.StepOutcome) bool {
				return slices.ContainsFunc(step.Differences, func(d cases.Difference) bool { return !d.Same })
			}
			if o, ok := s.latest(one.ID); ok && o.Verdict == verdict && (verdict != cases.Mismatch || slices.ContainsFunc(o.Steps, differs)) {
				s.cursor = i
				return
			}
		}
	}
	return []state{
		{"cases-list", open},
		{"cases-ran", func(r *rig) { ran(r); r.press("down", "down", "down") }},
		{"cases-failed", func(r *rig) { ran(r); r.press("f", "f", "f") }},
		{"cases-none", func(r *rig) { open(r); r.press("f", "f", "f") }},
		{"cases-informational", func(r *rig) {
			r.custom(akoya.EnvironmentCustom)
			r.press("7")
			s := r.app.screens[screenCases].(*casesScreen)
			for i, one := range s.all[:len(s.all)-2] {
				o := r.content.outcome(i, one)
				if o.Judged = one.Judged(false); !o.Judged && o.Verdict.Holds() {
					o.Verdict = cases.Mismatch
				}
				s.keep(o)
				if !o.Failed() && o.Verdict == cases.Mismatch {
					s.toCase(one.ID)
				}
			}
		}},
		{"cases-search", func(r *rig) { open(r); r.press("/"); r.text(r.content.text("refresh")) }},
		{"cases-detail", func(r *rig) { open(r); r.press("down", "right") }},
		{"cases-mismatch", func(r *rig) { ran(r); find(r, cases.Mismatch); r.press("right") }},
		{"cases-mismatch-below", func(r *rig) { ran(r); find(r, cases.Mismatch); r.press("right", "space", "space") }},
		{"cases-skipped", func(r *rig) { ran(r); find(r, cases.Skipped); r.press("right") }},
		{"cases-one", func(r *rig) { open(r); r.press("enter") }},
		{"cases-running", func(r *rig) {
			ran(r)
			r.press("R")
			s := r.app.screens[screenCases].(*casesScreen)
			s.reached(cases.Progress{Done: 23, Total: len(s.all), Case: s.visibleCases()[25]})
			r.wait(9 * time.Second)
		}},
		{"cases-stopping", func(r *rig) {
			ran(r)
			r.press("R", "esc")
			s := r.app.screens[screenCases].(*casesScreen)
			s.reached(cases.Progress{Done: 60, Total: len(s.all), Case: s.visibleCases()[7]})
		}},
		{"cases-elsewhere", func(r *rig) {
			ran(r)
			r.press("R")
			s := r.app.screens[screenCases].(*casesScreen)
			s.reached(cases.Progress{Done: 12, Total: len(s.all), Case: s.visibleCases()[12]})
			r.press("4")
		}},
		{"cases-turned", func(r *rig) {
			ran(r)
			s := r.app.screens[screenCases].(*casesScreen)
			for i, one := range s.all[:8] {
				s.keep(r.content.outcome(7-i, one))
			}
		}},
		{"cases-found", func(r *rig) { ran(r); r.press("tab", "tab", "f", "f", "/"); r.text("client"); r.press("enter") }},
		{"cases-request", func(r *rig) {
			open(r)
			s := r.app.screens[screenCases].(*casesScreen)
			one := s.all[2] // with a query, of which a part is changed
			o := r.content.outcome(0, one)
			o.Steps[0].Request = akoya.Request{Method: "GET", URL: localBase + "/auth?client_id=akoya-tui-local&connector=nobody&redirect_uri=http%3A%2F%2F127.0.0.1%3A8765%2Fcallback&response_type=code&scope=openid+profile+offline_access&state=" + strings.Repeat("s", 90)}
			o.Steps[0].Targets = []cases.Target{{Place: cases.PlaceQuery, Name: "connector"}}
			s.keep(o)
			s.toCase(one.ID)
			r.press("right")
		}},
		{"cases-ending", func(r *rig) { r.custom(akoya.EnvironmentCustom); r.press("7", "D") }},
		{"cases-ending-production", func(r *rig) {
			r.custom(akoya.EnvironmentProduction)
			r.press("7", "D")
			r.text(r.content.text("prod"))
			r.press("enter")
		}},
		{"cases-endings", func(r *rig) { r.custom(akoya.EnvironmentCustom); r.press("7", "D", "y", "G") }},
		{"cases-asking", func(r *rig) { r.asked("obtain.ok", "R"); r.listens(nil) }},
		{"cases-asking-deny", func(r *rig) {
			r.asked("authorize.denied", "enter")
			r.listens(errors.New(r.content.text("This program cannot listen on https://recipient.ddp.akoya.com/flow/callback: https needs a certificate for that host. Paste the callback URL when the browser has arrived there.")))
		}},
		{"cases-asking-problem", func(r *rig) {
			r.asked("obtain.ok", "R")
			r.listens(nil)
			for range 7 {
				r.send(consentMsg{run: r.app.runs, news: consentNews{of: r.app.asks().consent, listening: true, refused: r.content.text("The path is not that of the redirect URI.")}})
			}
			r.do(takeConsent{r.app.session.App.RedirectURI + "?code=x&state=another"})
		}},
		{"cases-asking-typing", func(r *rig) {
			r.asked("obtain.ok", "R")
			r.listens(nil)
			r.press("p")
			r.text("http://127.0.0.1")
		}},
		{"cases-asking-search", func(r *rig) { r.asked("obtain.ok", "R", "/"); r.listens(nil); r.text("ny") }},
		{"cases-asking-detail", func(r *rig) { r.asked("obtain.ok", "right", "enter"); r.listens(nil) }},
		{"cases-asking-prepare", func(r *rig) { r.asked("obtain.ok", "e") }},
		{"cases-asking-hand", func(r *rig) {
			r.custom(akoya.EnvironmentCustom)
			r.press("7")
			r.replay("refresh.used")
			r.press("enter")
			r.consent("refresh.used")
			r.listens(nil)
		}},
		{"cases-asking-elsewhere", func(r *rig) { r.asked("obtain.ok", "R"); r.listens(nil); r.press("4") }},
		{"cases-asking-production", func(r *rig) {
			r.custom(akoya.EnvironmentProduction)
			r.press("7", "R")
			r.consent("obtain.ok")
			r.listens(nil)
		}},
		{"cases-persons", func(r *rig) { r.custom(akoya.EnvironmentCustom); r.press("7", "R") }},
		{"cases-asking-authorize", func(r *rig) { r.asked("obtain.ok", "R"); r.listens(nil); r.press("1") }},
		{"cases-replay", func(r *rig) { open(r); r.replay("refresh.used") }},
		{"cases-replay-edit", func(r *rig) { open(r); r.replay("refresh.used"); r.press("down", "e") }},
	}
}

// custom opens a profile of a server elsewhere, with a token set.
func (r *rig) custom(environment string) {
	r.obtained()
	p := r.content.profile
	p.Name, p.Environment.Name, p.Where = r.content.text("birds"), environment, "memory only"
	sets := r.app.session
	r.do(useProfile{p})
	r.authorized(nil)
	sets.Environment = p.Environment
	r.app.session = sets
}

// asked runs cases of a server elsewhere by keys until a person is asked.
func (r *rig) asked(id string, keys ...string) {
	r.t.Helper()
	r.custom(akoya.EnvironmentCustom)
	r.press("7")
	r.app.screens[screenCases].(*casesScreen).toCase(id)
	r.press(keys...)
	r.consent(id)
}

// consent asks a person for what a case needs.
func (r *rig) consent(id string) {
	r.t.Helper()
	address, err := akoya.AuthorizeURL(r.app.session.Environment, r.app.session.App, akoya.AuthorizeOptions{State: "state-of-the-case-0123456789"})
	if err != nil {
		r.t.Fatal(err)
	}
	purpose := id + ": " + cases.NeedFreshCode.Why()
	if strings.HasPrefix(id, "authorize.") {
		purpose = id + ": Deny the consent"
	}
	k := &consent{
		Ask: cases.Ask{
			URL: address, State: "state-of-the-case-0123456789", RedirectURI: r.app.session.App.RedirectURI,
			Deny: id == "authorize.denied", Purpose: purpose,
		},
		answers: make(chan consentAnswer, 1), handed: make(chan *callback.Listener), over: make(chan struct{}),
	}
	r.send(consentMsg{run: r.app.runs, news: consentNews{of: k, begun: true}})
}

// listens says that the authorizer listens for the callback, or why it does not.
func (r *rig) listens(why error) {
	r.t.Helper()
	news := consentNews{of: r.app.asks().consent, listening: why == nil}
	if why != nil {
		news.why = why.Error()
	}
	r.send(consentMsg{run: r.app.runs, news: news})
}

// replay puts the first request of a case on view, as the engine prepares it.
func (r *rig) replay(id string) {
	r.t.Helper()
	s := r.app.screens[screenCases].(*casesScreen)
	one, err := cases.Find(s.all, id)
	if err != nil {
		r.t.Fatal(err)
	}
	secret := akoya.NewSecret
	engine := cases.NewEngine(cases.Options{
		Environment: r.app.session.Environment, App: r.app.session.App, Now: r.app.deps.Now,
		Supplies: cases.Supplies{
			Current:          cases.Tokens{RefreshToken: secret("canary-refresh-token-two-1b7e"), IDToken: secret(r.content.idToken(r.now))},
			UsedRefreshToken: secret("canary-refresh-token-one-9f2c"),
		},
	})
	prepared, err := engine.Prepare(context.Background(), one)
	if err != nil {
		r.t.Fatal(err)
	}
	r.do(prepareCase{one})
	r.send(casePreparedMsg{run: r.app.runs, replay: newReplay(engine, prepared, nil, r.now)})
}
