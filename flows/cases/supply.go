package cases

import (
	"context"
	"crypto/subtle"
	"errors"

	"akoya-tui/akoya"
	"akoya-tui/flows/control"
)

// mint brings what a need asks for from a local Akoya. It makes an id_token, which
// costs a signature there, only for a case that presents one.
func (e *Engine) mint(ctx context.Context, c Case, need Need) error {
	order := control.Order{Kind: control.RefreshToken, Condition: control.Fresh, ClientID: e.o.App.ClientID, User: e.o.User}
	switch need {
	case NeedFreshCode, NeedExpiredCode:
		order.Kind, order.RedirectURI = control.Code, e.o.App.RedirectURI
		if need == NeedExpiredCode {
			order.Condition = control.Expired
		}
	case NeedTokens, NeedSecondTokens:
		if c.sendsIDToken() {
			order.Kind = control.IDToken
		}
	case NeedExpiredIDToken:
		order.Kind, order.Condition = control.IDToken, control.Expired
	case NeedUsedRefreshToken:
		order.Condition = control.Used
	case NeedExpiredRefreshToken:
		order.Condition = control.Expired
	case NeedRevokedTokens:
		order.Condition = control.Revoked
	case NeedOtherClientToken:
		other, err := e.otherClient(ctx)
		if err != nil {
			return err
		}
		order.ClientID = other
	default:
		return skip("it needs %s", need.Why())
	}
	made, err := e.o.Control.Mint(ctx, order)
	if err != nil {
		return err
	}
	e.keep(need, made)
	return nil
}

// keep puts a minted thing into the hand.
func (e *Engine) keep(need Need, made control.Minted) {
	h := &e.hand
	switch need {
	case NeedFreshCode:
		h.codes = append(h.codes, heldCode{value: made.Value, at: e.o.Now(), owner: e.o.User})
	case NeedExpiredCode:
		h.expiredCode = made.Value
	case NeedTokens, NeedSecondTokens:
		h.grants = append(h.grants, e.newGrant(Tokens{RefreshToken: made.RefreshToken, IDToken: made.IDToken}, ""))
	case NeedExpiredIDToken:
		h.expiredID = made.IDToken
		h.grants = append(h.grants, grant{Tokens: Tokens{RefreshToken: made.RefreshToken, IDToken: made.IDToken}, expired: true})
	case NeedUsedRefreshToken:
		h.usedRefresh = made.Value
	case NeedExpiredRefreshToken:
		h.expiredRefresh = made.Value
	case NeedRevokedTokens:
		h.revoked = Tokens{RefreshToken: made.Value}
	case NeedOtherClientToken:
		h.otherRefresh = made.Value
	}
}

func (e *Engine) otherClient(ctx context.Context) (string, error) {
	state, err := e.o.Control.State(ctx)
	if err != nil {
		return "", err
	}
	for _, app := range state.Clients {
		if app.ClientID != e.o.App.ClientID {
			return app.ClientID, nil
		}
	}
	return "", skip("the local Akoya has no second client")
}

// newCode asks for a consent and puts its code into the hand.
func (e *Engine) newCode(ctx context.Context, c Case, need Need) error {
	if !e.atHand(c, NeedConsent) {
		return e.nobody(e.consentFailed)
	}
	state := akoya.NewState()
	address, err := akoya.AuthorizeURL(e.o.Environment, e.o.App, akoya.AuthorizeOptions{State: state})
	if err != nil {
		return skip("%s", err)
	}
	callback, err := e.ask(ctx, Ask{URL: address, State: state, Purpose: c.ID + ": " + need.Why()})
	if err != nil {
		return err
	}
	switch {
	case callback.Error != "":
		return skip("the authorize request was refused: %s %s", callback.Error, akoya.RedactText(callback.Description))
	case subtle.ConstantTimeCompare([]byte(callback.State), []byte(state)) != 1:
		return skip("the callback came with another state than the one that was sent, so its code is not used")
	case callback.Code.IsZero():
		return skip("the callback has no code")
	}
	e.holdCode(callback)
	return nil
}

func (e *Engine) holdCode(callback Callback) {
	e.hand.codes = append(e.hand.codes, heldCode{value: callback.Code, at: e.o.Now(), owner: e.o.User})
}

// ask brings someone to the authorize URL. Who has failed once is not asked
// again in this run.
func (e *Engine) ask(ctx context.Context, ask Ask) (Callback, error) {
	ask.RedirectURI = e.o.App.RedirectURI
	authorizer := e.o.Authorizer
	if e.o.Control != nil {
		authorizer = &ControlAuthorizer{Control: e.o.Control, User: e.o.User}
	}
	callback, err := authorizer.Authorize(ctx, ask)
	var cannot *CannotAuthorize
	if errors.As(err, &cannot) && e.o.Control == nil {
		failed := skip("%s", cannot.Why)
		if ask.Deny {
			e.denialFailed = failed
		} else {
			e.consentFailed = failed
		}
		return Callback{}, failed
	}
	return callback, err
}

// exchange obtains tokens so that there are some, and a used code.
func (e *Engine) exchange(ctx context.Context, c Case, need Need, setup *[]akoya.RoundTrip) error {
	if err := e.meet(ctx, c, NeedFreshCode, setup); err != nil {
		return err
	}
	held, _ := e.hand.fresh(e.o.Now(), true)
	rt, _, err := e.send(ctx, akoya.ObtainRequest(e.o.Environment, e.o.App, held.value), false)
	*setup = append(*setup, rt)
	if err != nil {
		return err
	}
	if _, err := rt.TokenResponse(); err != nil {
		return skip("it needs %s, but obtaining tokens failed: %s", need.Why(), err)
	}
	if e.atHand(c, need) {
		return nil
	}
	return skip("it needs %s, but the server's answer to obtaining had no such thing", need.Why())
}

func (e *Engine) fetchServiceToken(ctx context.Context, setup *[]akoya.RoundTrip) error {
	if e.o.Service.IsZero() || e.o.Environment.ServiceTokenURL == "" {
		return skip("it needs a service token, and there are no credentials or no address for one")
	}
	rt, _, err := e.send(ctx, akoya.ServiceTokenRequest(e.o.Environment, e.o.Service.ClientID, e.o.Service.ClientSecret, defaultServiceScope), false)
	*setup = append(*setup, rt)
	if err != nil {
		return err
	}
	if e.hand.serviceToken.IsZero() {
		return skip("it needs a service token, but asking for one answered %d without one", rt.Status)
	}
	return nil
}

// defaultServiceScope is the default of Service token OpenAPI v1.0.1.
const defaultServiceScope = "app_management_v2"
