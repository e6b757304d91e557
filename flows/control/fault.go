package control

import (
	"context"
	"net/http"
	"time"
)

// Fault is a way for the next requests to go wrong. The local Akoya's own
// documentation lists the kinds: latency, drop, lost, status, truncate,
// nonjson, huge, slow, wrong.
type Fault struct {
	Path   string // exactly that, all below it when it ends in a slash, "*" for all
	Kind   string
	Status int           // for status and wrong
	Delay  time.Duration // for latency and slow
	Count  int           // how many requests; 0 for every one
}

type faultJSON struct {
	Path   string `json:"path"`
	Kind   string `json:"kind"`
	Status int    `json:"status,omitempty"`
	Delay  string `json:"delay,omitempty"`
	Count  int    `json:"count"`
}

func (j faultJSON) fault() Fault {
	delay, _ := time.ParseDuration(j.Delay) // "" and odd texts are no delay
	return Fault{Path: j.Path, Kind: j.Kind, Status: j.Status, Delay: delay, Count: j.Count}
}

// AddFaults sets faults beside those that are set already.
func (c *Client) AddFaults(ctx context.Context, faults ...Fault) (State, error) {
	list := make([]faultJSON, 0, len(faults))
	for _, f := range faults {
		j := faultJSON{Path: f.Path, Kind: f.Kind, Status: f.Status, Count: f.Count}
		if j.Path == "" {
			j.Path = "*"
		}
		if f.Delay > 0 {
			j.Delay = f.Delay.String()
		}
		list = append(list, j)
	}
	return c.change(ctx, http.MethodPost, "/faults", map[string]any{"faults": list})
}

// ClearFaults takes all faults away.
func (c *Client) ClearFaults(ctx context.Context) (State, error) {
	return c.change(ctx, http.MethodDelete, "/faults", nil)
}
