package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
)

// The ways to authorize.
const (
	authorizeAuto    = "auto"    // follow redirects: for servers that need no login
	authorizeBrowser = "browser" // open one and wait on the redirect URI
	authorizePaste   = "paste"   // print the address and read the one that comes back
)

func authorizeWays() []string { return []string{authorizeAuto, authorizeBrowser, authorizePaste} }

func (c Check) checkAuthorize() error {
	switch c.Authorize {
	case "", authorizeAuto, authorizeBrowser, authorizePaste:
		return nil
	}
	return fmt.Errorf("there is no way to authorize %q: choose %s", c.Authorize, strings.Join(authorizeWays(), ", "))
}

// authorizer returns who approves. Akoya's own servers want a login, so a person
// at a terminal is asked; elsewhere redirects are followed unless told otherwise.
func (c Check) authorizer(target Target, sender cases.Sender) cases.Authorizer {
	way := c.Authorize
	if way == "" {
		way = authorizeAuto
		named := target.Environment.Name == akoya.EnvironmentSandbox || target.Environment.IsProduction()
		switch {
		case !named || !interactive(c.In, c.Err):
		case canListen(target.App.RedirectURI):
			way = authorizeBrowser
		default:
			way = authorizePaste
		}
	}
	switch way {
	case authorizeBrowser:
		return &cases.BrowserAuthorizer{Open: c.openBrowser, Out: c.Err}
	case authorizePaste:
		return cases.NewPasteAuthorizer(c.In, c.Err)
	}
	return &cases.AutoAuthorizer{Client: sender, User: approvingUser}
}

// canListen reports whether the browser can come back to this program.
func canListen(redirectURI string) bool {
	u, err := url.Parse(redirectURI)
	return err == nil && u.Scheme == "http" && akoya.IsLoopback(u.Hostname())
}

func (c Check) openBrowser(address string) error {
	if c.OpenBrowser == nil {
		return errors.New("there is none")
	}
	return c.OpenBrowser(address)
}

// stoppableAuthorizer stops waiting for a person at the first interrupt, and
// takes the progress line away before it asks.
type stoppableAuthorizer struct {
	to     cases.Authorizer
	stop   context.Context
	before func()
}

var _ cases.Authorizer = (*stoppableAuthorizer)(nil)

// Authorize implements cases.Authorizer.
func (s *stoppableAuthorizer) Authorize(ctx context.Context, ask cases.Ask) (cases.Callback, error) {
	s.before()
	waiting, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.stop, cancel)()
	answer, err := s.to.Authorize(waiting, ask)
	if err != nil && s.stop.Err() != nil && ctx.Err() == nil {
		return cases.Callback{}, &cases.CannotAuthorize{Why: "it was stopped"}
	}
	return answer, err
}
