package ui

import (
	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// Profile is an environment with an app registration, ready to be explored.
type Profile struct {
	Name        string
	Environment akoya.Environment
	App         akoya.App
	Service     akoya.Basic // zero: the app's own credentials
	Where       string      // where its secrets rest, in words: "memory only"
	InMemory    bool        // its keeper has them only as long as the program runs
	PKCE        bool
	Nonce       bool

	Keeper *vault.Keeper // keeps its tokens; nil: they are in this session only
	Tokens vault.Tokens  // of an earlier session; zero when there are none
}

// profileOf makes a profile of one that was opened.
func profileOf(o vault.Opened, keeper *vault.Keeper) Profile {
	return Profile{
		Name: o.Settings.Name, Environment: o.Environment, App: o.App, Service: o.Service,
		Where: o.Where, InMemory: o.Settings.Store == vault.InMemory, PKCE: o.Settings.PKCE, Nonce: o.Settings.Nonce, Keeper: keeper, Tokens: o.Tokens,
	}
}

// production reports whether real consumers are behind the environment.
func (p Profile) production() bool { return p.Environment.IsProduction() }
