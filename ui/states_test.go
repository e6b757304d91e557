package ui

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/control"
	"akoya-tui/flows/vault"
)

// state is one thing that the program can have on view, and how to get there.
type state struct {
	name string
	to   func(*rig)
}

// states returns every screen in its main states.
func states() []state {
	var all []state
	for _, list := range [][]state{startStates(), formStates(), authorizeStates(), flowStates(), inspectStates(), casesStates(), otherStates()} {
		all = append(all, list...)
	}
	return all
}

// rigIn returns a program in a state.
func rigIn(t testing.TB, s state, width, height int, c content) *rig {
	t.Helper()
	r := newRig(t, width, height, c)
	r.quiet = true
	s.to(r)
	r.quiet = false
	r.app.lines()
	return r
}

// stateNamed returns a state by its name.
func stateNamed(t testing.TB, name string) state {
	t.Helper()
	for _, s := range states() {
		if s.name == name {
			return s
		}
	}
	t.Fatalf("there is no state %q", name)
	return state{}
}

func startStates() []state {
	profiles := func(r *rig) { r.send(profilesMsg{list: r.content.stored()}) }
	return []state{
		{"start", func(*rig) {}},
		{"start-environment", func(r *rig) {
			p := r.content.profile
			p.Name, p.Environment, p.Where = "Akoya sandbox", akoya.Sandbox(), "memory only"
			r.app.screens[screenStart].(*startScreen).fromEnv = &p
			r.press("down")
		}},
		{"start-no-keychain", func(r *rig) {
			r.send(profilesMsg{list: r.content.stored(), noKeychain: errors.New("there is no keychain here: this session has no D-Bus")})
		}},
		{"start-nowhere", func(r *rig) {
			s := r.app.screens[screenStart].(*startScreen)
			s.noProfiles = r.content.text("No profile can be kept. This system does not say where settings go. Set XDG_CONFIG_HOME or HOME.")
			s.noFromEnv = r.content.text("AKOYA_CLIENT_SECRET is missing. A client id and its secret come together.")
			r.press("down")
		}},
		{"start-many", func(r *rig) {
			var list []vault.Settings
			for i := range 30 {
				one := r.content.stored()[i%3]
				one.Name = fmt.Sprintf("%s %d", one.Name, i)
				list = append(list, one)
			}
			r.send(profilesMsg{list: list})
			r.press(strings.Split(strings.Repeat("down ", 15)+"down", " ")...)
		}},
		{"start-starting", func(r *rig) { r.press("enter") }},
		{"start-profiles", func(r *rig) { profiles(r); r.press("down") }},
		{"start-production", func(r *rig) { profiles(r); r.press("down", "down", "enter") }},
		{"start-forget", func(r *rig) { profiles(r); r.press("down", "x") }},
		{"start-opening", func(r *rig) {
			profiles(r)
			r.press("down", "enter")
			r.send(keychainMsg{true, r.content.text("unlock your keychain in its own window")})
		}},
		{"start-problem", func(r *rig) {
			profiles(r)
			r.press("down", "enter")
			r.send(profileOpenedMsg{run: r.app.runs, name: r.content.text("onboarding"), err: errors.New(r.content.text("the keychain does not answer: no secret service runs on this system. Install gnome-keyring, or go on in memory only"))})
		}},
	}
}

