package control

import (
	"context"
	"net/http"
	"time"

	"akoya-tui/akoya"
)

// State is what a local Akoya says of itself.
type State struct {
	Now     time.Time
	Offset  time.Duration // how far its clock is ahead of the real time
	Clients []App
	Users   []User
	Faults  []Fault
	Counts  Counts
}

// App is a client that is registered at the local Akoya.
type App struct {
	ClientID     string
	ClientSecret akoya.Secret
	RedirectURIs []string
}

// User is somebody with accounts at its bank.
type User struct {
	Name      string
	Accounts  []string
	DataError int // the code that every data call answers; 0 when none
}

// Counts says how much it holds, and how many RS256 signatures it has made.
type Counts struct {
	Codes, Grants, Flows int
	Signatures           int64
}

type stateJSON struct {
	Now           time.Time `json:"now"`
	OffsetSeconds float64   `json:"offset_seconds"`
	Clients       []struct {
		ClientID     string   `json:"client_id"`
		ClientSecret string   `json:"client_secret"`
		RedirectURIs []string `json:"redirect_uris"`
	} `json:"clients"`
	Users []struct {
		Name      string   `json:"name"`
		Accounts  []string `json:"accounts"`
		DataError int      `json:"data_error"`
	} `json:"users"`
	Faults []faultJSON `json:"faults"`
	Counts struct {
		Codes      int   `json:"codes"`
		Grants     int   `json:"grants"`
		Flows      int   `json:"flows"`
		Signatures int64 `json:"signatures"`
	} `json:"counts"`
}

func (j stateJSON) state() State {
	s := State{
		Now:    j.Now,
		Offset: time.Duration(j.OffsetSeconds * float64(time.Second)),
		Counts: Counts{Codes: j.Counts.Codes, Grants: j.Counts.Grants, Flows: j.Counts.Flows, Signatures: j.Counts.Signatures},
	}
	for _, c := range j.Clients {
		s.Clients = append(s.Clients, App{ClientID: c.ClientID, ClientSecret: akoya.NewSecret(c.ClientSecret), RedirectURIs: c.RedirectURIs})
	}
	for _, u := range j.Users {
		s.Users = append(s.Users, User{Name: u.Name, Accounts: u.Accounts, DataError: u.DataError})
	}
	for _, f := range j.Faults {
		s.Faults = append(s.Faults, f.fault())
	}
	return s
}

// State asks for the state.
func (c *Client) State(ctx context.Context) (State, error) {
	return c.change(ctx, http.MethodGet, "", nil)
}

// Advance moves the clock forward and returns the new state.
func (c *Client) Advance(ctx context.Context, by time.Duration) (State, error) {
	return c.change(ctx, http.MethodPost, "/clock", map[string]string{"advance": by.String()})
}

// Reset makes everything as it was at the start: no code, no grant, no fault,
// the clock not moved.
func (c *Client) Reset(ctx context.Context) (State, error) {
	return c.change(ctx, http.MethodPost, "/reset", struct{}{})
}

func (c *Client) change(ctx context.Context, method, path string, in any) (State, error) {
	var out stateJSON
	if err := c.call(ctx, method, path, in, &out); err != nil {
		return State{}, err
	}
	return out.state(), nil
}
