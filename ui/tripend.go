package ui

import (
	"errors"

	"akoya-tui/akoya"
)

// How a round trip ends without a whole answer.
const (
	endNotSent   = "not sent"
	endCanceled  = "canceled"
	endNoAnswer  = "no answer"
	endBrokenOff = "broken off" // part of the answer had come
	endTooLong   = "cut at 1 MiB"
)

// tripEnd says how a round trip ended that has no whole answer; "" when it has.
func tripEnd(trip akoya.RoundTrip) string {
	var unsendable *akoya.RequestError
	var transport *akoya.TransportError
	switch {
	case errors.As(trip.Err, &unsendable):
		return endNotSent
	case errors.As(trip.Err, &transport) && transport.Canceled:
		return endCanceled
	case trip.Status == 0:
		return endNoAnswer
	case trip.Err != nil:
		return endBrokenOff
	case trip.Truncated:
		return endTooLong
	}
	return ""
}

// tripReason says why no whole answer came, without what to do now.
func tripReason(err error) string {
	var transport *akoya.TransportError
	if errors.As(err, &transport) {
		return transport.Reason
	}
	return err.Error()
}
