package flows

import (
	"time"

	"akoya-tui/akoya"
)

// Scopes of service tokens (service token API v1.0.1).
const (
	scopeAppManagement = "app_management_v2"
	scopeNotifications = "notifications_subscriptions advisory"
	scopeAlps          = "alps" // deprecated; app_management_v2 follows it
)

func serviceFlow() Flow {
	return Flow{
		ID:    "service",
		Title: "Service token",
		Why:   "For Akoya's own services (Apps Management, Notifications) your app acts for itself: no person, no consent, no refresh token.",
		Steps: []Step{{
			ID:       StepService,
			Title:    "Get a service token",
			What:     "Ask the STS for a token for your app itself (client credentials). It lasts 24 hours and is not for data calls.",
			Document: Document{docServiceReference, "POST /token"},
			To:       STS,
			Expect: []string{
				"200 OK with access_token (ory_at_…), expires_in 86399, scope, token_type bearer",
				"no refresh token: ask again when it has expired",
			},
			Variants: []Variant{
				{ID: "app_management", Title: "scope app_management_v2", Build: buildService(scopeAppManagement)},
				{ID: "notifications", Title: "scope notifications_subscriptions advisory", Note: "Two scopes in one value: for the Notifications API.", Build: buildService(scopeNotifications)},
				{ID: "alps", Title: "scope alps (deprecated)", Note: "Deprecated: app_management_v2 follows it.", Build: buildService(scopeAlps)},
			},
		}},
	}
}

func buildService(scope string) func(Session, time.Time) (akoya.Request, error) {
	return func(s Session, _ time.Time) (akoya.Request, error) {
		if s.Environment.ServiceTokenURL == "" {
			return akoya.Request{}, noEndpoint("service token")
		}
		service := s.Service
		if service.IsZero() {
			service = akoya.Basic{ClientID: s.App.ClientID, ClientSecret: s.App.ClientSecret}
		}
		return akoya.ServiceTokenRequest(s.Environment, service.ClientID, service.ClientSecret, scope), nil
	}
}
