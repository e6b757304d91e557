package ui

import (
	"testing"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// TestProductionUnderAnotherName opens a profile whose environment is custom and
// whose servers are Akoya's production: it is asked about and badged as such.
func TestProductionUnderAnotherName(t *testing.T) {
	t.Parallel()
	disguised := akoya.Production()
	disguised.Name = akoya.EnvironmentCustom
	settings := vault.Settings{Name: "birds", Environment: akoya.EnvironmentCustom, Store: vault.InKeychain}
	settings.URLs.Token = disguised.TokenURL

	r := newRig(t, 120, 40, realContent())
	r.send(profilesMsg{list: []vault.Settings{settings}})
	r.shows("PRODUCTION, idp.ddp.akoya.com, in the keychain")
	r.press("down", "enter")
	r.shows("Profile birds is PRODUCTION", "open production")

	p := r.content.profile
	p.Name, p.Environment = "birds", disguised
	r.do(useProfile{p})
	r.shows(" PRODUCTION  birds")
}
