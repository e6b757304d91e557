package cli

import (
	"context"

	"akoya-tui/akoya"
	"akoya-tui/flows/cases"
)

// countingSender knows whether anything has answered: a run without an answer
// says nothing about the server.
type countingSender struct {
	to             cases.Sender
	sent, answered int
	failure        error // the first
}

var _ cases.Sender = (*countingSender)(nil)

// Send implements cases.Sender.
func (s *countingSender) Send(ctx context.Context, r akoya.Request) (akoya.RoundTrip, error) {
	trip, err := s.to.Send(ctx, r)
	s.sent++
	if trip.Status != 0 {
		s.answered++
	} else if err != nil && s.failure == nil {
		s.failure = err
	}
	return trip, err
}
