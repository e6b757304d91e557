package ui

import (
	"strings"
	"time"
)

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
