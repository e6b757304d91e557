package cases

import (
	"context"
	"slices"
	"time"

	"akoya-tui/akoya"
)

// sendsIDToken reports whether the case presents the id_token of the current
// pair; the others need the refresh token only.
func (c Case) sendsIDToken() bool {
	return slices.ContainsFunc(c.Steps, func(s Step) bool {
		return s.Base == BaseAccounts && !slices.ContainsFunc(s.Tampers, func(t Tamper) bool {
			return t.Kind == BearerMaterial || t.Name == "Authorization"
		})
	})
}

// pick returns the grant that a case runs on: the newest that fits.
func (e *Engine) pick(c Case, need Need) int {
	for i, g := range slices.Backward(e.hand.grants) {
		switch expired := e.expired(g); {
		case need == NeedExpiredIDToken && !expired:
		case need != NeedExpiredIDToken && expired && (c.sendsIDToken() || e.o.Control != nil):
		case c.sendsIDToken() && g.IDToken.IsZero():
		case g.RefreshToken.IsZero():
		default:
			return i
		}
	}
	return -1
}

// expired reports whether the id_token of a grant has expired. The clock of a
// local Akoya is its own: there only a token that was made expired is.
func (e *Engine) expired(g grant) bool {
	if e.o.Control != nil {
		return g.expired
	}
	return !g.expiry.IsZero() && !e.o.Now().Before(g.expiry)
}

// atHand reports whether a need can be met without asking or sending anything.
// Someone who approves or denies is at hand as long as nobody has failed to.
func (e *Engine) atHand(c Case, need Need) bool {
	h := &e.hand
	switch need {
	case NeedConsent:
		return e.consentFailed == nil && (e.o.Control != nil || e.o.Authorizer != nil)
	case NeedDenial:
		return e.denialFailed == nil && (e.o.Control != nil || e.o.Authorizer != nil)
	case NeedFreshCode:
		_, ok := h.fresh(e.o.Now(), true)
		return ok
	case NeedUsedCode:
		return !h.usedCode.IsZero()
	case NeedExpiredCode:
		_, ok := h.stale(e.o.Now())
		return ok
	case NeedTokens, NeedSecondTokens:
		return e.pick(c, need) >= 0
	case NeedExpiredIDToken:
		return e.pick(c, need) >= 0 || c.sendsOnly(MaterialExpiredID) && !h.expiredID.IsZero()
	case NeedUsedRefreshToken:
		return !h.usedRefresh.IsZero()
	case NeedExpiredRefreshToken:
		return !h.expiredRefresh.IsZero()
	case NeedOtherClientToken:
		return !h.otherRefresh.IsZero()
	case NeedRevokedTokens:
		return !h.revoked.RefreshToken.IsZero()
	case NeedServiceClient:
		return !e.o.Service.IsZero()
	case NeedServiceToken:
		return !h.serviceToken.IsZero()
	}
	return false
}

// sendsOnly reports whether the case presents that material and needs nothing
// else of the pair it belongs to.
func (c Case) sendsOnly(m Material) bool {
	return len(c.Steps) > 0 && !slices.ContainsFunc(c.Steps, func(s Step) bool {
		return !slices.ContainsFunc(s.Tampers, func(t Tamper) bool { return t.Use == m })
	})
}

// meet brings what a need asks for, and appends what it sent to setup.
func (e *Engine) meet(ctx context.Context, c Case, need Need, setup *[]akoya.RoundTrip) error {
	if e.atHand(c, need) {
		return nil
	}
	switch need {
	case NeedConsent:
		return e.nobody(e.consentFailed)
	case NeedDenial:
		return e.nobody(e.denialFailed)
	case NeedServiceClient:
		return skip("there are no credentials for service tokens: they are other ones than those of the app")
	case NeedServiceToken:
		return e.fetchServiceToken(ctx, setup)
	case NeedUsedCode:
		return e.exchange(ctx, c, need, setup)
	}
	if e.o.Control != nil {
		return e.mint(ctx, c, need)
	}
	switch need {
	case NeedFreshCode:
		return e.newCode(ctx, c, need)
	case NeedTokens, NeedSecondTokens:
		if len(e.hand.grants) > 0 {
			return skip("the id_token has expired: refresh it first (refresh.ok)")
		}
		return e.exchange(ctx, c, need, setup)
	}
	return e.cannotHave(need)
}

func (e *Engine) nobody(err error) error {
	if err != nil {
		return err
	}
	return skip("nobody can approve or deny here: there is no browser, no person and no control API")
}

// cannotHave says why a live server gives no such thing.
func (e *Engine) cannotHave(need Need) error {
	switch need {
	case NeedExpiredCode:
		if held, ok := e.hand.fresh(e.o.Now(), true); ok {
			wait := akoya.CodeLifetime - e.o.Now().Sub(held.at)
			return skip("it needs %s: the newest expires in %s", need.Why(), wait.Round(time.Second))
		}
		return skip("it needs %s: get a code, wait, and do not use it meanwhile", need.Why())
	case NeedExpiredIDToken:
		if len(e.hand.grants) == 0 {
			return skip("it needs %s, and there are no tokens yet", need.Why())
		}
		return skip("it needs %s: on a live server that takes a day of waiting", need.Why())
	case NeedUsedRefreshToken:
		return skip("it needs %s: run refresh.ok first", need.Why())
	case NeedExpiredRefreshToken:
		return skip("it needs %s, and only the provider decides when that is", need.Why())
	case NeedOtherClientToken:
		return skip("it needs %s, and there is none here", need.Why())
	case NeedRevokedTokens:
		return skip("it needs %s: run revoke.ok first", need.Why())
	}
	return skip("it needs %s", need.Why())
}
