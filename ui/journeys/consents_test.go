package journeys

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"akoya-tui/flows/control"
	"akoya-tui/flows/vault"
)

// find leaves one case in the list of the test cases.
func (p *program) find(id string) {
	p.t.Helper()
	p.WaitFor("R run ")
	p.Type("u", "/")
	p.WaitFor("▌text")
	p.Paste(id)
	p.Type("enter")
	p.WaitGone("▌text")
	p.WaitFor("1 of 61 cases", id)
}

// consented does in the browser what a case asks for, and returns the callback.
func (p *program) consented(server *idp, deny bool) string {
	p.t.Helper()
	p.Type("o")
	var address string
	select {
	case address = <-p.urls:
	case <-time.After(20 * time.Second):
		p.t.Fatalf("no browser was asked for:\n%s", p.Screen())
	}
	answer, err := server.control.Authorize(p.t.Context(), control.Authorization{URL: address, User: "mikomo_2", Deny: deny})
	if err != nil || answer.Redirect.IsZero() {
		p.t.Fatalf("no callback: %d %s %v", answer.Status, answer.Refusal, err)
	}
	return answer.Redirect.Reveal()
}

// withoutPerson leaves out what a person is asked for, until the run has ended.
func (p *program) withoutPerson() {
	p.t.Helper()
	for {
		switch screen := p.Screen(); {
		case strings.Contains(screen, "a person has to log in"):
			p.Type("N")
		case strings.Contains(screen, "R run "):
			return
		}
		p.WaitChange()
	}
}

// visit has the browser open an address.
func (p *program) visit(address string) {
	p.t.Helper()
	response, err := http.Get(address)
	if err != nil {
		p.t.Fatal(err)
	}
	_ = response.Body.Close()
}

// free waits until nobody listens on the redirect URI.
func (p *program) free(redirect string) {
	p.t.Helper()
	at, err := url.Parse(redirect)
	if err != nil {
		p.t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) { // another goroutine closes it
		listener, err := net.Listen("tcp", at.Host)
		if err == nil {
			_ = listener.Close()
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("somebody still listens on %s: %v", at.Host, err)
		}
	}
}

// TestCasesAskForConsents runs the cases that need a person against a server that
// is not the local Akoya of the program. The authorize screen listens on the same
// port when the first one asks.
func TestCasesAskForConsents(t *testing.T) {
	t.Parallel()
	server := startIDP(t)
	v, _ := faultyVault(t)
	server.profile(t, v, "birds")
	p := start(t, v)
	p.open("birds")
	p.WaitFor("Set #1 has no id_token")
	p.Type("1")
	p.WaitFor("waiting for the callback on", server.redirect)
	p.Type("7")

	p.find("obtain.ok")
	p.Type("enter")
	p.says("obtain.ok needs a fresh code: a person has to log in and approve.", "◐ waiting for the callback on "+server.redirect, "the new tokens take the place of set #1.")
	p.visit(server.redirect + "?code=x&state=of-somebody-else")
	p.says("Refused: The state is not the one that was sent")
	p.Type("4")
	p.WaitFor("◐ asks you")
	p.Type("1")
	p.WaitFor("The test cases wait for a callback on")
	p.Type("n")
	p.says("No new request now")
	p.Type("7")
	p.visit(p.consented(server, false))
	p.WaitFor("▌  ✓ exact", "set #2")
	if kept := stored(t, v, "birds"); kept.Set != 2 || kept.RefreshToken.Reveal() != server.honoured {
		t.Errorf("the keychain has set #%d, which may not be the one that the case obtained", kept.Set)
	}

	// The next one listens on the same port, which the authorize screen has again.
	p.Type("1")
	p.WaitFor("waiting for the callback on", server.redirect)
	p.Type("7")
	p.find("authorize.denied")
	p.Type("enter")
	p.says("authorize.denied needs a refusal: a person has to log in and DENY.", "◐ waiting for the callback")
	p.visit(p.consented(server, true))
	p.WaitFor("▌  ✓ exact")

	p.find("authorize.ok")
	p.Type("enter")
	p.says("◐ waiting for the callback")
	p.Type("n")
	p.says("1 skipped", "Left out: nobody approved")
	p.free(server.redirect)

	p.Type("enter")
	p.says("◐ waiting for the callback")
	p.Type("esc")
	p.says("It was stopped")
	p.free(server.redirect)

	// By hand, and pasted although somebody listens.
	p.Type("e")
	p.WaitFor("send and judge")
	p.Type("enter")
	p.says("authorize.ok needs a consent", "◐ waiting for the callback")
	p.Paste(server.redirect + "?code=x&state=another")
	p.says("The state is not the one that was sent")
	p.Paste(p.consented(server, false))
	p.WaitFor("✓ exact", "callback")
	p.free(server.redirect)
	p.Type("esc")
	p.WaitFor("→ details")

	p.find("obtain.ok")
	p.Type("e")
	p.says("obtain.ok needs a fresh code", "◐ waiting for the callback")
	p.Type("esc")
	p.says("Canceled: obtain.ok")
	p.free(server.redirect)
	p.quit()
}

// TestCasesTakeAPastedCallback runs cases of an app whose redirect URI is not of
// this machine, one after another.
func TestCasesTakeAPastedCallback(t *testing.T) {
	t.Parallel()
	server := startIDP(t)
	v, _ := faultyVault(t)
	settings := server.settings("birds", vault.InKeychain)
	settings.RedirectURI = elsewhere
	if err := v.Create(t.Context(), settings, server.credentials()); err != nil {
		t.Fatal(err)
	}
	p := start(t, v)
	p.open("birds")
	p.WaitFor("WHERE THE PERSON IS")
	p.Type("7")
	p.WaitFor("R run all")
	p.Type("tab", "tab") // the cases of obtain
	p.WaitFor("group obtain", "R run the 12 listed")
	p.Type("R")
	p.says("need a person to approve or deny; n leaves one out", "Nobody listens for the callback.", "https needs a certificate")
	p.Paste("a-code-alone")
	p.says("paste the whole address")
	p.Type("p")
	p.WaitFor("The address on which the browser ended")
	p.Type("esc")
	p.WaitGone("The address on which the browser ended")
	p.Paste(p.consented(server, false))
	p.withoutPerson() // a code that a case used up is asked for again
	p.find("obtain.ok")
	p.WaitFor("▌  ✓ exact", "set #1")
	if kept := stored(t, v, "birds"); kept.Set == 0 || kept.RefreshToken.Reveal() != server.honoured {
		t.Errorf("the keychain has set #%d, which may not be the one that the case obtained", kept.Set)
	}
	p.quit()
}
