package journeys

import (
	"testing"
)

// TestCasesThatEndAConsent runs them against a server that is not the local Akoya
// of the program: left out until a person asked for them, last when they run, and
// the session then knows that its set is revoked.
func TestCasesThatEndAConsent(t *testing.T) {
	t.Parallel()
	server := startIDP(t)
	v, _ := faultyVault(t)
	server.profile(t, v, "birds")
	p := start(t, v)
	p.open("birds")
	p.WaitFor("Set #1 has no id_token")
	p.Type("7")
	p.WaitFor("R run all")

	find := func(text string) {
		p.Type("/")
		p.WaitFor("▌text")
		p.Paste(text)
		p.Type("enter")
		p.WaitGone("▌text")
	}
	find("revoke.ok")
	p.Type("enter")
	p.says("1 skipped", "It ends the consent, so it runs only when asked (key D)")
	p.Type("e")
	p.says("This case cannot be prepared here: it ends the consent, so it runs only when asked (key D)")
	if kept := stored(t, v, "birds"); kept.RefreshToken.IsZero() {
		t.Fatal("the tokens are gone although nothing was sent")
	}

	p.Type("D")
	p.says("Include the cases that end the consent?", "with it token set #1", "in the keychain too", "y include them")
	p.Type("esc")
	p.WaitGone("Include the cases")
	p.Type("D", "y")
	p.says("Cases that end the consent are INCLUDED")

	// A refresh first, then the end: the set that is revoked is the newest one.
	p.Type("esc")
	p.WaitFor("R run all")
	find("refresh.ok")
	p.WaitFor("1 of 61 cases")
	p.Type("enter")
	p.WaitFor("▌  ✓ exact", "set #2")
	p.Type("esc")
	p.WaitFor("R run all")
	find("revoke.ok")
	p.Type("enter")
	p.WaitFor("─▸✓ exact", "was ─ skipped", "× revoked")
	if kept := stored(t, v, "birds"); !kept.RefreshToken.IsZero() {
		t.Errorf("the keychain still offers the revoked set #%d", kept.Set)
	}
	p.Type("esc")
	p.WaitFor("R run all")
	find("revoke.then_refresh") // what it presents is the set that has just ended
	p.Type("enter")
	p.WaitFor("▌  ✓ exact")
	p.Type("3")
	p.WaitFor("#2", "× revoked")
	p.Type("8")
	p.WaitFor("newest first", "revoke.ok")
	p.Type("7")
	p.WaitFor("INCLUDED")
	p.Type("D")
	p.WaitGone("INCLUDED")
	p.quit()
}
