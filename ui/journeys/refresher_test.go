package journeys

import (
	"context"
	"fmt"
	"os"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/vault"
)

// refreshHelper opens the profile "p" in the settings folder DIR and refreshes it
// COUNT times, for ever when that is 0, as the program does. It says "ready", and
// a word after each refresh.
func refreshHelper() {
	ctx := context.Background()
	v, err := vault.Open(os.Getenv("DIR"), true)
	if err != nil {
		fail("open the profiles", err)
	}
	opened, err := v.Open(ctx, "p")
	if err != nil {
		fail("open the profile", err)
	}
	keeper := v.Keeper(opened.Settings)
	session := flows.NewSession(opened.Environment, opened.App).Apply(flows.Restore(opened.Tokens))
	runner := flows.Runner{Client: akoya.NewClient(akoya.ClientOptions{}), Now: time.Now}
	flow, _ := flows.FlowByID("refresh")
	var rounds int
	_, _ = fmt.Sscan(os.Getenv("COUNT"), &rounds)
	fmt.Println("ready")
	for n := 0; n < rounds || rounds == 0; n++ {
		request, err := flow.Steps[0].Variants[0].Build(session, time.Now())
		if err != nil {
			fail("build the request", err)
		}
		sent := runner.RunKept(ctx, flows.Plan{Environment: session.Environment, Request: request}, session, keeper)
		session = session.Apply(sent)
		switch {
		case sent.Unsent != nil:
			fail("open the keychain", sent.Unsent)
		case sent.SaveErr != nil:
			fail("save", sent.SaveErr)
		case sent.Moved != nil:
			fmt.Println("taken")
		case sent.Granted != nil:
			fmt.Println("sent")
		case sent.Refusal != nil:
			fail("refresh", sent.Refusal)
		default:
			fail("refresh", sent.RoundTrip.Err)
		}
	}
	os.Exit(0)
}

func fail(what string, err error) {
	fmt.Printf("failed to %s: %v\n", what, err)
	os.Exit(1)
}
