package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/vault"
)

// ProfileTarget opens a profile for a run of cases. Its tokens are kept as they
// change, by the same rules as in the terminal interface, so that a check and
// another program can use one profile at the same time.
func ProfileTarget(ctx context.Context, v *vault.Vault, name string) (Target, error) {
	opened, err := v.Open(ctx, name)
	var none *vault.NoCredentials
	switch {
	case vault.IsNotFound(err):
		return Target{}, CheckProfile(v, name)
	case errors.As(err, &none) && none.InMemory:
		return Target{}, fmt.Errorf("the secrets of profile %q were in memory only and are gone, and check cannot ask for them. Set AKOYA_CLIENT_ID and AKOYA_CLIENT_SECRET to those of your app, and leave --profile out", name)
	case err != nil:
		return Target{}, fmt.Errorf("profile %q: %w", name, err)
	}
	session := flows.NewSession(opened.Environment, opened.App).Apply(flows.Restore(opened.Tokens))
	session.Service = opened.Service
	keeper := v.Keeper(opened.Settings)
	target := Target{
		Environment: opened.Environment, App: opened.App, Service: opened.Service,
		Through: func(client *akoya.Client) cases.Sender {
			runner := flows.Runner{Client: client, Now: time.Now}
			plan := flows.Plan{Environment: opened.Environment, Secrets: session.Secrets()}
			return flows.NewRecorder(runner, plan, session, keeper)
		},
	}
	if target.Service.IsZero() {
		target.Service = akoya.Basic{ClientID: opened.App.ClientID, ClientSecret: opened.App.ClientSecret}
	}
	if set, ok := session.Current(); ok && set.Live() {
		target.Supplies.Current = cases.Tokens{RefreshToken: set.RefreshToken, IDToken: set.IDToken}
	}
	if set, ok := session.Claimed(); ok {
		target.Supplies.UsedRefreshToken = set.RefreshToken
	}
	return target, nil
}
