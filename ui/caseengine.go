package ui

import (
	"slices"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/cases"
)

// newEngine returns an engine for one run, the recorder of what it sends, and who
// asks a person for consents. On the local Akoya it makes its own tokens, and
// nobody is asked; elsewhere it uses the session's.
func (a *App) newEngine(screen *casesScreen) (*cases.Engine, *flows.Recorder, *caseAuthorizer) {
	keeper := a.profile.Keeper
	if a.local != nil {
		keeper = nil
	}
	r := flows.NewRecorder(a.runner, flows.Plan{
		Environment: a.session.Environment, ClockOffset: a.session.ClockOffset, Secrets: a.session.Secrets(),
		Foreign: a.local != nil,
	}, a.session, keeper)
	now := a.deps.Now
	offset := a.session.ClockOffset
	options := cases.Options{
		Client: r, Environment: a.session.Environment, App: a.session.App, Service: a.session.Service,
		Now:                func() time.Time { return now().Add(offset) },
		IncludeDestructive: screen.endings, HowToInclude: howToEnd,
	}
	if options.Service.IsZero() {
		options.Service = akoya.Basic{ClientID: a.session.App.ClientID, ClientSecret: a.session.App.ClientSecret}
	}
	if a.local != nil {
		options.Control = a.local.Control
		return cases.NewEngine(options), r, nil
	}
	person := newCaseAuthorizer()
	options.Authorizer = person
	if set, ok := a.session.Current(); ok && set.Live() {
		options.Supplies.Current = cases.Tokens{RefreshToken: set.RefreshToken, IDToken: set.IDToken}
	}
	if set, ok := a.session.Claimed(); ok {
		options.Supplies.UsedRefreshToken = set.RefreshToken
	}
	for _, set := range a.session.Sets() { // the newest one stays
		if set.State == flows.SetRevoked {
			options.Supplies.Revoked = cases.Tokens{RefreshToken: set.RefreshToken, IDToken: set.IDToken}
		}
	}
	return cases.NewEngine(options), r, person
}

// rotates reports whether what is asked for may trade or end the refresh token of
// the session.
func (a *App) rotates(i intent) bool {
	touches := func(c cases.Case) bool { return c.Cost == cases.CostRotates || c.Destroys() }
	switch i := i.(type) {
	case runCase:
		return a.local == nil && touches(i.one)
	case runCases:
		return a.local == nil && slices.ContainsFunc(i.list, touches)
	case prepareCase:
		return a.local == nil && touches(i.one)
	case sendCase:
		return a.local == nil && (touches(i.replay.prepared.Case) || a.session.IsRefresh(i.request))
	}
	return false
}
