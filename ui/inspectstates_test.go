package ui

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/vault"
)

func inspectStates() []state {
	return []state{
		{"inspect-empty", func(r *rig) { r.openLocal(); r.press("3") }},
		{"inspect-closed", func(r *rig) { r.do(goTo{screenInspect}) }},
		{"inspect-first", func(r *rig) { r.obtained(); r.press("3") }},
		{"inspect-sets", func(r *rig) { r.refreshed(); r.press("3", "down", "down", "down") }},
		{"inspect-older", func(r *rig) { r.refreshed(); r.press("3", "left") }},
		{"inspect-expired", func(r *rig) { r.obtained(); r.wait(25 * time.Hour); r.press("3") }},
		{"inspect-revealed", func(r *rig) { r.obtained(); r.press("3", "v") }},
		{"inspect-revealed-long", func(r *rig) {
			r.send(tea.PasteMsg{Content: manyClaims(24)})
			r.press("v")
		}},
		{"inspect-opaque-revealed", func(r *rig) { r.send(tea.PasteMsg{Content: "ory_at_" + strings.Repeat("canary-", 30)}); r.press("v") }},
		{"inspect-opaque", func(r *rig) { r.openLocal(); r.service(); r.press("3") }},
		{"inspect-broken", func(r *rig) { r.openLocal(); r.do(inspectText{r.content.text("not.a-token.at-all")}) }},
		{"inspect-pasted", func(r *rig) { r.send(tea.PasteMsg{Content: r.content.idToken(rigStart.Add(-time.Hour))}) }},
		{"inspect-typing", func(r *rig) { r.openLocal(); r.press("3", "p"); r.text("eyJhbGciOi") }},
		{"inspect-search", func(r *rig) { r.refreshed(); r.press("3", "/"); r.text("when it") }},
		{"inspect-filter", func(r *rig) { r.refreshed(); r.press("3", "/"); r.text("key"); r.press("enter", "up") }},
		{"inspect-nothing", func(r *rig) { r.obtained(); r.press("3", "/"); r.text(r.content.text("scope")) }},
		{"inspect-header", func(r *rig) { r.obtained(); r.press("3", "up", "up") }},
		{"inspect-signature", func(r *rig) {
			r.content.verdict = &akoya.Verification{KeysURL: localBase + "/keys", Why: r.content.text(`the key set has no key with the id "2f1c9a4e0b7d"`)}
			r.obtained()
			r.press("3", "g")
		}},
		{"inspect-wrong", func(r *rig) {
			r.content.verdict = &akoya.Verification{
				State: akoya.SignatureWrong, KeysURL: localBase + "/keys",
				Why: r.content.text(`it was not made with the key "2f1c9a4e0b7d": the token was changed, or another server signed it`),
			}
			r.obtained()
			r.press("3")
		}},
		{"inspect-unsigned", func(r *rig) {
			r.send(tea.PasteMsg{Content: tokenOf(`{"alg":"none"}`, `{"iss":"https://elsewhere.example","exp":1795356209,"iat":1795269809}`)})
			r.press("up")
		}},
		{"inspect-odd", func(r *rig) { r.send(tea.PasteMsg{Content: r.content.oddToken()}); r.press("down") }},
		{"inspect-foreign", func(r *rig) { r.refreshed(); r.press("3"); r.send(tea.PasteMsg{Content: r.content.oddToken()}) }},
		{"inspect-own", func(r *rig) {
			r.refreshed()
			set, _ := r.app.session.Latest()
			r.press("3")
			r.send(tea.PasteMsg{Content: set.IDToken.Reveal()})
		}},
		{"inspect-changed", func(r *rig) {
			r.obtained()
			r.wait(18 * time.Minute)
			r.press("4", "enter")
			r.answer(200, r.content.changedTokens(r.now))
			r.press("3", "G")
		}},
		{"inspect-many", func(r *rig) { r.send(tea.PasteMsg{Content: manyClaims(200)}); r.press("pgdown") }},
		{"inspect-far", func(r *rig) {
			r.send(tea.PasteMsg{Content: token(`{"exp":253402300799,"iat":-62135596799,"nbf":1995000000,"auth_time":0,"rat":1795269809.75}`)})
			r.press("down")
		}},
		{"inspect-ended", func(r *rig) {
			r.openLocal()
			r.app.session = r.app.session.Apply(flows.Restore(vault.Tokens{
				Set: 3, PreviousRefreshToken: akoya.NewSecret("canary-refresh-token-two-1b7e"), ObtainedAt: rigStart.Add(-time.Hour), Ended: "revoked", EndedAt: rigStart,
			}))
			r.press("3")
		}},
		{"inspect-lineage", func(r *rig) {
			r.refreshed()
			for range 3 {
				r.wait(time.Hour)
				r.press("enter", "enter")
				r.answer(200, r.content.tokens(r.now, "canary-refresh-token-"+r.now.Format("15-04-05")))
			}
			r.press("5", "enter")
			r.answer(200, "")
			r.press("3")
		}},
	}
}

// oddToken is a token from elsewhere, signed in a way that is not Akoya's, with
// times that are none.
func (c content) oddToken() string {
	name, _ := json.Marshal(c.text("https://elsewhere.example/claims/roles"))
	value, _ := json.Marshal(c.long("https://accounts.elsewhere.example/with/a/path/that/does/not/fit", 10<<10))
	return tokenOf(`{"alg":"HS256","typ":"JWT","kid":"`+strings.Repeat("a-long-key-id-", 4)+`"}`,
		`{"iss":`+string(value)+`,"aud":["a","b"],"exp":"soon","iat":null,`+string(name)+`:["admin","user"],"many":[12345678901234,2,3],"none":[],"deep":{"a":[1]}}`)
}

// changedTokens is an answer whose id_token lost, won and changed claims, and was
// signed with another key.
func (c content) changedTokens(at time.Time) string {
	claims := fmt.Sprintf(`{"iss":%q,"sub":"CghtaWtvbW9fMRIGbWlrb21v","aud":"akoya-tui-local","exp":%d,"iat":%d,"name":"Mikomo The First","accounts":["acc-1001"],"products":["TRANSACTIONS"]}`,
		localBase, at.Add(24*time.Hour).Unix(), at.Unix())
	return fmt.Sprintf(`{"token_type":"bearer","expires_in":86399,"refresh_token":"canary-refresh-token-two-1b7e","id_token":%q}`,
		tokenOf(`{"alg":"RS256","kid":"77aa"}`, claims))
}

// manyClaims is a token with that many claims beside its times.
func manyClaims(n int) string {
	var claims strings.Builder
	for i := range n {
		fmt.Fprintf(&claims, `,"claim_%d":"value %d"`, i, i)
	}
	return token(`{"exp":1795356209,"iat":1795269809` + claims.String() + `}`)
}
