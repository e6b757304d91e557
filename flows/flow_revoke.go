package flows

import (
	"strings"
	"time"

	"akoya-tui/akoya"
)

func revokeFlow() Flow {
	return Flow{
		ID:    "revoke",
		Title: "Revoke",
		Why:   "When a person leaves, your app ends the grant. The data call afterwards shows that it worked.",
		Steps: []Step{
			{
				ID:       StepRevoke,
				Title:    "Revoke the grant",
				What:     "Tell Akoya that the grant is over, by its refresh token. The id_token of the same set stops working too.",
				Document: Document{docTestCases, "Revoke an ID token"},
				To:       IdP,
				Expect: []string{
					"200 OK with an empty body",
				},
				Variants: []Variant{
					{ID: "token", Title: "the current refresh token", Build: buildRevoke},
					{ID: "path", Title: "the other documented path", Note: "One copy of the test table says /token/revoke, the other and the reference say /revoke.", Build: buildRevokePath},
				},
			},
			{
				ID:       StepDataCall,
				Title:    "Call the data API",
				What:     "Ask for the accounts with the id_token as bearer: it works while the grant lives, and answers 401 after a revoke.",
				Document: Document{docTestCases, "Revoke an ID token"},
				To:       Bank,
				Expect: []string{
					"while the grant lives: 200 OK with accounts",
					`after revoke or expiry: 401 {"code":602,"message":"Customer not authorized"}`,
				},
				Variants: []Variant{
					{ID: "accounts-info", Title: "accounts-info", Build: buildData},
					{ID: "accounts", Title: "accounts (Investments product)", Note: "The test table says /accounts; an app without the Investments product uses accounts-info.", Build: buildDataAccounts},
				},
			},
		},
	}
}

func buildRevoke(s Session, now time.Time) (akoya.Request, error) {
	if s.Environment.RevokeURL == "" {
		return akoya.Request{}, noEndpoint("revoke")
	}
	set, ok := s.Current()
	if !ok || set.RefreshToken.IsZero() {
		return akoya.Request{}, noTokens(s, now, "There is no refresh token to revoke yet.", "the answer holds it")
	}
	return akoya.RevokeRequest(s.Environment, s.App, set.RefreshToken), nil
}

func buildRevokePath(s Session, now time.Time) (akoya.Request, error) {
	request, err := buildRevoke(s, now)
	if err != nil {
		return request, err
	}
	other := s.Environment.AlternativeRevokeURL()
	if other == "" {
		return akoya.Request{}, &Blocked{Reason: "This environment's revoke URL is neither of the two documented ones, so there is no other to try."}
	}
	request.URL = other
	return request, nil
}

func buildData(s Session, now time.Time) (akoya.Request, error) {
	if s.Environment.AccountsURL == "" {
		return akoya.Request{}, noEndpoint("accounts")
	}
	set, ok := s.Latest()
	if !ok || set.IDToken.IsZero() {
		return akoya.Request{}, noTokens(s, now, "There is no id_token yet.", "the id_token in the answer is the bearer of data calls")
	}
	return akoya.AccountsRequest(s.Environment, s.App, set.IDToken), nil
}

func buildDataAccounts(s Session, now time.Time) (akoya.Request, error) {
	request, err := buildData(s, now)
	if err != nil {
		return request, err
	}
	other := strings.Replace(request.URL, "/accounts-info/", "/accounts/", 1)
	if other == request.URL {
		return akoya.Request{}, &Blocked{Reason: "This environment's accounts URL has no accounts-info in it, so there is no other to try."}
	}
	request.URL = other
	return request, nil
}
