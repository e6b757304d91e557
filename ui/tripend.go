package ui

import (
	"errors"
	"strings"

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

// reasonAndAdvice divides what is said of an answer that did not come, or not
// whole, so that nothing is said twice: why, for the place of the answer, and what
// to do, for what it means. Advice on tokens goes before advice on the network,
// which then stands with the reason.
func reasonAndAdvice(err error, meaning string) (reason, advice string) {
	if err == nil {
		return "", meaning
	}
	whole, short := sentence(err.Error()), sentence(err.Error())
	var transport *akoya.TransportError
	if errors.As(err, &transport) {
		short = sentence(transport.Reason)
	}
	for _, reason := range []string{whole, short} {
		if rest, ok := strings.CutPrefix(meaning, reason+" "); ok {
			return reason, rest
		}
	}
	return short, meaning
}