func formStates() []state {
	edit := func(r *rig) {
		settings := r.content.stored()[0]
		r.send(profilesMsg{list: r.content.stored()})
		r.press("down", "e")
		r.send(profileOpenedMsg{run: -1, name: settings.Name, settings: settings, holds: true})
	}
	memory := func(holds bool) func(*rig) {
		return func(r *rig) {
			settings := r.content.stored()[2]
			r.send(profileOpenedMsg{run: -1, name: settings.Name, settings: settings, holds: holds})
			if holds {
				r.press("down", "down")
			}
		}
	}
	return []state{
		{"form-new", func(r *rig) { r.press("n") }},
		{"form-choice", func(r *rig) { r.press("n"); r.text("onboarding"); r.press("down") }},
		{"form-edit", func(r *rig) { edit(r); r.press("down", "down", "down") }},
		{"form-memory", memory(true)},
		{"form-memory-gone", memory(false)},
		{"form-end", func(r *rig) { edit(r); r.press(strings.Split(strings.Repeat("down ", 17)+"down", " ")...) }},
		{"form-no-keychain", func(r *rig) {
			r.send(profilesMsg{noKeychain: errors.New("there is no keychain here: this session has no D-Bus")})
			r.press("n")
		}},
		{"form-bad-name", func(r *rig) { edit(r); r.text("/b"); r.press("down", "down", "ctrl+s") }},
		{"form-missing", func(r *rig) { r.press("n", "ctrl+s") }},
		{"form-saving", func(r *rig) { edit(r); r.press("ctrl+s") }},
		{"form-problem", func(r *rig) {
			edit(r)
			r.press("ctrl+s")
			r.send(profileSavedMsg{run: r.app.runs, name: "onboarding", err: errors.New(r.content.text("the keychain is locked and nobody unlocked it."))})
		}},
	}
}

func authorizeStates() []state {
	back := func(query string) func(*rig) {
		return func(r *rig) {
			r.openLocal()
			r.do(takeCallback{r.app.session.App.RedirectURI + "?" + query})
		}
	}
	return []state{
		{"authorize-making", func(r *rig) { r.press("enter"); r.send(localStartedMsg{local: r.content.local(r.t)}) }},
		{"authorize-waiting", (*rig).openLocal},
		{"authorize-choosing", func(r *rig) { r.openLocal(); r.press("enter", "down") }},
		{"authorize-typing", func(r *rig) { r.openLocal(); r.press("p"); r.text("http://127.0.0.1") }},
		{"authorize-answered", func(r *rig) { r.openLocal(); r.approved(); r.wait(time.Second) }},
		{"authorize-expiring", func(r *rig) { r.openLocal(); r.approved(); r.wait(4*time.Minute + 20*time.Second) }},
		{"authorize-expired", func(r *rig) { r.openLocal(); r.approved(); r.wait(6 * time.Minute) }},
		{"authorize-used", func(r *rig) { r.obtained(); r.press("1") }},
		{"authorize-denied", func(r *rig) {
			r.openLocal()
			r.app.returned(callback.Callback{
				Err: r.content.text("access_denied"), ErrDescription: r.content.text("The person said no."),
				State: akoya.NewSecret("state-of-the-test-0123456789"), Via: callback.ViaListener,
			})
			r.app.note = ""
		}},
		{"authorize-problem", back("code=x&state=another")},
		{"authorize-unchecked", func(r *rig) { r.openLocal(); r.do(takeCallback{"canary-code-7hd2"}) }},
		{"authorize-deaf", func(r *rig) {
			r.press("enter")
			r.send(localStartedMsg{local: r.content.local(r.t)})
			r.authorized(errors.New(r.content.text("the port 8765 is taken by another program (python3)")))
		}},
		{"authorize-refused", func(r *rig) {
			r.openLocal()
			r.app.listener = &callback.Listener{}
			for range 7 {
				r.send(callbackMsg{id: r.app.listenID, event: callback.Refused{Reason: r.content.text("POST is not how a browser comes back")}})
			}
			r.app.listener = nil
		}},
		{"authorize-cursor", func(r *rig) { r.openLocal(); r.press("down", "down", "down", "down", "down", "down") }},
		{"authorize-edit", func(r *rig) {
			r.openLocal()
			r.press("down", "down", "down", "e", "backspace")
			r.text(r.content.text("x"))
		}},
		{"authorize-add", func(r *rig) { r.openLocal(); r.press("a"); r.text("prompt=") }},
		{"authorize-dropped", func(r *rig) { r.openLocal(); r.press("down", "down", "down", "d") }},
		{"authorize-changed", func(r *rig) {
			r.openLocal()
			r.param("scope", r.content.text("openid"))
			r.param("login_hint", r.content.text("mikomo_2"))
			r.param("redirect_uri", "https://recipient.ddp.akoya.com/flow/callback")
		}},
		{"authorize-stateless", func(r *rig) { r.openLocal(); r.param("state", "") }},
		{"authorize-own-state", func(r *rig) {
			r.openLocal()
			r.param("state", r.content.text("mine"))
			r.do(takeCallback{r.app.session.App.RedirectURI + "?code=canary-code-7hd2&state=" + url.QueryEscape(r.app.session.Authorization.State)})
		}},
		{"authorize-renewed", func(r *rig) { r.openLocal(); r.press("o"); r.param("connector", "") }},
		{"authorize-page", func(r *rig) {
			r.openLocal()
			r.param("client_id", "another")
			r.press("enter", "enter")
			r.send(approvedMsg{id: r.app.listenID, url: r.app.session.Authorization.URL, answer: control.Authorized{Status: 400, Refusal: r.content.text("Invalid client_id.")}})
		}},
		{"authorize-impossible", func(r *rig) {
			r.press("enter")
			r.send(localStartedMsg{local: r.content.local(r.t)})
			r.send(authorizedMsg{id: r.app.listenID, err: errors.New(r.content.text("the environment has no authorize URL"))})
		}},
	}
}

