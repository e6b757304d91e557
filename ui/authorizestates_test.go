package ui

import (
	"errors"
	"net/url"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/control"
)

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
