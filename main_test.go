package main

import (
	"testing"

	"akoya-tui/ui"
	"akoya-tui/ui/uitest"
)

// openProgram runs the whole program, with its real local Akoya, in a terminal.
func openProgram(t *testing.T, width, height int) *uitest.Terminal {
	t.Helper()
	deps, closeDeps, err := dependencies(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	deps.OpenBrowser, deps.Copy, deps.FromEnv, deps.ASCII, deps.Vault = nil, nil, nil, false, nil
	app := ui.New(deps)
	t.Cleanup(closeDeps)
	t.Cleanup(app.Close)
	return uitest.Start(t, app, width, height)
}

// TestWalk walks the whole flow with the keyboard alone.
func TestWalk(t *testing.T) {
	t.Parallel()
	for _, size := range []struct {
		name          string
		width, height int
	}{{"wide", 120, 40}, {"narrow", 80, 24}} {
		t.Run(size.name, func(t *testing.T) {
			t.Parallel()
			walk(t, openProgram(t, size.width, size.height))
		})
	}
}

func walk(t *testing.T, term *uitest.Terminal) {
	term.WaitFor("Local Akoya", "no account, nothing to set up")
	term.Type("enter")
	term.WaitFor("WHAT THE BROWSER OPENS", "approve here", "response_type")
	term.Type("enter")
	term.WaitFor("APPROVE AS", "mikomo_1")
	term.Type("enter")
	term.WaitFor("state matched", "left")
	term.Type("enter")
	term.WaitFor("WHAT WILL BE SENT", "authorization_code")
	term.Type("enter")
	term.WaitFor("200 OK", "Token set #1")
	term.Type("3")
	term.WaitFor("id_token of set #1", "verified with key", "left", "#1 current", "in 23 h")
	term.Type("down", "down", "down")
	term.WaitFor("aud", "exp", "iat")
	term.Type("4")
	term.WaitFor("set #1", "send")
	term.Type("enter")
	term.WaitFor("200 OK", "Set #1 is claimed")
	term.Type("x")
	term.WaitFor("the used refresh token", "WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("400 Bad Request", "invalid_request", "already been claimed", "invalid_grant here")
	term.Type("3")
	term.WaitFor("#1 claimed", "#2 current", "set #2")
	term.Type("5")
	term.WaitFor("Revoke the grant", "WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("200 OK", "(empty body)", "Set #2 is revoked")
	term.Type("n")
	term.WaitFor("Call the data API", "WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("401 Unauthorized", "602", "Customer not authorized")
	term.Type("6")
	term.WaitFor("Service token", "scope app_management_v2", "WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("200 OK", "opaque", "86399")
	term.Type("x")
	term.WaitFor("WHAT WILL BE SENT", "scope alps")
	term.Type("enter")
	term.WaitFor("200 OK", "opaque", "86399", "notifications_subscriptions")
	term.Type("3", "left", "left")
	term.WaitFor("service token", "opaque", "notifications_subscriptions advisory")
	term.Type("q")
	if err := term.WaitEnd(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
}

// TestClock moves the local Akoya's clock: a code expires, and an id_token.
func TestClock(t *testing.T) {
	t.Parallel()
	term := openProgram(t, 120, 40)
	term.WaitFor("Local Akoya")
	term.Type("enter")
	term.WaitFor("WHERE THE PERSON IS", "approve here")
	term.Type("enter", "enter")
	term.WaitFor("state matched")
	term.Type("9")
	term.WaitFor("5 minutes on")
	term.Type("enter")
	term.WaitFor("clock moved 5:00 forward")
	term.Type("2")
	term.WaitFor("WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("400 Bad Request", "Invalid or expired", "older than five minutes")

	term.Type("1", "n")
	term.WaitFor("waiting for the callback")
	term.Type("enter", "enter")
	term.WaitFor("state matched")
	term.Type("enter", "enter")
	term.WaitFor("WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("Token set #1")
	term.Type("9", "down", "down")
	term.WaitFor("enter 25 hours on")
	term.Type("enter")
	term.WaitFor("clock moved 25:00:00 forward", "expired 1:00:0", "○ expired")
	term.Type("5", "n")
	term.WaitFor("Call the data API", "WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("401 Unauthorized", "602", "has expired")
	term.Type("4")
	term.WaitFor("WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("200 OK", "Set #1 is claimed")
	term.Type("5")
	term.WaitFor("Call the data API", "401 Unauthorized")
	term.Type("enter")
	term.WaitFor("WHAT WILL BE SENT")
	term.Type("enter")
	term.WaitFor("200 OK", "accounts that the person shared")
}