func flowStates() []state {
	large := func(r *rig) string {
		return `{"accounts":[` + strings.TrimSuffix(strings.Repeat(`{"accountId":"1","text":"`+r.content.text("savings")+`"},`, 16000), ",") + `]}`
	}
	return []state{
		{"obtain-blocked", func(r *rig) { r.openLocal(); r.press("2") }},
		{"obtain-ready", func(r *rig) { r.openLocal(); r.approved(); r.press("2") }},
		{"obtain-field", func(r *rig) {
			r.openLocal()
			r.approved()
			r.press("2", "down", "down", "down", "down", "down", "down")
		}},
		{"obtain-edit", func(r *rig) {
			r.openLocal()
			r.approved()
			r.press("2", "down", "e", "backspace")
			r.text("x")
		}},
		{"obtain-changed", func(r *rig) {
			r.openLocal()
			r.approved()
			r.press("2", "b", "a")
			r.text("audience=here")
			r.press("enter")
		}},
		{"obtain-dropped", func(r *rig) {
			r.openLocal()
			r.approved()
			r.press("2", "down", "down", "down", "down", "down", "down", "d")
		}},
		{"obtain-adding", func(r *rig) {
			r.openLocal()
			r.approved()
			r.press("2", "a")
			r.text("client_secret=topsecretvalue99")
		}},
		{"obtain-running", func(r *rig) {
			r.openLocal()
			r.approved()
			r.press("2", "enter")
			r.wait(3 * time.Second)
		}},
		{"obtain-answered", (*rig).obtained},
		{"obtain-400", func(r *rig) {
			r.openLocal()
			r.approved()
			r.press("2", "enter")
			r.answer(400, r.content.refusal("invalid_request", "Invalid or expired code parameter."))
		}},
		{"obtain-half", func(r *rig) { r.openLocal(); r.approved(); r.press("2", "enter"); r.half() }},
		{"obtain-none", func(r *rig) { r.openLocal(); r.approved(); r.press("2", "enter"); r.answer(0, "") }},
		{"obtain-revealed", func(r *rig) {
			r.openLocal()
			r.approved()
			r.press("2", "down", "down", "down", "down", "v")
		}},
		{"refresh-blocked", func(r *rig) { r.openLocal(); r.press("4") }},
		{"refresh-used-blocked", func(r *rig) { r.obtained(); r.press("4", "x") }},
		{"refresh-ready", func(r *rig) { r.obtained(); r.press("4") }},
		{"refresh-answered", (*rig).refreshed},
		{"refresh-sent", func(r *rig) { r.refreshed(); r.press("tab", "down") }},
		{"refresh-used", func(r *rig) {
			r.refreshed()
			r.press("x", "enter")
			r.answer(400, r.content.refusal("invalid_request", "Refresh token is invalid or has already been claimed by another client."))
		}},
		{"refresh-503", func(r *rig) {
			r.obtained()
			r.press("4", "enter")
			r.answer(503, "<html>"+r.content.text("busy")+"</html>")
		}},
		{"revoke-ready", func(r *rig) { r.obtained(); r.press("5") }},
		{"revoke-answered", func(r *rig) { r.obtained(); r.press("5", "enter"); r.answer(200, "") }},
		{"revoke-data", func(r *rig) { r.obtained(); r.press("5", "n") }},
		{"revoke-401", func(r *rig) {
			r.obtained()
			r.press("5", "enter")
			r.answer(200, "")
			r.press("n", "enter")
			r.answer(401, `{"code":602,"message":"Customer not authorized"}`)
		}},
		{"revoke-large", func(r *rig) { r.obtained(); r.press("5", "n", "enter"); r.answer(200, large(r)); r.press("pgdown") }},
		{"service-ready", func(r *rig) { r.openLocal(); r.press("6") }},
		{"service-answered", func(r *rig) { r.openLocal(); r.service() }},
	}
}

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

