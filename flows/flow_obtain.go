package flows

import (
	"time"

	"akoya-tui/akoya"
)

// Step IDs of the walk.
const (
	StepObtain   = "obtain"
	StepRefresh  = "refresh"
	StepRevoke   = "revoke"
	StepDataCall = "data"
	StepService  = "service"
)

func obtainFlow() Flow {
	return Flow{
		ID:    "obtain",
		Title: "Obtain",
		Why:   "The code proves that the person agreed. Your app exchanges it for tokens, and proves with its client secret that it is your app.",
		Steps: []Step{{
			ID:       StepObtain,
			Title:    "Exchange the code for tokens",
			What:     "Trade the authorization code for the first token set. The code works once and for five minutes; the credentials go in the Authorization header.",
			Document: Document{docTokenReference, "Obtain tokens"},
			To:       IdP,
			Expect: []string{
				"200 OK with token_type, expires_in, refresh_token and id_token",
				"no access_token: the id_token is the bearer for data calls",
			},
			Variants: []Variant{
				{ID: "code", Title: "the newest code", Build: buildObtain},
				{ID: "body", Title: "credentials in the body", Note: "Not documented for this request; servers of this kind accept both places.", Build: buildObtainBody},
			},
		}},
	}
}

func buildObtain(s Session, _ time.Time) (akoya.Request, error) {
	if s.Environment.TokenURL == "" {
		return akoya.Request{}, noEndpoint("token")
	}
	code, ok := s.NewestCode()
	if !ok {
		return akoya.Request{}, &Blocked{
			Reason:  "There is no authorization code yet. Authorize first: the person approves and Akoya sends your app a code.",
			Unblock: "authorize",
		}
	}
	app := s.App
	if code.Redirect != "" { // it must be repeated as it was in the authorize request
		app.RedirectURI = code.Redirect
	}
	request := akoya.ObtainRequest(s.Environment, app, code.Value)
	if !code.Verifier.IsZero() {
		request = request.With(akoya.Sensitive("code_verifier", code.Verifier))
	}
	return request, nil
}

func buildObtainBody(s Session, now time.Time) (akoya.Request, error) {
	request, err := buildObtain(s, now)
	if err != nil {
		return akoya.Request{}, err
	}
	return request.WithAuthStyle(akoya.AuthBody), nil
}
