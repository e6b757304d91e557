package flows

import (
	"time"

	"akoya-tui/akoya"
)

func refreshFlow() Flow {
	return Flow{
		ID:    "refresh",
		Title: "Refresh",
		Why:   "id_tokens are short-lived. The refresh token gets the next set without asking the person again.",
		Steps: []Step{{
			ID:       StepRefresh,
			Title:    "Refresh",
			What:     "Trade the refresh token for a new id_token and a new refresh token. The old refresh token dies at once; here the credentials go in the body.",
			Document: Document{docTokenReference, "Refresh tokens"},
			To:       IdP,
			Expect: []string{
				"200 OK with a new id_token and a new refresh_token",
				"both replace the previous set",
			},
			Variants: []Variant{
				{ID: "current", Title: "the current refresh token", Build: buildRefresh},
				{ID: "used", Title: "the used refresh token", Note: "A sad path of the test table: a refresh token that has already been claimed answers 400.", Build: buildRefreshUsed},
				{ID: "basic", Title: "credentials in the header", Note: "Not documented for refresh; servers of this kind accept both places.", Build: buildRefreshBasic},
			},
		}},
	}
}

func buildRefresh(s Session, now time.Time) (akoya.Request, error) {
	if s.Environment.TokenURL == "" {
		return akoya.Request{}, noEndpoint("token")
	}
	set, ok := s.Current()
	if !ok {
		return akoya.Request{}, noTokens(s, now, "There is no token set yet.", "the answer holds the first refresh token")
	}
	if set.RefreshToken.IsZero() {
		return akoya.Request{}, &Blocked{
			Reason:  "The current token set has no refresh token. Akoya sends one only when the scope of the authorize request has offline_access.",
			Unblock: "authorize",
		}
	}
	return akoya.RefreshRequest(s.Environment, s.App, set.RefreshToken), nil
}

func buildRefreshUsed(s Session, _ time.Time) (akoya.Request, error) {
	if s.Environment.TokenURL == "" {
		return akoya.Request{}, noEndpoint("token")
	}
	set, ok := s.Claimed()
	if !ok {
		return akoya.Request{}, &Blocked{
			Reason:  "No refresh token has been used yet. Refresh once: then the old one is the used one.",
			Unblock: "refresh",
		}
	}
	return akoya.RefreshRequest(s.Environment, s.App, set.RefreshToken), nil
}

func buildRefreshBasic(s Session, now time.Time) (akoya.Request, error) {
	request, err := buildRefresh(s, now)
	if err != nil {
		return akoya.Request{}, err
	}
	return request.WithAuthStyle(akoya.AuthBasic), nil
}