func otherStates() []state {
	return []state{
		{"history-empty", func(r *rig) { r.openLocal(); r.press("8") }},
		{"history-list", func(r *rig) { r.refreshed(); r.service(); r.press("8", "down") }},
		{"history-cases", func(r *rig) {
			r.openLocal()
			for _, e := range judgedTrips() {
				e.Case = r.content.text(e.Case)
				r.app.session.History = r.app.session.History.Append(e)
			}
			r.press("8")
		}},
		{"history-case", func(r *rig) {
			r.openLocal()
			for _, e := range judgedTrips() {
				e.Case = r.content.text(e.Case)
				r.app.session.History = r.app.session.History.Append(e)
			}
			r.press("8", "down", "enter")
		}},
		{"history-open", func(r *rig) { r.refreshed(); r.press("8", "enter") }},
		{"history-timings", func(r *rig) { r.refreshed(); r.press("8", "enter", "right") }},
		{"history-edit", func(r *rig) { r.refreshed(); r.press("8", "e") }},
		{"history-compare", func(r *rig) { r.refreshed(); r.press("8", "c", "down", "c") }},
		{"local", func(r *rig) { r.obtained(); r.press("9") }},
		{"local-moved", func(r *rig) {
			r.obtained()
			offset := 25 * time.Hour
			r.send(controlMsg{of: r.app.local.Control, offset: &offset, note: "The local Akoya's clock moved 25:00:00 forward."})
			r.press("9", "down", "down")
		}},
		{"help-flow", func(r *rig) { r.obtained(); r.press("4", "?") }},
		{"help-start", func(r *rig) { r.press("?") }},
		{"palette", func(r *rig) { r.obtained(); r.press(":") }},
		{"palette-found", func(r *rig) { r.obtained(); r.press(":"); r.text("copy") }},
		{"palette-nothing", func(r *rig) { r.obtained(); r.press(":"); r.text(r.content.text("zzz")) }},
		{"unsaved", func(r *rig) {
			r.obtained()
			r.app.unsaved = errors.New(r.content.text("the keychain is locked."))
			r.press("4")
		}},
		{"keychain", func(r *rig) {
			r.obtained()
			r.send(keychainMsg{true, r.content.text("unlock your keychain in its own window, esc goes on without")})
		}},
		{"note", func(r *rig) { r.obtained(); r.press("4", "y") }},
		{"refusal", func(r *rig) { r.openLocal(); r.press("z") }},
		{"production", func(r *rig) {
			p := r.content.profile
			p.Name, p.Environment, p.Where = r.content.text("pilot"), akoya.Production(), "the system's keychain"
			r.do(useProfile{p})
			r.authorized(nil)
		}},
	}
}
